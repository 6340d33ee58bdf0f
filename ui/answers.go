package ui

import (
	"strconv"
	"strings"

	"tolokadash/ui/table"
)

// answer holds the answer so far, and says how to answer, and how much that
// matters.
func (v confirmView) answer() (answer line, hint span, rank int) {
	c, t := v.c, v.theme
	answer, hint = v.chosen()
	if c.typed != nil {
		answer, hint = v.typed()
	}
	switch {
	case c.early && !c.armed:
		return answer, span{t.Faint, "one moment" + t.Glyphs.Ellipsis}, rankHint
	case c.unclear:
		return answer, span{t.Wait, "This key is y on one keyboard and n on another: use tab and enter."}, vital
	case c.wrong, c.typed != nil && c.counted():
		return answer, hint, vital
	}
	return answer, hint, rankHint
}

// chosen is the buttons.
func (v confirmView) chosen() (answer line, hint span) {
	yes, no := v.c.labels()
	buttons := v.buttons(yes, no)
	if buttons.width() > v.room() {
		buttons = v.buttons("Yes", "No")
	}
	return buttons, v.hint(v.words.dotted("y yes", "n or esc no", "tab the other", "enter the chosen"), v.words.dotted("y yes", "n no"))
}

// typed is the field for the count. Once the count is right the hint says what
// enter does.
func (v confirmView) typed() (answer line, hint span) {
	c, t := v.c, v.theme
	n := strconv.Itoa(len(c.targets))
	field := c.typed.spans(t, countLimit+1)
	answer = append(line{{t.Text, "Type " + n + " to " + string(c.verb) + " " + c.them() + ":  "}}, field...)
	if answer.width() > v.room() {
		answer = append(line{{t.Text, "Type " + n + ": "}}, field...)
	}
	keeps := "esc " + strings.Replace(verbWords[c.verb].keepsThem, "them", c.them(), 1)
	enter := "enter " + string(c.verb) + "s"
	switch {
	case c.wrong:
		said := "That is not " + n + ": nothing is sent. Correct it, or press esc."
		if table.Width(said) > v.room() {
			said = "Not " + n + ": not sent."
		}
		return answer, span{t.Bad, said}
	case c.counted():
		now := enter + " " + count(len(c.targets)) + " " + c.things()
		hint = v.hint(v.words.dotted(now, keeps), now)
		hint.style = t.Strong
		return answer, hint
	}
	return answer, v.hint(v.words.dotted(enter+" "+c.them()+" once the count is right", keeps), v.words.dotted(enter, "esc does not"))
}

// them is how the targets are spoken of.
func (c *confirmation) them() string {
	if len(c.targets) == 1 {
		return "it"
	}
	return "them"
}

// hint says how to answer, in few words where many would take a second line.
func (v confirmView) hint(long, short string) span {
	if table.Width(long) > v.room() {
		long = short
	}
	return span{v.theme.Hint, long}
}

// buttons draws both answers. The chosen one also has the cursor, for those who
// see no reversed text.
func (v confirmView) buttons(yes, no string) line {
	t := v.theme
	button := func(label string, chosen bool) line {
		if chosen {
			return line{{t.Cursor, t.Glyphs.Cursor}, {t.ButtonChosen, " " + label + " "}}
		}
		return line{{t.Text, " "}, {t.Button, " " + label + " "}}
	}
	l := append(button(no, !v.c.yes), span{t.Text, "  "})
	return append(l, button(yes, v.c.yes)...)
}

// labels are those of the buttons.
func (c *confirmation) labels() (yes, no string) {
	if c.purpose == toQuit {
		return "Yes, quit", "No, stay"
	}
	return "Yes, " + string(c.verb), "No, " + verbWords[c.verb].keep
}
