package fleet

import "time"

// commandShare keeps half of the request budget for commands while one is due:
// looking and acting alternate. With a small budget looking alone would use all
// of it, and what was confirmed would wait for minutes. Looking has the other
// half, since it tells what became of the commands sent.
type commandShare struct {
	readSince bool // a request that is no command went out since the last command
}

// commandDue reports whether a command could be sent now but for the budget.
func (q *commandQueue) commandDue(now time.Time) bool {
	if q.sending >= q.cfg.InFlight {
		return false
	}
	for _, r := range q.queue {
		if until, _ := q.blockedUntil(r.Verb, now); !until.After(now) && !r.RetryAt.After(now) {
			return true
		}
	}
	return false
}

// mayRead reports whether it is not a command's round. While the connection is down
// a command is never what it is tried with.
func (t *schedulingRound) mayRead() bool {
	if t.commandDue && t.share.readSince && !t.connection.down {
		t.deferred = true
		return false
	}
	return true
}
