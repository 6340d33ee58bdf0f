package ui

import (
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"tolokadash/internal/fleet"
	"tolokadash/internal/wording"
	"tolokadash/keymap"
	"tolokadash/tolokaapi"
)

func TestReadOnly_RefusesEveryChange(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newToloka(somePools())
		s := newStage(t, w, Options{ReadOnly: true}, 140, 60)
		s.wait(3 * time.Second)
		s.sees("READ-ONLY")
		s.seesNot("c close")
		tried := 0
		for _, d := range keymap.List() {
			if !d.Changes {
				continue
			}
			tried++
			if d.Scope == keymap.Operations {
				s.press("2")
			} else {
				s.press("1")
			}
			s.press(strings.Fields(d.Defaults)...)
			s.sees("read-only: nothing is sent; start without --read-only (or read_only = true) to change pools")
			if s.m.confirm != nil {
				t.Errorf("%s asks", d.Action)
			}
		}
		if tried == 0 || w.count(fleet.Submit) != 0 {
			t.Errorf("%d actions tried, %d commands sent", tried, w.count(fleet.Submit))
		}
		s.press("?")
		s.seesNot("close the marked ones")
	})
}

func TestActions_EachDoesSomething(t *testing.T) {
	t.Parallel()
	// An action that is in the list and does nothing would be a dead key.
	for _, d := range keymap.List() {
		if d.Scope == keymap.Dialog || d.Scope == keymap.Field || d.Defaults == "" {
			continue
		}
		t.Run(string(d.Action), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := newToloka(manyPools(60))
				s := newStage(t, w, Options{}, 120, 30)
				s.wait(3 * time.Second)
				s.press("G", "k", "k")
				if d.Scope == keymap.Operations || d.Action == keymap.PoolsPane {
					s.press("2")
				}
				if d.Action == keymap.Back {
					s.press("?")
				}
				before, asked, others := s.m.View().Content, len(s.w.sent), len(s.other)
				s.press(strings.Fields(d.Defaults)[0])
				if s.m.View().Content == before && len(s.w.sent) == asked && !s.quit && len(s.other) == others {
					t.Errorf("%s changes nothing", d.Action)
				}
			})
		})
	}
}

func TestOpenBrowser_OnlyWebPages(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		page  string
		opens bool
	}{{"https://platform.toloka.ai/x", true}, {"http://127.0.0.1/x", true}, {"file:///etc/passwd", false}, {"javascript:1", false}, {"", false}} {
		synctest.Test(t, func(t *testing.T) {
			var opened []string
			o := Options{OpenURL: func(u string) error { opened = append(opened, u); return errors.New("none") }}
			o.Environment = Environment{Name: "X", WebURL: func(tolokaapi.Pool) string { return c.page }}
			s := newStage(t, newToloka(somePools()), o, 120, 30)
			s.wait(2 * time.Second)
			s.press("b")
			if (len(opened) == 1) != c.opens {
				t.Errorf("%q: opened %v", c.page, opened)
			}
			if c.opens {
				s.sees("The browser cannot be opened; the page is " + c.page)
			}
		})
	}
}

func TestStatusLine_MessagesExpire(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newStage(t, newToloka(somePools()), Options{Notice: wording.Message{Text: "others can read token.txt"}}, 120, 30)
		s.sees("▲ others can read token.txt")
		s.press("u")
		s.seesNot("token.txt")
		s.sees("Nothing has been closed")
		s.wait(19 * time.Second)
		s.sees("Nothing has been closed")
		s.wait(2 * time.Second)
		s.seesNot("Nothing has been closed")
		s.press("u", "j")
		s.seesNot("Nothing has been closed")
	})
}

func TestWindowTitle_NothingRemote(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newToloka(somePools())
		w.accepts(tolokaapi.Running, 10)
		s := newStage(t, w, Options{Environment: Environment{Name: "evil\x1b]0;x\x07"}}, 120, 30)
		if got := s.m.View().WindowTitle; got != "tolokadash" {
			t.Errorf("the title is %q", got)
		}
		s.press("c")
		s.settle()
		s.press("y")
		s.wait(time.Second)
		if got := s.m.View().WindowTitle; got != "1 running - tolokadash" {
			t.Errorf("the title is %q", got)
		}
	})
}
