package pane

import (
	"cmp"
	"strconv"
	"time"

	"tolokadash/internal/fleet"
	"tolokadash/internal/wording"
	"tolokadash/tolokaapi"
	"tolokadash/ui/styled"
	"tolokadash/ui/table"
	"tolokadash/ui/theme"
)

// An operationColumn is everything that one column of the operations is: how it is
// laid out, how wide it must be, and what it shows.
type operationColumn struct {
	table.Column
	steady int // at least so wide whatever the rows hold: for words and numbers that come and go
	cells  func(o *Operations, r *fleet.Row) int
	draw   func(d *operationDrawing, row *table.Row)
}

// The columns of the operations, as they are numbered from left to right.
const (
	opVerb = iota
	opPool
	opState
	opBar
	opPercent
	opElapsed
	opNote
)

// An operationDrawing is a row that is drawn, and what its cells need to know.
type operationDrawing struct {
	fleet.Row
	*Context
	state string // in a word
	tone  theme.Tone
}

// operationColumns are the columns of the operations.
func operationColumns() []operationColumn {
	return []operationColumn{
		opVerb: {
			Column: table.Column{Title: "VERB", Max: 8, Drop: 1}, steady: 5,
			cells: func(_ *Operations, r *fleet.Row) int { return len(r.Verb) },
			draw: func(d *operationDrawing, row *table.Row) {
				row.Put(opVerb, theme.ToneText, string(d.Verb))
			},
		},
		opPool: {
			Column: table.Column{Title: "POOL", Min: 20, Prefer: 56, Flex: 5, Middle: true},
			cells: func(_ *Operations, r *fleet.Row) int {
				return table.Width(r.On.ID) + len(trainingMark(r.On)) + 1 + table.Width(r.Name)
			},
			draw: func(d *operationDrawing, row *table.Row) {
				row.Put(opPool, theme.ToneText, d.On.ID)
				row.Put(opPool, theme.ToneFaint, trainingMark(d.On))
				row.Put(opPool, theme.ToneText, " ")
				row.Put(opPool, theme.ToneText, d.Name)
			},
		},
		opState: {
			Column: table.Column{Title: "STATE", Min: 9, Max: 16, Flex: 1},
			cells: func(o *Operations, r *fleet.Row) int {
				return o.stateCells(r)
			},
			draw: drawState,
		},
		opBar: {
			Column: table.Column{Min: 10, Max: widestBar, Flex: 2, Drop: 3},
			cells: func(_ *Operations, r *fleet.Row) int {
				if r.State == fleet.Rejected || r.Found && r.Op.ID == "" { // what it says stands here where there is no column for a note
					return widestBar
				}
				return unlessOver(r, widestBar)
			},
			draw: drawBar,
		},
		opPercent: {
			Column: table.Column{Drop: 2, Right: true},
			cells:  func(_ *Operations, r *fleet.Row) int { return unlessOver(r, len("100 %")) },
			draw:   drawPercent,
		},
		opElapsed: {
			Column: table.Column{Title: "ELAPSED", Max: 12, Drop: 4, Right: true},
			cells:  func(_ *Operations, r *fleet.Row) int { return elapsedCells(r.Elapsed()) },
			draw: func(d *operationDrawing, row *table.Row) {
				if !d.Start.IsZero() && d.Op.ID != "" || d.State == fleet.Unconfirmed && row.Width(opNote) > 0 {
					row.Put(opElapsed, theme.ToneText, wording.Elapsed(d.Elapsed()))
				}
			},
		},
		opNote: {
			Column: table.Column{Min: 24, Prefer: 80, Flex: 4, Drop: 5, Extra: true},
			cells:  func(o *Operations, r *fleet.Row) int { return o.noteCells(r) },
			draw:   drawNote,
		},
	}
}

const (
	widestBar   = 20
	steadyState = 9 // cells of a state while it changes
)

// unlessOver is the cells that a row takes for its progress: none where it has ended
// without a number, for as long as it runs as many as it may come to need.
func unlessOver(r *fleet.Row, cells int) int {
	if r.State.Finished() && r.Percent < 0 {
		return 0
	}
	return cells
}

// trainingMark tells a training from a pool.
func trainingMark(on tolokaapi.Ref) string {
	if on.Subject == tolokaapi.SubjectTraining {
		return " (training)"
	}
	return ""
}

// elapsedCells is how wide a duration is, and at least as wide as one under ten
// hours: a column that followed the seconds would jump.
func elapsedCells(d time.Duration) int {
	const underTenHours = len("9:59:59")
	if d < 10*time.Hour {
		return underTenHours
	}
	return len(wording.Elapsed(d))
}

// already is what is said of an unchanged row where there is no room for more.
const already = "already"

// stateCells is how wide a row's state is. That of an unchanged one runs on over what
// columns right of it leave blank.
func (o *Operations) stateCells(r *fleet.Row) int {
	switch word := table.Width(o.words.State(*r)); {
	case r.State == fleet.Unchanged:
		return len(already)
	case r.State.Finished():
		return word
	default:
		return max(word, steadyState)
	}
}

func drawState(d *operationDrawing, row *table.Row) {
	if d.State != fleet.Unchanged {
		row.Put(opState, d.tone, d.state)
	}
}

// drawUnchanged draws the state of an unchanged row, once it is known what columns
// right of it hold.
func drawUnchanged(d *operationDrawing, row *table.Row) {
	cells := row.Width(opState)
	if d.Op.ID != "" || !d.Found { // else what it says runs on itself
		cells = row.Spill(opState)
	}
	row.Put(opState, d.tone, styled.Longest([]string{d.state, already}, cells))
}

// followed reports whether the server has an operation that it tells news of.
func followed(r *fleet.Row) bool {
	return r.Op.ID != "" && r.State != fleet.Unconfirmed && r.State != fleet.Unknown
}

// drawBar draws the bar of an operation the server has accepted. It is drawn from
// a number the server gave or stays empty.
func drawBar(d *operationDrawing, row *table.Row) {
	if !followed(&d.Row) || d.Percent < 0 && d.State.Finished() {
		return // an empty track would read as 0 %
	}
	full, left := d.Theme.Glyphs.Bar(row.Width(opBar), d.Percent, d.Percent >= 0)
	row.Put(opBar, d.tone, full)
	row.Put(opBar, theme.ToneFaint, left)
}

func drawPercent(d *operationDrawing, row *table.Row) {
	switch {
	case !followed(&d.Row) || d.Percent < 0:
	case d.ProgressFell && !d.State.Finished():
		row.Put(opPercent, theme.ToneWait, d.Theme.Glyphs.Down)
		row.Put(opPercent, theme.ToneText, strconv.Itoa(d.Percent)+"%")
	default:
		row.Put(opPercent, theme.ToneText, strconv.Itoa(d.Percent)+" %")
	}
}

// drawNote draws what else there is to say about a row: in its own column, else
// in brief where a bar would stand.
func drawNote(d *operationDrawing, row *table.Row) {
	drawNoteOrBrief(d, row)
	if d.State == fleet.Unchanged {
		drawUnchanged(d, row)
	}
}

func drawNoteOrBrief(d *operationDrawing, row *table.Row) {
	wait := d.Wait(d.Row)
	note, tone := noteOf(d.Words, &d.Row, wait)
	switch room := row.Width(opNote); {
	case room > 0 && table.Width(note) > room:
		drawLongNote(d, row, note, wait, tone)
		return
	case room > 0:
		row.Put(opNote, tone, note)
		return
	}
	if says, tone := brief(d.Words, &d.Row, wait); len(says) > 0 {
		row.Put(opBar, tone, styled.Longest(says, row.Spill(opBar)))
	}
}

// drawLongNote draws a note that its column has no room for: in the place of the
// bar, where there is none and that is wider. What is said of a lost reply has words
// of several lengths.
func drawLongNote(d *operationDrawing, row *table.Row, note, wait string, tone theme.Tone) {
	column, cells := opNote, row.Width(opNote)
	if free := row.Spill(opBar); !followed(&d.Row) && free > cells {
		column, cells = opBar, free
	}
	says := []string{note}
	switch {
	case d.State == fleet.Unconfirmed:
		says, _ = brief(d.Words, &d.Row, wait)
	case d.Found && note == wording.Found(&d.Row)[0]:
		says = wording.Found(&d.Row)
	}
	row.Put(column, tone, styled.Longest(says, cells))
}

// brief is what stands where a bar would, on a row that has none and no room for
// a note: the same from long to short.
func brief(w *wording.Words, r *fleet.Row, wait string) (says []string, tone theme.Tone) {
	note, tone := noteOf(w, r, wait)
	switch {
	case r.State == fleet.Rejected && r.Problem != nil:
		return []string{note, cmp.Or(r.Problem.Code, w.Problem(r.Problem))}, theme.ToneFaint
	case r.State == fleet.Unconfirmed:
		return append([]string{note}, wording.Unconfirmed(r)...), tone
	case r.Found && r.Op.ID == "":
		return []string{note, "found"}, tone
	case wait != "":
		return []string{note, "again in " + wait, wait}, tone
	}
	return nil, tone
}

// noteOf is what else there is to say about a row, in a few words.
func noteOf(w *wording.Words, r *fleet.Row, wait string) (string, theme.Tone) {
	switch {
	case r.State == fleet.Unconfirmed && wait != "":
		return w.Dotted(wording.Unconfirmed(r)[0], "again in "+wait), theme.ToneWait
	case r.State == fleet.Unconfirmed:
		return wording.Unconfirmed(r)[0], theme.ToneWait
	case wait != "" && r.Problem != nil:
		return w.Dotted(w.Problem(r.Problem), "again in "+wait), theme.ToneWait
	case wait != "":
		return "again in " + wait, theme.ToneWait
	case r.Failed():
		return w.Reason(*r), theme.ToneBad
	case !r.Op.Created.Zero():
		return "new " + wording.Noun(r.On.Subject) + " " + r.Op.Created.ID, theme.ToneGood
	case r.Found:
		return wording.Found(r)[0], theme.ToneWait
	case r.State == fleet.Unchanged:
		return "nothing had to be done", theme.ToneFaint
	case !r.Ours():
		return "started elsewhere", theme.ToneFaint
	}
	return "", theme.ToneText
}

// A noteSource is what the width of a note follows: of equal sources it is
// measured once.
type noteSource struct {
	state   fleet.State
	problem *fleet.Problem
	details string
	created string
	waits   bool
	found   bool
	named   string
}

// measuredNote is the width of a note and what it was measured of.
type measuredNote struct {
	noteSource
	cells int
}

// noteCells is how wide a row's note is. A wait counts as one of the longest, so
// that nothing moves while it counts down.
func (o *Operations) noteCells(r *fleet.Row) int {
	source := noteSource{r.State, r.Problem, r.Op.Details, r.Op.Created.ID, !r.RetryAt.IsZero(), r.Found, r.Named}
	if known, ok := o.notes[r.ID]; ok && known.noteSource == source {
		return known.cells
	}
	wait := ""
	if source.waits {
		wait = "9:59:59"
	}
	note, _ := noteOf(o.words, r, wait)
	cells := table.Width(note)
	o.notes[r.ID] = measuredNote{source, cells}
	return cells
}

// widen takes one row into the widths of the columns.
func (o *Operations) widen(widest []int, r *fleet.Row) {
	for i := range o.columns {
		if c := &o.columns[i]; c.cells != nil {
			widest[i] = max(widest[i], c.cells(o, r))
		}
	}
}

// fitColumns tells the table how wide the cells are of all rows, whatever the
// filter shows of them and wherever one scrolls.
func (o *Operations) fitColumns(widest []int) {
	if o.total == 0 {
		clear(o.notes)
	}
	o.table.SetContent(o.atLeast(widest))
}

// atLeast widens the columns to what they are at least, whatever the rows hold.
func (o *Operations) atLeast(widest []int) []int {
	for i, c := range o.columns {
		widest[i] = max(widest[i], c.steady)
	}
	if o.total == 0 { // as with a row that runs
		widest[opState] = max(widest[opState], steadyState)
		widest[opBar], widest[opPercent] = widestBar, len("100 %")
	}
	return widest
}
