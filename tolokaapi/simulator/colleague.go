package simulator

import "time"

// expectColleague plans the next operation of the colleague.
func (s *Simulator) expectColleague(after time.Time) {
	pause := s.colleagueEvery/2 + time.Duration(s.luck.Int64N(int64(s.colleagueEvery)))
	s.agenda.plan(after.Add(pause).Truncate(time.Millisecond), func(at time.Time) {
		s.comeBy()
		s.expectColleague(at)
	})
}

// comeBy opens or closes some pool, if one is soon found that is not spoken
// for by a script.
func (s *Simulator) comeBy() {
	verb := pick(s.luck, []string{doOpen, doClose})
	for range 50 {
		if len(s.pools.items) == 0 {
			return
		}
		p := pick(s.luck, s.pools.items)
		if s.scripted(p.id) || s.allowed(p, verb) != nil {
			continue
		}
		s.begin(p, verb, s.plan(verb, nil, nil))
		return
	}
}
