package fleet

import (
	"testing"
	"time"

	"tolokadash/tolokaapi"
)

// recorded is a command on pool 1000 as an earlier run recorded it.
func recorded(s State, op tolokaapi.OperationID, sentAgo time.Duration, now time.Time) RestoredCommand {
	c := RestoredCommand{Target: Target{On: pool1000, Name: "as confirmed"}, State: s, Operation: op, Percent: -1}
	if sentAgo > 0 {
		c.Sent, c.Tries = now.Add(-sentAgo), 1
	}
	if s.Finished() {
		c.Ended, c.Took = now.Add(-sentAgo+5*time.Second), 4*time.Second
	}
	return c
}

// restore gives a listed scene one command of an earlier run.
func (s *scene) restore(v tolokaapi.Verb, c ...RestoredCommand) (BatchID, RowID) {
	s.t.Helper()
	b := s.f.Restore(s.w.now, RestoredBatch{Verb: v, Asked: s.w.now.Add(-time.Hour), Commands: c})
	sum, ok := s.f.Batch(b)
	if !ok || len(sum.Rows) == 0 {
		s.t.Fatalf("no row: %+v", sum)
	}
	return b, sum.Rows[0]
}

// TestRestore_RecordedEnds brings back rows that had ended, as they were recorded.
func TestRestore_RecordedEnds(t *testing.T) {
	for _, state := range []State{Succeeded, Unchanged, Failed, Rejected, NotSent} {
		s := listed(t, newWorld(3))
		c := recorded(state, "", time.Hour, s.w.now)
		c.Problem = &Problem{Status: 409, Code: "POOL_LOCKED"}
		_, id := s.restore(tolokaapi.VerbClose, c)
		s.run(time.Minute)
		r := s.row(id)
		if r.State != state || r.Name != "as confirmed" || !r.Ours() || r.Problem == nil || r.End.IsZero() || r.Elapsed() != 4*time.Second {
			t.Errorf("%s: %+v", state, r)
		}
		if n := s.count(Submit); n != 0 {
			t.Errorf("%s: %d commands sent", state, n)
		}
	}
}

// TestRestore_QueuedIsNotSent ends what never left.
func TestRestore_QueuedIsNotSent(t *testing.T) {
	s := listed(t, newWorld(3))
	b, id := s.restore(tolokaapi.VerbClose, recorded(Queued, "", 0, s.w.now))
	if r := s.row(id); r.State != NotSent || !s.f.BatchOver(b) {
		t.Fatalf("%+v", r)
	}
	s.run(time.Minute)
	if n := s.count(Submit); n != 0 {
		t.Errorf("%d commands sent", n)
	}
}

// TestRestore_RunningIsFollowed follows an operation by its id to its end, also where a
// list had shown it before as that of another.
func TestRestore_RunningIsFollowed(t *testing.T) {
	for name, adopted := range map[string]bool{"not listed yet": false, "adopted as another's": true} {
		t.Run(name, func(t *testing.T) {
			s := listed(t, slow(3*time.Minute))
			s.startElsewhere(tolokaapi.VerbClose, pool1000)
			op := s.w.ops[0].op.ID
			if adopted {
				s.until("it is listed", func() bool { ids, _ := s.f.Rows(); return len(ids) == 1 })
			}
			_, id := s.restore(tolokaapi.VerbClose, recorded(Running, op, 10*time.Second, s.w.now))
			if ids, _ := s.f.Rows(); len(ids) != 1 {
				t.Errorf("%d rows", len(ids))
			}
			s.run(5 * time.Minute)
			if r := s.row(id); r.State != Succeeded || r.Op.Status != tolokaapi.Success || r.Op.ID != op {
				t.Errorf("%+v", r)
			}
			if ids, _ := s.f.Rows(); len(ids) != 1 {
				t.Errorf("%d rows at the end", len(ids))
			}
		})
	}
}

// TestRestore_ServerOverrulesRecord replaces a recorded end by what a list says.
func TestRestore_ServerOverrulesRecord(t *testing.T) {
	for name, adopted := range map[string]bool{"listed later": false, "adopted as another's": true} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(3)
			w.fate = func(tolokaapi.Ref) worldOp { return worldOp{takes: time.Second, fails: true} }
			s := listed(t, w)
			s.startElsewhere(tolokaapi.VerbClose, pool1000)
			if adopted {
				s.until("it is listed", func() bool { ids, _ := s.f.Rows(); return len(ids) == 1 })
			}
			b, id := s.restore(tolokaapi.VerbClose, recorded(Succeeded, s.w.ops[0].op.ID, 10*time.Second, s.w.now))
			s.run(3 * time.Minute)
			if r := s.row(id); r.State != Failed || r.Op.Status != tolokaapi.Fail {
				t.Errorf("%+v", r)
			}
			if sum, _ := s.f.Batch(b); sum.Succeeded != 0 {
				t.Errorf("%+v", sum)
			}
		})
	}
}

// TestRestore_UnansweredSend looks up a send without a recorded response, and never
// sends again.
func TestRestore_UnansweredSend(t *testing.T) {
	cases := map[string]struct {
		prepare func(s *scene)
		want    State
		found   bool
	}{
		"its operation is listed": {func(s *scene) { s.startElsewhere(tolokaapi.VerbClose, pool1000) }, Succeeded, true},
		"it never arrived":        {func(*scene) {}, Unknown, false},
		"the pool is closed, nothing is listed": {func(s *scene) {
			s.startElsewhere(tolokaapi.VerbClose, pool1000)
			s.w.ops[0].hidden = true
		}, Succeeded, true},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			s := listed(t, newWorld(3))
			c.prepare(s)
			_, id := s.restore(tolokaapi.VerbClose, recorded(Sending, "", 5*time.Second, s.w.now))
			s.run(15 * time.Minute)
			if r := s.row(id); r.State != c.want || r.Found != c.found {
				t.Errorf("%+v", r)
			}
			if n := s.count(Submit); n != 0 {
				t.Errorf("%d commands sent", n)
			}
		})
	}
}

// TestRestore_LaterOperationOfOthers does not take an operation for the restored command
// that was submitted long after the earlier run had ended.
func TestRestore_LaterOperationOfOthers(t *testing.T) {
	s := listed(t, slow(time.Hour))
	_, id := s.restore(tolokaapi.VerbClose, recorded(Sending, "", 20*time.Minute, s.w.now))
	s.startElsewhere(tolokaapi.VerbClose, pool1000)
	s.run(14 * time.Minute)
	if r := s.row(id); r.State != Unknown || r.Op.ID != "" {
		t.Errorf("%+v", r)
	}
}

// TestRestore_Dismissed counts dismissed commands, shows no row for them, and adopts
// their operations no more.
func TestRestore_Dismissed(t *testing.T) {
	for name, adopted := range map[string]bool{"not listed yet": false, "adopted as another's": true} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(3)
			w.fate = func(tolokaapi.Ref) worldOp { return worldOp{takes: time.Second, fails: true} }
			s := listed(t, w)
			s.startElsewhere(tolokaapi.VerbClose, pool1000)
			if adopted {
				s.until("it has ended", func() bool {
					ids, _ := s.f.Rows()
					return len(ids) == 1 && s.row(ids[0]).State == Failed
				})
			}
			c := recorded(Failed, s.w.ops[0].op.ID, 10*time.Second, s.w.now)
			c.Dismissed = true
			if b := s.f.Restore(s.w.now, RestoredBatch{Verb: tolokaapi.VerbClose, Asked: s.w.now, Commands: []RestoredCommand{c}}); b != 0 {
				t.Errorf("batch %d", b)
			}
			s.run(3 * time.Minute)
			if ids, _ := s.f.Rows(); len(ids) != 0 {
				t.Errorf("%d rows", len(ids))
			}
		})
	}
}

// TestRestore_EndedLongAgo reads an operation that ended so long ago that no list reaches
// back to it.
func TestRestore_EndedLongAgo(t *testing.T) {
	s := listed(t, slow(3*time.Minute))
	s.startElsewhere(tolokaapi.VerbClose, pool1000)
	s.w.ops[0].op.Submitted = tolokaapi.DateOf(s.w.server().Add(-20 * time.Hour))
	s.forget()
	_, id := s.restore(tolokaapi.VerbClose, recorded(Running, s.w.ops[0].op.ID, 20*time.Hour, s.w.now))
	s.run(10 * time.Second)
	if r := s.row(id); r.State != Succeeded || s.count(GetOperation) == 0 {
		t.Errorf("%+v", r)
	}
}

// TestRestore_BatchTookAsLongAsItDid counts the time of a batch to the end of its last
// operation, however much later the program that was started again heard of it.
func TestRestore_BatchTookAsLongAsItDid(t *testing.T) {
	w := slow(3 * time.Second)
	asked := w.now
	(&scene{t: t, w: w}).startElsewhere(tolokaapi.VerbClose, pool1000) // the run before
	w.now = w.now.Add(10 * time.Minute)
	s := listed(t, w)
	s.until("it is listed", func() bool { ids, _ := s.f.Rows(); return len(ids) == 1 })
	b := s.f.Restore(s.w.now, RestoredBatch{Verb: tolokaapi.VerbClose, Asked: asked, Commands: []RestoredCommand{
		{Target: Target{On: pool1000}, State: Sending, Operation: s.w.ops[0].op.ID, Sent: asked, Tries: 1, Percent: -1},
	}})
	s.run(time.Minute)
	sum, _ := s.f.Batch(b)
	if took := sum.Heard.Sub(sum.Began); sum.Done() != 1 || took > 10*time.Second {
		t.Errorf("%d done in %s", sum.Done(), took)
	}
}
