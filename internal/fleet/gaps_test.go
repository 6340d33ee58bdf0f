package fleet

import (
	"testing"
	"time"

	"tolokadash/tolokaapi"
)

func TestWhatBeganInALongGapAndStillRunsIsFound(t *testing.T) {
	s := listed(t, slow(24*time.Hour))
	s.w.now = s.w.now.Add(time.Hour) // asleep
	s.colleague(tolokaapi.VerbClose, pool1000)
	s.w.now = s.w.now.Add(7 * time.Hour)
	s.run(20 * time.Second)
	ids, _ := s.f.Rows()
	if len(ids) != 1 || s.row(ids[0]).State != Running {
		t.Errorf("rows %v, want the one that runs", ids)
	}
}

// While a command is on its way nobody can tell whose a new operation is: it is
// looked at again, however old it is.
func TestWhatWasListedWhileACommandWasOnItsWayIsLookedAtAgain(t *testing.T) {
	w := slow(10*time.Minute + 5*time.Second)
	s := newScene(t, w, Config{})
	s.colleague(tolokaapi.VerbClone, pool1000)
	w.now = w.now.Add(10 * time.Minute)
	s.once(func() Response {
		made := tolokaapi.Operation{ID: "ours", Type: "POOL.CLONE", Target: pool1000, Status: tolokaapi.Pending, Submitted: tolokaapi.DateOf(w.server())}
		return Response{Outcome: tolokaapi.Outcome{Operation: made}}
	})
	s.takesLong(10*time.Second, func(r Request) bool { return r.Kind == Submit })
	s.run(60 * time.Millisecond)
	id := s.submit(tolokaapi.VerbClone, pool1000)
	s.run(time.Minute)
	if r := s.row(id); r.Op.ID != "ours" {
		t.Errorf("ours is %v by %q", r.State, r.Op.ID)
	}
	if other := s.f.rows.byOp["op-1"]; other == nil || other.Ours() || other.State != Succeeded {
		t.Errorf("the other's: %+v", other)
	}
}

func TestWhatASweepCannotPlaceIsSweptAgain(t *testing.T) {
	w := slow(24 * time.Hour)
	s := newScene(t, w, Config{})
	s.colleague(tolokaapi.VerbClose, pool1000)
	w.now = w.now.Add(time.Hour)
	s.once(func() Response {
		made := tolokaapi.Operation{ID: "ours", Type: "POOL.CLOSE", Target: pool1000, Status: tolokaapi.Pending, Submitted: tolokaapi.DateOf(w.server())}
		w.ops = append(w.ops, &worldOp{op: made, takes: 10 * time.Second})
		return Response{Outcome: tolokaapi.Outcome{Operation: made}}
	})
	s.run(60 * time.Millisecond)
	s.takesLong(14*time.Second, func(r Request) bool { return r.Kind == Submit })
	id := s.submit(tolokaapi.VerbClose, pool1000)
	s.run(time.Hour)
	if r := s.row(id); r.State != Succeeded || r.Op.ID != "ours" {
		t.Errorf("ours is %v by %q", r.State, r.Op.ID)
	}
	if s.f.rows.byOp["op-1"] == nil {
		t.Errorf("the other's, which still runs, is on no row after an hour")
	}
}
