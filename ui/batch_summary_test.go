package ui

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"tolokadash/tolokaapi"
	"tolokadash/ui/screen"
)

// oneByOne is a screen on which each of the keys was pressed on a pool of its
// own, and confirmed.
func oneByOne(t *testing.T, keys ...string) *stage {
	t.Helper()
	w := newToloka(manyPools(len(keys) + 2))
	w.accepts(tolokaapi.Running, 10)
	s := newStage(t, w, Options{}, 120, 30)
	s.wait(3 * time.Second)
	for _, key := range keys {
		s.press(key)
		s.settle()
		s.press("y")
		s.wait(time.Second)
		s.press("j")
	}
	return s
}

// ends makes operations end, by their place in the order of asking.
func (s *stage) ends(status tolokaapi.OperationStatus, numbers ...int) {
	s.t.Helper()
	for _, n := range numbers {
		s.w.becomes(s.w.operations[n].Target.ID, status, 100)
	}
	s.wait(4 * time.Second)
}

func TestBatchSummary_Dismissed(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := closing(t, 3)
		s.ends(tolokaapi.Fail, 0)
		s.press("2", "D")
		s.ends(tolokaapi.Success, 1)
		s.press("D")
		s.ends(tolokaapi.Success, 2)
		s.sees(" 2 pools closed · ")
	})
}

func TestBatchSummary_SeveralTogether(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, keys string
		ends       string // operations that end at one time, one group after the other
		says       string
	}{
		{"at once", "c c", "01", "2 pools closed · 00:0"},
		{"one after the other", "c c", "0 1", "2 pools closed · 00:"},
		{"what u cannot reach is not offered", "c c", "01", "— u reopens the last 1"},
		{"of two verbs", "c N", "01", "1 pool closed · 1 pool cloned · 00:0"},
		{"of two verbs, all that was closed", "c N", "01", "— u reopens "},
		{"nothing closed", "N N", "01", "2 pools cloned · 00:0"},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := oneByOne(t, strings.Fields(c.keys)...)
				for _, group := range strings.Fields(c.ends) {
					s.seesNot("reopens")
					for _, n := range group {
						s.w.becomes(s.w.operations[n-'0'].Target.ID, tolokaapi.Success, 100)
					}
					s.wait(4 * time.Second)
				}
				s.sees(c.says)
			})
		})
	}
}

func TestBatchSummary_AfterRetry(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := closing(t, 3)
		s.ends(tolokaapi.Fail, 0)
		s.press("2", "R")
		s.settle()
		s.press("y")
		s.wait(2 * time.Second)
		s.ends(tolokaapi.Success, 1, 2, 3)
		s.sees(" 3 pools closed · ")
		s.sees("— u reopens ")
		s.seesNot("the last")
	})
}

// TestBatchSummary_AlreadyClosed closes a pool that had been closed
// already while another is closed from here.
func TestBatchSummary_AlreadyClosed(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := oneByOne(t, "c")
		s.w.submit = nil // 204 from now on
		s.press("c")
		s.settle()
		s.press("y")
		s.wait(time.Second)
		s.w.has(s.w.operations[0].Target, tolokaapi.Closed)
		s.ends(tolokaapi.Success, 0)
		s.sees(" 1 pool closed · 1 already closed · 00:0")
		s.sees(" — u reopens")
		s.seesNot("the last")
		s.press("u")
		s.sees("Open 1 pool on")
	})
}

func TestBatchSummary_ReopensAllAfterRetry(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := closing(t, 9)
		s.ends(tolokaapi.Success, 1, 2, 3, 4, 5, 6, 7, 8)
		s.ends(tolokaapi.Fail, 0)
		s.press("2", "R")
		s.settle()
		s.press("y")
		s.wait(2 * time.Second)
		s.ends(tolokaapi.Success, 0, 9)
		s.sees(" 1 pool closed · 00:0")
		s.sees("— u reopens all 9")
	})
}

func TestStatusLine_NoticeWhileTyping(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := closing(t, 3)
		s.press("1", "/")
		s.typing("c")
		s.run(s.m.say(screen.Warning, "77 cats is gone"))
		s.wait(time.Minute)
		s.press("enter")
		s.sees("77 cats is gone")
		s.wait(21 * time.Second)
		s.seesNot("77 cats")
	})
}

func TestBatchSummary_WhenAllAreOver(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newToloka(manyPools(2))
		w.accepts(tolokaapi.Running, 10)
		s := newStage(t, w, Options{}, 120, 30)
		s.wait(3 * time.Second)
		for range 2 {
			s.press("c")
			s.settle()
			s.press("y", "j")
			s.settle()
			s.press("j")
		}
		s.w.becomes(s.w.operations[0].Target.ID, tolokaapi.Success, 100)
		s.wait(4 * time.Second)
		s.seesNot("u reopens")
		s.w.becomes(s.w.operations[1].Target.ID, tolokaapi.Success, 100)
		s.wait(3 * time.Second)
		s.sees("u reopens")
	})
}
