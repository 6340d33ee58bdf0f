package fleet

import (
	"testing"
	"time"

	"tolokadash/tolokaapi"
)

// An operation that is named is read by its id once, and followed by its list.
func TestNamedOperation_FollowedToItsEnd(t *testing.T) {
	w := slow(20 * time.Second)
	_, _ = w.act(tolokaapi.VerbClose, pool1000, false)
	s := tracking(t, w)
	id := w.ops[0].op.ID
	s.f.FollowOperations(id, id)
	s.run(time.Second)
	named := s.f.NamedOperation(id)
	if named.Row == 0 || s.row(named.Row).State.Finished() {
		t.Fatalf("it is %+v", named)
	}
	s.run(time.Minute)
	if r := s.row(named.Row); r.State != Succeeded || r.Ours() {
		t.Errorf("the row is %+v", r)
	}
	if n := s.count(GetOperation); n != 1 {
		t.Errorf("%d reads by id", n)
	}
}

// One that has ended gets its row, one that does not exist is given up after three
// answers that say so, and one that is about no pool at once.
func TestNamedOperation_EndedAndUnknown(t *testing.T) {
	w := slow(0)
	_, _ = w.act(tolokaapi.VerbClose, pool1000, false)
	w.ops = append(w.ops, &worldOp{op: tolokaapi.Operation{ID: "analytics", Type: "ANALYTICS", Status: tolokaapi.Success}})
	s := tracking(t, w)
	ended := w.ops[0].op.ID
	s.f.FollowOperations(ended, "nowhere", "analytics")
	s.run(time.Minute)
	if n := s.f.NamedOperation(ended); n.Row == 0 || s.row(n.Row).State != Succeeded {
		t.Errorf("the ended one is %+v", n)
	}
	if n := s.f.NamedOperation("nowhere"); n.Problem == nil || n.Problem.Status != 404 || n.Row != 0 {
		t.Errorf("the unknown one is %+v", n)
	}
	if n := s.f.NamedOperation("analytics"); n.Problem == nil || n.Row != 0 {
		t.Errorf("the one of another type is %+v", n)
	}
	if n := s.count(GetOperation); n != 5 {
		t.Errorf("%d reads", n)
	}
}

// Trouble of the connection is no end.
func TestNamedOperation_Trouble(t *testing.T) {
	w := slow(0)
	_, _ = w.act(tolokaapi.VerbClose, pool1000, false)
	s := tracking(t, w)
	id := w.ops[0].op.ID
	s.f.FollowOperations(id)
	mend := s.spoil(func(a *Response) { a.Operation, a.Err = tolokaapi.Operation{}, w.problem(500, "") })
	s.run(20 * time.Second)
	if n := s.f.NamedOperation(id); n.Row != 0 || n.Problem != nil || n.RetryAt.IsZero() {
		t.Errorf("it is %+v", n)
	}
	if c := s.f.Summary(w.now).Connection; c.State != Troubled {
		t.Errorf("the connection is %+v", c)
	}
	mend()
	s.run(time.Minute)
	if n := s.f.NamedOperation(id); n.Row == 0 {
		t.Errorf("it is %+v", n)
	}
}

// What runs is found though nothing is of interest.
func TestFindRunning_WithoutInterests(t *testing.T) {
	w := slow(time.Minute)
	_, _ = w.act(tolokaapi.VerbClose, pool1000, false)
	s := tracking(t, w, pool1000)
	s.f.FindRunning(tolokaapi.SubjectPool)
	if !s.f.FindingRunning() {
		t.Fatal("it looks for nothing")
	}
	s.until("the lists are read", func() bool { return !s.f.FindingRunning() })
	if ids, _ := s.f.Rows(); len(ids) != 1 || s.row(ids[0]).On != pool1000 {
		t.Errorf("%d rows", len(ids))
	}
	if n := s.count(ListOperations); n > 16 {
		t.Errorf("%d lists", n)
	}
}

// Pools that are to be read are read, however far apart they lie.
func TestReadPools_EachByItsID(t *testing.T) {
	w := newWorld(9000)
	s := tracking(t, w)
	refs := []tolokaapi.Ref{pool1000, tolokaapi.PoolRef("9999"), tolokaapi.PoolRef("7777777")}
	s.f.ReadPools(refs...)
	s.until("they are read", s.f.Settled)
	for _, ref := range refs[:2] {
		if p, _ := s.f.Pool(ref); p.Name == "" {
			t.Errorf("%v was not read", ref)
		}
	}
	if _, known := s.f.Pool(refs[2]); known {
		t.Error("a pool that does not exist is known")
	}
	if n := len(s.sent); n != 3 {
		t.Errorf("%d requests", n)
	}
}

// The names of projects are whole only if their list could be read to its end.
func TestProjectsListed_Whole(t *testing.T) {
	s := newScene(t, newWorld(1), Config{})
	s.f.SetInterests(Interests{ProjectNames: true})
	s.run(time.Second)
	if p := s.f.Projects(); !p.Listed || !p.Whole {
		t.Errorf("%+v", p)
	}
}
