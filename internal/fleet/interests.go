package fleet

import (
	"cmp"

	"tolokadash/tolokaapi"
)

// Interests say what is read beyond the program's own commands, which are sent and
// followed to their end whatever they say. The zero Interests read nothing else: then
// pools whose commands ended are read for their names alone, as far as that costs little,
// and all lists go to what is followed.
type Interests struct {
	Pools        bool                   // all pools are listed
	Trainings    bool                   // all trainings are listed
	Archived     bool                   // and so are archived ones, of what is listed
	Statuses     []tolokaapi.PoolStatus // only these statuses are listed; none: all, archived ones as said
	Others       bool                   // operations that were started elsewhere: on pools, and on trainings while those are listed
	Account      bool                   // whose token it is
	ProjectNames bool
	History      int               // so many past operations of pools are listed, fewer only if there are no more
	HistoryOf    tolokaapi.Subject // what the past operations are of; "": of pools
}

// DefaultInterests are those of a new fleet: what a screen shows first.
func DefaultInterests() Interests {
	return Interests{Pools: true, Others: true, Account: true, ProjectNames: true}
}

// Interests are those that were set last.
func (s *scheduler) Interests() Interests { return s.interests }

// SetInterests says what is to be read from now on. What was read stays known. A
// listing that was of interest before goes on where it was; the history is read
// anew each time that it becomes of interest. Set before the first request, they
// leave nothing to be read that is not of interest.
func (f *Fleet) SetInterests(is Interests) {
	was := f.interests
	f.interests = is
	f.pools.want(tolokaapi.SubjectPool, is.Pools, is.Archived, is.Statuses, f.cfg)
	f.pools.want(tolokaapi.SubjectTraining, is.Trainings, is.Archived, is.Statuses, f.cfg)
	for _, s := range [...]tolokaapi.Subject{tolokaapi.SubjectPool, tolokaapi.SubjectTraining} {
		if f.subjectWanted(s) {
			f.pollers.addPollers(s)
		}
	}
	f.carryOut()
	if f.paused {
		f.Pause(true) // before the first answer what is listed is listed once
	}
	if is.History > 0 && was.History == 0 {
		f.history.of = cmp.Or(is.HistoryOf, tolokaapi.SubjectPool)
		f.history.restartHistory()
	}
	f.history.wanted = max(is.History, 0)
	if f.history.wanted == 0 {
		f.history.clearFailure()
	}
}

// subjectWanted reports whether operations on a subject are looked for, whoever
// started them.
func (s *scheduler) subjectWanted(on tolokaapi.Subject) bool {
	return s.interests.Others && (on == tolokaapi.SubjectPool || s.interests.Trainings)
}

// looksAtPools reports whether somebody looks at pools. To a command without a screen
// their names are all that reading them is for.
func (s *scheduler) looksAtPools() bool { return s.interests.Pools || s.interests.Trainings }

// Track makes pools known by their ids without listing them. Nothing is known of
// them but that: the server decides whether a verb may be sent. They are read only
// once an operation of theirs ended.
func (f *Fleet) Track(refs ...tolokaapi.Ref) { f.pools.track(refs) }
