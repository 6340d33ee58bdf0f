package fleet

import (
	"maps"

	"tolokadash/tolokaapi"
)

// An Ending is how a command stands.
type Ending struct {
	Verb  tolokaapi.Verb
	State State
	// Misnamed: no reply was lost, but the one that came named something else.
	Misnamed bool
}

// Ending is how the row's command stands.
func (r Row) Ending() Ending {
	return Ending{Verb: r.Verb, State: r.State, Misnamed: r.State == Unconfirmed && r.Problem != nil && r.Problem.Named != ""}
}

// Receipt counts everything this program was asked to do since it started, the
// dismissed rows too.
func (o *operationTracker) Receipt() map[Ending]int {
	sum := maps.Clone(o.table.dismissedOurs)
	for _, r := range o.table.byID {
		if r.Ours() {
			sum[r.Ending()]++
		}
	}
	return sum
}
