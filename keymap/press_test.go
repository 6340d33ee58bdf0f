package keymap

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"
)

// typing is the press a terminal without the Kitty protocol reports for a
// character.
func typing(r rune) tea.KeyPressMsg {
	if r < utf8.RuneSelf && unicode.IsUpper(r) {
		return tea.KeyPressMsg{Code: unicode.ToLower(r), Text: string(r), ShiftedCode: r, Mod: tea.ModShift}
	}
	return tea.KeyPressMsg{Code: r, Text: string(r)}
}

func TestAction_CyrillicLetters(t *testing.T) {
	const russian = "йцукенгшщзхъфывапролджэячсмитьбюё"
	const board = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`"
	const shiftedBoard = "QWERTYUIOP{}ASDFGHJKL:\"ZXCVBNM<>~"
	i := 0
	for _, r := range russian {
		for _, c := range []struct {
			typed rune
			want  string
		}{{r, board[i : i+1]}, {unicode.ToUpper(r), shiftedBoard[i : i+1]}} {
			m := mapWith(t, map[string]string{"help": c.want})
			if got, _ := m.Action(typing(c.typed), Anywhere); got != Help {
				t.Errorf("%q did not count as %q: got action %q", c.typed, c.want, got)
			}
		}
		i++
	}
}

// mapWith binds one action and takes every other key away that could hide it.
func mapWith(t *testing.T, overrides map[string]string) *Map {
	t.Helper()
	all := map[string]string{}
	for _, name := range Remappable() {
		all[name] = ""
	}
	all["force_quit"] = "ctrl+c"
	for name, keys := range overrides {
		all[name] = keys
	}
	m, err := New(all)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestAction_OtherLayouts(t *testing.T) {
	cases := map[string]struct {
		press tea.KeyPressMsg
		want  Action
	}{
		"Ukrainian і stands where Russian has ы":            {typing('і'), SortNext},
		"capital Ukrainian І is S":                          {typing('І'), SortReverse},
		"ctrl with a Cyrillic letter, no base code":         {tea.KeyPressMsg{Code: 'с', Mod: tea.ModCtrl}, ForceQuit},
		"ctrl with a Cyrillic letter and a base code":       {tea.KeyPressMsg{Code: 'с', BaseCode: 'c', Mod: tea.ModCtrl}, ForceQuit},
		"a base code beats the layout we would guess":       {tea.KeyPressMsg{Code: 'і', BaseCode: 'b', Text: "і"}, OpenBrowser},
		"a Greek letter with a base code":                   {tea.KeyPressMsg{Code: 'ψ', BaseCode: 'c', Text: "ψ"}, Close},
		"a capital letter with a base code":                 {tea.KeyPressMsg{Code: 'щ', BaseCode: 'o', Text: "Щ", Mod: tea.ModShift}, Open},
		"a Hebrew letter has no case but shift":             {tea.KeyPressMsg{Code: 'ד', BaseCode: 's', Text: "ד", Mod: tea.ModShift}, SortReverse},
		"a French é is no 2, whatever its base code":        {tea.KeyPressMsg{Code: 'é', BaseCode: '2', Text: "é"}, ""},
		"Dvorak ctrl+c is the key that types c":             {tea.KeyPressMsg{Code: 'c', BaseCode: 'i', Mod: tea.ModCtrl}, ForceQuit},
		"Dvorak j moves down wherever it stands":            {tea.KeyPressMsg{Code: 'j', BaseCode: 'c', Text: "j"}, Down},
		"a dot with no action of its own counts as slash":   {typing('.'), Filter},
		"a comma with no action counts as question mark":    {tea.KeyPressMsg{Code: '.', ShiftedCode: ',', Text: ",", Mod: tea.ModShift}, Help},
		"a dot known to be the Latin one is only a dot":     {tea.KeyPressMsg{Code: '.', BaseCode: '.', Text: "."}, ""},
		"the dot of the keypad is only a dot":               {tea.KeyPressMsg{Code: tea.KeyKpDecimal, Text: "."}, ""},
		"Cyrillic ю is the dot key and does not turn twice": {typing('ю'), ""},
		"a Chinese character means nothing":                 {typing('中'), ""},
		"two letters at once mean nothing":                  {tea.KeyPressMsg{Code: tea.KeyExtended, Text: "сс"}, ""},
		"no character at all means nothing":                 {tea.KeyPressMsg{}, ""},
	}
	m := Default()
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			if got, _ := m.Action(c.press, Pools, Choosing, Table, Anywhere); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestAction_BoundDot(t *testing.T) {
	m, err := New(map[string]string{"refresh": "."})
	if err != nil {
		t.Fatal(err)
	}
	if got, _ := m.Action(typing('.'), Pools, Choosing, Table, Anywhere); got != Refresh {
		t.Errorf("got %q, want refresh", got)
	}
}

func TestAction_TextField(t *testing.T) {
	m := Default()
	for _, r := range "yqnтс12 /?." {
		if got, ok := m.Action(typing(r), Field, Dialog, Pools, Choosing, Table, Anywhere); ok {
			t.Errorf("typing %q in a field meant %q", r, got)
		}
	}
	for press, want := range map[tea.Key]Action{
		{Code: tea.KeyEnter}:             FieldAccept,
		{Code: tea.KeyEscape}:            FieldLeave,
		{Code: 'c', Mod: tea.ModCtrl}:    FieldLeave,
		{Code: 'с', Mod: tea.ModCtrl}:    FieldLeave,
		{Code: 'z', Mod: tea.ModCtrl}:    Suspend,
		{Code: tea.KeyKpEnter, Text: ""}: FieldAccept,
	} {
		if got, _ := m.Action(tea.KeyPressMsg(press), Field, Anywhere); got != want {
			t.Errorf("%q in a field: got %q, want %q", tea.KeyPressMsg(press), got, want)
		}
	}
}

func TestAction_FirstScopeWins(t *testing.T) {
	m := Default()
	esc := tea.KeyPressMsg{Code: tea.KeyEscape}
	for _, c := range []struct {
		scopes []Scope
		want   Action
	}{
		{[]Scope{Dialog, Anywhere}, ConfirmNo},
		{[]Scope{Field, Dialog, Anywhere}, FieldLeave},
		{[]Scope{Table, Anywhere}, Back},
		{[]Scope{Table}, ""},
		{nil, ""},
	} {
		if got, _ := m.Action(esc, c.scopes...); got != c.want {
			t.Errorf("esc among %v: got %q, want %q", c.scopes, got, c.want)
		}
	}
	d := typing('d')
	if got, ok := m.Action(d, Pools, Choosing, Table, Anywhere); ok {
		t.Errorf("d on pools meant %q", got)
	}
	if got, _ := m.Action(d, Operations, Choosing, Table, Anywhere); got != Dismiss {
		t.Errorf("d on operations: got %q", got)
	}
}

func TestAction_EveryDefaultKey(t *testing.T) {
	m := Default()
	for _, d := range List() {
		keys := m.Keys(d.Action)
		if strings.Join(keys, " ") != d.Defaults {
			t.Errorf("%s: %v is not how Bubble Tea spells %q", d.Action, keys, d.Defaults)
		}
		for _, k := range keys {
			if press := pressOf(t, k); !m.Matches(press, d.Action) {
				t.Errorf("%s: pressing %q did not match", d.Action, k)
			}
		}
	}
	if m.Matches(typing('q'), "no_such_action") {
		t.Error("an unknown action matched")
	}
}

// pressOf is the press that Bubble Tea spells like this.
func pressOf(t *testing.T, spelled string) tea.KeyPressMsg {
	t.Helper()
	special := map[string]rune{
		"enter": tea.KeyEnter, "esc": tea.KeyEscape, "tab": tea.KeyTab, "up": tea.KeyUp, "down": tea.KeyDown,
		"left": tea.KeyLeft, "right": tea.KeyRight, "home": tea.KeyHome, "end": tea.KeyEnd,
		"pgup": tea.KeyPgUp, "pgdown": tea.KeyPgDown,
	}
	var press tea.KeyPressMsg
	base := spelled
	for prefix, mod := range map[string]tea.KeyMod{"ctrl+": tea.ModCtrl, "shift+": tea.ModShift} {
		if rest, ok := strings.CutPrefix(base, prefix); ok {
			base, press.Mod = rest, mod
		}
	}
	switch code, ok := special[base]; {
	case ok:
		press.Code = code
	case base == "space":
		press.Code, press.Text = tea.KeySpace, " "
	case press.Mod != 0:
		press.Code = rune(base[0])
	default:
		press = typing(rune(base[0]))
	}
	if press.String() != spelled {
		t.Fatalf("made %q for %q", press, spelled)
	}
	return press
}
