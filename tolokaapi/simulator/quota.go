package simulator

import "time"

// A limit is a documented number of requests in a time.
type limit struct {
	most     int
	within   time.Duration
	interval string // of the answer's payload
}

// Kinds of requests that have limits of their own.
const (
	perSecond = "any"
	cloning   = "clone"
)

func limits(kind string) []limit {
	if kind == cloning {
		return []limit{{20, time.Minute, "MIN"}, {100, 24 * time.Hour, "DAY"}}
	}
	return []limit{{300, time.Second, ""}}
}

// A quota remembers when requests of each kind were let through, no longer
// than their limits need.
type quota map[string][]time.Time

// spend lets one request of the kind through, or refuses it.
func (s *Simulator) spend(kind string) *problem {
	if !s.quotas {
		return nil
	}
	if s.quota == nil {
		s.quota = quota{}
	}
	spent := s.quota[kind]
	most := 0
	for _, l := range limits(kind) {
		most = max(most, l.most)
		if len(spent) >= l.most && s.now.Sub(spent[len(spent)-l.most]) < l.within {
			return tooMany(l.interval)
		}
	}
	spent = append(spent, s.now)
	s.quota[kind] = spent[max(0, len(spent)-most):]
	return nil
}
