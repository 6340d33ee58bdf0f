package simulator

import "time"

// demoPools is the size of the demonstration's world.
const demoPools = 1284

// Demo makes the world of the demonstration. Its open pools, newest first, are
// seeded: the first takes 7 s to close and succeeds; the close of the second
// fails once at 40 %; that of the third gives no progress; that of the fourth
// is once held by an external actor, whose operation can be followed. Some seconds
// in, an external actor opens a pool named Night shift, and goes on about once a
// minute.
//
// The clock must not be nil.
func Demo(clock func() time.Time, seed uint64) *Simulator {
	s := build(settings{
		clock: clock, seed: seed, poolCount: demoPools,
		duration: 6 * time.Second, spread: 4 * time.Second, actorEvery: time.Minute,
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
	return s
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
