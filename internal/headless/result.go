package headless

import (
	"tolokadash/internal/fleet"
	"tolokadash/tolokaapi"
)

// A Result is what became of one target.
type Result struct {
	Verb    tolokaapi.Verb
	On      tolokaapi.Ref
	Name    string
	Project string // id

	Row     fleet.Row             // the command or the operation; zero if there is none
	Other   *fleet.Row            // the operation that kept a command from its pool
	LeftOut *fleet.Refusal        // why nothing was sent
	Named   tolokaapi.OperationID // as it was asked for
	Problem *fleet.Problem        // why a named operation cannot be followed

	Searching bool // the operation that kept the command from its pool is looked for: it may do the same
}

// Took over reports whether the outcome is that of another's operation, which did
// the same.
func (r *Result) takesOver() bool {
	return r.Other != nil && r.Row.State == fleet.Rejected && r.Other.Verb == r.Verb
}

// Decisive is the row whose outcome counts: the command's own, or that of the
// operation that does the same.
func (r *Result) Decisive() fleet.Row {
	if r.takesOver() {
		return *r.Other
	}
	return r.Row
}

// State is how the target stands. What was left out counts as rejected unless it
// already is as asked.
func (r *Result) State() fleet.State {
	switch {
	case r.LeftOut != nil && r.LeftOut.Reason == fleet.Already:
		return fleet.Unchanged
	case r.LeftOut != nil:
		return fleet.Rejected
	case r.Problem != nil:
		return fleet.Unknown
	}
	return r.Decisive().State
}

// AsAsked reports whether it is as it was asked for.
func (r *Result) AsAsked() bool {
	s := r.State()
	return s == fleet.Succeeded || s == fleet.Unchanged
}

// Trouble is why it is not, or what it waits for; nil if nothing was said.
func (r *Result) Trouble() *fleet.Problem {
	if r.Problem != nil {
		return r.Problem
	}
	return r.Decisive().Problem
}

// TokenRefused reports whether the server did not accept the token.
func (r *Result) TokenRefused() bool {
	p := r.Trouble()
	return p != nil && p.Auth
}

// GoesOn reports whether work goes on at Toloka.
func (r *Result) GoesOn() bool { return r.State() == fleet.Pending || r.State() == fleet.Running }

// Awaited reports whether no answer told about it yet: an operation that was asked for by
// its id, or a pool on which it was not seen yet what runs.
func (r *Result) Awaited() bool { return r.State() == 0 }

// Unclear reports whether nobody knows what became of it.
func (r *Result) Unclear() bool {
	s := r.State()
	return s == fleet.Unknown || s == fleet.Unconfirmed || s == fleet.Sending
}

// Operation is the id of the operation; "" if there is none.
func (r *Result) Operation() tolokaapi.OperationID {
	if op := r.Decisive().Op.ID; op != "" {
		return op
	}
	return r.Named
}

// Counts are results by what became of them, as other programs read them.
type Counts struct {
	Total     int `json:"total"`
	Succeeded int `json:"succeeded"`
	Unchanged int `json:"unchanged"`
	Failed    int `json:"failed"`
	Rejected  int `json:"rejected"`
	Unknown   int `json:"unknown"`
	NotSent   int `json:"not_sent"`
	GoingOn   int `json:"going_on"`
	Queued    int `json:"queued"`
	Awaited   int `json:"awaited"`

	Sending   int `json:"-"` // of the unknown those whose replies are still to come
	Searching int `json:"-"` // of the rejected those of which it is not known yet what keeps them
}

// Count counts results.
func Count(results []Result) Counts {
	var c fleet.Counts
	searching := 0
	for i := range results {
		c.Add(results[i].State())
		if results[i].Searching {
			searching++
		}
	}
	counts := countsOf(c)
	counts.Searching = searching
	return counts
}

func countsOf(c fleet.Counts) Counts {
	return Counts{
		Total: c.Sum(), Succeeded: c.Of(fleet.Succeeded), Unchanged: c.Of(fleet.Unchanged), Failed: c.Of(fleet.Failed),
		Rejected: c.Of(fleet.Rejected), NotSent: c.Of(fleet.NotSent), GoingOn: c.Running(), Queued: c.Queued(),
		Unknown: c.Of(fleet.Sending, fleet.Unconfirmed, fleet.Unknown), Awaited: c.Of(0), Sending: c.Of(fleet.Sending),
	}
}

// Progress is how much of the work is over, in percent: what has ended counts in
// full, what runs by the percent that the server gave.
func Progress(results []Result) int {
	sum := 0
	for i := range results {
		r := &results[i]
		switch row := r.Decisive(); {
		case r.Searching:
		case r.State().Finished():
			sum += 100
		case r.GoesOn():
			sum += max(row.Percent, 0)
		}
	}
	return sum / max(len(results), 1)
}
