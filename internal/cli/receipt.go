package cli

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"time"

	"tolokadash/internal/fleet"
	"tolokadash/internal/wording"
	"tolokadash/tolokaapi"
	"tolokadash/ui"
	"tolokadash/ui/theme"
)

// receiptRows is how many rows of a kind the receipt names one by one.
const receiptRows = 20

// writeReceipt says on the normal screen what was asked for and what became of
// it: what goes on at Toloka, what failed, what was not sent. It is silent if
// nothing was asked for. Failures come last, where the eye is.
func writeReceipt(w io.Writer, f *fleet.Fleet, where ui.Environment, g theme.Glyphs, location *time.Location) {
	asked := f.Receipt()
	for _, verb := range tolokaapi.Verbs {
		if line := sumLine(verb, asked[verb]); line != "" {
			fmt.Fprintln(w, line)
		}
	}
	going, bad := rowsToName(f)
	goesOn := "Still running at Toloka; start tolokadash again to follow:"
	if where.Kind == ui.Demo {
		goesOn = "Was still running; the simulated account ended with the demo:"
	}
	name(w, g, location, goesOn, going)
	name(w, g, location, "Needs a look:", bad)
}

// sumLine is one verb's line, as in "close: 12 asked, 9 closed, 2 still running".
func sumLine(verb tolokaapi.Verb, asked fleet.Asked) string {
	if asked.Sum() == 0 {
		return ""
	}
	counts := map[string]int{}
	add := func(n int, e fleet.Ending) {
		if n > 0 {
			counts[wording.Outcome(e)] += n
		}
	}
	add(asked.Misnamed, fleet.Ending{Verb: verb, State: fleet.Unconfirmed, Misnamed: true})
	for s, n := range asked.Counts {
		state := fleet.State(s)
		if state == fleet.Unconfirmed {
			n -= asked.Misnamed
		}
		add(n, fleet.Ending{Verb: verb, State: state})
	}
	parts := []string{fmt.Sprintf("%s: %d asked", verb, asked.Sum())}
	for _, w := range slices.Sorted(maps.Keys(counts)) {
		parts = append(parts, fmt.Sprintf("%d %s", counts[w], w))
	}
	return strings.Join(parts, ", ")
}

// rowsToName are our rows that go on without us, and those that went wrong.
func rowsToName(f *fleet.Fleet) (going, bad []fleet.Row) {
	ids, _ := f.Rows()
	for _, id := range ids {
		r, _ := f.Row(id)
		switch {
		case !r.Ours():
		case r.State == fleet.Pending || r.State == fleet.Running:
			going = append(going, r)
		case r.Found, r.State.Band() == fleet.NeedsYou || !r.State.Finished():
			bad = append(bad, r)
		}
	}
	byID := func(a, b fleet.Row) int { return cmp.Compare(a.ID, b.ID) }
	slices.SortFunc(going, byID)
	slices.SortFunc(bad, byID)
	return going, bad
}

// name writes rows with the words of the journal, which shows the same: when it was
// asked for, what, what became of it, and how long the operation took.
func name(w io.Writer, g theme.Glyphs, location *time.Location, title string, rows []fleet.Row) {
	if len(rows) == 0 {
		return
	}
	fmt.Fprintln(w, title)
	for _, r := range rows[:min(len(rows), receiptRows)] {
		fmt.Fprintf(w, "  %s  %s %s  %s  %s\n", r.Asked.In(location).Format(time.DateTime), r.Verb, r.On.ID, r.Name, fate(r))
	}
	if more := len(rows) - receiptRows; more > 0 {
		fmt.Fprintf(w, "  %s and %d more\n", g.Ellipsis, more)
	}
}

// fate is how a row ended, with the reason if one was given.
func fate(r fleet.Row) string {
	s := wording.Fate(r)
	if d := took(r.Elapsed()); d != "" && r.Op.ID != "" && r.State.Finished() {
		s += ", took " + d
	}
	if r.Op.ID != "" {
		s += fmt.Sprintf("\n    operation %s", r.Op.ID) // on a line of its own, whole to be copied
	}
	return s
}
