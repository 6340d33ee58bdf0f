package keymap

import (
	"fmt"
	"strings"
)

// An Entry is an action as help shows it.
type Entry struct {
	Action Action
	Keys   []string // as bound now, made pretty: "↓" for "down"
	Short  string
	Long   string
}

// Label is all keys of the entry on one line.
func (e Entry) Label() string { return strings.Join(e.Keys, " ") }

// Key is the first key of the entry, the one for hints; "" if it has none.
func (e Entry) Key() string {
	if len(e.Keys) == 0 {
		return ""
	}
	return e.Keys[0]
}

// A Group is the entries of one scope.
type Group struct {
	Scope   Scope
	Entries []Entry
}

// Help is what can be pressed now, by scope in the order asked for; all scopes
// if none is named. Unbound actions, those refused when read-only, and groups
// left empty by that are not shown.
func (m *Map) Help(scopes ...Scope) []Group {
	if len(scopes) == 0 {
		scopes = []Scope{Anywhere, Table, Choosing, Pools, Operations, Field, Dialog}
	}
	var groups []Group
	for _, s := range scopes {
		g := Group{Scope: s}
		for _, d := range m.list {
			if d.Scope == s && m.shown(d) {
				g.Entries = append(g.Entries, m.entry(d))
			}
		}
		if len(g.Entries) > 0 {
			groups = append(groups, g)
		}
	}
	return groups
}

// Hints is the named actions for the last line of the screen, in that order,
// without those that have no key now or are refused when read-only.
func (m *Map) Hints(actions ...Action) []Entry {
	var entries []Entry
	for _, a := range actions {
		for _, d := range m.list {
			if d.Action == a && m.shown(d) {
				entries = append(entries, m.entry(d))
			}
		}
	}
	return entries
}

func (m *Map) shown(d Definition) bool {
	return len(m.keys[d.Action]) > 0 && (!m.readOnly || !d.Changes)
}

func (m *Map) entry(d Definition) Entry {
	e := Entry{Action: d.Action, Short: d.Short, Long: d.Long}
	for _, k := range m.keys[d.Action] {
		e.Keys = append(e.Keys, m.pretty(k))
	}
	return e
}

// pretty is a key as it is shown.
func (m *Map) pretty(k string) string {
	if m.ascii {
		return k
	}
	head, base := "", k
	if i := strings.LastIndex(strings.TrimSuffix(k, "+"), "+"); i >= 0 {
		head, base = k[:i+1], k[i+1:]
	}
	switch base {
	case "up":
		base = "↑"
	case "down":
		base = "↓"
	case "left":
		base = "←"
	case "right":
		base = "→"
	}
	return head + base
}

// Markdown is the README's table of keys.
func (m *Map) Markdown() string {
	var b strings.Builder
	b.WriteString("| Keys | What they do | Name in `[keys]` |\n|---|---|---|\n")
	for _, g := range m.Help() {
		fmt.Fprintf(&b, "| **%s** | | |\n", g.Scope)
		for _, e := range g.Entries {
			name := "fixed"
			if !m.fixed(e.Action) {
				name = "`" + string(e.Action) + "`"
			}
			fmt.Fprintf(&b, "| %s | %s | %s |\n", markdownKeys(e.Keys), e.Long, name)
		}
	}
	return b.String()
}

func (m *Map) fixed(a Action) bool {
	for _, d := range m.list {
		if d.Action == a {
			return d.Fixed
		}
	}
	return false
}

// markdownKeys is keys as code. A bar inside a table must be escaped even
// there, and a backquote needs two around it.
func markdownKeys(keys []string) string {
	var out []string
	for _, k := range keys {
		quote := "`"
		if strings.Contains(k, "`") {
			quote = "`` "
			k += " "
		}
		out = append(out, quote+strings.ReplaceAll(k, "|", `\|`)+strings.TrimSpace(quote))
	}
	return strings.Join(out, " ")
}

// KeyOf is the first key of an action, as it is shown; "" if it has none.
func (m *Map) KeyOf(a Action) string {
	for _, e := range m.Hints(a) {
		return strings.TrimSpace(e.Key())
	}
	return ""
}

// PressFor is a sentence about the key that does something; "" if no key does.
func (m *Map) PressFor(a Action, what string) string {
	if key := m.KeyOf(a); key != "" {
		return "Press " + key + " to " + what + "."
	}
	return ""
}

// PressTo is a sentence about what a key is good for, to follow another one;
// nothing if no key leads there.
func (m *Map) PressTo(a Action, what string) string {
	if said := m.PressFor(a, what); said != "" {
		return " " + said
	}
	return ""
}
