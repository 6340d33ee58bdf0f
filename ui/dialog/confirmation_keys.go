package dialog

import (
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"tolokadash/keymap"
)

// An Answer is what a key press means to a confirmation.
type Answer int

// The answers.
const (
	AnswerNone      Answer = iota // the confirmation stays, perhaps changed
	AnswerYes                     // do it
	AnswerNo                      // change nothing
	AnswerInterrupt               // quit at once
	AnswerDropped                 // the key came before an answer could have been meant
)

// Press takes in a key. held says that no yes can be meant now; page is how many
// targets are in sight.
func (c *Confirmation) Press(keys *keymap.Map, msg tea.KeyPressMsg, held bool, page int) Answer {
	scopes := []keymap.Scope{keymap.Dialog}
	if c.typed != nil {
		scopes = append(scopes, keymap.Field)
	}
	action, ok := keys.Action(msg, scopes...)
	types := c.typed != nil && msg.Text != ""
	c.unclear = c.typed == nil && ambiguousAnswer(action, msg)
	switch {
	case !ok && !types && keys.Matches(msg, keymap.ForceQuit):
		return AnswerInterrupt
	case !c.unclear && (action == keymap.ConfirmNo || action == keymap.FieldLeave):
		return AnswerNo
	case held:
		c.early = action == keymap.ConfirmYes || action == keymap.ConfirmAccept || types
		c.unclear = false
		return AnswerDropped
	case c.unclear:
		return AnswerNone
	case action == keymap.ConfirmYes && !msg.IsRepeat:
		return AnswerYes
	case action == keymap.ConfirmAccept && !msg.IsRepeat:
		return c.enter()
	case action == keymap.ConfirmChoose && c.typed == nil:
		c.yes = !c.yes
	case scrolling(action) != "":
		c.Move(scrolling(action), len(c.Targets), page)
	case !ok && c.typed != nil:
		c.typed.Take(msg)
		c.wrong = false
	}
	return AnswerNone
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
func (c *Confirmation) enter() Answer {
	switch {
	case c.typed == nil && c.yes, c.typed != nil && c.counted():
		return AnswerYes
	case c.typed == nil:
		return AnswerNo
	}
	c.wrong = true
	return AnswerNone
}

// counted reports whether the right count was typed.
func (c *Confirmation) counted() bool {
	typed := strings.ReplaceAll(strings.TrimSpace(c.typed.Text()), ",", "") // 1,105 is how it is shown
	return typed == strconv.Itoa(len(c.Targets))
}
