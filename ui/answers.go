package ui

import (
	"strconv"

	"tolokadash/ui/table"
)

// answerLines hold the answer so far, and say how to answer.
func (m *Model) answerLines(c *confirmation) (answer line, hint span) {
	t := m.theme
	yes, no := m.answers(c)
	if c.typed == nil {
		buttons := m.buttons(yes, no, c.yes)
		if buttons.width() > m.dialogRoom() {
			buttons = m.buttons("Yes", "No", c.yes)
		}
		return buttons, m.hint(m.words.dotted("y yes", "n or esc no", "tab the other", "enter the chosen"), m.words.dotted("y yes", "n no"))
	}
	n := strconv.Itoa(len(c.targets))
	answer = append(line{{t.Text, "Type " + n + " to " + string(c.verb) + " them:  "}}, c.typed.spans(t, countLimit+1)...)
	if answer.width() > m.dialogRoom() {
		answer = append(line{{t.Text, "Type " + n + ": "}}, c.typed.spans(t, countLimit+1)...)
	}
	if c.wrong {
		said := "That is not " + n + ": nothing is sent. Correct it, or press esc."
		if table.Width(said) > m.dialogRoom() {
			said = "Not " + n + ": not sent."
		}
		return answer, span{t.Bad, said}
	}
	enter := "enter " + string(c.verb) + "s"
	return answer, m.hint(m.words.dotted(enter+" them once the count is right", "esc "+verbWords[c.verb].keepsThem), m.words.dotted(enter, "esc does not"))
}

// hint says how to answer, in few words where many would take a second line.
func (m *Model) hint(long, short string) span {
	if table.Width(long) > m.dialogRoom() {
		long = short
	}
	return span{m.theme.Hint, long}
}

// buttons draws both answers. The chosen one also has the cursor, for those who
// see no reversed text.
func (m *Model) buttons(yes, no string, yesChosen bool) line {
	t := m.theme
	button := func(label string, chosen bool) line {
		if chosen {
			return line{{t.Cursor, t.Glyphs.Cursor}, {t.ButtonChosen, " " + label + " "}}
		}
		return line{{t.Text, " "}, {t.Button, " " + label + " "}}
	}
	l := append(button(no, !yesChosen), span{t.Text, "  "})
	return append(l, button(yes, yesChosen)...)
}

// answers are the labels of the buttons.
func (m *Model) answers(c *confirmation) (yes, no string) {
	if c.purpose == toQuit {
		return "Yes, quit", "No, stay"
	}
	return "Yes, " + string(c.verb), "No, " + verbWords[c.verb].keep
}
