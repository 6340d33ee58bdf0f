package ui

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"tolokadash/internal/fleet"
	"tolokadash/tolokaapi"
)

// refusing closes n pools, of which each is refused with the code given for its
// place, and puts the cursor on the first of the operations.
func refusing(t *testing.T, codes ...string) *stage {
	t.Helper()
	w := newToloka(manyPools(len(codes)))
	w.submit = func(r fleet.Request) (tolokaapi.Outcome, error) {
		for i, p := range w.pools {
			if p.Ref == r.On {
				return tolokaapi.Outcome{}, &tolokaapi.Error{Status: 400, Code: codes[i]}
			}
		}
		panic("no such pool")
	}
	s := newStage(t, w, Options{}, 160, 40)
	s.wait(3 * time.Second)
	s.press("a", "c")
	s.settle()
	s.press("y")
	s.wait(time.Second)
	s.press("2")
	return s
}

func TestRetry_HiddenRowsLeftOut(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := refusing(t, "SAME", "SAME", "SAME", "OTHER")
		s.press("/", "c", "r", "o", "p", " ", "2", "enter", "A")
		s.sees("Close 1 pool again on")
		s.sees("Left out: 2 that failed alike but hidden by the filter")
	})
}

func TestRetry_MarkedSaysWhatItLeavesOut(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := refusing(t, "SAME", "SAME", "SAME")
		s.w.submit = nil // already closed
		s.press("1", "c")
		s.settle()
		s.press("y")
		s.wait(time.Second)
		s.press("2", "a", "R")
		s.sees("Close 2 pools again on")
		s.sees("Left out: 1 already closed · 1 that did not fail")
	})
}

func TestRetry_OthersApart(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := refusing(t, "SAME", "SAME")
		theirs := operation(tolokaapi.VerbClose, s.w.pools[0].Ref, tolokaapi.Fail, 40)
		theirs.ID = "theirs"
		s.w.operations = []tolokaapi.Operation{theirs}
		s.press("r")
		s.wait(40 * time.Second)
		for _, id := range s.m.operations.Rows() {
			if r, _ := s.m.fleet.Row(id); !r.Ours() {
				s.m.operations.SetCursor(id)
			}
		}
		s.press("R")
		s.sees("Close 1 pool again on")
		s.sees("This was asked for elsewhere")
		s.press("esc")
		s.settle()
		s.press("a", "R")
		s.sees("Close 2 pools again on")
		s.sees("Left out: 1 of another command")
		s.seesNot("asked for elsewhere")
	})
}

func TestRetry_AllMarksHidden(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := refusing(t, "SAME", "OTHER")
		s.press("space", "/")
		s.press(strings.Split(`"crop 0"`, "")...) // the other
		s.press("enter")
		for _, key := range []string{"R", "d"} {
			s.press(key)
			s.sees("Every marked row is hidden by the filter; esc clears it.")
			if s.m.confirm != nil || s.m.operations.Total() != 2 {
				t.Errorf("%s is about what is not marked", key)
			}
		}
	})
}

func TestDismiss_TakesMarksAlong(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := refusing(t, "SAME", "OTHER", "SAME")
		s.press("space", "d", "d") // d at once again is about the next row
		if n := s.m.operations.MarkedShown() + s.m.operations.MarkedHidden(); n != 0 {
			t.Errorf("%d marks are left", n)
		}
		if n := s.m.operations.Total(); n != 1 {
			t.Errorf("%d rows are left", n)
		}
	})
}

// TestRetry_RefusedMarkedRows marks failed rows whose pools have
// been closed by others since.
func TestRetry_RefusedMarkedRows(t *testing.T) {
	t.Parallel()
	for keys, want := range map[string]string{
		"a R":       "None of the 2 marked rows can be closed: 2 already closed; a unmarks.",
		"space R":   "is already closed; a twice unmarks.",
		"A":         "None of the 2 pools can be closed: 2 already closed.",
		"R":         "is already closed.",
		"1 a 2 a R": "None of the 2 marked rows can be closed: 2 already closed; a unmarks.",
	} {
		t.Run(keys, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := refusing(t, "SAME", "SAME")
				for i := range s.w.pools {
					s.w.pools[i].Status = tolokaapi.Closed
				}
				s.press("r")
				s.wait(3 * time.Second)
				s.press(strings.Fields(keys)...)
				s.sees(want)
			})
		})
	}
}

func TestRefresh_Paused(t *testing.T) {
	t.Parallel()
	for keys, want := range map[string]string{
		"p r":   "Listing the pools once; looking for news stays paused.",
		"3 p r": "Listing the trainings once; looking for news stays paused.",
		"4 p r": "Paused: the past is not read. Press p to go on.",
		"r":     "Asking Toloka for everything again.",
	} {
		t.Run(keys, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newStage(t, newToloka(somePools()), Options{}, 120, 30)
				s.wait(3 * time.Second)
				s.press(strings.Fields(keys)...)
				s.sees(want)
			})
		})
	}
}

func TestRetry_CloneThatMayExistWarns(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newToloka(somePools())
		w.submit = func(fleet.Request) (tolokaapi.Outcome, error) {
			return tolokaapi.Outcome{}, &tolokaapi.Error{Status: 500}
		}
		s := newStage(t, w, Options{}, 120, 40)
		s.wait(3 * time.Second)
		s.press("N")
		s.seesNot("second copy")
		s.settle()
		s.press("y")
		s.wait(2 * time.Minute)
		s.sees("unknown")
		s.press("2", "R")
		s.sees("this may make a second copy")
	})
	synctest.Test(t, func(t *testing.T) {
		w := newToloka(somePools())
		w.submit = func(fleet.Request) (tolokaapi.Outcome, error) {
			return tolokaapi.Outcome{}, &tolokaapi.Error{Status: 400, Code: "NO"}
		}
		s := newStage(t, w, Options{}, 120, 40)
		s.wait(3 * time.Second)
		s.press("N")
		s.settle()
		s.press("y")
		s.settle()
		s.press("2", "R")
		s.sees("Clone 1 pool again on")
		s.seesNot("second copy") // it was rejected: there is no first
	})
}

// A row that failed while its details were open, and is hidden by the filter since, is sent
// again from there too.
func TestRetry_AlikeInDetailsOfAHiddenRow(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := closing(t, 5)
		s.press("2", "f", "f", "enter") // running ones only
		r, _ := s.m.fleet.Row(s.m.details.Row)
		s.w.becomes(r.On.ID, tolokaapi.Fail, 40)
		s.wait(4 * time.Second)
		if _, shown := s.m.operations.Index(r.ID); shown {
			t.Fatal("the row is still in the table")
		}
		s.press("A")
		s.settle()
		s.seesNot("This has not failed")
		if s.m.confirm == nil || len(s.m.confirm.Order) != 1 || s.m.confirm.Order[0].On != r.On {
			t.Errorf("no question about %v", r.On)
		}
	})
}
