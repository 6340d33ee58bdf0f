package dialog

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"tolokadash/internal/fleet"
	"tolokadash/tolokaapi"
	"tolokadash/ui/theme"
)

// someFigures is an answer to every question about a pool, in the order of the names.
var someFigures = map[tolokaapi.FigureName]string{
	tolokaapi.FigureCompletion: "91.9", tolokaapi.FigureSubmitted: "920", tolokaapi.FigureApproved: "890", tolokaapi.FigureRejected: "16",
	tolokaapi.FigureSkipped: "5", tolokaapi.FigureRealTasks: "3030", tolokaapi.FigureSpent: "17.8", tolokaapi.FigureMeanMillis: "67000",
	tolokaapi.FigureWorkers: "38", tolokaapi.FigureSubmitters: "31", tolokaapi.FigureActive: "12", tolokaapi.FigureAssignments: "1010",
}

// allFigureLabels are the lines of the figures of an open pool, known or not.
var allFigureLabels = []string{"Figures", "Done", "Progress", "Spent", "Suites", "Review", "People", "Mean time", "Tasks"}

// detailsOfFigures shows an open pool whose figures are known.
func detailsOfFigures() (*Details, *DetailsContext) {
	d, c := detailsOfPool(tolokaapi.Pool{Status: tolokaapi.Open, Name: "cats", Comment: "wait", Reward: "0.02"})
	c.Connection.State, c.Words.Currency = fleet.Live, "USD"
	c.Figures = PoolFigures{Applicable: true, Known: map[tolokaapi.FigureName]ShownFigure{}}
	for name, value := range someFigures {
		c.Figures.Known[name] = ShownFigure{Figure: fleet.Figure{Figure: tolokaapi.Figure{Value: json.Number(value)}, At: noon.Add(-13 * time.Minute)}}
	}
	return d, c
}

// values maps the label of every fact to its value.
func values(d *Details, c *DetailsContext) map[string]string {
	all := map[string]string{}
	for _, f := range d.facts(c) {
		all[f.label] = f.value
	}
	return all
}

// figureLabels are the labels of the lines that stay.
func figureLabels(d *Details, c *DetailsContext) (labels []string) {
	for _, f := range d.facts(c) {
		if f.stays {
			labels = append(labels, f.label)
		}
	}
	return labels
}

// setFigure replaces what is known of one figure.
func (c *DetailsContext) setFigure(name tolokaapi.FigureName, change func(*ShownFigure)) {
	f := c.Figures.Known[name]
	change(&f)
	c.Figures.Known[name] = f
}

// Status, comment and figures are the first lines, also in a small terminal.
func TestDetails_Figures(t *testing.T) {
	d, c := detailsOfFigures()
	c.Width, c.Height = 80, 14
	c.Figures.TimeLeft = 3*time.Hour + 12*time.Minute
	for i, percent := range []float64{50, 60, 91} {
		c.Figures.Completion = append(c.Figures.Completion, fleet.CompletionSample{At: noon.Add(time.Duration(i-3) * time.Hour), Percent: percent})
	}
	shows(t, drawn(d, c),
		"Status        OPEN", "Comment       wait", "Figures       as of 13:02", "Done          ━━━━━━━━━━━━━━╌╌  91 % · about 3 h 20 min left",
		"Progress      ▁▂█  from 50 % at 10:15",
		"Spent         $17.80 of ≈ $19.88 expected in all, without fee", "Suites        920 submitted of 1,010 · 5 skipped",
		"Review        14 awaiting review · 890 accepted · 16 rejected", "People        38 in all · 31 submitted · 12 active within 3 h",
		"Mean time     1 min 7 s a suite", "Tasks         3,030 without control tasks")
}

// A figure that is not known is left out, and never 0; its line stays.
func TestDetails_FiguresMissing(t *testing.T) {
	for _, tc := range []struct {
		without     []tolokaapi.FigureName
		label, want string
	}{
		{[]tolokaapi.FigureName{tolokaapi.FigureCompletion}, "Done", ""},
		{[]tolokaapi.FigureName{tolokaapi.FigureSpent}, "Spent", "≈ $20.20 expected in all, without fee"},
		{[]tolokaapi.FigureName{tolokaapi.FigureRejected}, "Spent", "$17.80 of ≈ $20.20 expected in all, without fee"},
		{[]tolokaapi.FigureName{tolokaapi.FigureAssignments}, "Spent", "$17.80, without fee"},
		{[]tolokaapi.FigureName{tolokaapi.FigureAssignments}, "Suites", "920 submitted · 5 skipped"},
		{[]tolokaapi.FigureName{tolokaapi.FigureSubmitted}, "Suites", "1,010 in all · 5 skipped"},
		{[]tolokaapi.FigureName{tolokaapi.FigureSubmitted, tolokaapi.FigureAssignments, tolokaapi.FigureSkipped}, "Suites", ""},
		{[]tolokaapi.FigureName{tolokaapi.FigureSubmitted}, "Review", "890 accepted · 16 rejected"},
		{[]tolokaapi.FigureName{tolokaapi.FigureRejected}, "Review", "890 accepted"},
		{[]tolokaapi.FigureName{tolokaapi.FigureActive, tolokaapi.FigureSubmitters}, "People", "38 in all"},
		{[]tolokaapi.FigureName{tolokaapi.FigureMeanMillis}, "Mean time", ""},
		{[]tolokaapi.FigureName{tolokaapi.FigureRealTasks}, "Tasks", ""},
	} {
		d, c := detailsOfFigures()
		for _, name := range tc.without {
			delete(c.Figures.Known, name)
		}
		if got := values(d, c)[tc.label]; got != tc.want {
			t.Errorf("without %v, %s is %q, want %q", tc.without, tc.label, got, tc.want)
		}
		if got := figureLabels(d, c); !slices.Equal(got, allFigureLabels) {
			t.Errorf("without %v the lines are %v", tc.without, got)
		}
		if screen := drawn(d, c); strings.Contains(screen, "╌╌╌╌╌╌") {
			t.Errorf("without %v there is an empty bar:\n%s", tc.without, screen)
		}
	}
	d, c := detailsOfFigures()
	c.Pool.Reward = ""
	if got := values(d, c)["Spent"]; got != "$17.80, without fee" {
		t.Errorf("without a reward %q is spent", got)
	}
	c.setFigure(tolokaapi.FigureRejected, func(f *ShownFigure) { f.Value = "31" })
	if got := values(d, c)["Review"]; got != "890 accepted · 31 rejected" {
		t.Errorf("figures that contradict each other: %q", got)
	}
}

// What is only estimated says so, and what has no end.
func TestDetails_FiguresApproximateAndInfinite(t *testing.T) {
	d, c := detailsOfFigures()
	c.setFigure(tolokaapi.FigureSubmitted, func(f *ShownFigure) { f.Approximate = true })
	c.setFigure(tolokaapi.FigureAssignments, func(f *ShownFigure) { f.Figure.Figure = tolokaapi.Figure{Infinite: true} })
	c.setFigure(tolokaapi.FigureCompletion, func(f *ShownFigure) { f.Figure.Figure = tolokaapi.Figure{Infinite: true} })
	shows(t, drawn(d, c), "Done          ╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌  ∞", "$17.80 of ∞ expected", "≈ 920 submitted of ∞ ·", "≈ 14 awaiting review · 890 accepted")
	c.setFigure(tolokaapi.FigureSubmitted, func(f *ShownFigure) { f.Approximate = false })
	shows(t, drawn(d, c), " 14 awaiting review · 890 accepted")
	c.setFigure(tolokaapi.FigureApproved, func(f *ShownFigure) { f.Approximate = true })
	shows(t, drawn(d, c), "≈ 14 awaiting review · ≈ 890 accepted")

	c.Figures.Completion = []fleet.CompletionSample{{At: noon.Add(-time.Hour), Percent: 1}, {At: noon, Percent: 2}}
	g := theme.ASCII()
	ascii := theme.New(true, g)
	c.Theme, c.Words.ASCII, c.Words.Dot, c.Words.Ellipsis = &ascii, true, g.Dot, g.Ellipsis
	screen := drawn(d, c)
	shows(t, screen, "[--------------]  inf", "Progress      from 1 % at 12:15", "$17.80 of inf", "920 submitted of inf - 5", "~14 awaiting")
	for _, r := range screen {
		if r > '~' {
			t.Fatalf("%q is not ASCII:\n%s", r, screen)
		}
	}
}

// One line says of when the figures are, else why there are none.
func TestDetails_FiguresState(t *testing.T) {
	for name, tc := range map[string]struct {
		change func(*DetailsContext)
		want   string
		lines  bool // of figures below it
	}{
		"known":              {func(*DetailsContext) {}, "as of 13:02", true},
		"of different times": {func(c *DetailsContext) { c.setFigure(tolokaapi.FigureActive, ageBy(25*time.Hour)) }, "as of Mar 10 12:02", true},
		"paused":             {func(c *DetailsContext) { c.Figures.State = fleet.FiguresPaused }, "paused, as of 13:02", true},
		"asked for":          {func(c *DetailsContext) { c.Figures.Known, c.Figures.Awaited = nil, true }, "asking…", true},
		"asked for, offline": {func(c *DetailsContext) {
			c.Figures.Known, c.Figures.Awaited, c.Connection.State = nil, true, fleet.Offline
		}, "not known yet", true},
		"paused, none known": {func(c *DetailsContext) {
			c.Figures = PoolFigures{Applicable: true, Awaited: true, State: fleet.FiguresPaused}
		}, "none are asked for while paused", true},
		"answered wrongly":    {func(c *DetailsContext) { c.Figures.Known = nil }, "the server gave none", true},
		"read-only":           {func(c *DetailsContext) { c.Figures.State = fleet.FiguresReadOnly }, "Read-only mode asks for no figures, since that is a POST.", false},
		"disabled":            {func(c *DetailsContext) { c.Figures.State = fleet.FiguresDisabled }, "Figures are turned off under [figures] in the configuration.", false},
		"server without them": {func(c *DetailsContext) { c.Figures.State = fleet.FiguresUnavailable }, "This server gives no figures.", false},
	} {
		t.Run(name, func(t *testing.T) {
			d, c := detailsOfFigures()
			tc.change(c)
			if got := values(d, c)["Figures"]; got != tc.want {
				t.Errorf("it says %q, want %q", got, tc.want)
			}
			if got := figureLabels(d, c); tc.lines != slices.Equal(got, allFigureLabels) {
				t.Errorf("the lines are %v", got)
			}
		})
	}
	d, c := detailsOfFigures()
	c.Figures.Applicable = false
	if _, said := values(d, c)["Figures"]; said || len(figureLabels(d, c)) > 0 {
		t.Error("a training has figures")
	}
}

// ageBy makes a figure so much older.
func ageBy(d time.Duration) func(*ShownFigure) {
	return func(f *ShownFigure) { f.At = f.At.Add(-d) }
}

// What should have been renewed is dim, and its time is marked.
func TestDetails_FiguresOverdue(t *testing.T) {
	d, c := detailsOfFigures()
	fresh := tones(d, c)
	c.setFigure(tolokaapi.FigureActive, func(f *ShownFigure) { f.Overdue = true })
	want := maps.Clone(fresh)
	want["Figures"], want["People"] = theme.ToneStale, theme.ToneFaint
	if got := tones(d, c); !maps.Equal(got, want) || fresh["People"] != theme.ToneText {
		t.Errorf("tones are %v, want %v", got, want)
	}
}

// The course of a pool starts with its second figure: the first says what the bar says. A
// closed pool has none as a rule.
func TestDetails_FiguresProgress(t *testing.T) {
	d, c := detailsOfFigures()
	sample := func(minutes int, percent float64) fleet.CompletionSample {
		return fleet.CompletionSample{At: noon.Add(time.Duration(minutes) * time.Minute), Percent: percent}
	}
	long := make([]fleet.CompletionSample, 24) // at rest for most of the time
	for i := range long {
		long[i] = sample(i, 20)
	}
	long = append(long, sample(48, 90))
	for _, tc := range []struct {
		samples []fleet.CompletionSample
		status  tolokaapi.PoolStatus
		want    string
		line    bool
	}{
		{nil, tolokaapi.Open, "", true},
		{nil, tolokaapi.Closed, "", false},
		{[]fleet.CompletionSample{sample(0, 99.9)}, tolokaapi.Open, "", true},
		{[]fleet.CompletionSample{sample(0, 100)}, tolokaapi.Closed, "", false},
		{[]fleet.CompletionSample{sample(0, 10), sample(1, 100)}, tolokaapi.Closed, "▁█  from 10 % at 13:15", true},
		{long, tolokaapi.Open, "▁▁▁▁▁▁▁▁▁▁▁█  from 20 % at 13:15", true},
	} {
		c.Figures.Completion, c.Pool.Status = tc.samples, tc.status
		if got, line := values(d, c)["Progress"]; got != tc.want || line != tc.line {
			t.Errorf("%v, %s: %q, want %q", tc.samples, tc.status, got, tc.want)
		}
	}
}

// While it is not known how long a pool takes it says from when on that may be.
func TestDetails_FiguresTimeLeftFrom(t *testing.T) {
	d, c := detailsOfFigures()
	for _, tc := range []struct {
		from time.Time
		left time.Duration
		want string
	}{
		{noon.Add(10*time.Minute + 9*time.Second), 0, "91 % · time left from 13:26"},
		{noon, 0, "91 %"},
		{time.Time{}, 0, "91 %"},
		{noon.Add(time.Minute), time.Hour, "91 % · about 1 h left"},
	} {
		c.Figures.LeftFrom, c.Figures.TimeLeft = tc.from, tc.left
		if got := values(d, c)["Done"]; got != tc.want {
			t.Errorf("from %v, left %v: %q, want %q", tc.from, tc.left, got, tc.want)
		}
	}
}

// What all of a pool costs follows what is left of it: rejected suites are not paid, and
// of a pool that is complete nothing more is expected than was spent.
func TestDetails_FiguresExpected(t *testing.T) {
	for _, tc := range []struct{ approved, rejected, spent, want string }{
		{"890", "16", "17.8", "$17.80 of ≈ $19.88 expected in all, without fee"},
		{"700", "310", "14", "$14.00 of ≈ $14.00 expected in all, without fee"},
		{"800", "310", "16", "$16.00 of ≈ $16.00 expected in all, without fee"},
	} {
		d, c := detailsOfFigures()
		for name, value := range map[tolokaapi.FigureName]string{
			tolokaapi.FigureApproved: tc.approved, tolokaapi.FigureRejected: tc.rejected, tolokaapi.FigureSpent: tc.spent,
		} {
			c.setFigure(name, func(f *ShownFigure) { f.Value = json.Number(value) })
		}
		if got := values(d, c)["Spent"]; got != tc.want {
			t.Errorf("%+v: %q", tc, got)
		}
	}
}

// A pool that is about to cost more than its tasks and its overlap says so.
func TestDetails_FiguresPlanned(t *testing.T) {
	overlap, page := 3, 10
	for _, tc := range []struct {
		tasks, expected string
		want            string
		tone            theme.Tone
	}{
		{"3030", "1010", "≈ $18.18 by tasks and overlap", theme.ToneText},
		{"3030", "2000", "≈ $18.18 · 2.2 times as much is expected", theme.ToneWait},
		{"", "1010", "", theme.ToneText},
		{"0", "1010", "≈ $0.00 by tasks and overlap", theme.ToneText},
	} {
		d, c := detailsOfFigures()
		c.Pool.Overlap, c.Pool.RealTasks = &overlap, &page
		c.setFigure(tolokaapi.FigureRealTasks, func(f *ShownFigure) { f.Value = json.Number(tc.tasks) })
		c.setFigure(tolokaapi.FigureAssignments, func(f *ShownFigure) { f.Value = json.Number(tc.expected) })
		if got := values(d, c)["Planned"]; got != tc.want || tones(d, c)["Planned"] != tc.tone {
			t.Errorf("%+v: %q in tone %v", tc, got, tones(d, c)["Planned"])
		}
		if lines := figureLabels(d, c); !slices.Contains(lines, "Planned") {
			t.Errorf("its line does not stay: %v", lines)
		}
	}
}

// Figures are cut in no width: a bar goes where it would make its line wrap.
func TestDetails_FiguresNarrow(t *testing.T) {
	d, c := detailsOfFigures()
	c.Figures.TimeLeft = 3 * time.Hour
	c.Width, c.Height = 40, 40
	screen := drawn(d, c)
	if strings.Contains(screen, "…") || strings.Contains(screen, "━━") {
		t.Errorf("something is cut, or the bar is there:\n%s", screen)
	}
	shows(t, screen, "91 % · about 3 h left", "14 awaiting review · 890", "accepted · 16 rejected")
}

// Below all that, what was done to the pool: when, how it ended, how long it took.
func TestDetails_PoolOperations(t *testing.T) {
	d, c := detailsOfPool(tolokaapi.Pool{Status: tolokaapi.Open, Name: "cats"})
	if screen := drawn(d, c); strings.Contains(screen, "Operations") {
		t.Errorf("there are none:\n%s", screen)
	}
	at := noon.Add(-3 * time.Hour)
	c.Operations = []fleet.Row{
		{Verb: tolokaapi.VerbClose, State: fleet.Running, Asked: noon, Start: noon},
		{Verb: tolokaapi.VerbOpen, State: fleet.Failed, Asked: at, Start: at, End: at.Add(9 * time.Second)},
		{Verb: tolokaapi.VerbClose, State: fleet.Succeeded, Op: tolokaapi.Operation{Status: tolokaapi.Success, Submitted: tolokaapi.DateOf(at.Add(-24 * time.Hour))}},
	}
	shows(t, drawn(d, c), "Known operations of the last 7 days",
		"close         Mar 11 13:15 · RUNNING", "open          Mar 11 10:15 · FAIL · took 9 s", "close         Mar 10 10:15 · SUCCESS")
	if got := tones(d, c); got["open"] != theme.ToneBad {
		t.Errorf("tones are %v", got)
	}
}

// In a wide window what is set up stands beside what happens; nothing is cut, and no
// line is needed that a narrower window would not need.
func TestDetails_FiguresInTwoColumns(t *testing.T) {
	d, c := detailsOfFigures()
	c.Operations = []fleet.Row{{Verb: tolokaapi.VerbClose, State: fleet.Running, Asked: noon}}
	c.Pool.Name = strings.Repeat("猫の写真 and dogs ", 9) + "END"
	c.Width = 119
	one := d.inner(c)
	c.Width = 120
	two := d.inner(c)
	if len(two) >= len(one) {
		t.Errorf("two columns take %d lines, one %d", len(two), len(one))
	}
	screen := drawn(d, c)
	shows(t, screen, "Status     OPEN", "Name ", "Comment    wait", "Figures    as of 13:02", "END", "Known operations of the last 7 days", "close ")
	if strings.Contains(screen, "…") {
		t.Errorf("something is cut:\n%s", screen)
	}
	for _, l := range d.Lines(c) {
		if got := ansi.StringWidth(l); got != c.Width {
			t.Errorf("a line is %d wide: %s", got, l)
		}
	}
}

// Of the operations known the newest are shown, none twice, none that is old.
func TestNewestOperations(t *testing.T) {
	ended := func(id tolokaapi.OperationID, hours int) fleet.Row {
		at := noon.Add(-time.Duration(hours) * time.Hour)
		return fleet.Row{Op: tolokaapi.Operation{ID: id, Submitted: tolokaapi.DateOf(at)}}
	}
	queued := fleet.Row{ID: 8, Asked: noon.Add(-2 * time.Hour)}
	onTable := ended("b", 3)
	onTable.ID = 7
	var ids []string
	for _, r := range NewestOperations([]fleet.Row{queued, onTable}, []fleet.Row{ended("a", 1), ended("b", 3), ended("c", 167), ended("d", 169)}, noon) {
		ids = append(ids, fmt.Sprintf("%d%s", r.ID, r.Op.ID))
	}
	if want := []string{"0a", "8", "7b", "0c"}; !slices.Equal(ids, want) {
		t.Errorf("shown are %v, want %v", ids, want)
	}
	many := make([]fleet.Row, 12)
	for i := range many {
		many[i] = ended(tolokaapi.OperationID(strconv.Itoa(i)), i)
	}
	if shown := NewestOperations(nil, many, noon); len(shown) != 10 || shown[9].Op.ID != "9" {
		t.Errorf("shown are %d", len(shown))
	}
}

// Beside the list of a window of 160 columns details have 46 cells: no heading is cut there.
func TestDetails_HeadingsWholeBesideTheList(t *testing.T) {
	for _, s := range poolSections {
		if w := len(s.heading); w > 44 {
			t.Errorf("%q has %d cells", s.heading, w)
		}
	}
}
