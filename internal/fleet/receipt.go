package fleet

import (
	"maps"

	"tolokadash/tolokaapi"
)

// An Ending is how a command stands.
type Ending struct {
	Verb  tolokaapi.Verb
	State State
}

// Receipt counts everything this program was asked to do since it started, the
// dismissed rows too.
func (f *Fleet) Receipt() map[Ending]int {
	sum := maps.Clone(f.rows.past)
	for _, r := range f.rows.byID {
		if r.Ours() {
			sum[Ending{r.Verb, r.State}]++
		}
	}
	return sum
}
