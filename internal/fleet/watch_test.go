package fleet

import (
	"fmt"
	"strconv"
	"testing"
	"time"

	"tolokadash/tolokaapi"
)

// lists are the times of the requests that listed operations of a type.
func (s *scene) lists(typ tolokaapi.OperationType) []time.Time {
	var at []time.Time
	for i, r := range s.sent {
		if r.Kind == ListOperations && r.Query.Type == typ {
			at = append(at, s.times[i])
		}
	}
	return at
}

func TestYoungWorkIsLookedAtEverySecondAndOldWorkLess(t *testing.T) {
	w := newWorld(1)
	w.fate = func(tolokaapi.Ref) worldOp { return worldOp{takes: time.Hour} }
	s := listed(t, w)
	s.submit(tolokaapi.VerbClose, pool1000)
	for _, tc := range []struct {
		until    time.Duration
		min, max int
	}{
		{9 * time.Second, 8, 10},
		{49 * time.Second, 22, 27}, // every 2 s
		{9 * time.Minute, 100, 110},
		{30 * time.Minute, 175, 185},
	} {
		s.forget()
		s.run(tc.until)
		if got := len(s.lists("POOL.CLOSE")); got < tc.min || got > tc.max {
			t.Errorf("%d looks in the next %v, want %d to %d", got, tc.until, tc.min, tc.max)
		}
	}
}

func TestAnIdleFleetListsEachTypeEveryThirtySecondsOrSo(t *testing.T) {
	s := listed(t, newWorld(3))
	s.run(10 * time.Minute)
	for _, v := range tolokaapi.Verbs {
		if got := len(s.lists(v.Type(tolokaapi.SubjectPool))); got < 18 || got > 22 {
			t.Errorf("%s: %d lists in ten minutes, want about 20", v, got)
		}
	}
	if got := len(s.lists("TRAINING.CLOSE")); got != 0 {
		t.Errorf("trainings, which nobody looks at, were listed %d times", got)
	}
}

func TestFiveHundredRunningOperationsCostTwoListsASecond(t *testing.T) {
	w := newWorld(500)
	w.fate = func(tolokaapi.Ref) worldOp { return worldOp{takes: time.Minute} }
	s := listed(t, w)
	refs, _ := s.f.Pools(tolokaapi.SubjectPool)
	s.f.Submit(s.w.now, tolokaapi.VerbClose, refs)
	s.run(30 * time.Second)
	if got := s.count(Submit); got != 500 {
		t.Fatalf("%d POSTs, want 500", got)
	}
	perSecond := map[int64]int{}
	for i, r := range s.sent {
		if r.Kind == ListOperations || r.Kind == ListPools {
			perSecond[s.times[i].Unix()]++
		}
		if r.Kind == GetOperation {
			t.Fatalf("operation %s was asked for singly", r.Op)
		}
	}
	for second, n := range perSecond {
		if n > 3 { // two in any second; a clock's second may hold the edges of two
			t.Errorf("%d lists in second %d", n, second)
		}
	}
}

func TestAnOldOperationLeavesTheListAndIsAskedForSingly(t *testing.T) {
	w := newWorld(1000)
	w.perPage = 300
	s := listed(t, w)
	w.fate = func(tolokaapi.Ref) worldOp { return worldOp{takes: 2 * time.Hour} }
	old := s.submit(tolokaapi.VerbClose, pool1000)
	s.run(time.Minute)
	w.fate = func(tolokaapi.Ref) worldOp { return worldOp{takes: time.Second} }
	for i := range 999 { // another's closes fill four pages
		if _, err := nilErr(w.act(tolokaapi.VerbClose, tolokaapi.PoolRef(strconv.Itoa(1001+i)), false)); err != nil {
			t.Fatal(err)
		}
		w.now = w.now.Add(time.Second)
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

func TestA404OnAFollowedOperationCountsAfterThreeOverTenSeconds(t *testing.T) {
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
	if len(asked) < lostNeeded || asked[len(asked)-1].Sub(asked[0]) < lostOver {
		t.Errorf("gave up after %d questions over %v", len(asked), asked[len(asked)-1].Sub(asked[0]))
	}
	if reads == 0 {
		t.Error("the pool was not read again")
	}
}

func TestAnotherOnes404sThenAnAnswerDoNotCount(t *testing.T) {
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

func TestWorkOfOthersIsAdoptedAndLeavesTenMinutesAfterItsEnd(t *testing.T) {
	s := listed(t, newWorld(2))
	if _, err := nilErr(s.w.act(tolokaapi.VerbClose, pool1000, false)); err != nil {
		t.Fatal(err)
	}
	s.run(40 * time.Second)
	ids, _ := s.f.Rows()
	if len(ids) != 1 || s.row(ids[0]).Ours() || s.row(ids[0]).State != Succeeded {
		t.Fatalf("rows %v", ids)
	}
	if p, _ := s.f.Pool(pool1000); p.Status != tolokaapi.Closed {
		t.Errorf("pool: %s, want CLOSED", p.Status)
	}
	s.run(9 * time.Minute)
	if ids, _ := s.f.Rows(); len(ids) != 1 {
		t.Error("the row left too early")
	}
	s.run(10 * time.Minute)
	if ids, _ := s.f.Rows(); len(ids) != 0 {
		t.Error("the row did not leave")
	}
}

func TestAfterARestartEveryOperationIsThereAndNothingIsSent(t *testing.T) {
	w := newWorld(40)
	w.fate = func(ref tolokaapi.Ref) worldOp {
		n, _ := strconv.Atoi(ref.ID)
		return worldOp{takes: time.Duration(n-995) * time.Second, fails: n%7 == 0}
	}
	s := listed(t, w)
	refs, _ := s.f.Pools(tolokaapi.SubjectPool)
	s.f.Submit(w.now, tolokaapi.VerbClose, refs)
	s.run(10 * time.Second)
	again := newScene(t, w, Config{}) // kill -9 and a new start
	again.run(10 * time.Second)
	ids, _ := again.f.Rows()
	if len(ids) != 40 {
		t.Errorf("%d rows after the restart, want 40", len(ids))
	}
	again.run(time.Minute)
	for _, id := range ids {
		r, _ := again.f.Row(id)
		n, _ := strconv.Atoi(r.On.ID)
		want := Succeeded
		if n%7 == 0 {
			want = Failed
		}
		if r.State != want {
			t.Errorf("%s is %v, want %v", r.On, r.State, want)
		}
	}
	if got := again.count(Submit); got != 0 {
		t.Errorf("%d POSTs after the restart", got)
	}
}

func TestAnOperationRunningSinceYesterdayIsFoundAtStart(t *testing.T) {
	w := newWorld(1)
	w.fate = func(tolokaapi.Ref) worldOp { return worldOp{never: true} }
	if _, err := nilErr(w.act(tolokaapi.VerbClose, pool1000, false)); err != nil {
		t.Fatal(err)
	}
	w.now = w.now.Add(26 * time.Hour)
	s := newScene(t, w, Config{})
	s.run(10 * time.Second)
	ids, _ := s.f.Rows()
	if len(ids) != 1 || s.row(ids[0]).State != Running {
		t.Fatalf("rows %v, want the one that runs", ids)
	}
	if got := s.row(ids[0]).Elapsed(); got < 25*time.Hour {
		t.Errorf("elapsed %v, want a day", got)
	}
}

func TestADismissedOperationIsNotAdoptedAgain(t *testing.T) {
	s := listed(t, newWorld(1))
	id := s.submit(tolokaapi.VerbClose, pool1000)
	s.run(10 * time.Second)
	if s.f.Dismiss([]RowID{id}) != 1 {
		t.Fatal("the finished row was not dismissed")
	}
	s.run(20 * time.Minute)
	if ids, _ := s.f.Rows(); len(ids) != 0 {
		t.Errorf("it came back: %v", ids)
	}
}

func TestAMovingRowCannotBeDismissed(t *testing.T) {
	s := listed(t, newWorld(1))
	id := s.submit(tolokaapi.VerbClose, pool1000)
	s.run(time.Second)
	if n := s.f.Dismiss([]RowID{id}); n != 0 {
		t.Errorf("%d rows dismissed", n)
	}
	s.row(id)
}

func TestAMachineThatSleptAsksOncePerListAndNotForEveryMissedTick(t *testing.T) {
	s := listed(t, newWorld(3))
	s.run(time.Minute)
	s.forget()
	s.w.now = s.w.now.Add(8 * time.Hour)
	s.run(10 * time.Second)
	perType := map[string]int{}
	for _, r := range s.sent {
		if r.Kind == ListOperations {
			perType[fmt.Sprint(r.Query.Type, r.Query.Status)]++
		}
	}
	for what, n := range perType {
		if n > 1 {
			t.Errorf("%s was listed %d times", what, n)
		}
	}
	if got := len(s.sent); got > 20 {
		t.Errorf("%d requests after waking, want one of each", got)
	}
}

func TestPauseStopsLookingForOthersButNotFollowingOurs(t *testing.T) {
	w := newWorld(2)
	w.fate = func(tolokaapi.Ref) worldOp { return worldOp{takes: 30 * time.Second} }
	s := listed(t, w)
	s.f.Pause(true)
	s.run(5 * time.Minute)
	if len(s.sent) != 0 {
		t.Errorf("%d requests while paused, first %v", len(s.sent), s.sent[0].Kind)
	}
	id := s.submit(tolokaapi.VerbClose, pool1000)
	s.run(time.Minute)
	if got := s.row(id).State; got != Succeeded {
		t.Errorf("ours is %v, want succeeded", got)
	}
	s.f.Pause(false)
	s.forget()
	s.run(time.Minute)
	if s.count(ListPools) == 0 {
		t.Error("nothing was listed after resuming")
	}
}

func TestAnAbsentPercentageKeepsTheLastAndAFallIsMarked(t *testing.T) {
	s := listed(t, newWorld(1))
	s.w.fate = func(tolokaapi.Ref) worldOp { return worldOp{never: true} }
	id := s.submit(tolokaapi.VerbClose, pool1000)
	s.run(time.Second)
	r := s.f.rows.byID[id]
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
		if r.Percent != tc.want || r.Fell != tc.fell {
			t.Errorf("step %d: %d %% fell=%v, want %d %% fell=%v", i, r.Percent, r.Fell, tc.want, tc.fell)
		}
	}
	op := r.Op
	op.Progress = tolokaapi.Progress{Known: true, Percent: 99}
	s.f.follow(r, op, Response{Request: Request{Seq: 1001}, Received: s.w.now})
	if r.Percent != 60 {
		t.Error("an older answer was taken")
	}
}

func TestAStatusNobodyKnowsIsNotAnEnd(t *testing.T) {
	s := listed(t, newWorld(1))
	s.w.fate = func(tolokaapi.Ref) worldOp { return worldOp{never: true} }
	id := s.submit(tolokaapi.VerbClose, pool1000)
	s.run(time.Second)
	r := s.f.rows.byID[id]
	op := r.Op
	op.Status = "DEFERRED"
	s.f.follow(r, op, Response{Request: Request{Seq: 1000}, Received: s.w.now})
	if r.State != Running || r.Op.Status != "DEFERRED" {
		t.Errorf("got %v, %s", r.State, r.Op.Status)
	}
}
