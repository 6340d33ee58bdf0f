package fleet

import (
	"slices"

	"tolokadash/tolokaapi"
)

// Unsuccessful reports whether a row ended without its effect, for all we know.
func (s State) Unsuccessful() bool { return s.Finished() && s.Band() == NeedsYou }

// A Retry is the rows without success that are sent again together, and how many
// others are not among them. The rows share a command: one verb on pools or on
// trainings, asked for here or asked for elsewhere.
type Retry struct {
	Rows         []Row
	NotFailed    int // chosen, but they have not failed
	OtherCommand int // chosen, but they failed at another command
	Alike        int // not chosen, in sight, failed for the same reason
	AlikeHidden  int // the same, hidden by the filter; counted where those alike are taken
}

// Retry is what is sent again of the rows chosen. alike takes every row too that
// failed for the same reason and that shown says is in sight.
func (o *operationTracker) Retry(chosen []Row, alike bool, shown func(RowID) bool) Retry {
	again := retryOf(chosen)
	group, hidden := o.table.failedAlike(again.Rows, shown)
	if alike {
		again.Rows, again.AlikeHidden = group, hidden
		return again
	}
	again.Alike = max(len(group)-len(again.Rows), 0)
	return again
}

// retryOf is what is sent again of the rows chosen, and nothing else.
func retryOf(chosen []Row) (again Retry) {
	for _, r := range chosen {
		switch {
		case !r.State.Unsuccessful():
			again.NotFailed++
		case len(again.Rows) > 0 && !sameCommand(r, again.Rows[0]):
			again.OtherCommand++
		default:
			again.Rows = append(again.Rows, r)
		}
	}
	return again
}

// failedAlike is the rows in sight that failed for the same reason as one of the
// rows given, in the order of the table, and how many more are not in sight.
func (s *operationTable) failedAlike(as []Row, shown func(RowID) bool) (group []Row, hidden int) {
	reasons := make(map[failureReason]bool, 1)
	for _, r := range as {
		reasons[reasonOf(r)] = true
	}
	for _, id := range s.inOrder() {
		r := s.byID[id].Row
		switch {
		case !r.State.Unsuccessful() || !reasons[reasonOf(r)]:
		case shown(id):
			group = append(group, r)
		default:
			hidden++
		}
	}
	return group, hidden
}

// sameCommand reports whether two rows may be sent again in one go: what others
// asked for is not sent among what was asked for here.
func sameCommand(a, b Row) bool {
	return a.Verb == b.Verb && a.On.Subject == b.On.Subject && a.Ours() == b.Ours()
}

// A failureReason is what rows that failed alike have in common.
type failureReason struct {
	verb    tolokaapi.Verb
	subject tolokaapi.Subject
	ours    bool
	state   State
	code    string
}

func reasonOf(r Row) failureReason {
	reason := failureReason{verb: r.Verb, subject: r.On.Subject, ours: r.Ours(), state: r.State}
	switch {
	case r.Problem != nil:
		reason.code = r.Problem.Code
	case r.State == Failed:
		reason.code, _, _ = r.Op.Reason()
	}
	return reason
}

// Verb is the command that is sent again.
func (a Retry) Verb() tolokaapi.Verb { return a.Rows[0].Verb }

// Foreign reports whether the command was asked for elsewhere before.
func (a Retry) Foreign() bool { return !a.Rows[0].Ours() }

// MayRepeat reports whether a command may be done twice: what became of it is not
// known, and it does more when it is sent again.
func (a Retry) MayRepeat() bool {
	return slices.ContainsFunc(a.Rows, func(r Row) bool { return r.State == Unknown && !r.Verb.Repeatable() })
}

// Pools is the pools of the rows.
func (a Retry) Pools() []tolokaapi.Ref {
	refs := make([]tolokaapi.Ref, len(a.Rows))
	for i, r := range a.Rows {
		refs[i] = r.On
	}
	return refs
}

// Replaces is the rows about a pool that leave the table when the command is sent
// again.
func (a Retry) Replaces(ref tolokaapi.Ref) (ids []RowID) {
	for _, r := range a.Rows {
		if r.On == ref {
			ids = append(ids, r.ID)
		}
	}
	return ids
}
