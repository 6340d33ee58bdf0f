package runner_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"tolokadash/internal/fleet"
	"tolokadash/internal/journal"
	"tolokadash/internal/runner"
	"tolokadash/tolokaapi"
	"tolokadash/tolokaapi/simulator"
)

// recorded is a fleet that is driven with a recorder.
type recorded struct {
	t     *testing.T
	dir   string
	f     *fleet.Fleet
	c     *runner.Runner
	sim   *simulator.Simulator
	r     *runner.Recorder
	carry runner.Carry // beneath the recorder; the runner's where nil
}

func newRecorded(t *testing.T, o runner.RecorderOptions, options ...simulator.Option) *recorded {
	t.Helper()
	s := &recorded{t: t, dir: o.Journal.Dir, f: newFleet()}
	if s.dir == "" {
		s.dir = t.TempDir()
		o.Journal.Dir = s.dir
	}
	s.c, s.sim = newRunner(t, options...)
	s.carry = s.c.Do
	s.r = runner.NewRecorder(o)
	s.until(func() bool {
		return s.f.List(tolokaapi.SubjectPool).Loaded && s.f.Summary(time.Now().Round(0)).Account != nil
	})
	return s
}

// until drives the fleet.
func (s *recorded) until(done func() bool) {
	s.t.Helper()
	carry := s.r.Carry(func(ctx context.Context, r fleet.Request) fleet.Response { return s.carry(ctx, r) })
	err := runner.Drive(s.t.Context(), carry, s.f, nil, func(*fleet.Response) bool {
		s.r.Observe(s.f)
		return done()
	})
	if err != nil {
		s.t.Fatal(err)
	}
}

// close asks for pools that are open to be closed.
func (s *recorded) close(n int) []tolokaapi.Ref {
	s.t.Helper()
	refs, _ := s.f.Pools(tolokaapi.SubjectPool)
	ok, _ := s.f.Eligible(tolokaapi.VerbClose, refs)
	if _, left := s.f.Submit(time.Now().Round(0), tolokaapi.VerbClose, ok[:n]); left != nil {
		s.t.Fatalf("left out: %+v", left)
	}
	return ok[:n]
}

// lines are the records after the recorder is closed, in short.
func (s *recorded) lines() []string {
	s.t.Helper()
	s.r.Close(time.Second)
	var lines []string
	for _, r := range s.records() {
		line := fmt.Sprintf("%s %s %s", r.Event, r.ID, r.State)
		if r.HTTPStatus != 0 {
			line += fmt.Sprint(" ", r.HTTPStatus)
		}
		if r.Cause != "" {
			line += " " + string(r.Cause)
		}
		if r.Found {
			line += " found"
		}
		lines = append(lines, line)
	}
	return lines
}

func (s *recorded) records() (all []journal.Record) {
	s.t.Helper()
	for r, err := range journal.Read(s.dir, time.Time{}, journal.Filter{}, nil) {
		if err != nil {
			s.t.Fatal(err)
		}
		all = append(all, r)
	}
	return all
}

func (s *recorded) want(lines ...string) {
	s.t.Helper()
	if diff := cmp.Diff(lines, s.lines()); diff != "" {
		s.t.Error(diff)
	}
}

// TestRecorder_Batch follows a batch from its confirmation until its rows are
// dismissed.
func TestRecorder_Batch(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newRecorded(t, runner.RecorderOptions{Journal: journal.Options{Origin: journal.Origin{APIHost: "localhost", Profile: "p"}}}, simulator.WithPools(50))
		refs := s.close(3)
		s.until(s.f.Settled)
		ids, _ := s.f.Rows()
		s.f.Dismiss(ids[:1])
		gone := ids[0]
		s.until(func() bool { return true })
		s.r.Close(time.Second)
		order := map[string][]journal.Event{}
		all := s.records()
		if first := all[0]; first.Event != journal.Confirmed || len(first.Targets) != 3 || first.Targets[0].ID != refs[0].ID || first.Targets[0].Name == "" || first.Targets[0].Project == "" {
			t.Errorf("first %+v", first)
		}
		for _, r := range all[1:] {
			order[r.ID] = append(order[r.ID], r.Event)
			if r.Batch != all[0].Batch || !strings.HasPrefix(r.Batch, r.Session+".") || r.Account == "" || r.Profile != "p" || r.Name == "" || r.Verb != tolokaapi.VerbClose {
				t.Errorf("%+v", r)
			}
			switch r.Event {
			case journal.Answered:
				if r.HTTPStatus != 202 || r.Operation == "" || r.State != journal.Pending && r.State != journal.Running {
					t.Errorf("%+v", r)
				}
			case journal.Ended:
				if r.State != journal.Succeeded || r.Operation == "" || r.Percent == nil || r.Took <= 0 {
					t.Errorf("%+v", r)
				}
			}
		}
		for i, ref := range refs {
			want := []journal.Event{journal.Sending, journal.Answered, journal.Ended}
			if fleet.RowID(i+1) == gone {
				want = append(want, journal.Dismissed)
			}
			if diff := cmp.Diff(want, order[ref.ID]); diff != "" {
				t.Error(diff)
			}
		}
	})
}

// TestRecorder_Responses has each kind of response to a command.
func TestRecorder_Responses(t *testing.T) {
	for name, c := range map[string]struct {
		err   error
		out   tolokaapi.Outcome
		lines []string // after the first send
	}{
		"204":        {out: tolokaapi.Outcome{Status: 204, Unchanged: true}, lines: []string{"answered ID unchanged 204", "ended ID unchanged"}},
		"rejected":   {err: &tolokaapi.Error{Status: 409, Code: "X"}, lines: []string{"answered ID rejected 409", "ended ID rejected 409"}},
		"over quota": {err: &tolokaapi.Error{Status: 429}, lines: []string{"answered ID queued 429", "sending ID ", "answered ID rejected 400", "ended ID rejected 400"}},
		"never sent": {err: &tolokaapi.TransportError{Cause: tolokaapi.CauseRefused, Err: context.Canceled}, lines: []string{
			"answered ID queued refused", "sending ID ", "answered ID rejected 400", "ended ID rejected 400",
		}},
		"lost": {err: &tolokaapi.TransportError{Cause: tolokaapi.CauseReset, MaybeSent: true, Err: context.Canceled}, lines: []string{
			"answered ID unconfirmed reset", "sending ID ", "answered ID rejected 400", "ended ID rejected 400",
		}},
		"about another pool": {out: tolokaapi.Outcome{Status: 202, Operation: tolokaapi.Operation{ID: "o", Status: tolokaapi.Pending, Type: "POOL.CLOSE", Target: tolokaapi.PoolRef("9")}}, lines: []string{
			"answered ID unconfirmed 202", "sending ID ", "answered ID rejected 400", "ended ID rejected 400",
		}},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newRecorded(t, runner.RecorderOptions{}, simulator.WithPools(20))
				first := true
				s.carry = func(ctx context.Context, r fleet.Request) fleet.Response {
					if r.Kind != fleet.Submit {
						return s.c.Do(ctx, r)
					}
					now := time.Now().Round(0)
					a := fleet.Response{Request: r, Sent: now, Received: now, Err: &tolokaapi.Error{Status: 400}}
					if first {
						a.Outcome, a.Err = c.out, c.err
					}
					first = false
					return a
				}
				id := s.close(1)[0].ID
				s.until(s.f.Settled)
				want := []string{"confirmed  ", "sending " + id + " "}
				for _, l := range c.lines {
					want = append(want, strings.ReplaceAll(l, "ID", id))
				}
				s.want(want...)
			})
		})
	}
}

// blocked is a state folder that cannot be made until it is unblocked.
func blocked(t *testing.T) (dir string, unblock func()) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	return filepath.Join(file, "state"), func() {
		if err := os.Remove(file); err != nil {
			t.Fatal(err)
		}
	}
}

// TestRecorder_Unwritable stops nothing, and says so.
func TestRecorder_Unwritable(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		dir, _ := blocked(t)
		s := newRecorded(t, runner.RecorderOptions{Journal: journal.Options{Dir: dir}}, simulator.WithPools(20))
		if s.r.Err() == nil {
			t.Error("no error at the start")
		}
		s.close(2)
		s.until(s.f.Settled)
		if n := s.sim.Count("POST", "/api/v1/pools"); n != 2 {
			t.Errorf("%d POSTs", n)
		}
		s.r.Close(time.Second)
	})
}

// TestRecorder_WritableLater writes what could not be written before.
func TestRecorder_WritableLater(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		dir, unblock := blocked(t)
		s := newRecorded(t, runner.RecorderOptions{Journal: journal.Options{Dir: dir}}, simulator.WithPools(20))
		id, confirmed := s.close(1)[0].ID, time.Now()
		s.until(func() bool { return s.sim.Count("POST", "/api/v1/pools") == 1 })
		time.Sleep(time.Minute)
		unblock()
		s.until(s.f.Settled)
		s.want("confirmed  ", "sending "+id+" ", "answered "+id+" pending 202", "ended "+id+" succeeded")
		if first := s.records()[0]; !first.Time.Equal(confirmed) {
			t.Errorf("confirmed at %v, recorded %v", confirmed, first.Time)
		}
	})
}

// TestRecorder_RequiredSendsNothingUnrecorded sends nothing while the journal
// cannot be written, and all once it can.
func TestRecorder_RequiredSendsNothingUnrecorded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		dir, unblock := blocked(t)
		told := make(chan error, 100)
		o := runner.RecorderOptions{Journal: journal.Options{Dir: dir}, Required: true, OnError: func(err error) { told <- err }}
		s := newRecorded(t, o, simulator.WithPools(20))
		refs := s.close(1)
		began := time.Now()
		s.until(func() bool { return time.Since(began) > time.Minute })
		ids, _ := s.f.Rows()
		row, _ := s.f.Row(ids[0])
		if row.State != fleet.Queued || row.Problem == nil || row.Problem.Cause != tolokaapi.CauseUnrecorded || row.Tries < 2 {
			t.Errorf("%+v, %+v", row, row.Problem)
		}
		if n := s.sim.Count("POST", "/api/v1/pools"); n != 0 {
			t.Errorf("%d POSTs", n)
		}
		if l := s.f.Summary(time.Now().Round(0)).Connection; l.State != fleet.Live {
			t.Errorf("the connection is %+v", l)
		}
		unblock()
		s.until(s.f.Settled)
		if n := s.sim.Count("POST", "/api/v1/pools"); n != 1 {
			t.Errorf("%d POSTs", n)
		}
		if err := s.r.Err(); err != nil {
			t.Error(err)
		}
		id := refs[0].ID
		s.want("confirmed  ", "sending "+id+" ", "answered "+id+" pending 202", "ended "+id+" succeeded")
		for range row.Tries {
			if err := <-told; err == nil {
				t.Error("it was not told that nothing is sent")
			}
		}
		if err := <-told; err != nil {
			t.Errorf("told %v, not that it can be written again", err)
		}
	})
}

// TestRecorder_QueuedAtTheEnd records what was given up.
func TestRecorder_QueuedAtTheEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newRecorded(t, runner.RecorderOptions{}, simulator.WithPools(20))
		id := s.close(1)[0].ID
		s.f.CancelQueued(time.Now().Round(0))
		s.r.Observe(s.f)
		s.want("confirmed  ", "ended "+id+" not_sent")
	})
}

func TestRecorder_Nil(t *testing.T) {
	var r *runner.Recorder
	r.Observe(newFleet())
	r.Close(time.Second)
	called := false
	r.Carry(func(context.Context, fleet.Request) fleet.Response { called = true; return fleet.Response{} })(t.Context(), fleet.Request{Kind: fleet.Submit})
	if !called || r.Err() != nil || r.Session() != "" {
		t.Error("a nil recorder does something")
	}
}
