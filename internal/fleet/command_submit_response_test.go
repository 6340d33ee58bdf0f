package fleet

import (
	"errors"
	"testing"
	"time"

	"tolokadash/tolokaapi"
)

// An answer about another pool is no answer.
func TestSubmitResponse_AboutAnotherPool(t *testing.T) {
	w := newWorld(3)
	s := listed(t, w)
	s.once(func() Response {
		a := w.answer(Request{Kind: Submit, Verb: tolokaapi.VerbClose, On: pool1000})
		a.Outcome.Operation.Target = tolokaapi.PoolRef("1001")
		return a
	})
	id := s.submit(tolokaapi.VerbClose, pool1000)
	s.run(60 * time.Millisecond)
	if got := s.row(id).State; got != Unconfirmed {
		t.Errorf("got %v, want unconfirmed", got)
	}
	s.run(20 * time.Second)
	if r := s.row(id); r.State != Succeeded || s.count(Submit) != 1 {
		t.Errorf("in the end %v after %d POSTs, want succeeded after one", r.State, s.count(Submit))
	}
}

// A reply of another type is a lost one.
func TestSubmitResponse_OfAnotherType(t *testing.T) {
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

// TestSubmitResponse_Outcomes is the outcome table: the state right after the reply,
// the state in the end, and how often the command was sent in all.
func TestSubmitResponse_Outcomes(t *testing.T) {
	api := func(status int, code string) error { return &tolokaapi.Error{Status: status, Code: code} }
	for name, tc := range map[string]struct {
		err         error
		after, end  State
		posts       int
		retryWithin time.Duration
	}{
		"accepted":                      {after: Pending, end: Succeeded, posts: 1},
		"connection refused":            {err: errRefused, after: Queued, end: Succeeded, posts: 2, retryWithin: time.Second},
		"per-second limit":              {err: api(429, "TOO_MANY_REQUESTS"), after: Queued, end: Succeeded, posts: 2, retryWithin: time.Second},
		"quota of a minute":             {err: &tolokaapi.Error{Status: 429, Interval: tolokaapi.PerMinute}, after: Queued, end: Succeeded, posts: 2, retryWithin: time.Minute},
		"Retry-After beats the quota":   {err: &tolokaapi.Error{Status: 429, Interval: tolokaapi.PerDay, Retry: 7 * time.Second}, after: Queued, end: Succeeded, posts: 2, retryWithin: 7 * time.Second},
		"401":                           {err: api(401, ""), after: Rejected, end: Rejected, posts: 1},
		"403 about authentication":      {err: api(403, "AUTHENTICATION_ERROR"), after: Rejected, end: Rejected, posts: 1},
		"403 about rights":              {err: api(403, "ACCESS_DENIED"), after: Rejected, end: Rejected, posts: 1},
		"408":                           {err: api(408, ""), after: Unconfirmed, end: Succeeded, posts: 2},
		"500":                           {err: api(500, "INTERNAL_ERROR"), after: Unconfirmed, end: Succeeded, posts: 2},
		"502 with HTML":                 {err: api(502, ""), after: Unconfirmed, end: Succeeded, posts: 2},
		"reset":                         {err: errReset, after: Unconfirmed, end: Succeeded, posts: 2},
		"timeout":                       {err: errTimeout, after: Unconfirmed, end: Succeeded, posts: 2},
		"202 that cannot be read":       {err: errUnread, after: Unconfirmed, end: Succeeded, posts: 2},
		"locked by another operation":   {err: api(409, tolokaapi.CodeLockedByOther), after: Rejected, end: Rejected, posts: 1},
		"409 with an empty body":        {err: api(409, ""), after: Rejected, end: Rejected, posts: 1},
		"wrong status":                  {err: api(409, "INAPPROPRIATE_STATUS"), after: Rejected, end: Rejected, posts: 1},
		"404":                           {err: api(404, "DOES_NOT_EXIST"), after: Rejected, end: Rejected, posts: 1},
		"a redirect":                    {err: api(302, ""), after: Rejected, end: Rejected, posts: 1},
		"refused by a read-only client": {err: &tolokaapi.TransportError{Cause: tolokaapi.CauseReadOnly, Err: errors.New("read-only")}, after: Rejected, end: Rejected, posts: 1},
	} {
		t.Run(name, func(t *testing.T) {
			s := listed(t, newWorld(3))
			if tc.err != nil {
				s.once(failing(tc.err))
			}
			id := s.submit(tolokaapi.VerbClose, pool1000)
			s.run(60 * time.Millisecond)
			r := s.row(id)
			if r.State != tc.after {
				t.Errorf("after the reply: %v, want %v", r.State, tc.after)
			}
			if tc.retryWithin > 0 {
				if wait := r.RetryAt.Sub(s.w.now); wait <= tc.retryWithin/2 || wait > tc.retryWithin {
					t.Errorf("tried again in %v, want within %v", wait, tc.retryWithin)
				}
			}
			s.run(3 * time.Minute)
			if got := s.row(id).State; got != tc.end {
				t.Errorf("in the end: %v, want %v", got, tc.end)
			}
			if got := s.count(Submit); got != tc.posts {
				t.Errorf("%d POSTs, want %d", got, tc.posts)
			}
			if got := s.w.effects[pool1000]; got > 1 {
				t.Errorf("%d operations were made of one command", got)
			}
		})
	}
}

// A close that is already done is unchanged and the pool is closed.
func TestSubmitResponse_AlreadyDone(t *testing.T) {
	s := listed(t, newWorld(3))
	s.w.pools[pool1000].Status = tolokaapi.Closed // by someone else, a moment ago
	id := s.submit(tolokaapi.VerbClose, pool1000)
	s.run(100 * time.Millisecond)
	if got := s.row(id).State; got != Unchanged {
		t.Errorf("row: %v, want unchanged", got)
	}
	if p, _ := s.f.Pool(pool1000); p.Status != tolokaapi.Closed {
		t.Errorf("pool: %v, want CLOSED", p.Status)
	}
}

// Success in the reply ends the row at once.
func TestSubmitResponse_SuccessAtOnce(t *testing.T) {
	w := newWorld(1)
	w.fate = func(tolokaapi.Ref) worldOp { return worldOp{} }
	s := listed(t, w)
	id := s.submit(tolokaapi.VerbClose, pool1000)
	s.run(60 * time.Millisecond)
	r := s.row(id)
	if r.State != Succeeded || r.Percent != 100 {
		t.Errorf("got %v at %d %%, want succeeded at 100 %%", r.State, r.Percent)
	}
	if p, _ := s.f.Pool(pool1000); p.Status != tolokaapi.Closed || p.Busy != 0 {
		t.Errorf("pool: %v busy with %d, want CLOSED and free", p.Status, p.Busy)
	}
}

// A refused token stops the batch.
func TestSubmitResponse_TokenRefusedStopsTheBatch(t *testing.T) {
	s := listed(t, newWorld(40))
	s.f.cfg.InFlight = 1
	s.once(failing(&tolokaapi.Error{Status: 401, Code: "AUTHENTICATION_ERROR"}))
	refs, _ := s.f.Pools(tolokaapi.SubjectPool)
	id, _ := s.f.Submit(s.w.now, tolokaapi.VerbClose, refs)
	s.run(time.Minute)
	b, _ := s.f.Batch(id)
	if b.Failed() != 40 || s.count(Submit) != 1 {
		t.Errorf("%d failed after %d POSTs, want 40 after 1", b.Failed(), s.count(Submit))
	}
	notSent := 0
	for _, id := range b.Rows {
		if s.row(id).State == NotSent {
			notSent++
		}
	}
	if notSent != 39 {
		t.Errorf("%d rows say not sent, want 39", notSent)
	}
}

// The operation that holds a pool is adopted.
func TestSubmitResponse_LockedByOther(t *testing.T) {
	s := listed(t, newWorld(2))
	s.w.fate = func(tolokaapi.Ref) worldOp { return worldOp{takes: 20 * time.Second} }
	if _, err := nilErr(s.w.act(tolokaapi.VerbClose, pool1000, false)); err != nil {
		t.Fatal(err)
	}
	id := s.submit(tolokaapi.VerbClose, pool1000)
	s.run(3 * time.Second)
	if got := s.row(id); got.State != Rejected || got.Problem.Code != tolokaapi.CodeLockedByOther {
		t.Errorf("ours: %v, %+v", got.State, got.Problem)
	}
	ids, _ := s.f.Rows()
	if len(ids) != 2 {
		t.Fatalf("%d rows, want ours and the other's", len(ids))
	}
	if other := s.row(ids[1]); other.Ours() || other.State != Running || other.Name != "pool 1000" {
		t.Errorf("the other's: ours=%v %v %q", other.Ours(), other.State, other.Name)
	}
}

// A 202 about another pool than the one asked for says nothing about this command:
// it is looked up, and what came is kept.
func TestSubmitResponse_NamesAnotherPool(t *testing.T) {
	s := listed(t, newWorld(3))
	s.once(func() Response {
		return Response{Outcome: tolokaapi.Outcome{Operation: tolokaapi.Operation{
			ID: "op-of-21", Type: "POOL.CLOSE", Status: tolokaapi.Pending, Target: tolokaapi.PoolRef("21"), Submitted: tolokaapi.DateOf(s.w.server()),
		}}}
	})
	id := s.submit(tolokaapi.VerbClose, pool1000)
	s.run(time.Second)
	r := s.row(id)
	if r.State != Unconfirmed || r.Problem == nil || r.Problem.Named != "pool 21" {
		t.Errorf("it is %v, %+v", r.State, r.Problem)
	}
	if e := (Ending{Verb: tolokaapi.VerbClose, State: Unconfirmed, Misnamed: true}); r.Ending() != e || s.f.Receipt()[e.Verb] != (Asked{CountsOf(Unconfirmed), 1}) {
		t.Errorf("the receipt holds %v", s.f.Receipt())
	}
}
