package fleet

import (
	"testing"
	"time"

	"tolokadash/tolokaapi"
)

// spoil changes answers before they arrive, until mend is called.
func (s *scene) spoil(change func(*Response)) (mend func()) {
	before := s.answer
	s.answer = func(r Request) Response {
		a := before(r)
		a.Request = r
		change(&a)
		return a
	}
	return func() { s.answer = before }
}

// each changes every operation of an answer that lists or reads some.
func each(change func(*tolokaapi.Operation)) func(*Response) {
	return func(a *Response) {
		for i := range a.Operations.Items {
			change(&a.Operations.Items[i])
		}
		if a.Request.Kind == GetOperation && a.Err == nil {
			change(&a.Operation)
		}
	}
}

// loses sends a close whose reply gets lost although it took effect.
func (s *scene) loses() RowID {
	s.t.Helper()
	arrives := s.answer
	s.answer = func(r Request) Response {
		a := arrives(r)
		if r.Kind == Submit {
			a.Err, a.Outcome = errReset, tolokaapi.Outcome{}
			s.answer = arrives
		}
		return a
	}
	id := s.submit(tolokaapi.VerbClose, pool1000)
	s.run(time.Second)
	return id
}

// slow is a world whose operations take a while.
func slow(takes time.Duration) *world {
	w := newWorld(3)
	w.fate = func(tolokaapi.Ref) worldOp { return worldOp{takes: takes} }
	return w
}

// A look-up that sees records but not what they are about has looked at nothing.
func TestALookUpThatCannotReadFindsNothingOut(t *testing.T) {
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

func TestALookUpThatNeverBecomesClearEndsAsUnknown(t *testing.T) {
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
func TestWhatRunsUnreadablyIsNotOverlooked(t *testing.T) {
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

func TestWhatDoesNotRunYetIsLookedForFirst(t *testing.T) {
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
func TestWhatMayHoldItselfIsNotSaidToBeRefused(t *testing.T) {
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
func TestOldMurkIsNoObstacle(t *testing.T) {
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
func TestWhatRunsIsFoundWhateverItsDate(t *testing.T) {
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
func TestWhatIsOverIsFoundByItsDate(t *testing.T) {
	s := newScene(t, slow(0), Config{})
	s.spoil(func(a *Response) { a.Server = a.Server.Add(30 * time.Second) })
	s.run(10 * time.Second)
	id := s.loses()
	s.run(10 * time.Second)
	if r := s.row(id); r.State != Succeeded || r.Op.ID == "" || s.count(Submit) != 1 {
		t.Errorf("it is %v by operation %q and was sent %d times", r.State, r.Op.ID, s.count(Submit))
	}
}

func TestALostReplyIsLookedUpWhilePaused(t *testing.T) {
	s := listed(t, slow(2*time.Second))
	s.f.Pause(true)
	s.once(failing(errReset))
	id := s.submit(tolokaapi.VerbClose, pool1000)
	s.run(time.Minute)
	if r := s.row(id); r.State != Succeeded || s.count(Submit) != 2 {
		t.Errorf("it is %v and was sent %d times", r.State, s.count(Submit))
	}
}

// What the server says of one operation is taken for nothing else.
func TestNewsOfAnotherPoolOrTypeIsNoNews(t *testing.T) {
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
			link := s.f.Summary(s.w.now).Link
			if d := s.f.OperationsDelay(); link.State != Troubled || d.Failing.IsZero() {
				t.Errorf("nothing says that no news come: %+v, %+v", link, d)
			}
			mend()
			s.run(40 * time.Second)
			if r := s.row(id); r.State != Succeeded || s.f.Summary(s.w.now).Link.State != Live {
				t.Errorf("in the end it is %v", r.State)
			}
		})
	}
}

func TestAReplyOfAnotherTypeIsALostOne(t *testing.T) {
	s := listed(t, slow(5*time.Second))
	mend := s.spoil(func(a *Response) { a.Outcome.Operation.Type = "POOL.OPEN" })
	id := s.submit(tolokaapi.VerbClose, pool1000)
	s.run(s.latency)
	if r := s.row(id); r.State != Unconfirmed {
		t.Errorf("it is %v", r.State)
	}
	mend()
	s.run(20 * time.Second)
	if r := s.row(id); r.State != Succeeded || s.count(Submit) != 1 {
		t.Errorf("in the end it is %v, sent %d times", r.State, s.count(Submit))
	}
}

func TestAnOperationBelongsToOneRow(t *testing.T) {
	s := listed(t, slow(5*time.Second))
	s.spoil(func(a *Response) {
		if a.Request.Kind == Submit && a.Err == nil {
			a.Outcome.Operation.ID, a.Outcome.Operation.Target = "op-1", tolokaapi.Ref{}
		}
	})
	first := s.submit(tolokaapi.VerbClose, pool1000)
	s.run(200 * time.Millisecond)
	second := s.submit(tolokaapi.VerbClose, tolokaapi.PoolRef("1001"))
	s.run(s.latency)
	if r := s.row(second); r.State != Unconfirmed {
		t.Errorf("the second is %v by %q", r.State, r.Op.ID)
	}
	s.run(30 * time.Second)
	for _, id := range []RowID{first, second} {
		if r := s.row(id); r.State != Succeeded || r.Op.Target != r.On {
			t.Errorf("%s is %v by %s of %s", r.On, r.State, r.Op.ID, r.Op.Target)
		}
	}
	if s.count(Submit) != 2 {
		t.Errorf("%d commands were sent", s.count(Submit))
	}
}

// A list that has become unreadable takes nothing away that was read before.
func TestPoolsThatCannotBeReadAnyMoreStayAsTheyWere(t *testing.T) {
	s := listed(t, newWorld(5))
	broken := func(p *tolokaapi.Pool) {
		*p = tolokaapi.Pool{Ref: p.Ref, Unreadable: "it has no status"}
	}
	for name, change := range map[string]func(*Response){
		"all of a list": func(a *Response) {
			for i := range a.Pools.Items {
				broken(&a.Pools.Items[i])
			}
		},
		"one of a list": func(a *Response) {
			if len(a.Pools.Items) > 1 {
				broken(&a.Pools.Items[1])
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			mend := s.spoil(func(a *Response) {
				change(a)
				if a.Request.Kind == GetPool {
					broken(&a.Pool)
				}
			})
			s.f.Refresh(s.w.now)
			s.forget()
			s.run(time.Minute)
			if n := s.count(GetPool); n > 10 {
				t.Errorf("%d pools were read one by one", n)
			}
			refs, _ := s.f.Pools(tolokaapi.SubjectPool)
			for _, ref := range refs {
				if p, _ := s.f.Pool(ref); p.Unreadable != "" || p.Name == "" {
					t.Errorf("%s is %+v", ref, p)
				}
			}
			if link := s.f.Summary(s.w.now).Link; link.State != Troubled {
				t.Errorf("the connection is %+v", link)
			}
			mend()
			s.run(time.Minute)
			if link := s.f.Summary(s.w.now).Link; link.State != Live {
				t.Errorf("afterwards the connection is %+v", link)
			}
		})
	}
}

func TestAPoolThatWasClosedStaysClosedWhileItsReadMakesNoSense(t *testing.T) {
	s := listed(t, slow(time.Second))
	mend := s.spoil(func(a *Response) {
		if a.Request.Kind == GetPool {
			a.Pool = tolokaapi.Pool{Ref: a.Request.On, Unreadable: "it has no status"}
		}
	})
	s.submit(tolokaapi.VerbClose, pool1000)
	s.run(20 * time.Second)
	if p, _ := s.f.Pool(pool1000); p.Status != tolokaapi.Closed || p.Name != "pool 1000" {
		t.Errorf("it is %+v", p.Pool)
	}
	if s.f.Settled() {
		t.Error("it is not read again")
	}
	mend()
	s.run(40 * time.Second)
	if !s.f.Settled() {
		t.Error("it is still to be read")
	}
}

func TestRowsWithoutAnIDLeaveWhenTheirListIsWell(t *testing.T) {
	s := listed(t, newWorld(5))
	mend := s.spoil(func(a *Response) {
		for i := range a.Pools.Items {
			a.Pools.Items[i] = tolokaapi.Pool{Unreadable: "its id cannot be used"}
		}
	})
	s.f.Refresh(s.w.now)
	s.run(5 * time.Second)
	if refs, _ := s.f.Pools(tolokaapi.SubjectPool); len(refs) != 10 {
		t.Errorf("%d rows while it lasts", len(refs))
	}
	mend()
	s.run(40 * time.Second)
	if refs, _ := s.f.Pools(tolokaapi.SubjectPool); len(refs) != 5 {
		t.Errorf("%d rows afterwards", len(refs))
	}
}

func TestOthersAreSeenThoughTheDateHeaderIsAhead(t *testing.T) {
	w := slow(30 * time.Second)
	s := newScene(t, w, Config{})
	s.spoil(func(a *Response) { a.Server = a.Server.Add(75 * time.Second) })
	s.run(time.Minute)
	if _, err := w.act(tolokaapi.VerbClose, pool1000, false); err != nil {
		t.Fatal(err)
	}
	s.run(40 * time.Second)
	if ids, _ := s.f.Rows(); len(ids) != 1 {
		t.Errorf("%d rows", len(ids))
	}
}

func TestAQuotaOnTheHistoryIsWaitedOutWhoeverLooks(t *testing.T) {
	s := listed(t, remembered(5))
	s.f.Pause(true) // nothing else lists operations
	s.f.Pause(false)
	s.spoil(func(a *Response) {
		if a.Request.Kind == ListOperations && a.Request.Query.Submitted == (tolokaapi.Range{}) && a.Request.Query.Status == "" {
			a.Err = &tolokaapi.Error{Status: 429, Interval: tolokaapi.PerDay}
		}
	})
	ofHistory := func() int {
		n := 0
		for _, r := range s.sent {
			if r.Kind == ListOperations && r.Query.Submitted == (tolokaapi.Range{}) && r.Query.Status == "" {
				n++
			}
		}
		return n
	}
	s.f.WantHistory(10)
	s.run(5 * time.Second)
	asked := ofHistory()
	for range 3 {
		s.f.WantHistory(0)
		s.run(time.Second)
		s.f.WantHistory(10)
		s.run(time.Second)
		s.f.Refresh(s.w.now)
		s.run(time.Second)
	}
	if now := ofHistory(); asked == 0 || now != asked {
		t.Errorf("asked %d times at first and %d in the end", asked, now)
	}
}

func TestAQuotaOfOneVerbHoldsNoOther(t *testing.T) {
	w := newWorld(3)
	closed := w.addPool("2000", tolokaapi.Closed)
	s := listed(t, w)
	s.spoil(func(a *Response) {
		if a.Request.Kind == Submit && a.Request.Verb == tolokaapi.VerbClose {
			a.Err = &tolokaapi.Error{Status: 429, Interval: tolokaapi.PerHour}
		}
	})
	held := s.submit(tolokaapi.VerbClose, pool1000)
	s.run(time.Second)
	opened := s.submit(tolokaapi.VerbOpen, closed)
	s.run(10 * time.Second)
	if s.row(held).State != Queued || s.row(opened).State != Succeeded {
		t.Errorf("the close is %v, the open %v", s.row(held).State, s.row(opened).State)
	}
}

func TestAfterARefusalThePoolIsReadAgain(t *testing.T) {
	s := listed(t, newWorld(1))
	s.once(failing(&tolokaapi.Error{Status: 409, Code: "INAPPROPRIATE_STATUS"}))
	s.submit(tolokaapi.VerbClose, pool1000)
	s.run(2 * time.Second)
	if n := s.count(GetPool); n != 1 {
		t.Errorf("it was read %d times", n)
	}
}

func TestAnIDWithoutADateIsRememberedAsLongAsItIsSeen(t *testing.T) {
	l := newLedger()
	start := newWorld(0).now
	undated := tolokaapi.Operation{ID: "undated"}
	l.learn(undated, start, start)
	mark := l.position
	l.learn(undated, start.Add(20*time.Minute), start.Add(20*time.Minute))
	l.prune(start.Add(10*time.Minute), start.Add(21*time.Minute), 15*time.Minute)
	if !l.known(undated.ID, mark) {
		t.Error("it is forgotten although it was seen a minute ago")
	}
	l.prune(start.Add(30*time.Minute), start.Add(45*time.Minute), 15*time.Minute)
	if l.known(undated.ID, mark) {
		t.Error("it is never forgotten")
	}
}

// Clones run beside each other: one that began long before is another's.
func TestAnOldCloneThatRunsIsNotTakenForOurs(t *testing.T) {
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
