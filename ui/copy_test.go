package ui

import (
	"fmt"
	"slices"
	"testing"
	"testing/synctest"
	"time"
)

func TestCopyID_SaysWhatIsKnown(t *testing.T) {
	t.Parallel()
	const sent = "Pool id 32267700 sent to the terminal's clipboard"
	for name, tc := range map[string]struct {
		copies func(string) []string
		says   string
	}{
		"no programs":       {nil, sent},
		"none succeeds":     {func(string) []string { return nil }, sent},
		"tmux":              {func(string) []string { return []string{"the tmux buffer"} }, "Pool id 32267700 copied to the tmux buffer"},
		"tmux on a desktop": {func(string) []string { return []string{"the tmux buffer", "the X clipboard"} }, "Pool id 32267700 copied to the tmux buffer and the X clipboard"},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newStage(t, newToloka(somePools()), Options{CopyText: tc.copies}, 120, 30)
				s.wait(2 * time.Second)
				before := len(s.other)
				s.press("y")
				s.sees(tc.says)
				if got := fmt.Sprint(s.other[before:]); got != "[32267700]" {
					t.Errorf("the terminal's clipboard got %v", got)
				}
			})
		})
	}
}

// TestCopyID_SlowProgram copies three ids while the program that copies the first
// takes a second and a half. The last one stays, and what was said meanwhile too.
func TestCopyID_SlowProgram(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var put []string
		slow := func(text string) []string {
			time.Sleep(1500 * time.Millisecond)
			put = append(put, text)
			return []string{"the X clipboard"}
		}
		s := newStage(t, newToloka(somePools()), Options{CopyText: slow}, 120, 30)
		s.wait(3 * time.Second)
		ids := s.m.pools.Rows()
		s.press("y", "j", "y", "j", "y")
		s.sees("Pool id " + ids[2].ID + " sent to the terminal's clipboard")
		s.wait(1600 * time.Millisecond)
		s.sees("Pool id " + ids[2].ID + " sent to the terminal's clipboard")
		s.wait(1600 * time.Millisecond)
		s.sees("Pool id " + ids[2].ID + " copied to the X clipboard")
		if want := []string{ids[0].ID, ids[2].ID}; !slices.Equal(put, want) {
			t.Errorf("%v were copied, want %v", put, want)
		}
		s.press("y", "k")
		s.wait(3 * time.Second)
		s.seesNot("copied to")
	})
}

func TestCopyQueue_LastTextStays(t *testing.T) {
	t.Parallel()
	var put []string
	q := copyQueue{put: func(text string) []string {
		put = append(put, text)
		return []string{"tmux", "X11"}
	}}
	a, b, c := copyJob{"a", "Pool id a"}, copyJob{"b", "Pool id b"}, copyJob{"c", "Pool id c"}
	first := q.add(a)
	if q.add(b) != nil || q.add(c) != nil {
		t.Fatal("two programs run at once")
	}
	said, next := q.copied(first().(textCopiedMsg), a.sent())
	if said != "" || next == nil {
		t.Fatalf("it says %q while another text waits", said)
	}
	said, next = q.copied(next().(textCopiedMsg), c.sent())
	if said != "Pool id c copied to tmux and X11" || next != nil || len(put) != 2 {
		t.Errorf("it says %q after %q", said, put)
	}
	if said, _ = q.copied(q.add(a)().(textCopiedMsg), "something else"); said != "" {
		t.Errorf("it says %q in the place of something else", said)
	}
	if none := (&copyQueue{}); none.add(a) != nil {
		t.Error("it copies without a program")
	}
}
