package fleet

import (
	"testing"
	"time"

	"tolokadash/tolokaapi"
)

// What the server says of one operation is taken for nothing else.
func TestFollow_NewsOfAnotherPoolOrType(t *testing.T) {
	for name, change := range map[string]func(*tolokaapi.Operation){
		"another pool": func(op *tolokaapi.Operation) { op.Target = tolokaapi.PoolRef("1002") },
		"another type": func(op *tolokaapi.Operation) { op.Type = "POOL.OPEN" },
		"no status":    func(op *tolokaapi.Operation) { op.Unreadable = "it has no status" },
	} {
		t.Run(name, func(t *testing.T) {
			s := listed(t, slow(5*time.Second))
			id := s.submit(tolokaapi.VerbClose, pool1000)
			s.run(time.Second)
			mend := s.spoil(each(change))
			s.run(time.Minute)
			if r := s.row(id); r.State.Finished() {
				t.Errorf("it is %v", r.State)
			}
			if r := s.row(id); r.Problem == nil || r.Problem.Cause != tolokaapi.CauseUnreadable || r.RetryAt.IsZero() {
				t.Errorf("the row does not say that no news come: %+v", r)
			}
			if c := s.f.Summary(s.w.now).Connection; c.State != Live {
				t.Errorf("one record that makes no sense is said of the connection: %+v", c)
			}
			mend()
			s.run(40 * time.Second)
			if r := s.row(id); r.State != Succeeded || r.Problem != nil || s.f.Summary(s.w.now).Connection.State != Live {
				t.Errorf("in the end it is %v, %+v", r.State, r.Problem)
			}
		})
	}
}

// An absent percentage keeps the last and a fall is marked.
func TestFollow_PercentageAbsentAndFalling(t *testing.T) {
	s := listed(t, newWorld(1))
	s.w.fate = func(tolokaapi.Ref) worldOp { return worldOp{never: true} }
	id := s.submit(tolokaapi.VerbClose, pool1000)
	s.run(time.Second)
	r := s.f.table.byID[id]
	for i, tc := range []struct {
		said tolokaapi.Progress
		want int
		fell bool
	}{
		{tolokaapi.Progress{Known: true, Percent: 40}, 40, false},
		{tolokaapi.Progress{}, 40, false},
		{tolokaapi.Progress{Known: true, Percent: 45}, 45, false},
		{tolokaapi.Progress{Known: true, Percent: 30}, 30, true},
		{tolokaapi.Progress{Known: true, Percent: 30}, 30, true},
		{tolokaapi.Progress{}, 30, true},
		{tolokaapi.Progress{Known: true, Percent: 44}, 44, true},
		{tolokaapi.Progress{Known: true, Percent: 45}, 45, true},
		{tolokaapi.Progress{Known: true, Percent: 46}, 46, false},
		{tolokaapi.Progress{Known: true, Percent: 20}, 20, true},
		{tolokaapi.Progress{Known: true, Percent: 10}, 10, true},
		{tolokaapi.Progress{Known: true, Percent: 46}, 46, true},
		{tolokaapi.Progress{Known: true, Percent: 60}, 60, false},
	} {
		op := r.Op
		op.Progress = tc.said
		s.f.follow(r, op, Response{Request: Request{Seq: uint64(1000 + i)}, Received: s.w.now})
		if r.Percent != tc.want || r.ProgressFell != tc.fell {
			t.Errorf("step %d: %d %% fell=%v, want %d %% fell=%v", i, r.Percent, r.ProgressFell, tc.want, tc.fell)
		}
	}
	op := r.Op
	op.Progress = tolokaapi.Progress{Known: true, Percent: 99}
	s.f.follow(r, op, Response{Request: Request{Seq: 1001}, Received: s.w.now})
	if r.Percent != 60 {
		t.Error("an older answer was taken")
	}
}

// A status nobody knows is not an end.
func TestFollow_UnknownStatus(t *testing.T) {
	s := listed(t, newWorld(1))
	s.w.fate = func(tolokaapi.Ref) worldOp { return worldOp{never: true} }
	id := s.submit(tolokaapi.VerbClose, pool1000)
	s.run(time.Second)
	r := s.f.table.byID[id]
	op := r.Op
	op.Status = "DEFERRED"
	s.f.follow(r, op, Response{Request: Request{Seq: 1000}, Received: s.w.now})
	if r.State != Running || r.Op.Status != "DEFERRED" {
		t.Errorf("got %v, %s", r.State, r.Op.Status)
	}
}
