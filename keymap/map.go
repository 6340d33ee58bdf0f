package keymap

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"tolokadash/tolokaapi"
)

// A Map is the keys in force. It is never changed after it was made and is safe
// for concurrent use.
type Map struct {
	list     []Definition
	keys     map[Action][]string
	readOnly bool
	ascii    bool
}

// Default is the map with nothing remapped.
func Default() *Map {
	m, err := New(nil)
	if err != nil {
		panic(err) // a test holds that the list agrees with itself
	}
	return m
}

// New makes the map from the list and what a user wrote in [keys]: a name to
// its keys, alternatives separated by blanks, "" for none. Every mistake in the
// overrides is found; the error is then of type [Errors].
func New(overrides map[string]string) (*Map, error) {
	list := List()
	bound, errs := bind(list, overrides)
	errs = append(errs, selfAnswering(list, bound)...)
	errs = append(errs, conflicts(list, bound, overrides)...)
	if len(errs) > 0 {
		return nil, errs
	}
	return &Map{list: list, keys: bound}, nil
}

// ReadOnly is the same map with the actions that change something at Toloka
// left out of help and hints. Their keys still lead to them, so that a press
// can be refused with the reason.
func (m *Map) ReadOnly() *Map {
	c := *m
	c.readOnly = true
	return &c
}

// ASCII is the same map with key names that need no character beyond ASCII.
func (m *Map) ASCII() *Map {
	c := *m
	c.ascii = true
	return &c
}

// Action is what a key press means where the scopes, in the order in which they
// get the key, are asked. Text typed into a field is text: if scopes hold
// [Field], a press that types something means nothing.
func (m *Map) Action(msg tea.KeyPressMsg, scopes ...Scope) (Action, bool) {
	if msg.Text != "" && slices.Contains(scopes, Field) {
		return "", false
	}
	for _, name := range names(tea.Key(msg)) {
		for _, s := range scopes {
			for _, d := range m.list {
				if d.Scope == s && slices.Contains(m.keys[d.Action], name) {
					return d.Action, true
				}
			}
		}
	}
	return "", false
}

// Matches reports whether a key press means the action, whatever stands before
// its scope. Use it where only one action is of interest; [Map.Action] decides
// between several.
func (m *Map) Matches(msg tea.KeyPressMsg, a Action) bool {
	got, ok := m.Action(msg, m.definition(a).Scope)
	return ok && got == a
}

// Keys is what leads to the action now, in the spelling of [keys].
func (m *Map) Keys(a Action) []string { return slices.Clone(m.keys[a]) }

// definition is the line of an action in the list.
func (m *Map) definition(a Action) Definition {
	if i := slices.IndexFunc(m.list, func(d Definition) bool { return d.Action == a }); i >= 0 {
		return m.list[i]
	}
	return Definition{}
}

// Changes reports whether the action sends commands to Toloka, and so is
// refused when read-only.
func (m *Map) Changes(a Action) bool { return m.definition(a).Changes }

// AboutRow reports whether the action is about the row under the cursor.
func (m *Map) AboutRow(a Action) bool { return m.definition(a).AboutRow }

// Verb is what the action sends to the chosen pools; ok is false if it sends no
// verb of its own.
func (m *Map) Verb(a Action) (v tolokaapi.Verb, ok bool) {
	v = m.definition(a).Verb
	return v, v != ""
}

// VerbActions is the actions that send a verb to pools, in the order of the list.
func (m *Map) VerbActions() (actions []Action) {
	for _, d := range m.list {
		if d.Verb != "" {
			actions = append(actions, d.Action)
		}
	}
	return actions
}
