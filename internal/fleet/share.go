package fleet

import "time"

// commandShare keeps half of the request budget for commands while one is due:
// looking and acting take turns. With a small budget looking alone would use all
// of it, and what was confirmed would wait for minutes. Looking has the other
// half, since it tells what became of the commands sent.
type commandShare struct {
	looked bool // a request that is no command went out since the last command
}

// commandDue reports whether a command could be sent now but for the budget.
func (f *Fleet) commandDue(now time.Time) bool {
	if f.desk.sending >= f.cfg.InFlight {
		return false
	}
	for _, r := range f.desk.queue {
		if until, _ := f.desk.heldUntil(r.Verb, now); !until.After(now) && !r.RetryAt.After(now) {
			return true
		}
	}
	return false
}

// mayLook reports whether it is not a command's turn. While the connection is down
// a command is never what it is tried with.
func (t *turn) mayLook() bool {
	f := t.fleet
	if t.commandDue && f.share.looked && !f.link.down {
		t.heldBack = true
		return false
	}
	return true
}
