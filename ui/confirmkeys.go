package ui

import (
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"tolokadash/keymap"
)

// An answer is what a key press means to a confirmation.
type answer int

const (
	answerNone      answer = iota // the confirmation stays, perhaps changed
	answerYes                     // do it
	answerNo                      // change nothing
	answerInterrupt               // quit at once
	answerDropped                 // the key came before an answer could have been meant
)

// press takes in a key. held says that no yes can be meant now; page is how many
// targets are in sight.
func (c *confirmation) press(keys *keymap.Map, msg tea.KeyPressMsg, held bool, page int) answer {
	scopes := []keymap.Scope{keymap.Dialog}
	if c.typed != nil {
		scopes = append(scopes, keymap.Field)
	}
	action, ok := keys.Action(msg, scopes...)
	types := c.typed != nil && msg.Text != ""
	c.unclear = c.typed == nil && ambiguousAnswer(action, msg)
	switch {
	case !ok && !types && keys.Matches(msg, keymap.ForceQuit):
		return answerInterrupt
	case !c.unclear && (action == keymap.ConfirmNo || action == keymap.FieldLeave):
		return answerNo
	case held:
		c.early = action == keymap.ConfirmYes || action == keymap.ConfirmAccept || types
		c.unclear = false
		return answerDropped
	case c.unclear:
		return answerNone
	case action == keymap.ConfirmYes && !msg.IsRepeat:
		return answerYes
	case action == keymap.ConfirmAccept && !msg.IsRepeat:
		return c.enter()
	case action == keymap.ConfirmChoose && c.typed == nil:
		c.yes = !c.yes
	case scrolling(action) != "":
		c.Move(scrolling(action), len(c.targets), page)
	case !ok && c.typed != nil:
		c.typed.take(msg)
		c.wrong = false
	}
	return answerNone
}

// ambiguousAnswer reports whether a key may mean yes on one keyboard and no on
// another: the Cyrillic н is at the place of y on the Russian board and of n on
// the Serbian one. No letter of another script says yes.
func ambiguousAnswer(a keymap.Action, msg tea.KeyPressMsg) bool {
	return a == keymap.ConfirmYes && msg.Text != "y" || strings.ToLower(msg.Text) == "н"
}

// scrolling is how an action moves through the targets; "" if it does not.
func scrolling(a keymap.Action) keymap.Action {
	switch a {
	case keymap.ConfirmDown:
		return keymap.Down
	case keymap.ConfirmUp:
		return keymap.Up
	case keymap.ConfirmPageDown:
		return keymap.PageDown
	case keymap.ConfirmPageUp:
		return keymap.PageUp
	case keymap.ConfirmTop:
		return keymap.Top
	case keymap.ConfirmBottom:
		return keymap.Bottom
	}
	return ""
}

// enter takes the chosen button, or the count that was typed.
func (c *confirmation) enter() answer {
	switch {
	case c.typed == nil && c.yes, c.typed != nil && c.counted():
		return answerYes
	case c.typed == nil:
		return answerNo
	}
	c.wrong = true
	return answerNone
}

// counted reports whether the right count was typed.
func (c *confirmation) counted() bool {
	typed := strings.ReplaceAll(strings.TrimSpace(c.typed.text()), ",", "") // 1,105 is how it is shown
	return typed == strconv.Itoa(len(c.targets))
}
