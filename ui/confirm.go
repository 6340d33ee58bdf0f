package ui

import (
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"tolokadash/internal/fleet"
	"tolokadash/keymap"
	"tolokadash/tolokaapi"
)

// A confirmation is a question that stands before everything that cannot be
// taken back. What it is about was frozen when it opened.
type confirmation struct {
	purpose  purpose
	verb     tolokaapi.Verb
	targets  []target
	leftOut  []string        // counts with their reasons
	already  []tolokaapi.Ref // left out because nothing has to be done
	replaces []fleet.RowID
	foreign  bool // what is sent again was not asked for here
	twice    bool // it may have been done already, and would be done twice

	armed bool
	early bool   // a yes, or what is typed, came before it was armed
	yes   bool   // the chosen button; No is chosen first
	typed *field // the count, instead of buttons; nil for buttons
	wrong bool   // enter was pressed on another count
	scroll
}

// A purpose says what follows a yes.
type purpose int

const (
	toSubmit purpose = iota
	toRetry
	toQuit
)

// A target is a pool as it was named in the question.
type target struct {
	ref  tolokaapi.Ref
	name string
}

// subject is what the targets are; they are all alike.
func (c *confirmation) subject() tolokaapi.Subject {
	if len(c.targets) == 0 {
		return ""
	}
	return c.targets[0].ref.Subject
}

// countLimit bounds what can be typed where a count is asked for.
const countLimit = 12

// ask opens a confirmation. It takes no yes until it is armed, so that keys
// that were meant for something else answer nothing.
func (m *Model) ask(c *confirmation) tea.Cmd {
	if c.purpose != toQuit && len(c.targets) >= m.o.CountFrom {
		c.typed = newField("", countLimit)
	}
	m.confirm = c
	return m.arming.set(m.now, m.now.Add(m.o.ArmAfter), func(tag uint64) tea.Msg { return dialogArmedMsg{tag} })
}

// askToSubmit asks whether to send a verb to pools, or says why it cannot be
// sent to any of them.
func (m *Model) askToSubmit(verb tolokaapi.Verb, at aimed, what purpose) tea.Cmd {
	ok, left := m.fleet.Eligible(verb, at.refs)
	if len(ok) == 0 {
		return m.say(warning, m.cannot(verb, at, left))
	}
	c := &confirmation{purpose: what, verb: verb, leftOut: m.words.leftOut(verb, left)}
	if at.hidden > 0 {
		c.leftOut = append(c.leftOut, count(at.hidden)+" marked but hidden by the filter")
	}
	c.leftOut = append(c.leftOut, at.aside...)
	for _, r := range left {
		if r.Reason == fleet.Already {
			c.already = append(c.already, r.On)
		}
	}
	for _, ref := range ok {
		pool, _ := m.fleet.Pool(ref)
		c.targets = append(c.targets, target{ref, pool.Name})
	}
	return m.ask(c)
}

// pressConfirm is a key while a confirmation is open. Nothing else gets it.
func (m *Model) pressConfirm(msg tea.KeyPressMsg) tea.Cmd {
	c := m.confirm
	scopes := []keymap.Scope{keymap.Dialog}
	if c.typed != nil {
		scopes = append(scopes, keymap.Field)
	}
	action, ok := m.keys.Action(msg, scopes...)
	if types := c.typed != nil && msg.Text != ""; !ok && !types && m.keys.Matches(msg, keymap.ForceQuit) {
		return m.interrupt()
	}
	switch {
	case action == keymap.ConfirmNo, action == keymap.FieldLeave:
		return m.closeConfirm()
	case !c.armed, m.layout.tooSmall: // what cannot be seen cannot be confirmed
		c.early = action == keymap.ConfirmYes || action == keymap.ConfirmAccept || c.typed != nil && msg.Text != ""
		return nil
	case action == keymap.ConfirmYes:
		return m.accept()
	case action == keymap.ConfirmAccept:
		return m.enter()
	case action == keymap.ConfirmChoose && c.typed == nil:
		c.yes = !c.yes
	case scrolling(action) != "":
		c.move(scrolling(action), len(c.targets), m.targetRoom(c))
	case !ok && c.typed != nil:
		c.typed.take(msg)
		c.wrong = false
	}
	return nil
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
func (m *Model) enter() tea.Cmd {
	c := m.confirm
	switch {
	case c.typed == nil && c.yes:
		return m.accept()
	case c.typed == nil:
		return m.closeConfirm()
	case strings.ReplaceAll(strings.TrimSpace(c.typed.text()), ",", "") == strconv.Itoa(len(c.targets)): // 1,105 is how it is shown
		return m.accept()
	}
	c.wrong = true
	return nil
}

// closeConfirm changes nothing.
func (m *Model) closeConfirm() tea.Cmd {
	m.confirm = nil
	return m.shut()
}

// accept does what was asked.
func (m *Model) accept() tea.Cmd {
	c := m.confirm
	m.confirm = nil
	if c.purpose == toQuit {
		return m.leave()
	}
	return tea.Batch(m.shut(), m.submit(c))
}
