package dialog

import (
	"cmp"
	"strings"
	"time"

	"github.com/charmbracelet/x/ansi"

	"tolokadash/internal/fleet"
	"tolokadash/internal/wording"
	"tolokadash/keymap"
	"tolokadash/tolokaapi"
	"tolokadash/ui/styled"
	"tolokadash/ui/table"
	"tolokadash/ui/theme"
)

// Details is everything known about one pool or operation. It holds which one
// that is, and is drawn from a [DetailsContext], so it stays true while it is open.
type Details struct {
	Scroll
	Shown
}

// Shown is what details are about. One of its fields is set.
type Shown struct {
	Pool tolokaapi.Ref         // a pool or training
	Row  fleet.RowID           // an operation of the table
	Past tolokaapi.OperationID // an operation of the history
}

// NewDetails makes details, scrolled to their first line.
func NewDetails(s Shown) *Details { return &Details{Shown: s} }

// Show turns to something else. What is shown already stays where it was scrolled to.
func (d *Details) Show(s Shown) {
	if s != d.Shown {
		*d = Details{Shown: s}
	}
}

// A DetailsContext is what details need to draw themselves and to tell what a key
// means, as it is at the time of the message last handled. They only read it.
type DetailsContext struct {
	Keys          *keymap.Map
	Theme         *theme.Theme
	Words         *wording.Words
	Now           time.Time
	ServerNow     time.Time
	Connection    fleet.Connection
	Width, Height int // of the frame
	ReadOnly      bool
	Browser       bool // pages can be opened in the browser

	Known      bool             // what is shown is still known; else all that follows is zero
	Pool       fleet.Pool       // what is shown, or what the operation shown is about
	Busy       fleet.Row        // the unfinished operation of the pool shown; zero for none
	Page       string           // the address of the pool shown in the browser; "" for none
	Accepts    []tolokaapi.Verb // what the pool shown accepts
	Figures    PoolFigures      // of the pool shown
	Operations []fleet.Row      // of the pool shown that are known, newest first
	Row        fleet.Row        // the operation shown, of the table or of the past
	AsOf       time.Time        // when a past operation that seems to go on was last heard of, if that is too long ago
}

// dated is a date of the server in words, with its age.
func (c *DetailsContext) dated(d tolokaapi.Date) string { return c.Words.Dated(d, c.ServerNow) }

// instant is a time of the server's clock in words, with its age.
func (c *DetailsContext) instant(t time.Time) string { return c.Words.Instant(t, c.ServerNow) }

// step is the state of an operation and what comes next.
func (c *DetailsContext) step(r fleet.Row) string { return c.Words.Step(r, c.Connection, c.Now) }

// A fact is a label and what is known under it. Facts without a value are left
// out, those without a label are headings.
type fact struct {
	label, value string
	tone         theme.Tone  // of the value
	before       styled.Line // of the value, where there is room for both on one line
	stays        bool        // its line stays where nothing is known: others do not move when it is
}

// A section is facts that belong together. Its heading is left out where nothing
// is known under it.
type section struct {
	heading string // "" for none
	facts   func(*DetailsContext) []fact
	right   bool // it stands beside the others where there is room
}

// sections is what there is to say, in its order: first what decides what may be
// done, and what to do.
func (d *Details) sections(c *DetailsContext) []section {
	switch {
	case !c.Known:
		return []section{{facts: func(*DetailsContext) []fact { return []fact{{value: d.missing()}} }}}
	case d.Past != "":
		return pastSections
	case d.Row != 0:
		return operationSections
	case c.Pool.Unreadable != "":
		return unreadableSections
	}
	return poolSections
}

// missing says why nothing is known of what is shown.
func (d *Details) missing() string {
	switch {
	case d.Past != "":
		return "This operation is being read again."
	case d.Row != 0:
		return "This row has left the table."
	}
	return "This " + wording.Noun(d.Pool.Subject) + " is gone."
}

// facts is the facts of all sections.
func (d *Details) facts(c *DetailsContext) []fact { return factsOf(d.sections(c), c) }

// factsOf is the facts of some sections.
func factsOf(sections []section, c *DetailsContext) []fact {
	var all []fact
	for _, s := range sections {
		facts := s.facts(c)
		switch {
		case s.heading == "":
		case !anyKnown(facts):
			continue
		default:
			all = append(all, fact{value: s.heading})
		}
		all = append(all, facts...)
	}
	return all
}

// anyKnown reports whether a fact has a value.
func anyKnown(facts []fact) bool {
	for _, f := range facts {
		if f.value != "" {
			return true
		}
	}
	return false
}

// Lines draws the details in their frame.
func (d *Details) Lines(c *DetailsContext) []string {
	return d.Panel(*c.Theme, d.title(c), d.inner(c), c.Width, c.Height)
}

// title is the name of the frame.
func (d *Details) title(c *DetailsContext) string {
	if d.Pool.ID != "" {
		return wording.Capital(string(d.Pool.Subject)) + " " + d.Pool.ID
	}
	return cmp.Or(strings.TrimSpace(wording.Capital(string(c.Row.Verb))+" "+c.Row.On.ID), "Operation")
}

// room is how many lines are in sight.
func (c *DetailsContext) room() int { return max(c.Height-2, 0) }

// inner is all lines, those out of sight too.
func (d *Details) inner(c *DetailsContext) []styled.Line {
	width, sections := max(c.Width-2, 0), d.sections(c)
	facts := factsOf(sections, c)
	air := c.room() > len(facts)/2
	var left, right []section
	for _, s := range sections {
		if s.right {
			right = append(right, s)
		} else {
			left = append(left, s)
		}
	}
	switch {
	case len(right) == 0:
		return layFacts(facts, c.Theme, width, air)
	case width < longLabels:
		return layBlocks(sections, c, width, air)
	case width < twoColumns:
		return layFacts(facts, c.Theme, width, air)
	}
	at := max(width/2, leftColumn)
	return beside(layFacts(factsOf(left, c), c.Theme, at, air), layFacts(factsOf(right, c), c.Theme, width-at, air), at, c.Theme.Text, c.Theme.Glyphs.Ellipsis)
}

// From how many cells inside the frame on facts stand in two columns, how many of them
// the left one takes at least, so that what is said of figures fits on one line in it,
// and from how many on the labels of both align in one.
const (
	twoColumns = 120 - 2
	leftColumn = 66
	longLabels = 72
)

// layBlocks puts the blocks of sections that stand in one column elsewhere below each
// other, each with labels as wide as its own are: values have more room.
func layBlocks(sections []section, c *DetailsContext, width int, air bool) []styled.Line {
	var lines []styled.Line
	for len(sections) > 0 {
		n := 1
		for n < len(sections) && sections[n].right == sections[0].right {
			n++
		}
		facts := factsOf(sections[:n], c)
		headed := len(facts) > 0 && facts[0].label == "" // an empty line stands above that
		lines = append(lines, layFacts(facts, c.Theme, width, air && !headed)...)
		sections = sections[n:]
	}
	return lines
}

// layFacts aligns the labels and wraps the values, below an empty line if there is air.
func layFacts(facts []fact, t *theme.Theme, width int, air bool) []styled.Line {
	widest := 0
	for _, f := range facts {
		if f.value != "" || f.stays {
			widest = max(widest, len(f.label))
		}
	}
	room := max(width-widest-4, 10)
	var lines []styled.Line
	if air {
		lines = append(lines, styled.Line{})
	}
	for _, f := range facts {
		if f.value == "" && !f.stays {
			continue
		}
		if f.label == "" {
			lines = append(lines, styled.Line{}, styled.Line{styled.Text(t.Strong, " "+f.value)})
			continue
		}
		lines = append(lines, f.lay(t, widest, room)...)
	}
	return lines
}

// lay is a fact on as many lines as it takes, its label so wide.
func (f *fact) lay(t *theme.Theme, widest, room int) []styled.Line {
	var lines []styled.Line
	label, before, value := f.label, f.before, table.Normalize(f.value)
	if before.Width()+table.Width(value) > room {
		before = nil
	}
	for part := range strings.SplitSeq(ansi.Wrap(value, room, ""), "\n") {
		l := append(styled.Line{styled.Text(t.Faint, " "+table.Fit(label, widest, "")+"  ")}, before...)
		lines = append(lines, append(l, styled.Text(t.Tone(f.tone), part)))
		label, before = "", nil
	}
	return lines
}
