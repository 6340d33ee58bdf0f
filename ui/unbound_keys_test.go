package ui

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

func TestUnboundKeys_OtherPane(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ keys, says string }{
		{"2 u", "u works in the pools: press 1 first."},
		{"2 c", "c works in the pools: press 1 first."},
		{"4 x", "x works in the pools: press 1 first."},
		{"R", "R works in the operations: press 2 first."},
		{"3 D", "D works in the operations: press 2 first."},
	} {
		synctest.Test(t, func(t *testing.T) {
			s := newStage(t, newToloka(somePools()), Options{}, 120, 30)
			s.press(strings.Fields(c.keys)...)
			s.sees(c.says)
			if s.m.confirm != nil || s.posts() != 0 {
				t.Errorf("%s did something", c.keys)
			}
		})
	}
}

// Every key is answered: by what it does, or by why it does nothing.
func TestUnboundKeys_SayWhy(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ opens, keys, says string }{
		{"?", "c", "That works on rows. Press esc to close the keys."},
		{"?", "y", "That works on rows. Press esc to close the keys."},
		{"enter", "d", "That works on rows. Press esc to close the details."},
		{"enter", "space", "That works on rows. Press esc to close the details."},
		{"4", "space", "The past is only to be looked at"},
		{"4", "S", "The past is only to be looked at"},
		{"2", "y", "There is no row here."},
		{"2", "b", "There is no row here."},
		{"2", "enter", "There is no row here."},
	} {
		t.Run(c.opens+" "+c.keys, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newStage(t, newToloka(somePools()), Options{}, 120, 30)
				s.wait(3 * time.Second)
				s.press(c.opens, c.keys)
				s.sees(c.says)
				if s.m.confirm != nil || s.m.pools.MarkedShown() != 0 {
					t.Error("it did something all the same")
				}
			})
		})
	}
}
