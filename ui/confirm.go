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
	leftOut  []string // counts with their reasons
	replaces []fleet.RowID

	armed  bool
	arming alarm
	yes    bool   // the chosen button; No is chosen first
	typed  *field // the count, instead of buttons; nil for buttons
	wrong  bool   // enter was pressed on another count
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
	return c.arming.set(m.now, m.now.Add(m.o.ArmAfter), func(tag uint64) tea.Msg { return dialogArmedMsg{tag} })
}

// askToSubmit asks whether to send a verb to pools, or says why it cannot be
// sent to any of them.
func (m *Model) askToSubmit(verb tolokaapi.Verb, refs []tolokaapi.Ref, hidden int, what purpose) tea.Cmd {
	ok, left := m.fleet.Eligible(verb, refs)
	if len(ok) == 0 {
		return m.say(warning, m.cannot(verb, refs, left, hidden))
	}
	c := &confirmation{purpose: what, verb: verb, leftOut: m.words.leftOut(verb, left)}
	if hidden > 0 {
		c.leftOut = append(c.leftOut, count(hidden)+" marked but hidden by the filter")
	}
	for _, ref := range ok {
		pool, _ := m.fleet.Pool(ref)
		c.targets = append(c.targets, target{ref, pool.Name})
	}
	return m.ask(c)
}

// cannot says why a verb can be sent to none of the pools.
func (m *Model) cannot(verb tolokaapi.Verb, refs []tolokaapi.Ref, left []fleet.Refusal, hidden int) string {
	one := noun(m.shelf().subject)
	if len(left) > 0 {
		one = noun(left[0].On.Subject)
	}
	switch {
	case len(refs) == 0 && hidden > 0:
		return "Every marked " + one + " is hidden by the filter; " + m.keyOf(keymap.Back, "esc") + " shows all."
	case len(left) == 0:
		return "There is no " + one + " to " + string(verb) + " here."
	case len(left) == 1:
		busy, _ := m.fleet.Row(left[0].Row)
		return left[0].On.ID + " is " + m.words.refusal(verb, left[0], busy) + "."
	}
	reasons := m.words.dotted(m.words.leftOut(verb, left)...)
	return "None of the " + count(len(left)) + " marked " + one + "s can be " + passive(verb) + ": " + reasons + "."
}

// pressConfirm is a key while a confirmation is open. Nothing else gets it.
func (m *Model) pressConfirm(msg tea.KeyPressMsg) tea.Cmd {
	c := m.confirm
	scopes := []keymap.Scope{keymap.Dialog}
	if c.typed != nil {
		scopes = append(scopes, keymap.Field)
	}
	action, ok := m.keys.Action(msg, scopes...)
	if !ok && m.keys.Matches(msg, keymap.ForceQuit) {
		return m.interrupt()
	}
	switch {
	case action == keymap.ConfirmNo, action == keymap.FieldLeave:
		return m.closeConfirm()
	case !c.armed, m.layout.tooSmall: // what cannot be seen cannot be confirmed
		return nil
	case action == keymap.ConfirmYes:
		return m.accept()
	case action == keymap.ConfirmAccept:
		return m.enter()
	case action == keymap.ConfirmChoose && c.typed == nil:
		c.yes = !c.yes
	case action == keymap.ConfirmDown:
		c.move(keymap.Down, len(c.targets), m.targetRoom(c))
	case action == keymap.ConfirmUp:
		c.move(keymap.Up, len(c.targets), m.targetRoom(c))
	case !ok && c.typed != nil:
		c.typed.take(msg)
		c.wrong = false
	}
	return nil
}

// enter takes the chosen button, or the count that was typed.
func (m *Model) enter() tea.Cmd {
	c := m.confirm
	switch {
	case c.typed == nil && c.yes:
		return m.accept()
	case c.typed == nil:
		return m.closeConfirm()
	case strings.TrimSpace(c.typed.text()) == strconv.Itoa(len(c.targets)):
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

// submit hands what was confirmed to the fleet. Pools that can no longer take
// the verb are refused there, and named.
func (m *Model) submit(c *confirmation) tea.Cmd {
	refs := make([]tolokaapi.Ref, len(c.targets))
	for i, t := range c.targets {
		refs[i] = t.ref
	}
	batch, refused := m.fleet.Submit(m.now, c.verb, refs)
	refs = accepted(refs, refused)
	if batch != 0 {
		m.news.begun(batch, refs)
		if c.verb == tolokaapi.VerbClose {
			m.lastClosed = refs
		}
		m.giveWay(c.replaces, refs)
	}
	if len(refused) == 0 {
		return m.turn()
	}
	if batch == 0 {
		return tea.Batch(m.say(warning, "Nothing was sent: "+m.cannot(c.verb, refs, refused, 0)), m.turn())
	}
	reasons := m.words.dotted(m.words.leftOut(c.verb, refused)...)
	return tea.Batch(m.say(warning, "Left out since you were asked: "+reasons+"."), m.turn())
}

// accepted is the refs without those refused.
func accepted(refs []tolokaapi.Ref, refused []fleet.Refusal) []tolokaapi.Ref {
	out := make(map[tolokaapi.Ref]bool, len(refused))
	for _, r := range refused {
		out[r.On] = true
	}
	kept := make([]tolokaapi.Ref, 0, len(refs))
	for _, ref := range refs {
		if !out[ref] {
			kept = append(kept, ref)
		}
	}
	return kept
}

// giveWay dismisses failed rows whose pools were sent the verb again.
func (m *Model) giveWay(rows []fleet.RowID, refs []tolokaapi.Ref) {
	again := make(map[tolokaapi.Ref]bool, len(refs))
	for _, ref := range refs {
		again[ref] = true
	}
	for _, id := range rows {
		if r, ok := m.fleet.Row(id); ok && again[r.On] {
			m.fleet.Dismiss([]fleet.RowID{id})
		}
	}
}
