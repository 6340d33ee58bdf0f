package fleet

import (
	"testing"
	"time"

	"tolokadash/tolokaapi"
)

// A look-up that sees records but not what they are about has looked at nothing.
func TestLostReply_UnreadableListDoesNotCount(t *testing.T) {
	for name, change := range map[string]func(*tolokaapi.Operation){
		"no status": func(op *tolokaapi.Operation) {
			*op = tolokaapi.Operation{ID: op.ID, Type: op.Type, Submitted: op.Submitted, Target: op.Target, Unreadable: "it has no status"}
		},
		"nothing but an id": func(op *tolokaapi.Operation) { *op = tolokaapi.Operation{ID: op.ID, Unreadable: "it has no status"} },
		"not even an id":    func(op *tolokaapi.Operation) { *op = tolokaapi.Operation{Unreadable: "it has no id"} },
		"no pool":           func(op *tolokaapi.Operation) { op.Target = tolokaapi.Ref{} },
	} {
		t.Run(name, func(t *testing.T) {
			s := listed(t, slow(40*time.Second))
			mend := s.spoil(each(change))
			id := s.loses()
			s.run(time.Minute)
			if r := s.row(id); r.State != Unconfirmed || s.count(Submit) != 1 {
				t.Errorf("it is %v and was sent %d times", r.State, s.count(Submit))
			}
			mend()
			s.run(20 * time.Second)
			if r := s.row(id); r.State != Succeeded || s.count(Submit) != 1 {
				t.Errorf("in the end it is %v and was sent %d times", r.State, s.count(Submit))
			}
		})
	}
}

// A look up that never becomes clear ends as unknown.
func TestLostReply_NeverClearEndsUnknown(t *testing.T) {
	for _, takes := range []time.Duration{0, 5 * time.Second, time.Hour} {
		s := listed(t, slow(takes))
		s.spoil(each(func(op *tolokaapi.Operation) { *op = tolokaapi.Operation{ID: op.ID, Unreadable: "it has no status"} }))
		id := s.loses()
		s.run(9 * time.Minute)
		if r := s.row(id); r.State != Unconfirmed {
			t.Errorf("%v: after nine minutes it is %v", takes, r.State)
		}
		s.run(2 * time.Minute)
		want := Unknown
		if takes < time.Minute {
			want = Succeeded // as far as the pool tells
		}
		if r := s.row(id); r.State != want || r.Found != (want == Succeeded) || s.count(Submit) != 1 {
			t.Errorf("%v: it is %v and was sent %d times", takes, r.State, s.count(Submit))
		}
		if p, _ := s.f.Pool(pool1000); takes < time.Minute && p.Status != tolokaapi.Closed {
			t.Errorf("%v: the pool is %s", takes, p.Status)
		}
	}
}

// What runs unreadably is no reason to send again either, whatever its date.
func TestLostReply_UnreadableRunningOperation(t *testing.T) {
	w := slow(time.Minute)
	w.skew = -2 * time.Hour
	s := newScene(t, w, Config{})
	ahead := func(a *Response) { a.Server = a.Server.Add(2 * time.Hour) }
	s.spoil(ahead)
	s.run(10 * time.Second)
	mend := s.spoil(each(func(op *tolokaapi.Operation) { op.Status, op.Unreadable = "", "it has no status" }))
	id := s.loses()
	s.run(30 * time.Second)
	if r := s.row(id); r.State != Unconfirmed || s.count(Submit) != 1 {
		t.Errorf("it is %v and was sent %d times", r.State, s.count(Submit))
	}
	mend()
	s.run(20 * time.Second)
	if r := s.row(id); r.State != Running || s.count(Submit) != 1 {
		t.Errorf("it is %v and was sent %d times", r.State, s.count(Submit))
	}
}

// What does not run yet is looked for first.
func TestLostReply_PendingScannedFirst(t *testing.T) {
	s := listed(t, slow(time.Minute))
	s.once(failing(errReset))
	s.submit(tolokaapi.VerbClose, pool1000)
	s.run(10 * time.Second)
	var order []string
	for _, r := range s.sent {
		if r.Kind == ListOperations && r.Query.Status != "" {
			order = append(order, r.Query.Status)
		}
	}
	if len(order) < 2 || order[0] != "PENDING" || order[1] != "RUNNING" {
		t.Errorf("listed %v", order)
	}
}

// Sent again, a command may meet its own first self: it was not refused then.
func TestLostReply_LockedByOwnFirstSend(t *testing.T) {
	w := newWorld(1)
	w.fate = func(tolokaapi.Ref) worldOp { return worldOp{takes: time.Hour, hidden: true} }
	s := listed(t, w)
	id := s.loses()
	s.run(2 * time.Minute)
	if r := s.row(id); r.State != Unknown || s.count(Submit) != 2 {
		t.Errorf("it is %v and was sent %d times", r.State, s.count(Submit))
	}
}

// Records that could never be read were there before the command was sent, or are
// about another pool: they hide nothing.
func TestLostReply_OldAmbiguousRecords(t *testing.T) {
	murk := []tolokaapi.Operation{
		{ID: "old", Type: "POOL.CLOSE", Unreadable: "it has no status"},
		{Type: "POOL.CLOSE", Target: tolokaapi.PoolRef("1001"), Unreadable: "it has no id"},
	}
	s := newScene(t, slow(2*time.Second), Config{})
	s.spoil(func(a *Response) {
		if a.Request.Kind == ListOperations && a.Request.Query.Type == "POOL.CLOSE" {
			a.Operations.Items = append(murk[:2:2], a.Operations.Items...)
		}
	})
	s.run(20 * time.Minute) // long enough for ids to be forgotten
	s.once(failing(errReset))
	id := s.submit(tolokaapi.VerbClose, pool1000)
	s.run(time.Minute)
	if r := s.row(id); r.State != Succeeded || s.count(Submit) != 2 {
		t.Errorf("it is %v and was sent %d times", r.State, s.count(Submit))
	}
}

// The date of an operation may be no date, or come from another clock than the
// Date header: what runs is found all the same.
func TestLostReply_RunningFoundWhateverItsDate(t *testing.T) {
	ahead := func(d time.Duration) func(*Response) {
		return func(a *Response) { a.Server = a.Server.Add(d) }
	}
	for name, change := range map[string]func(*Response){
		"no date":                              each(func(op *tolokaapi.Operation) { op.Submitted = tolokaapi.ParseDate("2015-22-12T14:18:35") }),
		"Date is a minute and a quarter ahead": ahead(75 * time.Second),
		"Date is two hours ahead":              ahead(2 * time.Hour),
		"Date is two hours behind":             ahead(-2 * time.Hour),
		"there is no Date":                     func(a *Response) { a.Server = time.Time{} },
	} {
		t.Run(name, func(t *testing.T) {
			w := slow(40 * time.Second)
			w.skew = -2 * time.Hour
			s := newScene(t, w, Config{})
			s.spoil(change)
			s.run(10 * time.Second)
			id := s.loses()
			s.run(20 * time.Second)
			if r := s.row(id); r.State != Running || s.count(Submit) != 1 {
				t.Errorf("it is %v and was sent %d times", r.State, s.count(Submit))
			}
			s.run(time.Minute)
			if r := s.row(id); r.State != Succeeded {
				t.Errorf("in the end it is %v", r.State)
			}
		})
	}
}

// What is over when it is looked for is found by its date, which may be a bit
// behind the time at which the server seemed to be.
func TestLostReply_EndedFoundByItsDate(t *testing.T) {
	s := newScene(t, slow(0), Config{})
	s.spoil(func(a *Response) { a.Server = a.Server.Add(30 * time.Second) })
	s.run(10 * time.Second)
	id := s.loses()
	s.run(10 * time.Second)
	if r := s.row(id); r.State != Succeeded || r.Op.ID == "" || s.count(Submit) != 1 {
		t.Errorf("it is %v by operation %q and was sent %d times", r.State, r.Op.ID, s.count(Submit))
	}
}

// A lost reply is looked up while paused.
func TestLostReply_WhilePaused(t *testing.T) {
	s := listed(t, slow(2*time.Second))
	s.f.Pause(true)
	s.once(failing(errReset))
	id := s.submit(tolokaapi.VerbClose, pool1000)
	s.run(time.Minute)
	if r := s.row(id); r.State != Succeeded || s.count(Submit) != 2 {
		t.Errorf("it is %v and was sent %d times", r.State, s.count(Submit))
	}
}

// Clones run beside each other: one that began long before is another's.
func TestLostReply_OldRunningClone(t *testing.T) {
	w := slow(time.Hour)
	s := listed(t, w)
	_, _ = w.act(tolokaapi.VerbClone, pool1000, false) // nobody has seen it
	w.now = w.now.Add(30 * time.Minute)
	s.once(failing(errReset))
	id := s.submit(tolokaapi.VerbClone, pool1000)
	s.run(time.Minute)
	if r := s.row(id); r.State != Unknown || r.Op.ID != "" || s.count(Submit) != 1 {
		t.Errorf("it is %v by %q and was sent %d times", r.State, r.Op.ID, s.count(Submit))
	}
}
