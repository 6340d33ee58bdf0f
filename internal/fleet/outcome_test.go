package fleet

import (
	"errors"
	"testing"
	"time"

	"tolokadash/tolokaapi"
)

// once answers the first command with a, and everything else as the world does.
func (s *scene) once(a func() Response) {
	told, before := false, s.answer
	s.answer = func(r Request) Response {
		if r.Kind == Submit && !told {
			told = true
			return a()
		}
		return before(r)
	}
}

func failing(err error) func() Response { return func() Response { return Response{Err: err} } }

var (
	errReset   = &tolokaapi.TransportError{MaybeSent: true, Cause: tolokaapi.CauseReset, Err: errors.New("broke off")}
	errRefused = &tolokaapi.TransportError{Cause: tolokaapi.CauseRefused, Err: errors.New("nothing listens")}
	errUnread  = &tolokaapi.TransportError{MaybeSent: true, Cause: tolokaapi.CauseUnreadable, Err: errors.New("not JSON")}
	errTimeout = &tolokaapi.TransportError{MaybeSent: true, Cause: tolokaapi.CauseTimeout, Err: errors.New("no answer")}
)

// TestWhatAReplyMeans is the outcome table: the state right after the reply,
// the state in the end, and how often the command was sent in all.
func TestWhatAReplyMeans(t *testing.T) {
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

func TestACloseThatIsAlreadyDoneIsUnchangedAndThePoolIsClosed(t *testing.T) {
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

func TestSuccessInTheReplyEndsTheRowAtOnce(t *testing.T) {
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

func TestAReplyLostAfterItTookEffectIsFoundAndSentOnce(t *testing.T) {
	for _, verb := range []tolokaapi.Verb{tolokaapi.VerbClose, tolokaapi.VerbClone} {
		t.Run(string(verb), func(t *testing.T) {
			s := listed(t, newWorld(3))
			s.once(func() Response {
				_, _ = s.w.act(verb, pool1000, true)
				return Response{Err: errReset}
			})
			id := s.submit(verb, pool1000)
			s.run(60 * time.Millisecond)
			if got := s.row(id).State; got != Unconfirmed {
				t.Fatalf("after the loss: %v, want unconfirmed", got)
			}
			s.run(20 * time.Second)
			if got := s.row(id); got.State != Succeeded || got.Op.ID != "op-1" {
				t.Errorf("got %v with operation %q, want succeeded with op-1", got.State, got.Op.ID)
			}
			if got := s.count(Submit); got != 1 {
				t.Errorf("%d POSTs, want 1", got)
			}
			if ids, _ := s.f.Rows(); len(ids) != 1 {
				t.Errorf("%d rows, want the one", len(ids))
			}
		})
	}
}

func TestALostCloseIsSentAgainOnlyAfterTwoLookUpsFiveSecondsApartAndAFreshRead(t *testing.T) {
	s := listed(t, newWorld(1))
	s.once(failing(errReset))
	s.submit(tolokaapi.VerbClose, pool1000)
	s.run(time.Minute)
	posts, reads := []time.Time{}, []time.Time{}
	var looks []time.Time
	for i, r := range s.sent {
		switch {
		case r.Kind == Submit:
			posts = append(posts, s.times[i])
		case r.Kind == GetPool && len(posts) == 1:
			reads = append(reads, s.times[i])
		case r.Kind == ListOperations && r.Query.Type == "POOL.CLOSE" && len(posts) == 1:
			looks = append(looks, s.times[i])
		}
	}
	if len(posts) != 2 || len(reads) != 1 {
		t.Fatalf("%d POSTs with %d reads of the pool between them, want 2 and 1", len(posts), len(reads))
	}
	before := looks[:0:0]
	for _, at := range looks {
		if at.Before(reads[0]) {
			before = append(before, at)
		}
	}
	if len(before) < 2 || before[len(before)-1].Sub(before[0]) < lookApart {
		t.Errorf("looked up at %v before the read, want twice %v apart", before, lookApart)
	}
	if !posts[1].After(reads[0]) {
		t.Error("sent again before the pool was read")
	}
}

func TestALostCloneIsNeverSentAgain(t *testing.T) {
	s := listed(t, newWorld(1))
	s.once(failing(errReset))
	id := s.submit(tolokaapi.VerbClone, pool1000)
	s.run(10 * time.Minute)
	if got := s.row(id).State; got != Unknown {
		t.Errorf("got %v, want unknown", got)
	}
	if got := s.count(Submit); got != 1 {
		t.Errorf("%d POSTs, want 1", got)
	}
}

func TestLostReply_PoolReadsClosed(t *testing.T) {
	s := listed(t, newWorld(1))
	s.once(func() Response {
		s.w.pools[pool1000].Status = tolokaapi.Closed // no operation will ever show
		return Response{Err: errReset}
	})
	id := s.submit(tolokaapi.VerbClose, pool1000)
	s.run(time.Minute)
	if got := s.row(id); got.State != Succeeded || !got.Found || s.count(Submit) != 1 {
		t.Errorf("got %v, found: %v, sent %d times", got.State, got.Found, s.count(Submit))
	}
}

func TestARefusedTokenStopsTheBatch(t *testing.T) {
	s := listed(t, newWorld(40))
	s.f.cfg.InFlight = 1
	s.once(failing(&tolokaapi.Error{Status: 401, Code: "AUTHENTICATION_ERROR"}))
	refs, _ := s.f.Pools(tolokaapi.SubjectPool)
	id, _ := s.f.Submit(s.w.now, tolokaapi.VerbClose, refs)
	s.run(time.Minute)
	b, _ := s.f.Batch(id)
	if b.Failed != 40 || s.count(Submit) != 1 {
		t.Errorf("%d failed after %d POSTs, want 40 after 1", b.Failed, s.count(Submit))
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

func TestTheOperationThatHoldsAPoolIsAdopted(t *testing.T) {
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
	if e := (Ending{Verb: tolokaapi.VerbClose, State: Unconfirmed, Misnamed: true}); r.Ending() != e || s.f.Receipt()[e] != 1 {
		t.Errorf("the receipt holds %v", s.f.Receipt())
	}
}
