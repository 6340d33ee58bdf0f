package message

import (
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"tolokadash/internal/fleet"
	"tolokadash/internal/wording"
	"tolokadash/keymap"
	"tolokadash/tolokaapi"
	"tolokadash/ui/pane"
)

var testTime = time.Unix(1_000_000, 0)

func TestWriter_OtherPane(t *testing.T) {
	for _, c := range []struct {
		key               string
		inHistory, locked bool
		want              string
	}{
		{"c", true, false, "c works in the pools: press 1 first."},
		{"c", true, true, ReadOnly.Line("--")},
		{"R", false, false, "R works in the operations: press 2 first."},
		{" ", true, false, "The past is only to be looked at: nothing is marked or sorted here."},
		{"ß", false, false, ""},
	} {
		w := writer()
		if w.ReadOnly = c.locked; c.locked {
			w.Keys = w.Keys.ReadOnly()
		}
		msg := tea.KeyPressMsg{Text: c.key, Code: []rune(c.key)[0]}
		if got := w.OtherPane(msg, c.inHistory).Line("--"); got != c.want {
			t.Errorf("%q: %q, want %q", c.key, got, c.want)
		}
	}
}

func TestWriter_Refused(t *testing.T) {
	one, open := tolokaapi.PoolRef("77"), fleet.Refusal{On: tolokaapi.PoolRef("77"), Reason: fleet.WrongStatus, Status: tolokaapi.Open}
	busy := fleet.Refusal{On: one, Reason: fleet.Busy}
	marked := pane.Marks{Marked: true, One: "pool"}
	for _, c := range []struct {
		name string
		verb tolokaapi.Verb
		at   pane.Selection
		left []fleet.Refusal
		want string
	}{
		{"no row", tolokaapi.VerbClose, pane.Selection{}, nil, "There is no training to close here."},
		{"all hidden", tolokaapi.VerbClose, pane.Selection{Marks: pane.Marks{Marked: true, Hidden: 2, One: "pool"}}, nil, "Every marked pool is hidden by the filter; esc clears it."},
		{"open", tolokaapi.VerbArchive, pane.Selection{Refs: []tolokaapi.Ref{one}}, []fleet.Refusal{open}, "77 is OPEN and cannot be archived. c closes it first."},
		{"busy", tolokaapi.VerbClose, pane.Selection{Refs: []tolokaapi.Ref{one}}, []fleet.Refusal{busy}, "77 is busy: opening."},
		{"one marked", tolokaapi.VerbClose, pane.Selection{Refs: []tolokaapi.Ref{one}, Marks: marked}, []fleet.Refusal{busy}, "The 1 marked pool, 77, is busy: opening; a twice unmarks."},
		{"several", tolokaapi.VerbArchive, pane.Selection{Refs: []tolokaapi.Ref{one, one}, Marks: marked}, []fleet.Refusal{busy, open}, "None of the 2 marked pools can be archived: 1 busy - 1 OPEN; a twice unmarks."},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := writer().Refused(c.verb, c.at, c.left, fleet.Row{Verb: tolokaapi.VerbOpen}, "training").Line("--")
			if got != c.want {
				t.Errorf("%q, want %q", got, c.want)
			}
		})
	}
}

func TestWriter_UnboundKeysAreNotNamed(t *testing.T) {
	keys, err := keymap.New(map[string]string{"back": "", "close": "", "pools_pane": "", "operations_pane": "", "retry": "", "mark_all": "", "pause": ""})
	if err != nil {
		t.Fatal(err)
	}
	w := Writer{Words: &wording.Words{}, Keys: keys}
	open := fleet.Refusal{Reason: fleet.WrongStatus, Status: tolokaapi.Open}
	for _, said := range []wording.Message{
		w.AllHidden("pool"), w.CloseFirst("the keys"), w.Refreshing(true, ""),
		w.failed([]fleet.Row{{State: fleet.Failed}}, Place{}),
		w.Refused(tolokaapi.VerbArchive, pane.Selection{Marks: pane.Marks{One: "pool"}}, []fleet.Refusal{open}, fleet.Row{}, "pool"),
		w.Refused(tolokaapi.VerbArchive, pane.Selection{Marks: pane.Marks{Marked: true, One: "pool"}}, []fleet.Refusal{open}, fleet.Row{}, "pool"),
	} {
		if said.Advice != "" || said.Text == "" {
			t.Errorf("it says %q and advises %q", said.Text, said.Advice)
		}
	}
}
