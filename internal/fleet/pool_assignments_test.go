package fleet

import (
	"slices"
	"strconv"
	"testing"
	"time"

	"tolokadash/tolokaapi"
)

// A workforce answers for assignments in a scene: a pool has as many in work as the last
// digit of its id says, and ten times as many to review.
type workforce struct {
	s    *scene
	fail error         // of every list of assignments
	hang time.Duration // before an answer
	most int           // on a page
}

func newWorkforce(s *scene) *workforce {
	wf := &workforce{s: s, most: tolokaapi.MaxLimit}
	before, latency := s.answer, s.latency
	s.answer = func(r Request) Response {
		s.latency = latency
		if r.Kind != ListAssignments {
			return before(r)
		}
		s.latency += wf.hang
		if wf.fail != nil {
			return Response{Err: wf.fail}
		}
		return Response{Assignments: wf.page(r.Query)}
	}
	return wf
}

func (wf *workforce) page(q tolokaapi.Query) tolokaapi.Page[tolokaapi.Assignment] {
	n, _ := strconv.Atoi(q.PoolID[len(q.PoolID)-1:])
	if q.Status == string(tolokaapi.AssignmentSubmitted) {
		n *= 10
	}
	page := tolokaapi.Page[tolokaapi.Assignment]{Query: q, HasMore: n > wf.most}
	for i := range min(n, wf.most) {
		page.Items = append(page.Items, tolokaapi.Assignment{ID: strconv.Itoa(i + 1), Pool: q.PoolID, Status: tolokaapi.AssignmentStatus(q.Status)})
	}
	return page
}

// setCounted counts the suites of these pools, as an open question about them does.
func (s *scene) setCounted(pools ...tolokaapi.Ref) { s.f.Assignments().SetPools(s.w.now, pools) }

// counts fails unless all counts of the pools asked about are in this state.
func (s *scene) counts(want CountState) {
	s.t.Helper()
	for ref, p := range s.f.Assignments().Of() {
		if p.InWork.State != want || p.ToReview.State != want {
			s.t.Errorf("%v is %+v, want the state %d", ref, p, want)
		}
	}
}

func TestAssignments_Counted(t *testing.T) {
	s := listed(t, newWorld(20))
	wf := newWorkforce(s)
	wf.most = 40
	pools := refs(1000, 6)
	s.setCounted(pools...)
	s.counts(Counting)
	s.run(10 * time.Second)
	s.counts(Counted)
	var asked []tolokaapi.Query
	for _, r := range s.sent {
		if r.Kind == ListAssignments {
			asked = append(asked, r.Query)
		}
	}
	for i, q := range asked {
		want := tolokaapi.Query{PoolID: pools[i%6].ID, Status: "ACTIVE", Sort: "id", Limit: 300}
		if i >= 6 {
			want.Status = "SUBMITTED"
		}
		if q != want {
			t.Errorf("%d: %+v, want %+v", i, q, want)
		}
	}
	if len(asked) != 12 {
		t.Errorf("%d requests", len(asked))
	}
	of := s.f.Assignments().Of()
	for i, ref := range pools {
		p := of[ref]
		if p.InWork.N != i || p.InWork.More || p.ToReview.N != min(i*10, 40) || p.ToReview.More != (i == 5) || p.InWork.At.IsZero() {
			t.Errorf("%v: %+v", ref, p)
		}
	}
}

// Ten pools cost twenty requests, at most two in any second; more cost none.
func TestAssignments_Cost(t *testing.T) {
	for pools, want := range map[int]int{1: 2, 10: 20, 11: 0} {
		s := listed(t, newWorld(20))
		newWorkforce(s)
		s.setCounted(refs(1000, pools)...)
		s.run(5 * time.Minute)
		if n := s.count(ListAssignments); n != want {
			t.Errorf("%d pools: %d requests, want %d", pools, n, want)
		}
		s.counts(Counted)
		var lists []time.Time
		for i, r := range s.sent {
			switch r.Kind {
			case ListAssignments, ListOperations, ListPools, ListProjects, ListAnalyses:
				lists = append(lists, s.times[i])
			}
		}
		for i := 3; i < len(lists); i++ {
			if lists[i].Sub(lists[i-3]) < time.Second {
				t.Errorf("four lists between %v and %v", lists[i-3], lists[i])
			}
		}
		if of := s.f.Assignments().Of(); of == nil || len(of) != want/2 {
			t.Errorf("%d pools: %v", pools, of)
		}
	}
}

func TestAssignments_PoolsOnly(t *testing.T) {
	s := listed(t, newWorld(3))
	newWorkforce(s)
	s.run(time.Minute)
	s.setCounted(tolokaapi.TrainingRef("1000"))
	s.run(time.Minute)
	if n := s.count(ListAssignments); n != 0 || s.f.Assignments().Of() != nil {
		t.Errorf("%d requests, %v", n, s.f.Assignments().Of())
	}
}

// Whatever comes of it, it is tried once, and says nothing about the connection.
func TestAssignments_Faults(t *testing.T) {
	for name, err := range map[string]error{
		"403": &tolokaapi.Error{Status: 403}, "404": &tolokaapi.Error{Status: 404}, "500": &tolokaapi.Error{Status: 500}, "401": &tolokaapi.Error{Status: 401},
		"timeout": errTimeout, "reset": errReset, "refused": errRefused, "unreadable": errUnread,
	} {
		t.Run(name, func(t *testing.T) {
			s := listed(t, newWorld(20))
			newWorkforce(s).fail = err
			s.setCounted(refs(1000, 3)...)
			for range 60 {
				s.run(time.Second)
				if c := s.f.Summary(s.w.now).Connection; c.State != Live || c.Problem != nil || c.Side != (SideTrouble{}) {
					t.Fatalf("the connection is %+v", c)
				}
			}
			s.counts(NotCounted)
			if n := s.count(ListAssignments); n != 6 {
				t.Errorf("%d requests", n)
			}
		})
	}
}

// An answer that does not come is given up, and is none when it comes later.
func TestAssignments_Hang(t *testing.T) {
	s := listed(t, newWorld(20))
	wf := newWorkforce(s)
	wf.hang = 15 * time.Second
	s.setCounted(refs(1000, 2)...)
	s.run(9 * time.Second)
	s.counts(Counting)
	s.run(3 * time.Second)
	s.counts(NotCounted)
	s.run(time.Minute)
	s.counts(NotCounted)
	if n := s.count(ListAssignments); n != 4 {
		t.Errorf("%d requests", n)
	}
}

// A list of anything else than what was asked for is no count.
func TestAssignments_WrongAnswer(t *testing.T) {
	for name, spoil := range map[string]func(*tolokaapi.Page[tolokaapi.Assignment]){
		"another pool":   func(p *tolokaapi.Page[tolokaapi.Assignment]) { p.Items[0].Pool = "1" },
		"another status": func(p *tolokaapi.Page[tolokaapi.Assignment]) { p.Items[0].Status = "ACCEPTED" },
		"empty and more": func(p *tolokaapi.Page[tolokaapi.Assignment]) { p.Items, p.HasMore = nil, true },
	} {
		t.Run(name, func(t *testing.T) {
			s := listed(t, newWorld(20))
			newWorkforce(s)
			s.spoil(func(r *Response) {
				if r.Request.Kind == ListAssignments {
					spoil(&r.Assignments)
				}
			})
			s.setCounted(refs(1003, 2)...)
			s.run(10 * time.Second)
			s.counts(NotCounted)
		})
	}
}

// What is confirmed leaves before anything is counted.
func TestAssignments_CommandsFirst(t *testing.T) {
	w := newWorld(40)
	w.fate = func(tolokaapi.Ref) worldOp { return worldOp{} } // there is nothing to follow
	s := newScene(t, w, Config{})
	s.f.cfg.RequestsPerSecond = 2
	s = newScene(t, w, s.f.cfg)
	newWorkforce(s)
	s.run(30 * time.Second)
	s.forget()
	if _, left := s.f.Submit(s.w.now, tolokaapi.VerbClose, refs(1000, 10)); len(left) > 0 {
		t.Fatal(left)
	}
	s.setCounted(refs(1020, 3)...)
	s.run(time.Minute)
	last := s.lastSent(Submit)
	first := slices.IndexFunc(s.sent, func(r Request) bool { return r.Kind == ListAssignments })
	if s.count(Submit) != 10 || first < last {
		t.Errorf("%d commands, the last at %d, counted from %d on", s.count(Submit), last, first)
	}
}

func TestAssignments_Paused(t *testing.T) {
	s := listed(t, newWorld(20))
	newWorkforce(s)
	s.f.Pause(true)
	s.setCounted(refs(1000, 2)...)
	s.run(10 * time.Second)
	s.counts(Counted)
}

// A question that is closed asks for nothing more, and one that opens soon after has
// the answers that came. One about other pools has none of them.
func TestAssignments_OpenedAgain(t *testing.T) {
	s := listed(t, newWorld(20))
	newWorkforce(s)
	s.setCounted(refs(1000, 10)...)
	s.run(2 * time.Second)
	s.setCounted()
	n := s.count(ListAssignments)
	s.run(time.Second)
	if s.count(ListAssignments) != n || n > 6 || s.f.Assignments().Of() != nil {
		t.Errorf("%d requests, then %d; %v", n, s.count(ListAssignments), s.f.Assignments().Of())
	}
	s.setCounted(refs(1015, 2)...)
	s.counts(Counting)
	s.run(5 * time.Second)
	for ref, p := range s.f.Assignments().Of() {
		if want := int(ref.ID[3] - '0'); p.InWork.N != want || p.ToReview.N != 10*want {
			t.Errorf("%v: %+v", ref, p)
		}
	}
	s.setCounted()
	s.forget()
	s.run(4 * time.Second)
	s.setCounted(refs(1015, 2)...)
	s.counts(Counted)
	s.run(2 * time.Second)
	s.setCounted()
	if n := s.count(ListAssignments); n != 0 {
		t.Errorf("%d requests for what was just counted", n)
	}
	s.run(10 * time.Second)
	s.setCounted(refs(1015, 2)...)
	s.counts(Counting)
	s.run(5 * time.Second)
	if n := s.count(ListAssignments); n != 4 {
		t.Errorf("%d requests after ten seconds", n)
	}
}

// A quota is waited out, by the next question too.
func TestAssignments_Quota(t *testing.T) {
	s := listed(t, newWorld(20))
	wf := newWorkforce(s)
	wf.fail = &tolokaapi.Error{Status: 429, Interval: tolokaapi.PerMinute}
	s.setCounted(refs(1000, 5)...)
	s.run(5 * time.Second)
	s.counts(NotCounted)
	wf.fail = nil
	s.setCounted()
	s.setCounted(refs(1010, 2)...)
	s.run(20 * time.Second)
	s.counts(NotCounted)
	if n := s.count(ListAssignments); n != 1 {
		t.Errorf("%d requests over quota", n)
	}
	s.run(time.Minute)
	s.setCounted(refs(1011, 2)...)
	s.run(5 * time.Second)
	s.counts(Counted)
}

// A connection that is down is not tried with it; after half a minute it is given up.
func TestAssignments_Offline(t *testing.T) {
	s := listed(t, newWorld(20))
	newWorkforce(s)
	s.run(time.Minute)
	s.spoil(func(r *Response) { r.Err = errRefused })
	s.until("the connection is down", func() bool { return s.f.connection.down })
	s.f.Pause(true) // nothing else tries it
	s.setCounted(refs(1000, 2)...)
	s.run(29 * time.Second)
	s.counts(Counting)
	s.run(2 * time.Second)
	s.counts(NotCounted)
	if n := s.count(ListAssignments); n != 0 {
		t.Errorf("%d requests", n)
	}
}

// A clock that is set back takes the waits back with it.
func TestAssignments_ClockSetBack(t *testing.T) {
	s := listed(t, newWorld(20))
	newWorkforce(s).hang = time.Hour
	s.setCounted(refs(1000, 2)...)
	s.run(5 * time.Second)
	s.w.leap(-24 * time.Hour)
	s.run(11 * time.Second)
	s.counts(NotCounted)
}
