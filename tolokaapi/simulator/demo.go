package simulator

import (
	"slices"
	"time"
)

// demoPools is the size of the demonstration's world.
const demoPools = 1284

// Demo makes the world of the demonstration. Its open pools, newest first, are
// seeded: the first takes 7 s to close and succeeds; the close of the second
// fails once at 40 %; that of the third gives no progress; that of the fourth
// is once held by an external actor, whose operation can be followed. Some seconds
// in, an external actor opens a pool named Night shift, and goes on about once a
// minute.
//
// People work on the pools, and quickly on the newest: one of them is all but
// complete and closes by itself within two minutes, another needs so many more
// answers than were planned that it costs more than all of it was to cost. One that
// is closed had its balance run out.
//
// The clock must not be nil.
func Demo(clock func() time.Time, seed uint64) *Simulator {
	s := build(settings{
		clock: clock, seed: seed, poolCount: demoPools,
		duration: 6 * time.Second, spread: 4 * time.Second, actorEvery: time.Minute, pace: 1,
	})
	first := s.PoolIDs(open)
	for i, script := range []Script{
		{Outcome: Succeeds, Duration: 7 * time.Second},
		{Outcome: Fails, Duration: 6 * time.Second, FailAt: 40, Times: 1},
		{Outcome: Succeeds, Duration: 5 * time.Second, NoProgress: true},
		{Outcome: HeldByOther, Duration: 9 * time.Second, Times: 1},
	} {
		script.PoolID, script.Verb = first[i], doClose
		s.Script(script)
	}
	s.nightShift(8 * time.Second)
	s.busy(first)
	s.ranOutOfMoney()
	return s
}

// Of the open pools of the demonstration, newest first.
const (
	demoBusy      = 12 // so many go on quickly
	demoAlmost    = 4  // the place of the one that is all but complete
	demoOverspent = 5  // and of the one that costs too much
)

// busy makes the newest open pools go on quickly, each in its way.
func (s *Simulator) busy(newest []string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for i, id := range newest[:demoBusy] {
		p, _ := s.pools.get(id)
		l := s.newLabelling(p, drawn)
		l.began, l.open = true, true
		costs := time.Duration(micros(p.reward)) * 120 * time.Microsecond // at 50 cents a minute
		l.interval, l.mean = max(time.Duration(4+i)*time.Second, costs), time.Duration(15+5*i)*time.Second
		switch i {
		case demoAlmost:
			l.suites, l.overlap = 100, max(l.overlap, 2)
			l.share, l.interval = 1-14/float64(l.needed()), 4*time.Second
			l.poor, l.refused, l.skips, l.expires = 0, 0, 0, 0
		case demoOverspent:
			l.share, l.poor, l.interval = 0.6, 0.6, 3*time.Second
		}
		p.work = l
		s.watchCompletion(p)
	}
	s.watchBalance()
}

// ranOutOfMoney makes the newest closed pool that closed by itself one of those
// whose balance was not enough.
func (s *Simulator) ranOutOfMoney() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, p := range slices.Backward(s.pools.items) {
		if p.status == closed && !p.stopped.IsZero() && p.closeReason != "MANUAL" && p.closeReason != "FOR_UPDATE" && p.name != "Night shift" {
			p.closeReason = "NOT_ENOUGH_BALANCE"
			p.work = s.newLabelling(p, 0.55)
			return
		}
	}
}

// nightShift has an external actor open a pool of that name after a while.
func (s *Simulator) nightShift(after time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for i := len(s.pools.items) * 9 / 10; i < len(s.pools.items); i++ {
		p := s.pools.items[i]
		if p.status != closed {
			continue
		}
		p.name = "Night shift"
		s.agenda.schedule(s.now.Add(after), func(time.Time) {
			if s.allowed(p, doOpen) == nil {
				s.begin(p, doOpen, s.plan(doOpen, &Script{Outcome: Succeeds, Duration: 12 * time.Second}, nil))
			}
		})
		return
	}
}
