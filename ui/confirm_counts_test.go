package ui

import (
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"tolokadash/internal/fleet"
	"tolokadash/tolokaapi"
)

// working makes toloka answer for assignments after a while: so many are in work in each
// pool, and ten times as many await review. With err it answers that.
func working(w *toloka, n int, after time.Duration, err error) *toloka {
	w.carry = func(r fleet.Request) (a fleet.Response, ours bool) {
		if r.Kind != fleet.ListAssignments {
			return a, false
		}
		time.Sleep(after)
		if err != nil {
			return fleet.Response{Err: err}, true
		}
		n := n
		if r.Query.Status == string(tolokaapi.AssignmentSubmitted) {
			n *= 10
		}
		a.Assignments.HasMore = n > r.Query.Limit
		for i := range min(n, r.Query.Limit) {
			a.Assignments.Items = append(a.Assignments.Items, tolokaapi.Assignment{
				ID: strconv.Itoa(i + 1), Pool: r.Query.PoolID, Status: tolokaapi.AssignmentStatus(r.Query.Status),
			})
		}
		return a, true
	}
	return w
}

// places are where the lines of an open question stand that do not depend on what was
// counted, and its frame.
func (s *stage) places(texts ...string) (at []string) {
	s.t.Helper()
	lines := strings.Split(s.screen(), "\n")
	for _, text := range texts {
		found := "nowhere"
		for y, l := range lines {
			if x := strings.Index(l, text); x >= 0 {
				found = strconv.Itoa(len([]rune(l[:x]))) + "," + strconv.Itoa(y)
				break
			}
		}
		at = append(at, found)
	}
	return at
}

// What is counted comes while the question is open, and nothing moves.
func TestConfirmation_CountsCome(t *testing.T) {
	t.Parallel()
	for _, size := range []struct{ width, height int }{{80, 24}, {120, 40}} {
		for n, says := range map[int]string{12: "36 suites in work", 301: "900+ suites in work", 0: "No suite is in work"} {
			synctest.Test(t, func(t *testing.T) {
				s := newStage(t, working(newToloka(commented(somePools(), friday, 1)), n, 300*time.Millisecond, nil), Options{}, size.width, size.height)
				s.wait(10 * time.Second)
				s.press("space", "j", "space", "j", "space", "c")
				s.sees("counting…")
				s.sees("Counting suites in work…")
				still := []string{"╭─ Close pools", "Close 3 pools", "32267700  Cats", "32267699  Cats", friday, "Work already", "No, keep open", "y yes", "project"}
				before := s.places(still...)
				for range 20 {
					s.wait(200 * time.Millisecond)
					for i, at := range s.places(still...) {
						if at != before[i] {
							t.Fatalf("%q has moved from %s to %s:\n%s", still[i], before[i], at, s.screen())
						}
					}
				}
				s.wait(time.Second)
				s.sees(says)
				s.seesNot("ounting")
				if got := s.w.count(fleet.ListAssignments); got != 6 {
					t.Errorf("%d requests", got)
				}
				requireExact(t, s.m.View().Content, size.width, size.height)
			})
		}
	}
}

// A yes is taken as soon as without counts, while they come and while they fail, typed or
// not; the command leaves at once.
func TestConfirmation_CountsDelayNothing(t *testing.T) {
	t.Parallel()
	for name, err := range map[string]error{"they hang": nil, "they are refused": &tolokaapi.Error{Status: 403}} {
		for _, pools := range []int{1, 10} {
			t.Run(name+" "+strconv.Itoa(pools), func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					hang := time.Hour
					if err != nil {
						hang = 0
					}
					s := newStage(t, working(newToloka(manyPools(pools)), 1, hang, err), Options{}, 100, 30)
					s.wait(10 * time.Second)
					s.press("a", "c")
					s.wait(199 * time.Millisecond)
					s.press("y")
					if s.posts() != 0 {
						t.Fatal("it was confirmed before it was armed")
					}
					s.wait(201 * time.Millisecond) // since the key
					s.sayYes()
					if s.posts() != pools || s.m.confirm != nil {
						t.Errorf("%d of %d commands were sent, open: %v", s.posts(), pools, s.m.confirm != nil)
					}
				})
			})
		}
	}
}

// Where nothing can be counted the question says so, and nothing else on the screen does.
func TestConfirmation_NotCounted(t *testing.T) {
	t.Parallel()
	for name, err := range map[string]error{
		"403": &tolokaapi.Error{Status: 403, Code: "ACCESS_DENIED"}, "404": &tolokaapi.Error{Status: 404}, "500": &tolokaapi.Error{Status: 500},
		"timeout": &tolokaapi.TransportError{Cause: tolokaapi.CauseTimeout, MaybeSent: true, Err: brokenOff()},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				after := time.Duration(0)
				if name == "timeout" {
					after = 15 * time.Second
				}
				s := newStage(t, working(newToloka(somePools()), 1, after, err), Options{}, 100, 30)
				s.wait(10 * time.Second)
				s.press("c")
				for range 40 {
					s.wait(500 * time.Millisecond)
					s.sees("● live")
				}
				s.sees("not counted")
				s.sees("Suites in work: not counted")
				s.press("esc")
				s.settle()
				s.wait(time.Minute)
				s.seesNot("counted")
				if n := s.w.count(fleet.ListAssignments); n != 2 {
					t.Errorf("%d requests", n)
				}
			})
		})
	}
}

// A question about other pools shows nothing of an earlier one, and one about the same
// what was just counted.
func TestConfirmation_CountsOfAnEarlierOne(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newStage(t, working(newToloka(somePools()), 12, 2*time.Second, nil), Options{}, 100, 30)
		s.wait(10 * time.Second)
		s.press("c")
		s.wait(time.Second)
		s.press("esc") // the answers are on their way
		s.settle()
		s.press("j", "c")
		for range 19 {
			s.wait(100 * time.Millisecond)
			s.sees("Counting suites in work…")
		}
		s.wait(time.Second)
		s.sees("12 suites in work can still be submitted")
		n := s.w.count(fleet.ListAssignments)
		s.press("esc")
		s.settle()
		s.press("c")
		s.sees("12 suites in work can still be submitted")
		s.wait(time.Second)
		if got := s.w.count(fleet.ListAssignments); got != n {
			t.Errorf("%d requests more", got-n)
		}
	})
}

// Of more than ten pools, and for other questions, nothing is asked.
func TestConfirmation_CountsOfNothing(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		pools  []tolokaapi.Pool
		keys   string
		says   string
		counts bool
	}{
		{manyPools(11), "a c", "Suites in work are not counted: more than ten pools", true},
		{manyPools(3), "a N", "Clone 3 pools", false},
		{append(somePools(), someTrainings()...), "3 c", "Close 1 training", false},
	} {
		synctest.Test(t, func(t *testing.T) {
			s := newStage(t, working(newToloka(c.pools), 12, 0, nil), Options{}, 100, 30)
			s.wait(10 * time.Second)
			for _, key := range strings.Fields(c.keys) {
				s.press(key)
				s.wait(3 * time.Second)
			}
			s.sees(c.says)
			if !c.counts {
				s.seesNot("uites")
			}
			if n := s.w.count(fleet.ListAssignments); n != 0 {
				t.Errorf("%s: %d requests", c.keys, n)
			}
		})
	}
}

// How far the pools are stands beside them where it was known when the question opened.
func TestConfirmation_CountsBesideCompletion(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := measured(working(newToloka(somePools()), 12, 0, nil), map[string]string{"32267700": "91.7"}, nil)
		s := newStage(t, w, Options{}, 120, 40)
		s.wait(10 * time.Second)
		s.press("c")
		s.wait(3 * time.Second)
		s.sees("91 % done  12 in work    120 to review")
		questions := len(w.asked())
		s.wait(10 * time.Second)
		if n := len(w.asked()) - questions; n != 0 {
			t.Errorf("%d figures were asked for", n)
		}
	})
}
