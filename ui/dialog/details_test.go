package dialog

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"tolokadash/internal/fleet"
	"tolokadash/internal/wording"
	"tolokadash/keymap"
	"tolokadash/tolokaapi"
	"tolokadash/ui/theme"
)

// noon is the time of every context.
var noon = time.Date(2000, 3, 11, 13, 15, 0, 0, time.UTC)

// detailsOfPool shows a pool that is known.
func detailsOfPool(p tolokaapi.Pool) (*Details, *DetailsContext) {
	p.Ref = tolokaapi.PoolRef("21")
	c := emptyContext()
	c.Known, c.Pool = true, fleet.Pool{Pool: p}
	return NewDetails(Shown{Pool: p.Ref}), c
}

// detailsOfRow shows an operation of the table.
func detailsOfRow(r fleet.Row) (*Details, *DetailsContext) {
	r.ID, r.On = 7, tolokaapi.PoolRef("21")
	c := emptyContext()
	c.Known, c.Row = true, r
	return NewDetails(Shown{Row: r.ID}), c
}

// detailsOfPast shows an operation of the history.
func detailsOfPast(r fleet.Row) (*Details, *DetailsContext) {
	_, c := detailsOfRow(r)
	c.Row.ID = 0
	return NewDetails(Shown{Past: "op"}), c
}

func emptyContext() *DetailsContext {
	g := theme.Unicode()
	t := theme.New(true, g)
	return &DetailsContext{
		Keys: keymap.Default(), Theme: &t, Words: &wording.Words{Location: time.UTC, Dot: g.Dot, Ellipsis: g.Ellipsis},
		Now: noon, ServerNow: noon, Width: 100, Height: 30,
	}
}

// drawn is the details without colour.
func drawn(d *Details, c *DetailsContext) string { return ansi.Strip(strings.Join(d.Lines(c), "\n")) }

// shows fails unless what is drawn holds texts in this order.
func shows(t *testing.T, screen string, texts ...string) {
	t.Helper()
	rest := screen
	for _, text := range texts {
		_, after, ok := strings.Cut(rest, text)
		if !ok {
			t.Errorf("%q does not follow:\n%s", text, screen)
			return
		}
		rest = after
	}
}

// tones maps the label of every fact that has a value to the tone of that.
func tones(d *Details, c *DetailsContext) map[string]theme.Tone {
	all := map[string]theme.Tone{}
	for _, f := range d.facts(c) {
		if f.value != "" {
			all[f.label] = f.tone
		}
	}
	return all
}

// State, reason and comment come first, in the colour they have in the tables.
func TestDetails_WhatMattersFirst(t *testing.T) {
	d, c := detailsOfPool(tolokaapi.Pool{Status: tolokaapi.Open, Name: "cats", CloseReason: "MANUAL", Comment: "wait"})
	shows(t, drawn(d, c), "─ Pool 21 ─", "Status ", "OPEN", "Comment ", "wait", "Name ", "Last close ", "MANUAL")
	if got := tones(d, c); got["Status"] != theme.ToneGood || got["Comment"] != theme.ToneWait || got["Name"] != theme.ToneText {
		t.Errorf("of a pool: %v", got)
	}

	d, c = detailsOfPool(tolokaapi.Pool{Status: tolokaapi.Closed, Name: "cats", CloseReason: "EXPIRED", Comment: "wait"})
	shows(t, drawn(d, c), "Status ", "CLOSED", "Closed because ", "EXPIRED", "Comment ", "Name ")

	locked := fleet.Row{
		Verb: tolokaapi.VerbClose, Batch: 1, State: fleet.Rejected, Percent: -1,
		Problem: &fleet.Problem{Status: 409, Code: tolokaapi.CodeLockedByOther, Message: "The pool is busy", RequestID: "r-1"},
	}
	d, c = detailsOfRow(locked)
	c.Pool.Comment = "wait"
	shows(t, drawn(d, c), "─ Close 21 ─", "State ", "rejected", "Reason ", "Comment ", "wait", "Command ", "close, asked for here",
		"What went wrong", "HTTP status", "409", "Code ", "Message ", "The pool is busy", "Request id ", "r-1")
	if got := tones(d, c); got["State"] != theme.ToneBad || got["Reason"] != theme.ToneBad || got["Comment"] != theme.ToneWait {
		t.Errorf("of an operation: %v", got)
	}
}

// A pool that an operation is about says which, and how far that is.
func TestDetails_PoolUnderWay(t *testing.T) {
	d, c := detailsOfPool(tolokaapi.Pool{Status: tolokaapi.Open})
	c.Busy = fleet.Row{ID: 7, Verb: tolokaapi.VerbClose, State: fleet.Running}
	shows(t, drawn(d, c), "OPEN · closing · "+c.Words.Step(c.Busy, c.Connection, c.Now))
	if _, tone := c.Theme.Glyphs.Busy(fleet.Running); tones(d, c)["Status"] != tone {
		t.Errorf("its tone is %v, want %v", tones(d, c)["Status"], tone)
	}
}

func TestDetails_LeaveOutWhatIsNotSo(t *testing.T) {
	for _, c := range []struct {
		name   string
		show   func() (*Details, *DetailsContext)
		has    []string
		hasNot []string
	}{
		{"an open pool", func() (*Details, *DetailsContext) {
			return detailsOfPool(tolokaapi.Pool{Status: tolokaapi.Open, CloseReason: "MANUAL"})
		}, []string{"Last close    somebody closed it (MANUAL)"}, []string{" Closed because ", "Expires", "Not as of now", "Page", "Overlap"}},
		{"a closed pool", func() (*Details, *DetailsContext) {
			return detailsOfPool(tolokaapi.Pool{Status: tolokaapi.Closed, CloseReason: "EXPIRED"})
		}, []string{" Closed because "}, []string{"Last close"}},
		{"an operation of others", func() (*Details, *DetailsContext) {
			return detailsOfRow(fleet.Row{Verb: tolokaapi.VerbClose, State: fleet.Running, Percent: 10})
		}, []string{"close, started elsewhere", "10 %"}, []string{"Sent ", "Reason", "What went wrong", "New "}},
		{"one that was not sent yet", func() (*Details, *DetailsContext) {
			return detailsOfRow(fleet.Row{Verb: tolokaapi.VerbClose, Batch: 1, State: fleet.Queued, Percent: -1})
		}, []string{"Sent ", "not yet", "none given"}, []string{"Elapsed", "Operation "}},
		{"a reason that is all the server said", func() (*Details, *DetailsContext) {
			return detailsOfPast(fleet.Row{Verb: tolokaapi.VerbClose, State: fleet.Failed, Op: tolokaapi.Operation{Details: "no tasks"}})
		}, []string{"Reason ", "no tasks"}, []string{"Details ", "What went wrong"}},
		{"a problem of which the server gave nothing", func() (*Details, *DetailsContext) {
			return detailsOfRow(fleet.Row{Verb: tolokaapi.VerbClose, Batch: 1, State: fleet.Unconfirmed, Problem: &fleet.Problem{Cause: tolokaapi.CauseTimeout}})
		}, []string{"Reason "}, []string{"What went wrong", "HTTP status"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			screen := drawn(c.show())
			for _, text := range c.has {
				shows(t, screen, text)
			}
			for _, text := range c.hasNot {
				if strings.Contains(screen, text) {
					t.Errorf("there is %q:\n%s", text, screen)
				}
			}
		})
	}
}

// What can no longer be shown says so.
func TestDetails_WhatIsGone(t *testing.T) {
	for _, c := range []struct {
		shown       Shown
		title, said string
	}{
		{Shown{Pool: tolokaapi.PoolRef("21")}, "Pool 21", "This pool is gone."},
		{Shown{Pool: tolokaapi.Ref{Subject: tolokaapi.SubjectTraining, ID: "22"}}, "Training 22", "This training is gone."},
		{Shown{Row: 7}, "Operation", "This row has left the table."},
		{Shown{Past: "op"}, "Operation", "This operation is being read again."},
	} {
		shows(t, drawn(NewDetails(c.shown), emptyContext()), "─ "+c.title+" ─", c.said)
	}
	d, c := detailsOfPool(tolokaapi.Pool{Unreadable: "no status", Name: "cats"})
	shows(t, drawn(d, c), "Id ", "21", "Unreadable ", "no status", "no action accepts this pool")
	if got := tones(d, c); got["Unreadable"] != theme.ToneBad || len(got) != 3 {
		t.Errorf("of an unreadable pool: %v", got)
	}
}

// An operation of the past that seems to go on says how old that is.
func TestDetails_PastAsOf(t *testing.T) {
	d, c := detailsOfPast(fleet.Row{Verb: tolokaapi.VerbClose, State: fleet.Running, Percent: 10})
	if got := tones(d, c); got["State"] == theme.ToneStale || strings.Contains(drawn(d, c), "As of") {
		t.Errorf("news is called old: %v", got)
	}
	c.AsOf = noon.Add(-time.Hour)
	shows(t, drawn(d, c), "State ", "As of ", "12:15", "Command ")
	if got := tones(d, c); got["State"] != theme.ToneStale {
		t.Errorf("old news: %v", got)
	}
}

// Times have an age, in the configured zone, by the clock of the server.
func TestDetails_TimesHaveAnAge(t *testing.T) {
	date := tolokaapi.ParseDate
	d, c := detailsOfPool(tolokaapi.Pool{
		Created: date("1998-01-02T03:04:05"), LastStarted: date("2000-03-11T09:15:00"), WillExpire: date("2000-03-14T14:00:00"),
	})
	c.Words.Location = time.FixedZone("UTC+3", 3*60*60)
	c.Now = noon.Add(48 * time.Hour) // the clock of this machine
	shows(t, drawn(d, c), "Created       Jan  2 1998 06:04, 2 years ago", "Last started  Mar 11 12:15, 4 h ago",
		"Last stopped  never", "Expires       Mar 14 17:00, in 3 d")
}

// Values are wrapped to the frame, and every line is as wide as that.
func TestDetails_Wrapped(t *testing.T) {
	for _, width := range []int{20, 40, 60, 120} {
		d, c := detailsOfPool(tolokaapi.Pool{Status: tolokaapi.Open, Name: strings.Repeat("猫の写真 and dogs ", 9) + "END", Comment: "a\tb\x1b[31m"})
		c.Width, c.Height = width, 30
		lines := d.Lines(c)
		if len(lines) != c.Height {
			t.Errorf("in %d columns there are %d lines", width, len(lines))
		}
		for _, l := range lines {
			if got := ansi.StringWidth(l); got != width {
				t.Errorf("in %d columns a line is %d wide: %s", width, got, l)
			}
		}
		if width >= 40 { // below that there is no room for labels and values
			shows(t, drawn(d, c), "Name ", "END", "Id ")
		}
		if before := drawn(d, c); drawn(d, c) != before {
			t.Error("drawing changes something")
		}
	}
}

// Long details scroll by pages; the first line of another row is in sight, and
// what is shown already stays where it is.
func TestDetails_Scroll(t *testing.T) {
	d, c := detailsOfPool(tolokaapi.Pool{Status: tolokaapi.Open, Comment: strings.Repeat("wait for the answer of the customer ", 20)})
	c.Width, c.Height = 60, 12
	first := drawn(d, c)
	shows(t, first, "↓ more", "Status")
	if got := d.Act(keymap.HalfPageDown, c); got != (Intent{}) || d.Offset() != 5 || drawn(d, c) == first {
		t.Errorf("half a page down: %v, line %d", got, d.Offset())
	}
	d.Act(keymap.Bottom, c)
	if last := d.Offset(); last != len(d.inner(c))-10 {
		t.Errorf("at the bottom it is line %d of %d", last, len(d.inner(c)))
	}
	d.Show(d.Shown)
	if d.Offset() == 0 {
		t.Error("the same pool is scrolled to its first line")
	}
	d.Show(Shown{Pool: tolokaapi.PoolRef("22")})
	if d.Offset() != 0 || d.Pool.ID != "22" {
		t.Errorf("another pool: %v, line %d", d.Shown, d.Offset())
	}
}

func TestDetails_Act(t *testing.T) {
	pool := func() (*Details, *DetailsContext) { return detailsOfPool(tolokaapi.Pool{Status: tolokaapi.Open}) }
	row := func() (*Details, *DetailsContext) { return detailsOfRow(fleet.Row{State: fleet.Failed}) }
	readOnly := func() (*Details, *DetailsContext) {
		d, c := pool()
		c.ReadOnly = true
		return d, c
	}
	for _, c := range []struct {
		name   string
		show   func() (*Details, *DetailsContext)
		action keymap.Action
		want   Intent
	}{
		{"a pool", pool, keymap.Details, Intent{Kind: IntentClose}},
		{"a pool", pool, keymap.Down, Intent{Kind: IntentNext}},
		{"a pool", pool, keymap.Up, Intent{Kind: IntentPrevious}},
		{"a pool", pool, keymap.Close, Intent{IntentSubmit, tolokaapi.VerbClose}},
		{"a pool", pool, keymap.Open, Intent{IntentSubmit, tolokaapi.VerbOpen}}, // the screen says why not
		{"a pool", pool, keymap.Archive, Intent{IntentSubmit, tolokaapi.VerbArchive}},
		{"a pool", pool, keymap.Clone, Intent{IntentSubmit, tolokaapi.VerbClone}},
		{"a pool", pool, keymap.CopyID, Intent{Kind: IntentCopyID}},
		{"a pool", pool, keymap.OpenBrowser, Intent{Kind: IntentBrowse}},
		{"a pool", pool, keymap.PageDown, Intent{Kind: IntentNone}},
		{"a pool", pool, keymap.MarkAll, Intent{Kind: IntentUnbound}},
		{"a pool", pool, keymap.ReopenBatch, Intent{Kind: IntentUnbound}},
		{"read-only", readOnly, keymap.Close, Intent{Kind: IntentReadOnly}},
		{"read-only", readOnly, keymap.Retry, Intent{Kind: IntentReadOnly}},
		{"read-only", readOnly, keymap.CopyID, Intent{Kind: IntentCopyID}},
		{"an operation", row, keymap.Retry, Intent{Kind: IntentRetry}},
		{"an operation", row, keymap.RetryAlike, Intent{Kind: IntentRetryAlike}},
		{"an operation", row, keymap.Dismiss, Intent{Kind: IntentDismiss}},
		{"an operation", row, keymap.DismissAll, Intent{Kind: IntentUnbound}},
		{"an operation", row, keymap.Close, Intent{Kind: IntentUnbound}}, // it is no pool
	} {
		d, context := c.show()
		if got := d.Act(c.action, context); got != c.want {
			t.Errorf("%s, %s: %v, want %v", c.name, c.action, got, c.want)
		}
	}
}

// The footer names the keys that act on what is shown.
func TestDetails_Hints(t *testing.T) {
	pool := func(verbs ...tolokaapi.Verb) func() (*Details, *DetailsContext) {
		return func() (*Details, *DetailsContext) {
			d, c := detailsOfPool(tolokaapi.Pool{Status: tolokaapi.Open})
			c.Accepts = verbs
			return d, c
		}
	}
	row := func(s fleet.State) func() (*Details, *DetailsContext) {
		return func() (*Details, *DetailsContext) { return detailsOfRow(fleet.Row{State: s}) }
	}
	always := []keymap.Action{keymap.CopyID, keymap.Down, keymap.Up, keymap.Back, keymap.Help}
	for _, c := range []struct {
		name string
		show func() (*Details, *DetailsContext)
		want []keymap.Action // before those there are always
	}{
		{"open", pool(tolokaapi.VerbClone, tolokaapi.VerbClose), []keymap.Action{keymap.Close, keymap.Clone}},
		{"closed", pool(tolokaapi.VerbOpen, tolokaapi.VerbArchive, tolokaapi.VerbClone), []keymap.Action{keymap.Open, keymap.Archive, keymap.Clone}},
		{"accepts nothing", pool(), nil},
		{"failed", row(fleet.Failed), []keymap.Action{keymap.Retry, keymap.Dismiss}},
		{"succeeded", row(fleet.Succeeded), []keymap.Action{keymap.Dismiss}},
		{"runs", row(fleet.Running), nil},
		{"failed, of the past", func() (*Details, *DetailsContext) { return detailsOfPast(fleet.Row{State: fleet.Failed}) }, nil},
		{"left the table", func() (*Details, *DetailsContext) { return NewDetails(Shown{Row: 7}), emptyContext() }, nil},
	} {
		d, context := c.show()
		show, _ := d.Hints(context)
		if want := slices.Concat(c.want, always); !slices.Equal(show, want) {
			t.Errorf("%s: %v, want %v", c.name, show, want)
		}
	}
	d, c := pool()()
	c.Browser, c.Height = true, 6
	show, drop := d.Hints(c)
	for _, a := range []keymap.Action{keymap.OpenBrowser, keymap.HalfPageDown} {
		if !slices.Contains(show, a) || !slices.Contains(drop, a) {
			t.Errorf("%s is in %v %v, to be left out %v", a, slices.Contains(show, a), show, drop)
		}
	}
	if slices.Contains(drop, keymap.Back) {
		t.Error("the way out is left out")
	}
	if DetailsHint(keymap.Down) != "next" || DetailsHint(keymap.Close) != "" {
		t.Error("keys are called otherwise")
	}
}
