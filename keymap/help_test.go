package keymap

import (
	"strings"
	"testing"
)

// labels is help by action.
func labels(m *Map) map[Action]string {
	all := map[Action]string{}
	for _, g := range m.Help() {
		for _, e := range g.Entries {
			all[e.Action] = e.Label()
		}
	}
	return all
}

func TestHelp_ShowsWhatIsBound(t *testing.T) {
	m, err := New(map[string]string{"down": "ctrl+down n", "clone": "", "quit": "Q"})
	if err != nil {
		t.Fatal(err)
	}
	got := labels(m)
	for a, want := range map[Action]string{Down: "ctrl+↓ n", Quit: "Q", Mark: "space", PreviousPane: "shift+tab", ConfirmChoose: "tab shift+tab ← →"} {
		if got[a] != want {
			t.Errorf("%s: help shows %q, want %q", a, got[a], want)
		}
	}
	for _, d := range List() {
		if _, shown := got[d.Action]; shown != (len(m.Keys(d.Action)) > 0) {
			t.Errorf("%s: shown %v with keys %q", d.Action, shown, m.Keys(d.Action))
		}
	}
}

func TestHelp_NoEmptyGroup(t *testing.T) {
	m, err := New(map[string]string{"close": "", "open": "", "archive": "", "clone": "", "reopen_batch": ""})
	if err != nil {
		t.Fatal(err)
	}
	groups := m.Help(Pools, Operations)
	if len(groups) != 1 || groups[0].Scope != Operations {
		t.Errorf("got %+v", groups)
	}
	if groups := Default().ReadOnly().Help(Pools); len(groups) != 0 {
		t.Errorf("read-only help on pools holds %+v", groups)
	}
}

func TestReadOnly_HidesRefusedActions(t *testing.T) {
	m := Default().ReadOnly()
	for _, d := range List() {
		if _, shown := labels(m)[d.Action]; shown == d.Changes {
			t.Errorf("%s: shown %v", d.Action, shown)
		}
	}
	if len(m.Hints(Close, Retry)) != 0 {
		t.Error("the hint line names a refused action")
	}
	if got, _ := m.Action(typing('c'), Pools, Choosing, Table, Anywhere); got != Close {
		t.Errorf("c means %q, so it cannot be refused with a reason", got)
	}
	if len(Default().Hints(Close)) != 1 {
		t.Error("read-only leaked into another map")
	}
}

func TestHints_OrderAndFirstKey(t *testing.T) {
	m, err := New(map[string]string{"filter": ""})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, e := range m.Hints(Close, Down, Filter, Help) {
		got = append(got, e.Key()+" "+e.Short)
	}
	if line := strings.Join(got, "  "); line != "c close  j down  ? help" {
		t.Errorf("got %q", line)
	}
	if (Entry{}).Key() != "" {
		t.Error("an entry without keys has a key")
	}
}

func TestHelp_ASCII(t *testing.T) {
	plain := Default()
	m := plain.ASCII()
	for a, label := range labels(m) {
		for _, r := range label {
			if r > '~' {
				t.Errorf("%s: %q", a, label)
			}
		}
	}
	if got := labels(plain)[Down]; got != "j ↓" {
		t.Errorf("the other map changed: %q", got)
	}
	for _, g := range plain.Help() {
		for _, e := range g.Entries {
			if strings.ContainsFunc(e.Short+e.Long+g.Scope.String(), func(r rune) bool { return r > '~' }) {
				t.Errorf("%s: the words need more than ASCII", e.Action)
			}
		}
	}
}

func TestMarkdown_EveryKey(t *testing.T) {
	m, err := New(map[string]string{"refresh": "| `"})
	if err != nil {
		t.Fatal(err)
	}
	table := m.Markdown()
	if want := "| `\\|` `` ` `` | ask"; !strings.Contains(table, want) {
		t.Errorf("no row begins with %s", want)
	}
	for _, line := range strings.Split(strings.TrimSpace(table), "\n") {
		if cells := strings.Count(strings.ReplaceAll(line, `\|`, ""), "|"); cells != 4 {
			t.Errorf("%q has %d bars", line, cells)
		}
	}
	for _, d := range List() {
		if !strings.Contains(table, d.Long) {
			t.Errorf("%s is missing", d.Action)
		}
		if d.Fixed == strings.Contains(table, "`"+string(d.Action)+"`") {
			t.Errorf("%s: fixed is %v, and the table says otherwise", d.Action, d.Fixed)
		}
	}
}
