package dialog

import (
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/exp/golden"

	"tolokadash/internal/fleet"
	"tolokadash/tolokaapi"
	"tolokadash/ui/theme"
)

// countStates are what may be known of the assignments of a target.
func countStates() map[string]fleet.PoolAssignments {
	number := func(n int, more bool) fleet.AssignmentCount {
		return fleet.AssignmentCount{State: fleet.Counted, N: n, More: more}
	}
	failed := fleet.AssignmentCount{State: fleet.NotCounted}
	return map[string]fleet.PoolAssignments{
		"counting":      {},
		"half counted":  {InWork: number(12, false)},
		"none":          {InWork: number(0, false), ToReview: number(0, false)},
		"one":           {InWork: number(1, false), ToReview: number(1, false)},
		"numbers":       {InWork: number(12, false), ToReview: number(34, false)},
		"more than 300": {InWork: number(300, true), ToReview: number(300, true)},
		"failed":        {InWork: failed, ToReview: failed},
		"half failed":   {InWork: number(7, false), ToReview: failed},
	}
}

// viewWithCounts asks to close pools of which something was counted. The second has a
// comment, the first two are known to be so far.
func viewWithCounts(width, height, pools int, counts fleet.PoolAssignments) ConfirmationView {
	names := []string{"Cats or dogs, batch 8", "Transcripts of audio recordings, week 10, with the corrected files"}
	for i := len(names); i < pools; i++ {
		names = append(names, fmt.Sprint("Street signs, crop ", i))
	}
	v := closing(width, height, names[:pools]...)
	v.Targets[0].Done = &tolokaapi.Figure{Value: "91.7"}
	if pools > 1 {
		v.Targets[1].Comment, v.Targets[1].Done = "do not close before Friday", &tolokaapi.Figure{Value: "100"}
	}
	v.Assignments = map[tolokaapi.Ref]fleet.PoolAssignments{}
	if pools <= fleet.MaxCountedPools {
		for _, t := range v.Targets {
			v.Assignments[t.Ref] = counts
		}
	}
	return v.Sized()
}

func (v ConfirmationView) plain() []string {
	return strings.Split(ansi.Strip(strings.Join(v.Lines(), "\n")), "\n")
}

func TestConfirmationView_CountsGolden(t *testing.T) {
	for _, width := range []int{80, 120} {
		for _, state := range []string{"counting", "half counted", "numbers", "more than 300", "failed"} {
			t.Run(fmt.Sprintf("%d/%s", width, state), func(t *testing.T) {
				one := viewWithCounts(width, 40, 1, countStates()[state]).plain()
				many := viewWithCounts(width, 40, 3, countStates()[state]).plain()
				golden.RequireEqual(t, strings.Join(append(one, many...), "\n")+"\n")
			})
		}
	}
}

// Whatever is counted, every line stays where it is, and as wide as it is.
func TestConfirmationView_CountsMoveNothing(t *testing.T) {
	t.Parallel()
	for _, width := range []int{20, 34, 48, 62, 80, 120} {
		for _, height := range []int{5, 9, 13, 18, 24} {
			for _, pools := range []int{1, 3, 10} {
				first := viewWithCounts(width, height, pools, fleet.PoolAssignments{})
				before := first.plain()
				for name, counts := range countStates() {
					v := viewWithCounts(width, height, pools, counts)
					after := v.plain()
					if len(after) != len(before) || v.VisibleTargets() != first.VisibleTargets() {
						t.Fatalf("%dx%d, %d pools, %s: %d lines and %d targets, before %d and %d", width, height, pools, name,
							len(after), v.VisibleTargets(), len(before), first.VisibleTargets())
					}
					for i := range before {
						if ansi.StringWidth(before[i]) != ansi.StringWidth(after[i]) || !sameBut(before[i], after[i]) {
							t.Fatalf("%dx%d, %d pools, %s: line %d\n%s\n%s", width, height, pools, name, i, before[i], after[i])
						}
					}
				}
			}
		}
	}
}

// sameBut reports whether two lines are the same but for what is counted.
func sameBut(before, after string) bool {
	if at := strings.Index(before, "count"); at >= 0 {
		return strings.HasPrefix(after, strings.TrimRight(before[:at], " "))
	}
	return strings.Contains(before, "Counting") || before == after
}

// Without the counts a question shows at least what it shows without them: they take
// nobody's line.
func TestConfirmationView_CountsGoFirst(t *testing.T) {
	t.Parallel()
	for _, width := range []int{20, 40, 60, 80, 120} {
		for _, height := range []int{5, 8, 11, 14, 17, 20, 24} {
			for _, pools := range []int{1, 3, 10, 11} {
				with := viewWithCounts(width, height, pools, countStates()["numbers"])
				without := with
				without.Assignments = nil
				without = without.Sized()
				if a, b := with.VisibleTargets(), without.VisibleTargets(); a != b {
					t.Fatalf("%dx%d, %d pools: %d targets are in sight, %d without counts", width, height, pools, a, b)
				}
				all := strings.Join(with.plain(), "\n")
				for _, line := range without.plain() {
					line = strings.Trim(line, "│ ")
					if strings.HasPrefix(line, "10") { // a target: its name may be cut
						line = line[:3]
					}
					if line != "" && !strings.ContainsAny(line, "╭╰") && !strings.Contains(all, line) {
						t.Fatalf("%dx%d, %d pools: %q is gone from\n%s", width, height, pools, line, all)
					}
				}
			}
		}
	}
}

func TestConfirmationView_CountsOfTooMany(t *testing.T) {
	for width, want := range map[int]string{40: "Not counted: more than ten", 80: "Suites in work are not counted: more than ten pools"} {
		drawn := strings.Join(viewWithCounts(width, 40, 11, fleet.PoolAssignments{}).plain(), "\n")
		if !strings.Contains(drawn, want) || strings.Contains(drawn, "counting") || strings.Contains(drawn, " in work  ") {
			t.Errorf("%d columns:\n%s", width, drawn)
		}
	}
}

// Other questions than whether to close pools count nothing.
func TestConfirmation_Counts(t *testing.T) {
	for _, c := range []struct {
		verb tolokaapi.Verb
		ref  tolokaapi.Ref
		want bool
	}{
		{tolokaapi.VerbClose, tolokaapi.PoolRef("1"), true},
		{tolokaapi.VerbClose, tolokaapi.TrainingRef("1"), false},
		{tolokaapi.VerbOpen, tolokaapi.PoolRef("1"), false},
		{tolokaapi.VerbArchive, tolokaapi.PoolRef("1"), false},
		{tolokaapi.VerbClone, tolokaapi.PoolRef("1"), false},
	} {
		asked := &Confirmation{Verb: c.verb, Targets: []Target{{Ref: c.ref}}}
		if asked.Counts() != c.want || len(asked.Counted()) > 0 != c.want {
			t.Errorf("%s %v: %v", c.verb, c.ref, asked.Counted())
		}
	}
	if (&Confirmation{Purpose: ToQuit}).Counts() || (*Confirmation)(nil).Counted() != nil {
		t.Error("quitting counts")
	}
}

func TestConfirmationView_CountsInASCII(t *testing.T) {
	v := viewWithCounts(80, 40, 3, fleet.PoolAssignments{})
	v.Theme = theme.New(true, theme.ASCII())
	words := *v.Words
	words.Ellipsis = theme.ASCII().Ellipsis
	v.Words = &words
	if drawn := strings.Join(v.Sized().plain(), "\n"); !strings.Contains(drawn, "counting.. ") || strings.Contains(drawn, "…") {
		t.Error(drawn)
	}
}

// How far a target is stands beside dates too, at the price of a few cells of its name: it
// is what a close is decided by.
func TestConfirmationView_DoneBesideDates(t *testing.T) {
	t.Parallel()
	v := viewWithCounts(120, 40, 2, fleet.PoolAssignments{})
	v.Dated, v.Now = true, noon
	for i, name := range []string{"Cats or dogs, hard ones, batch 15", "Transcripts of recordings, week 37"} {
		one := &v.Targets[i]
		one.Ref = tolokaapi.PoolRef(strconv.Itoa(31868394 + i))
		one.Name, one.Project, one.Started = name, "Side-by-side voices", tolokaapi.DateOf(noon.Add(-time.Hour))
		v.Assignments[one.Ref] = countStates()["numbers"]
	}
	screen := strings.Join(v.Sized().plain(), "\n")
	for _, want := range []string{"  91 %  ", " 100 %  ", "12 in work", "atch 15", "Cats or dogs", "started Mar 11"} {
		if !strings.Contains(screen, want) {
			t.Errorf("want %q in\n%s", want, screen)
		}
	}
}
