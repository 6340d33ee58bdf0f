package runner_test

import (
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

// again is another run of the program, on the same server and journal.
func (s *recorded) again() *recorded {
	s.t.Helper()
	next := *s
	next.f = newFleet()
	next.r = runner.NewRecorder(runner.RecorderOptions{Journal: journal.Options{Dir: s.dir}})
	next.until(func() bool {
		return next.f.List(tolokaapi.SubjectPool).Loaded && next.f.Summary(time.Now().Round(0)).Account != nil
	})
	return &next
}

func (s *recorded) account() string { return s.f.Summary(time.Now().Round(0)).Account.ID }

// TestRecorder_RestoresBatch ends a run in the middle of a batch. The next takes the
// batch back, follows it to its end, and records that as of the same batch.
func TestRecorder_RestoresBatch(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newRecorded(t, runner.RecorderOptions{}, simulator.WithPools(50))
		s.close(3)
		running := func(id fleet.RowID) bool {
			row, _ := s.f.Row(id)
			return row.State == fleet.Running || row.State == fleet.Pending
		}
		s.until(func() bool { return running(1) && running(2) && running(3) })
		s.r.Close(time.Second)
		before := len(s.records())

		next := s.again()
		earlier, err := next.r.Earlier(next.account())
		if err != nil || len(earlier.Batches) != 1 || len(earlier.Running) != 0 {
			t.Fatalf("%+v, %v", earlier, err)
		}
		id := next.r.Restore(next.f, time.Now().Round(0), earlier.Batches[0])
		next.until(func() bool { return next.f.BatchOver(id) })
		if sum, _ := next.f.Batch(id); sum.Succeeded != 3 || sum.Total != 3 {
			t.Errorf("%+v", sum)
		}
		next.f.Dismiss(func() []fleet.RowID { ids, _ := next.f.Rows(); return ids }())
		next.until(func() bool { return true })
		next.r.Close(time.Second)
		events := map[journal.Event]int{}
		for _, r := range next.records()[before:] {
			events[r.Event]++
			if r.Batch != earlier.Batches[0].Name || r.Session != next.r.Session() || r.Name == "" {
				t.Errorf("%+v", r)
			}
		}
		if diff := cmp.Diff(map[journal.Event]int{journal.Ended: 3, journal.Dismissed: 3}, events); diff != "" {
			t.Error(diff)
		}
		last := s.again()
		earlier, err = last.r.Earlier(last.account())
		if err != nil || len(earlier.Batches) != 1 {
			t.Fatalf("%+v, %v", earlier, err)
		}
		if id := last.r.Restore(last.f, time.Now().Round(0), earlier.Batches[0]); id != 0 {
			t.Errorf("batch %d of dismissed commands", id)
		}
		last.r.Close(time.Second)
	})
}

// TestRecorder_RestoresNothingTwice leaves what had ended as it was recorded.
func TestRecorder_RestoresNothingTwice(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newRecorded(t, runner.RecorderOptions{}, simulator.WithPools(50))
		s.close(2)
		s.until(s.f.Settled)
		s.r.Close(time.Second)
		before := len(s.records())
		next := s.again()
		earlier, err := next.r.Earlier(next.account())
		if err != nil || len(earlier.Batches) != 1 {
			t.Fatalf("%+v, %v", earlier, err)
		}
		next.r.Restore(next.f, time.Now().Round(0), earlier.Batches[0])
		next.until(func() bool { return true })
		next.r.Close(time.Second)
		if more := next.records()[before:]; len(more) != 0 {
			t.Errorf("recorded again: %+v", more)
		}
	})
}
