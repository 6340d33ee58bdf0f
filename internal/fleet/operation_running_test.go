package fleet

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"tolokadash/tolokaapi"
)

// scans are the lists by status that were asked for: their types and statuses.
func (s *scene) scans() (all []string) {
	for _, r := range s.sent {
		if r.Kind == ListOperations && r.Query.Status != "" {
			all = append(all, strings.TrimSpace(fmt.Sprintf("%s %s", r.Query.Type, r.Query.Status)))
		}
	}
	return all
}

// found lets the lists be read and is how many rows there are.
func (s *scene) found() int {
	s.t.Helper()
	s.until("the lists are read", func() bool { return !s.f.FindingRunning() })
	ids, _ := s.f.Rows()
	return len(ids)
}

// Two lists tell of all that has not ended, what is pending first.
func TestFindRunning_TwoLists(t *testing.T) {
	w := slow(time.Minute)
	w.now = w.now.Add(-time.Hour)
	_, _ = w.act(tolokaapi.VerbClose, pool1000, false)
	_, _ = w.act(tolokaapi.VerbClone, tolokaapi.PoolRef("1001"), false)
	s := tracking(t, w, pool1000)
	s.f.FindRunning(tolokaapi.SubjectPool, pool1000)
	if n := s.found(); n != 1 {
		t.Errorf("%d rows: only what runs on the pool is looked for", n)
	}
	if got := s.scans(); !slices.Equal(got, []string{"PENDING", "RUNNING"}) || s.f.RunningIncomplete() {
		t.Errorf("it asked for %q, incomplete %v", got, s.f.RunningIncomplete())
	}
	s.f.FindRunning(tolokaapi.SubjectPool)
	if n := s.found(); n != 2 {
		t.Errorf("of all pools: %d rows", n)
	}
}

// Of an operation that begins to run between the lists the second tells; of one that is
// not listed at once too.
func TestFindRunning_BetweenTheLists(t *testing.T) {
	for name, lag := range map[string]time.Duration{"it begins to run": 0, "it is listed late": 400 * time.Millisecond} {
		t.Run(name, func(t *testing.T) {
			w := slow(time.Minute)
			_, _ = w.act(tolokaapi.VerbClose, pool1000, false)
			s := tracking(t, w, pool1000)
			w.readLag = lag
			s.f.FindRunning(tolokaapi.SubjectPool, pool1000)
			spoilt := s.spoil(func(a *Response) {
				if a.Request.Query.Status == string(tolokaapi.Pending) {
					a.Operations.Items = nil // it just began to run
				}
			})
			if lag > 0 {
				spoilt()
			}
			if n := s.found(); n != 1 {
				t.Errorf("%d rows", n)
			}
		})
	}
}

// Where others' operations fill a page each type is asked for by itself, so that their
// number does not matter.
func TestFindRunning_FullPage(t *testing.T) {
	for name, damage := range map[string]func(*Response){
		"more of other types": func(a *Response) {
			a.Operations.Items, a.Operations.HasMore = []tolokaapi.Operation{{ID: "task", Type: "TASK.BATCH_CREATE", Status: tolokaapi.Running}}, true
		},
		"an empty page": func(a *Response) { a.Operations.Items, a.Operations.HasMore = nil, true },
		"a server wants the type": func(a *Response) {
			a.Operations, a.Err = tolokaapi.Page[tolokaapi.Operation]{}, &tolokaapi.Error{Status: 400}
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := slow(time.Minute)
			_, _ = w.act(tolokaapi.VerbClose, pool1000, false)
			s := tracking(t, w, pool1000)
			s.spoil(func(a *Response) {
				if a.Request.Kind == ListOperations && a.Request.Query.Type == "" && a.Request.Query.Status == string(tolokaapi.Running) {
					damage(a)
				}
			})
			s.run(time.Second)
			s.f.FindRunning(tolokaapi.SubjectPool, pool1000)
			if n := s.found(); n != 1 || s.f.RunningIncomplete() {
				t.Errorf("%d rows, incomplete %v", n, s.f.RunningIncomplete())
			}
			want := []string{"PENDING", "RUNNING"}
			for _, typ := range tolokaapi.SubjectPool.Types() {
				want = append(want, string(typ)+" RUNNING")
			}
			if got := s.scans(); !slices.Equal(got, want) {
				t.Errorf("it asked for %q", got)
			}
		})
	}
}

// What cannot be read to its end, or does not say which pool it is about, may be what is
// looked for.
func TestFindRunning_Incomplete(t *testing.T) {
	for name, tc := range map[string]struct {
		damage func(*Response)
		want   bool
	}{
		"a list that cannot be continued": {func(a *Response) { a.Operations.Items, a.Operations.HasMore = nil, true }, true},
		"no pool is named": {func(a *Response) {
			a.Operations.Items = []tolokaapi.Operation{{ID: "x", Type: "POOL.CLOSE", Status: tolokaapi.Running}}
		}, true},
		"a record that is none":  {func(a *Response) { a.Operations.Items = []tolokaapi.Operation{{Unreadable: "it has no id"}} }, true},
		"one about a training":   {func(a *Response) { a.Operations.Items = []tolokaapi.Operation{{ID: "x", Type: "TRAINING.CLOSE"}} }, false},
		"one of another purpose": {func(a *Response) { a.Operations.Items = []tolokaapi.Operation{{ID: "x", Type: "TASK.BATCH_CREATE"}} }, false},
	} {
		t.Run(name, func(t *testing.T) {
			s := tracking(t, newWorld(3), pool1000)
			s.spoil(func(a *Response) {
				if a.Request.Kind == ListOperations {
					tc.damage(a)
				}
			})
			s.f.FindRunning(tolokaapi.SubjectPool, pool1000)
			if n := s.found(); n != 0 || s.f.RunningIncomplete() != tc.want {
				t.Errorf("%d rows, incomplete %v", n, s.f.RunningIncomplete())
			}
		})
	}
}

// An error is no answer: it is asked again.
func TestFindRunning_Error(t *testing.T) {
	w := slow(time.Hour)
	_, _ = w.act(tolokaapi.VerbClose, pool1000, false)
	s := tracking(t, w, pool1000)
	mend := s.spoil(func(a *Response) {
		a.Operations, a.Err = tolokaapi.Page[tolokaapi.Operation]{}, &tolokaapi.Error{Status: 502}
	})
	s.f.FindRunning(tolokaapi.SubjectPool, pool1000)
	s.run(20 * time.Second)
	if !s.f.FindingRunning() {
		t.Fatal("it takes an error for an answer")
	}
	mend()
	if n := s.found(); n != 1 {
		t.Errorf("%d rows", n)
	}
}

// What is looked for while a list is under way may not be in it: both are read again.
func TestFindRunning_WhileUnderWay(t *testing.T) {
	w := slow(time.Minute)
	s := tracking(t, w, pool1000)
	s.latency = 300 * time.Millisecond
	other := tolokaapi.PoolRef("1001")
	s.f.FindRunning(tolokaapi.SubjectPool, pool1000)
	s.run(700 * time.Millisecond) // the second is under way
	for range 3 {
		s.f.FindRunning(tolokaapi.SubjectPool, other)
	}
	s.startElsewhere(tolokaapi.VerbClose, other)
	if n := s.found(); n != 1 {
		t.Errorf("%d rows", n)
	}
	if got := s.scans(); !slices.Equal(got, []string{"PENDING", "RUNNING", "PENDING", "RUNNING"}) {
		t.Errorf("it asked for %q", got)
	}
	s.f.FindRunning(tolokaapi.SubjectPool, pool1000)
	s.f.StopFindingRunning()
	before := len(s.scans())
	s.run(5 * time.Second)
	if len(s.scans()) != before || s.f.FindingRunning() {
		t.Error("it goes on though it was ended")
	}
}

// The holder of a pool costs two lists more at most, however many commands were refused
// at once.
func TestFindRunning_HoldersOfManyPools(t *testing.T) {
	w := newWorld(30)
	w.fate = func(tolokaapi.Ref) worldOp { return worldOp{takes: time.Hour} }
	s := tracking(t, w)
	for i := range 30 {
		ref := tolokaapi.PoolRef(strconv.Itoa(1000 + i))
		_, _ = w.act(tolokaapi.VerbClose, ref, false)
		s.f.Track(ref)
		s.submit(tolokaapi.VerbClose, ref)
	}
	s.run(20 * time.Second)
	ids, _ := s.f.Rows()
	others := 0
	for _, id := range ids {
		if r := s.row(id); !r.Ours() && r.State == Running {
			others++
		}
	}
	if others != 30 || s.f.FindingRunning() {
		t.Errorf("%d holders are followed, still looking: %v", others, s.f.FindingRunning())
	}
	if n := len(s.scans()); n > 12 {
		t.Errorf("%d lists by status: %q", n, s.scans())
	}
}
