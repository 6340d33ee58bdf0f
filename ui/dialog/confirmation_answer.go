package dialog

import (
	"strconv"
	"strings"

	"tolokadash/internal/wording"
	"tolokadash/ui/styled"
	"tolokadash/ui/table"
)

// answer holds the answer so far, and says how to answer, and how much that
// matters.
func (v ConfirmationView) answer() (answer styled.Line, hint styled.Span, rank int) {
	c, t := v.Confirmation, v.Theme
	answer, hint = v.chosen()
	if c.typed != nil {
		answer, hint = v.typed()
	}
	switch {
	case c.early && !c.Armed:
		return answer, styled.Text(t.Faint, "one moment"+t.Glyphs.Ellipsis), rankHint
	case c.unclear:
		return answer, styled.Text(t.Wait, "This key is y on one keyboard and n on another: use tab and enter."), vital
	case c.wrong, c.typed != nil && c.counted():
		return answer, hint, vital
	}
	return answer, hint, rankHint
}

// chosen is the buttons.
func (v ConfirmationView) chosen() (answer styled.Line, hint styled.Span) {
	yes, no := v.labels()
	buttons := v.buttons(yes, no)
	if buttons.Width() > v.room() {
		buttons = v.buttons("Yes", "No")
	}
	return buttons, v.hint(v.Words.Dotted("y yes", "n or esc no", "tab the other", "enter the chosen"), v.Words.Dotted("y yes", "n no"))
}

// typed is the field for the count. Once the count is right the hint says what
// enter does.
func (v ConfirmationView) typed() (answer styled.Line, hint styled.Span) {
	c, t := v.Confirmation, v.Theme
	n := strconv.Itoa(len(c.Targets))
	field := c.typed.Spans(t, countLimit+1)
	answer = append(styled.Line{styled.Text(t.Text, "Type "+n+" to "+string(c.Verb)+" "+c.them()+":  ")}, field...)
	if answer.Width() > v.room() {
		answer = append(styled.Line{styled.Text(t.Text, "Type "+n+": ")}, field...)
	}
	keeps := "esc " + strings.Replace(wording.KeepsThem(c.Verb), "them", c.them(), 1)
	enter := "enter " + string(c.Verb) + "s"
	switch {
	case c.wrong:
		said := "That is not " + n + ": nothing is sent. Correct it, or press esc."
		if table.Width(said) > v.room() {
			said = "Not " + n + ": not sent."
		}
		return answer, styled.Text(t.Bad, said)
	case c.counted():
		now := enter + " " + wording.Count(len(c.Targets)) + " " + c.things()
		hint = v.hint(v.Words.Dotted(now, keeps), now)
		hint.Style = t.Strong
		return answer, hint
	}
	return answer, v.hint(v.Words.Dotted(enter+" "+c.them()+" once the count is right", keeps), v.Words.Dotted(enter, "esc does not"))
}

// them is how the targets are spoken of.
func (c *Confirmation) them() string {
	if len(c.Targets) == 1 {
		return "it"
	}
	return "them"
}

// hint says how to answer, in few words where many would take a second line.
func (v ConfirmationView) hint(long, short string) styled.Span {
	if table.Width(long) > v.room() {
		long = short
	}
	return styled.Text(v.Theme.Hint, long)
}

// buttons draws both answers. The chosen one also has the cursor, for those who
// see no reversed text.
func (v ConfirmationView) buttons(yes, no string) styled.Line {
	t := v.Theme
	button := func(label string, chosen bool) styled.Line {
		if chosen {
			return styled.Line{styled.Text(t.Cursor, t.Glyphs.Cursor), styled.Text(t.ButtonChosen, " "+label+" ")}
		}
		return styled.Line{styled.Text(t.Text, " "), styled.Text(t.Button, " "+label+" ")}
	}
	l := append(button(no, !v.yes), styled.Text(t.Text, "  "))
	return append(l, button(yes, v.yes)...)
}

// labels are those of the buttons.
func (c *Confirmation) labels() (yes, no string) {
	if c.Purpose == ToQuit {
		return "Yes, quit", "No, stay"
	}
	return "Yes, " + string(c.Verb), "No, " + wording.Keep(c.Verb)
}
