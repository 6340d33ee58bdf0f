package fleet

import (
	"testing"
	"time"
)

// A clock that is set back takes every local time of a search with it and no server
// time; what is not set stays so.
func TestLostReplyState_Shift(t *testing.T) {
	at := time.Date(2026, 3, 11, 12, 0, 0, 0, time.UTC)
	clock := &serverClock{}
	var l lostReply
	l.sent(clock, at, 7)
	l.lose(at, at, 3)
	l.shift(-time.Hour)
	if want := at.Add(-time.Hour); !l.lostAt.Equal(want) || !l.lostServer.Equal(at) || !l.sentServer.Equal(at) {
		t.Errorf("it is %+v", l)
	}
	if !l.lastLookup.IsZero() || !l.verifySince.IsZero() || !l.farAt.IsZero() {
		t.Errorf("times that were not set moved: %+v", l)
	}
}

// The first send whose fate is open is kept, whatever is sent later.
func TestLostReplyState_FirstSendIsKept(t *testing.T) {
	at := time.Date(2026, 3, 11, 12, 0, 0, 0, time.UTC)
	var l lostReply
	l.sent(&serverClock{}, at, 7)
	l.sent(&serverClock{}, at.Add(time.Minute), 9)
	if !l.sentLocal.Equal(at) || l.seenPosition != 7 || !l.likelyFrom.Equal(at.Add(-lookupMargin)) {
		t.Errorf("it is %+v", l)
	}
}

// Reads have caught up once 25 seconds are over by the local clock and by the
// server's, if it tells one.
func TestLostReplyState_ReadsCaughtUp(t *testing.T) {
	at := time.Date(2026, 3, 11, 12, 0, 0, 0, time.UTC)
	var l lostReply
	l.lose(at, at, 3)
	for _, c := range []struct {
		now, server time.Duration
		dated, want bool
	}{
		{24 * time.Second, time.Hour, true, false},
		{25 * time.Second, 0, false, true},
		{time.Hour, 24 * time.Second, true, false},
		{25 * time.Second, 25 * time.Second, true, true},
	} {
		latest := time.Time{}
		if c.dated {
			latest = at.Add(c.server)
		}
		if got := l.readsCaughtUp(at.Add(c.now), latest); got != c.want {
			t.Errorf("%+v: %v", c, got)
		}
	}
}

// An unknown lag widens what is possible and not what is likely.
func TestLostReplyState_EarliestPossible(t *testing.T) {
	at := time.Date(2026, 3, 11, 12, 0, 0, 0, time.UTC)
	var l lostReply
	l.sent(&serverClock{}, at, 0)
	if got := l.earliestPossible(&submittedLag{}); !got.Equal(at.Add(-lookupMargin - lagAtMost)) {
		t.Errorf("possible from %v", got)
	}
	if got := l.earliestLikely(&submittedLag{}); !got.Equal(at.Add(-lookupMargin)) {
		t.Errorf("likely from %v", got)
	}
	known := &submittedLag{known: true, greatest: time.Hour}
	if a, b := l.earliestPossible(known), l.earliestLikely(known); !a.Equal(b) || !a.Equal(at.Add(-lookupMargin-time.Hour)) {
		t.Errorf("possible from %v, likely from %v", a, b)
	}
}

// Three 404s over ten seconds are final; fewer, or sooner, are not.
func TestStragglerState_CountNotFound(t *testing.T) {
	at := time.Date(2026, 3, 11, 12, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		apart time.Duration
		want  []bool
	}{
		{5 * time.Second, []bool{false, false, true}},
		{time.Second, []bool{false, false, false, false}},
		{20 * time.Second, []bool{false, false, true}},
	} {
		var s stragglerState
		for i, want := range c.want {
			if got := s.countNotFound(at.Add(time.Duration(i) * c.apart)); got != want {
				t.Errorf("%v apart, number %d: %v", c.apart, i+1, got)
			}
		}
	}
}
