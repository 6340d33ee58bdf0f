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
func (f *Fleet) commandDue(now time.Time) bool {
	if f.commands.sending >= f.cfg.InFlight {
		return false
	}
	for _, r := range f.commands.queue {
		if until, _ := f.commands.blockedUntil(r.Verb, now); !until.After(now) && !r.RetryAt.After(now) {
			return true
		}
	}
	return false
}

// mayRead reports whether it is not a command's round. While the connection is down
// a command is never what it is tried with.
func (t *schedulingRound) mayRead() bool {
	f := t.fleet
	if t.commandDue && f.share.readSince && !f.connection.down {
		t.deferred = true
		return false
	}
	return true
}
