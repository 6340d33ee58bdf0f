package simulator

import (
	"net/http"
	"time"
)

// An Outcome is how a scripted action goes.
type Outcome string

// The outcomes.
const (
	Succeeds    Outcome = "succeeds"
	Fails       Outcome = "fails"      // the operation ends as FAIL
	NeverEnds   Outcome = "never-ends" // the operation stays RUNNING
	HeldByOther Outcome = "held"       // an external actor was quicker: 409, and their operation runs
	Refused     Outcome = "refused"    // 409 with Code and Message
	Drawn       Outcome = ""           // as the fail rate has it
)

// A Script lays down how actions on one pool go. Only actions that the pool's
// status allows are looked up in it. Where several fit, the first counts.
type Script struct {
	PoolID     string
	Verb       string // "open", "close", "close-for-update", "archive" or "clone"; empty: any
	Times      int    // holds for so many actions; 0: for all
	Outcome    Outcome
	Duration   time.Duration // from submission to end; 0: drawn
	FailAt     int           // percent at which a failure stops, 0 to 99
	NoProgress bool          // the operation gives no progress
	Details    any           // of the ended operation, where its type has none of its own
	Code       string        // of a refusal; empty: CONFLICT_STATE
	Message    string        // of a refusal
}

// Script lays down how an action goes.
func (s *Simulator) Script(script Script) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.scripts = append(s.scripts, &script)
}

// scriptFor finds and uses up the script of an action, nil if there is none.
func (s *Simulator) scriptFor(poolID, verb string) *Script {
	for i, script := range s.scripts {
		if script.PoolID != poolID || (script.Verb != "" && script.Verb != verb) {
			continue
		}
		used := *script
		switch script.Times {
		case 0:
		case 1:
			s.scripts = append(s.scripts[:i:i], s.scripts[i+1:]...)
		default:
			script.Times--
		}
		return &used
	}
	return nil
}

// scripted reports whether a pool is spoken for, so that an external actor leaves it
// alone.
func (s *Simulator) scripted(poolID string) bool {
	for _, script := range s.scripts {
		if script.PoolID == poolID {
			return true
		}
	}
	return false
}

// refusal is the 409 of a script, nil if it lets the action through. For a
// pool held by an external actor their operation starts now, so that it can be found
// and followed.
func (s *Simulator) refusal(script *Script, p *pool, verb string) *problem {
	if script == nil {
		return nil
	}
	switch script.Outcome {
	case HeldByOther:
		s.begin(p, verb, s.plan(verb, script, nil))
		return lockedByAnother()
	case Refused:
		code, message := codeOf(http.StatusConflict)
		if script.Code != "" {
			code, message = script.Code, script.Message
		}
		return conflict(code, message)
	}
	return nil
}

// shape lays down the plan of an operation; a nil script changes nothing.
func (script *Script) shape(way *plan) {
	if script == nil {
		return
	}
	way.silent = script.NoProgress
	if script.Duration > 0 {
		way.whole = script.Duration
	}
	switch script.Outcome {
	case Succeeds, HeldByOther:
		way.fails, way.last = false, 100
	case Fails:
		way.fails, way.last, way.details = true, script.FailAt, script.Details
	case NeverEnds:
		way.never, way.last = true, 100
	}
}
