package fleet

import (
	"strconv"
	"testing"
	"time"

	"tolokadash/internal/settings"
	"tolokadash/tolokaapi"
)

// What is recent is read before what may run for long.
func TestScan_WaitsForFirstPasses(t *testing.T) {
	w := newWorld(60)
	w.perPage = 10
	for i := range 60 {
		_, _ = w.act(tolokaapi.VerbClose, tolokaapi.PoolRef(strconv.Itoa(1000+i)), false)
	}
	w.now = w.now.Add(time.Minute)
	s := newScene(t, w, Config{})
	s.latency = time.Second
	s.run(40 * time.Second)
	pages, scanned := 0, false
	for _, r := range s.sent {
		switch {
		case r.Kind != ListOperations:
		case r.Query.Status != "":
			scanned = true
		case !scanned:
			pages++
		}
	}
	if want := len(tolokaapi.Verbs) + 5; pages < want || !scanned {
		t.Errorf("%d pages of windows before the first scan, want at least %d", pages, want)
	}
}

// What began in a long gap and still runs is found.
func TestScan_AfterLongGap(t *testing.T) {
	s := listed(t, slow(24*time.Hour))
	s.w.now = s.w.now.Add(time.Hour) // asleep
	s.startElsewhere(tolokaapi.VerbClose, pool1000)
	s.w.now = s.w.now.Add(7 * time.Hour)
	s.run(20 * time.Second)
	ids, _ := s.f.Rows()
	if len(ids) != 1 || s.row(ids[0]).State != Running {
		t.Errorf("rows %v, want the one that runs", ids)
	}
}

// What a scan found is looked at again as often as its age wants, not only when news
// is looked for.
func TestScan_FoundIsFollowed(t *testing.T) {
	w := slow(time.Hour + 8*time.Second)
	s := newScene(t, w, Config{Refresh: settings.Refresh{OperationsIdle: time.Hour}})
	s.startElsewhere(tolokaapi.VerbClose, pool1000)
	w.now = w.now.Add(time.Hour)
	s.run(6 * time.Second)
	ids, _ := s.f.Rows()
	if len(ids) != 1 || s.row(ids[0]).State != Running {
		t.Fatalf("rows %v, want the one that runs", ids)
	}
	s.run(14 * time.Second)
	if got := s.row(ids[0]).State; got != Succeeded {
		t.Errorf("%v, want succeeded", got)
	}
}

// What a scan cannot place is scanned again.
func TestScan_UnplacedIsScannedAgain(t *testing.T) {
	w := slow(24 * time.Hour)
	s := newScene(t, w, Config{})
	s.startElsewhere(tolokaapi.VerbClose, pool1000)
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
	if s.f.table.byOp["op-1"] == nil {
		t.Errorf("the other's, which still runs, is on no row after an hour")
	}
}

// TestScan_FailingTypeHoldsUpNoOther loses a reply to a close while what
// runs cannot be listed of clones.
func TestScan_FailingTypeHoldsUpNoOther(t *testing.T) {
	s := newScene(t, newWorld(3), Config{})
	lost := false
	s.answer = func(r Request) Response {
		switch {
		case r.Kind == ListOperations && r.Query.Status != "" && r.Query.Type == "POOL.CLONE":
			return Response{Err: &tolokaapi.Error{Status: 500}}
		case r.Kind == Submit && !lost:
			lost = true
			return Response{Err: errReset}
		}
		return s.w.answer(r)
	}
	s.run(time.Minute)
	id := s.submit(tolokaapi.VerbClose, pool1000)
	s.run(2 * time.Minute)
	if r := s.row(id); r.State != Succeeded {
		t.Errorf("it is %v", r.State)
	}
}

// Pending and running count as scanned in that order only.
func TestScan_PendingBeforeRunning(t *testing.T) {
	s := listed(t, newWorld(3))
	id := s.submit(tolokaapi.VerbClose, pool1000)
	r := s.f.table.byID[id]
	r.caughtUpSeq = 5
	const pending, running = tolokaapi.Pending, tolokaapi.Running
	for _, c := range []struct {
		order []tolokaapi.OperationStatus // read by requests 4, 5, 6 and so on
		want  bool
	}{
		{nil, false},
		{[]tolokaapi.OperationStatus{"", "", pending}, false},
		{[]tolokaapi.OperationStatus{"", "", running}, false},
		{[]tolokaapi.OperationStatus{"", "", running, pending}, false},
		{[]tolokaapi.OperationStatus{"", pending, running}, false},
		{[]tolokaapi.OperationStatus{pending, running}, false},
		{[]tolokaapi.OperationStatus{"", "", pending, running}, true},
		{[]tolokaapi.OperationStatus{"", "", pending, running, pending}, true},
		{[]tolokaapi.OperationStatus{"", "", running, pending, running}, true},
	} {
		s.f.scan = newActiveScan(s.f.pollers)
		s.f.scanned = map[tolokaapi.OperationType]completeScan{}
		for i, status := range c.order {
			if status != "" {
				s.f.scan.record(scanTarget{"POOL.CLOSE", status}, scanResult{firstSeq: uint64(4 + i)})
			}
		}
		if got := s.f.scannedSinceLoss(r); got != c.want {
			t.Errorf("read as %q: %v", c.order, got)
		}
	}
}

// What began while dates lay ahead and runs is found.
func TestScan_AfterDatesAhead(t *testing.T) {
	w := newWorld(3)
	w.fate = func(tolokaapi.Ref) worldOp { return worldOp{never: true} }
	s := listed(t, w)
	mend := s.datedAhead(24 * time.Hour)
	s.run(2 * time.Minute)
	s.startElsewhere(tolokaapi.VerbClose, pool1000)
	s.run(40 * time.Minute)
	mend()
	s.run(time.Hour)
	if ids, _ := s.f.Rows(); len(ids) != 1 {
		t.Errorf("%d rows, want one", len(ids))
	}
}

// An operation running since yesterday is found at start.
func TestScan_RunningSinceYesterday(t *testing.T) {
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
