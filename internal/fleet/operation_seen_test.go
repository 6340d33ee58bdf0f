package fleet

import (
	"strconv"
	"testing"
	"time"

	"tolokadash/tolokaapi"
)

// An ID without a date is remembered as long as it is seen.
func TestSeenOperations_WithoutDateRemembered(t *testing.T) {
	s := newSeenOperations()
	start := newWorld(0).now
	undated := tolokaapi.Operation{ID: "undated"}
	s.learn(undated, start, start)
	position := s.position
	s.learn(undated, start.Add(20*time.Minute), start.Add(20*time.Minute))
	s.prune(start.Add(10*time.Minute), start.Add(21*time.Minute), 15*time.Minute)
	if !s.known(undated.ID, position) {
		t.Error("it is forgotten although it was seen a minute ago")
	}
	s.prune(start.Add(30*time.Minute), start.Add(45*time.Minute), 15*time.Minute)
	if s.known(undated.ID, position) {
		t.Error("it is never forgotten")
	}
}

// What was dismissed stays away whatever the dates say.
func TestSeenOperations_DismissedStaysAway(t *testing.T) {
	for _, ahead := range []time.Duration{0, time.Hour} {
		s := listed(t, newWorld(3))
		id := s.submit(tolokaapi.VerbClose, pool1000)
		s.run(30 * time.Second)
		s.f.Dismiss([]RowID{id})
		mend := s.datedAhead(ahead)
		s.run(3 * time.Minute)
		mend()
		for i := range 20 {
			s.run(time.Minute)
			if ids, _ := s.f.Rows(); len(ids) != 0 {
				t.Fatalf("with dates %v ahead it is back after %d minutes", ahead, i+1)
			}
		}
	}
}

// The seen operations forgets.
func TestSeenOperations_Pruned(t *testing.T) {
	for name, dated := range map[string]bool{"by the Date header": true, "without one": false} {
		t.Run(name, func(t *testing.T) {
			f := New(Config{}, testRand())
			now := newWorld(0).now
			for i := range 1000 {
				now = now.Add(time.Minute)
				f.advance(now)
				f.seen.learn(tolokaapi.Operation{ID: tolokaapi.OperationID(strconv.Itoa(i)), Submitted: tolokaapi.DateOf(now)}, f.serverNow(), now)
				f.seq++
				f.awaiting[f.seq] = func(Response) {}
				a := Response{Request: Request{Seq: f.seq}, Sent: now, Received: now}
				if dated {
					a.Server = now
				}
				f.Observe(a)
			}
			if n := len(f.seen.byID); n < 15 || n > 20 {
				t.Errorf("of an id a minute it remembers %d, want those of a quarter of an hour", n)
			}
		})
	}
}
