package fleet

import (
	"strconv"
	"testing"
	"time"

	"tolokadash/tolokaapi"
)

// Rows that stray from a list that lags come back to it.
func TestStraggler_ReturnsToLaggingList(t *testing.T) {
	w := newWorld(300)
	w.fate = func(tolokaapi.Ref) worldOp { return worldOp{takes: 20 * time.Second} }
	s := listed(t, w)
	refs, _ := s.f.Pools(tolokaapi.SubjectPool)
	mend := s.spoil(func(a *Response) { a.Operations.Items = nil })
	id, _ := s.f.Submit(w.now, tolokaapi.VerbClose, refs)
	s.run(5 * time.Second)
	if s.count(GetOperation) == 0 {
		t.Fatal("no row became a straggler")
	}
	mend()
	s.run(time.Second)
	s.forget()
	s.run(time.Minute)
	b, _ := s.f.Batch(id)
	if b.Done() != 300 || s.count(GetOperation) > 3 {
		t.Errorf("batch %+v after %d more single reads", b, s.count(GetOperation))
	}
	for _, id := range b.Rows {
		if r := s.row(id); r.Seen.Sub(r.End) > 5*time.Second {
			t.Fatalf("%s was seen to have ended %v after it had", r.On, r.Seen.Sub(r.End))
		}
	}
}

// Rows asked for singly starve nothing.
func TestStraggler_StarvesNothing(t *testing.T) {
	t.Parallel()
	for name, err := range map[string]error{"they are answered": nil, "they fail": &tolokaapi.Error{Status: 500}} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(100)
			w.fate = func(tolokaapi.Ref) worldOp { return worldOp{never: true} }
			s := listed(t, w)
			s.spoil(func(a *Response) {
				a.Operations.Items = nil
				if a.Request.Kind == GetOperation {
					a.Err = err
				}
			})
			refs, _ := s.f.Pools(tolokaapi.SubjectPool)
			s.f.Submit(w.now, tolokaapi.VerbClose, refs)
			s.run(3 * time.Minute)
			s.forget()
			s.run(6 * time.Minute)
			asked := map[tolokaapi.OperationID]int{}
			var shared []time.Time
			for i, r := range s.sent {
				switch r.Kind {
				case GetOperation:
					asked[r.Op]++
					shared = append(shared, s.times[i])
				case ListOperations, ListPools:
					shared = append(shared, s.times[i])
				}
			}
			for _, o := range w.ops {
				if asked[o.op.ID] < 3 {
					t.Errorf("%s was asked for %d times", o.op.ID, asked[o.op.ID])
				}
			}
			if n := s.count(ListPools); n < 15 {
				t.Errorf("pools were listed %d times", n)
			}
			for i := listsPerSecond; i < len(shared); i++ {
				if d := shared[i].Sub(shared[i-listsPerSecond]); d < 999*time.Millisecond {
					t.Fatalf("%d lists and single reads within %v", listsPerSecond+1, d)
				}
			}
		})
	}
}

// An operation listed without its pool is followed by its ID.
func TestStraggler_ListedWithoutItsPool(t *testing.T) {
	s := listed(t, newWorld(3))
	s.spoil(each(func(op *tolokaapi.Operation) { op.Target = tolokaapi.Ref{} }))
	id := s.submit(tolokaapi.VerbClose, pool1000)
	s.run(6 * time.Second)
	if r := s.row(id); r.State != Succeeded || s.count(GetOperation) != 0 {
		t.Errorf("it is %v after %d single reads", r.State, s.count(GetOperation))
	}
}

// Operations behind a list that is stuck are asked for singly and said once.
func TestStraggler_BehindStuckList(t *testing.T) {
	w := newWorld(40)
	w.perPage = 20
	w.fate = func(tolokaapi.Ref) worldOp { return worldOp{takes: 5 * time.Second} }
	s := listed(t, w)
	same := tolokaapi.DateOf(w.server())
	s.answer = func(r Request) Response {
		a := w.answer(r)
		if r.Kind == Submit && a.Err == nil { // so many at one time that no cursor gets on
			w.ops[len(w.ops)-1].op.Submitted, a.Outcome.Operation.Submitted = same, same
		}
		return a
	}
	refs, _ := s.f.Pools(tolokaapi.SubjectPool)
	id, _ := s.f.Submit(w.now, tolokaapi.VerbClose, refs)
	s.run(10 * time.Minute)
	if b, _ := s.f.Batch(id); b.Done() != 40 {
		t.Errorf("batch %+v, want all done", b)
	}
	notices := s.f.TakeNotices()
	if len(notices) > 0 && notices[0].Kind != OperationsStuck {
		t.Errorf("the notice is about %v", notices[0].Kind)
	}
	if got := len(notices); got != 1 {
		t.Errorf("%d notices, want one", got)
	}
}

// An old operation leaves the list and is asked for singly.
func TestStraggler_OldOperation(t *testing.T) {
	t.Parallel()
	w := newWorld(300)
	w.perPage = 90
	s := listed(t, w)
	w.fate = func(tolokaapi.Ref) worldOp { return worldOp{takes: 2 * time.Hour} }
	old := s.submit(tolokaapi.VerbClose, pool1000)
	s.run(time.Minute)
	w.fate = func(tolokaapi.Ref) worldOp { return worldOp{takes: time.Second} }
	for i := range 299 { // another's closes fill four pages
		if _, err := nilErr(w.act(tolokaapi.VerbClose, tolokaapi.PoolRef(strconv.Itoa(1001+i)), false)); err != nil {
			t.Fatal(err)
		}
		w.now = w.now.Add(3 * time.Second)
	}
	s.run(time.Minute)
	s.forget()
	s.run(5 * time.Minute)
	if s.count(GetOperation) == 0 {
		t.Error("the straggler was never asked for singly")
	}
	for _, r := range s.sent {
		if r.Kind == ListOperations && r.Query.Submitted.LTE != "" {
			t.Fatalf("a further page was read for one old operation: %+v", r.Query.Submitted)
		}
	}
	s.run(2 * time.Hour)
	if got := s.row(old).State; got != Succeeded {
		t.Errorf("the straggler is %v, want succeeded", got)
	}
}

// A 404 on a followed operation counts after three over ten seconds.
func TestStraggler_NotFoundThreeTimes(t *testing.T) {
	w := newWorld(1)
	w.fate = func(tolokaapi.Ref) worldOp { return worldOp{takes: time.Hour} }
	s := listed(t, w)
	id := s.submit(tolokaapi.VerbClose, pool1000)
	s.run(3 * time.Second)
	w.ops[0].hidden = true
	s.forget()
	s.run(2 * time.Minute)
	if got := s.row(id); got.State != Unknown || got.Problem == nil || got.Problem.Status != 404 {
		t.Fatalf("got %v with %+v, want unknown with a 404", got.State, got.Problem)
	}
	var asked []time.Time
	reads := 0
	for i, r := range s.sent {
		switch r.Kind {
		case GetOperation:
			asked = append(asked, s.times[i])
		case GetPool:
			reads++
		}
	}
	if len(asked) < notFoundNeeded || asked[len(asked)-1].Sub(asked[0]) < notFoundOver {
		t.Errorf("gave up after %d questions over %v", len(asked), asked[len(asked)-1].Sub(asked[0]))
	}
	if reads == 0 {
		t.Error("the pool was not read again")
	}
}

// Another ones 404s then an answer do not count.
func TestStraggler_NotFoundThenFound(t *testing.T) {
	w := newWorld(1)
	w.fate = func(tolokaapi.Ref) worldOp { return worldOp{takes: 50 * time.Second} }
	s := listed(t, w)
	id := s.submit(tolokaapi.VerbClose, pool1000)
	s.run(3 * time.Second)
	w.ops[0].hidden = true
	s.run(8 * time.Second)
	w.ops[0].hidden = false
	s.run(2 * time.Minute)
	if got := s.row(id).State; got != Succeeded {
		t.Errorf("got %v, want succeeded", got)
	}
}
