package keymap

import (
	"slices"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
)

// A Map is the keys in force. It is never changed after it was made and is safe
// for concurrent use.
type Map struct {
	list     []Definition
	bindings map[Action]key.Binding
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
	errs = append(errs, conflicts(list, bound, overrides)...)
	if len(errs) > 0 {
		return nil, errs
	}
	m := &Map{list: list, bindings: make(map[Action]key.Binding, len(list))}
	for _, d := range list {
		m.bindings[d.Action] = key.NewBinding(key.WithKeys(bound[d.Action]...))
	}
	m.describe()
	return m, nil
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
	c.bindings = make(map[Action]key.Binding, len(m.bindings))
	for a, b := range m.bindings {
		c.bindings[a] = b
	}
	c.describe()
	return &c
}

// describe writes the help of every binding.
func (m *Map) describe() {
	for _, d := range m.list {
		b := m.bindings[d.Action]
		b.SetHelp(m.entry(d).Label(), d.Short)
		m.bindings[d.Action] = b
	}
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
				if d.Scope == s && key.Matches(name, m.bindings[d.Action]) {
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
	for _, d := range m.list {
		if d.Action == a {
			got, ok := m.Action(msg, d.Scope)
			return ok && got == a
		}
	}
	return false
}

// Binding is the action as Bubbles components take it; without keys if the
// action is unbound or unknown.
func (m *Map) Binding(a Action) key.Binding { return m.bindings[a] }

// Keys is what leads to the action now, in the spelling of [keys].
func (m *Map) Keys(a Action) []string { return slices.Clone(m.bindings[a].Keys()) }

// Changes reports whether the action sends commands to Toloka, and so is
// refused when read-only.
func (m *Map) Changes(a Action) bool {
	return slices.ContainsFunc(m.list, func(d Definition) bool { return d.Action == a && d.Changes })
}
