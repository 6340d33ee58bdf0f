package keymap

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"tolokadash/tolokaapi"
)

func TestNew_RemappedKeysReplaceDefaults(t *testing.T) {
	m, err := New(map[string]string{"close": "O", "open": "c", "mark": "m space", "clone": ""})
	if err != nil {
		t.Fatal(err)
	}
	for key, want := range map[rune]Action{'O': Close, 'c': Open, 'm': Mark, ' ': Mark, 'N': ""} {
		press := typing(key)
		if got, _ := m.Action(press, Pools, Choosing, Table, Anywhere); got != want {
			t.Errorf("%q: got %q, want %q", press, got, want)
		}
	}
	if len(m.Keys(Clone)) > 0 {
		t.Error("an unbound action still has a key")
	}
	if got := m.Keys(Mark); !slices.Equal(got, []string{"m", "space"}) {
		t.Errorf("mark is on %q", got)
	}
}

func TestNew_MistakesNameTheActions(t *testing.T) {
	for name, c := range map[string]struct {
		overrides map[string]string
		option    string
		says      []string
	}{
		"an unknown name gets the nearest and all": {map[string]string{"clsoe": "c"}, "clsoe", []string{`"clsoe" is no action. Did you mean close?`, "help, quit, force_quit"}},
		"a name like nothing gets all":             {map[string]string{"frobnicate": "c"}, "frobnicate", []string{`"frobnicate" is no action. The actions are: help`}},
		"a fixed name says so":                     {map[string]string{"confirm_yes": "enter"}, "confirm_yes", []string{"cannot be remapped"}},
		"a key that is none":                       {map[string]string{"close": "cc"}, "close", []string{`close: "cc" is no key`}},
		"a blank is no key":                        {map[string]string{"mark": " "}, "mark", []string{`mark: " " names no key; write "space"`}},
		"two in one table":                         {map[string]string{"close": "x"}, "close", []string{`close and archive are both on "x"`}},
		"a pane and any table":                     {map[string]string{"dismiss": "s"}, "dismiss", []string{`dismiss and sort_next are both on "s"`}},
		"a pane and choosing rows":                 {map[string]string{"dismiss": "space"}, "dismiss", []string{`dismiss and mark are both on "space"`}},
		"choosing rows and any table":              {map[string]string{"mark": "j"}, "mark", []string{`mark and down are both on "j"`}},
		"a pane and anywhere":                      {map[string]string{"close": "q"}, "close", []string{`close and quit are both on "q"`}},
		"anywhere and a pane":                      {map[string]string{"quit": "c"}, "quit", []string{`quit and close are both on "c"`}},
		"ctrl+c belongs to force_quit":             {map[string]string{"quit": "ctrl+c"}, "quit", []string{`quit and force_quit are both on "ctrl+c"`}},
		"force_quit cannot be unbound":             {map[string]string{"force_quit": ""}, "force_quit", []string{"force_quit must keep ctrl+c"}},
		"force_quit cannot be moved":               {map[string]string{"force_quit": "ctrl+q"}, "force_quit", []string{"force_quit must keep ctrl+c"}},
		"spelled differently, still the same key":  {map[string]string{"close": "shift+o"}, "close", []string{`close and open are both on "O"`}},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := New(c.overrides)
			var one *Error
			if !errors.As(err, &one) {
				t.Fatalf("got %v", err)
			}
			if one.Name != c.option {
				t.Errorf("the mistake is laid at %q, not at %q", one.Name, c.option)
			}
			for _, want := range c.says {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("%q does not say %q", err, want)
				}
			}
		})
	}
}

func TestNew_EveryMistake(t *testing.T) {
	_, err := New(map[string]string{"clsoe": "c", "quit": "qq", "up": "j"})
	var all Errors
	if !errors.As(err, &all) || len(all) != 3 {
		t.Fatalf("got %v", err)
	}
	if lines := strings.Split(err.Error(), "\n"); len(lines) != 3 {
		t.Errorf("%d lines for 3 mistakes", len(lines))
	}
}

func TestNew_SameKeyInDisjointScopes(t *testing.T) {
	for _, overrides := range []map[string]string{
		{"dismiss": "c"},                   // pools and operations are never focused together
		{"force_quit": "ctrl+c ctrl+q"},    // more ways out
		{"filter": "enter", "details": ""}, // enter in a dialog is the dialog's
		{"refresh": "y", "copy_id": "Y"},   // y in a dialog is the dialog's
	} {
		if _, err := New(overrides); err != nil {
			t.Errorf("%v: %v", overrides, err)
		}
	}
}

func TestList_EachActionOnce(t *testing.T) {
	seen := map[Action]bool{}
	for _, d := range List() {
		if seen[d.Action] {
			t.Errorf("%s stands twice", d.Action)
		}
		seen[d.Action] = true
		if d.Short == "" || d.Long == "" || d.Defaults == "" || d.Scope.String() == "Nowhere" {
			t.Errorf("%s lacks something: %+v", d.Action, d)
		}
		if strings.Trim(string(d.Action), "abcdefghijklmnopqrstuvwxyz_") != "" {
			t.Errorf("%q is not in snake case", d.Action)
		}
	}
}

func TestList_ActionsThatChangeSomething(t *testing.T) {
	m := Default()
	var changing []string
	for _, d := range List() {
		if m.Changes(d.Action) {
			changing = append(changing, string(d.Action))
		}
	}
	if got := strings.Join(changing, " "); got != "close open archive clone reopen_batch retry retry_alike" {
		t.Errorf("got %q", got)
	}
}

// Each verb of the API has one action, which asks and is refused when read-only.
func TestList_EveryVerb(t *testing.T) {
	m := Default()
	var verbs []string
	for _, a := range m.VerbActions() {
		v, ok := m.Verb(a)
		if !ok || !m.Changes(a) || !m.AboutRow(a) {
			t.Errorf("%s is no command of its own", a)
		}
		verbs = append(verbs, string(v))
	}
	var want []string
	for _, v := range tolokaapi.Verbs {
		want = append(want, string(v))
	}
	if !slices.Equal(verbs, want) {
		t.Errorf("keys for %v, want %v", verbs, want)
	}
	if v, ok := m.Verb(Retry); ok {
		t.Errorf("retry sends %s", v)
	}
}

func TestList_PanesByNumber(t *testing.T) {
	for key, want := range map[rune]Action{'1': PoolsPane, '2': OperationsPane, '3': TrainingsPane, '4': HistoryPane} {
		for _, scope := range []Scope{Pools, Operations, Table} {
			if got, _ := Default().Action(typing(key), scope, Table, Anywhere); got != want {
				t.Errorf("%q is %q, want %q", key, got, want)
			}
		}
	}
}

func TestAction_HistoryHasNoMarks(t *testing.T) {
	for _, d := range List() {
		if d.Scope != Choosing {
			continue
		}
		for _, k := range strings.Fields(d.Defaults) {
			if got, ok := Default().Action(pressOf(t, k), Table, Anywhere); ok {
				t.Errorf("%s is %s in a table where nothing is chosen", k, got)
			}
		}
	}
}
