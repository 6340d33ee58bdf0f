package simulator

import "time"

// scheduleExternalActor schedules the next operation of the external actor.
func (s *Simulator) scheduleExternalActor(after time.Time) {
	pause := s.actorEvery/2 + time.Duration(s.rng.Int64N(int64(s.actorEvery)))
	s.agenda.schedule(after.Add(pause).Truncate(time.Millisecond), func(at time.Time) {
		s.actExternally()
		s.scheduleExternalActor(at)
	})
}

// actExternally opens or closes some pool, if one is soon found that is not spoken
// for by a script.
func (s *Simulator) actExternally() {
	verb := pick(s.rng, []string{doOpen, doClose})
	for range 50 {
		if len(s.pools.items) == 0 {
			return
		}
		p := pick(s.rng, s.pools.items)
		if s.scripted(p.id) || s.allowed(p, verb) != nil {
			continue
		}
		s.begin(p, verb, s.plan(verb, nil, nil))
		return
	}
}
