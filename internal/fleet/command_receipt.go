package fleet

import "tolokadash/tolokaapi"

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

// Asked is how all commands of a verb stand.
type Asked struct {
	Counts
	Misnamed int // of the unconfirmed: those whose reply came and named something else
}

// Receipt counts everything this program was asked to do since it started, the
// dismissed rows too.
func (o *operationTracker) Receipt() map[tolokaapi.Verb]Asked {
	sum := map[tolokaapi.Verb]Asked{}
	for verb, dismissed := range o.table.dismissedOurs {
		sum[verb] = Asked{Counts: dismissed}
	}
	for _, r := range o.table.byID {
		if !r.Ours() {
			continue
		}
		asked := sum[r.Verb]
		asked.Add(r.State)
		if r.Ending().Misnamed {
			asked.Misnamed++
		}
		sum[r.Verb] = asked
	}
	return sum
}
