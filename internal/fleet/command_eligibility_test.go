package fleet

import (
	"testing"
	"time"

	"tolokadash/tolokaapi"

	"github.com/google/go-cmp/cmp"
)

// An unreadable pool is shown and refused.
func TestEligibility_UnreadablePool(t *testing.T) {
	w := newWorld(1)
	bad := w.addPool("2000", tolokaapi.Open)
	w.pools[bad].Unreadable = "its status is a number"
	s := newScene(t, w, Config{})
	s.answer = func(r Request) Response {
		a := w.answer(r)
		if r.Kind == ListPools && r.Query.Status == "OPEN" {
			a.Pools.Items = append(a.Pools.Items, tolokaapi.Pool{Unreadable: "it has no id"})
		}
		return a
	}
	s.run(5 * time.Minute)
	refs, _ := s.f.Pools(tolokaapi.SubjectPool)
	if len(refs) != 3 {
		t.Fatalf("pools %v, want three rows", refs)
	}
	ok, left := s.f.Eligible(tolokaapi.VerbClose, refs)
	if len(ok) != 1 || len(left) != 2 || left[0].Reason != Unreadable || left[1].Reason != Unreadable {
		t.Errorf("eligible %v, left out %+v", ok, left)
	}
}

// What may be sent to a pool.
func TestEligibility_StatusMatrix(t *testing.T) {
	for _, tc := range []struct {
		verb   tolokaapi.Verb
		status tolokaapi.PoolStatus
		want   Reason // 0: sent
	}{
		{tolokaapi.VerbClose, tolokaapi.Open, 0},
		{tolokaapi.VerbClose, tolokaapi.Closed, Already},
		{tolokaapi.VerbClose, tolokaapi.Locked, WrongStatus},
		{tolokaapi.VerbClose, tolokaapi.Archived, WrongStatus},
		{tolokaapi.VerbClose, "SUSPENDED", WrongStatus},
		{tolokaapi.VerbOpen, tolokaapi.Open, Already},
		{tolokaapi.VerbOpen, tolokaapi.Closed, 0},
		{tolokaapi.VerbOpen, tolokaapi.Archived, WrongStatus},
		{tolokaapi.VerbArchive, tolokaapi.Open, WrongStatus},
		{tolokaapi.VerbArchive, tolokaapi.Closed, 0},
		{tolokaapi.VerbArchive, tolokaapi.Archived, Already},
		{tolokaapi.VerbClone, tolokaapi.Open, 0},
		{tolokaapi.VerbClone, tolokaapi.Archived, 0},
		{tolokaapi.VerbClone, "", WrongStatus},
	} {
		w := newWorld(1)
		s := listed(t, w)
		s.f.pools.pools[pool1000].Status = tc.status
		got := Reason(0)
		if _, left := s.f.Eligible(tc.verb, []tolokaapi.Ref{pool1000}); len(left) > 0 {
			got = left[0].Reason
		}
		if got != tc.want {
			t.Errorf("%s on %q: reason %d, want %d", tc.verb, tc.status, got, tc.want)
		}
	}
}

// A second command for a busy pool is refused and names the row.
func TestEligibility_BusyPoolNamesTheRow(t *testing.T) {
	s := listed(t, newWorld(1))
	id := s.submit(tolokaapi.VerbClose, pool1000)
	_, left := s.f.Submit(s.w.now, tolokaapi.VerbClone, []tolokaapi.Ref{pool1000, pool1000})
	want := []Refusal{{On: pool1000, Reason: Busy, Status: tolokaapi.Open, Row: id}}
	if diff := cmp.Diff(want, left); diff != "" {
		t.Errorf("left out (-want +got):\n%s", diff)
	}
}

// A read only fleet sends nothing.
func TestEligibility_ReadOnly(t *testing.T) {
	w := newWorld(1)
	s := newScene(t, w, Config{ReadOnly: true})
	s.run(10 * time.Second)
	if id, left := s.f.Submit(w.now, tolokaapi.VerbClose, []tolokaapi.Ref{pool1000}); id != 0 || left[0].Reason != ReadOnly {
		t.Errorf("batch %d, left out %+v", id, left)
	}
	s.run(time.Minute)
	if got := s.count(Submit); got != 0 {
		t.Errorf("%d POSTs", got)
	}
}
