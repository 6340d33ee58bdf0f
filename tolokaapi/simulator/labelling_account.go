package simulator

import (
	"encoding/json"
	"math"
	"slices"
	"strconv"
	"time"
)

// maxLabelled is in how many pools people work when the world begins: the newest
// open ones. It bounds what a question about the account costs.
const maxLabelled = 2000

// micros are an amount of money in millionths.
func micros(amount json.Number) int64 {
	f, err := amount.Float64()
	if err != nil {
		return 0
	}
	return int64(math.Round(f * 1e6))
}

// money writes millionths as an amount.
func money(micros int64) json.Number {
	return json.Number(strconv.FormatFloat(float64(micros)/1e6, 'f', -1, 64))
}

// beginLabelling lets people come to the pools that are open.
func (s *Simulator) beginLabelling() {
	if s.pace <= 0 {
		return
	}
	for _, p := range slices.Backward(s.pools.items) {
		if p.status == open && len(s.labelled) < maxLabelled {
			p.work.began, p.work.open = true, true
			s.labelled = append(s.labelled, p)
			s.watchCompletion(p)
		}
	}
	s.watchBalance()
}

// opened is to be called when a pool was opened.
func (s *Simulator) opened(p *pool, at time.Time) {
	if s.pace <= 0 || p.training {
		return
	}
	p.work.start(s.seed, at)
	if !slices.Contains(s.labelled, p) {
		s.labelled = append(s.labelled, p)
	}
	s.watchCompletion(p)
	s.watchBalance()
}

// vacate lets nobody come to a pool any more that is taken away.
func (s *Simulator) vacate(id string) {
	if p, ok := s.anyPool(id); ok {
		p.work.stop(s.seed, s.now)
	}
}

// closeByItself closes a pool that nobody asked to close.
func (s *Simulator) closeByItself(p *pool, reason string, at time.Time) {
	p.before, p.changed = p.status, at
	p.status, p.stopped, p.closeReason = closed, at, reason
	p.work.stop(s.seed, at)
}

// watchCompletion closes a pool once it is complete. When that is, is not known
// beforehand: it is looked at whenever it may be.
func (s *Simulator) watchCompletion(p *pool) {
	p.openings++
	opening := p.openings
	var look func(time.Time)
	look = func(at time.Time) {
		if known, ok := s.pools.get(p.id); !ok || known != p || p.openings != opening || p.status != open {
			return
		}
		p.work.advance(s.seed, at)
		if p.work.complete() {
			s.closeByItself(p, "COMPLETED", at)
			return
		}
		s.agenda.schedule(later(p.work.completeNoSooner(at), at.Add(time.Millisecond)), look)
	}
	if p.work.needed() > 0 {
		s.agenda.schedule(later(p.work.completeNoSooner(s.now), s.now.Add(time.Millisecond)), look)
	}
}

// balance is what is left of the money, in millionths.
func (s *Simulator) balance(at time.Time) int64 {
	left := s.funds
	for _, p := range s.labelled {
		p.work.advance(s.seed, at)
		left -= int64(p.work.totals.accepted-p.work.before) * micros(p.reward)
	}
	return max(left, 0)
}

// watchBalance closes the pools that pay once there is no money. It looks again when
// the money may be gone at the earliest.
func (s *Simulator) watchBalance() {
	s.balanceLooks++
	round := s.balanceLooks
	var look func(time.Time)
	look = func(at time.Time) {
		if round != s.balanceLooks {
			return
		}
		left := s.balance(at)
		if s.broke = left == 0; !s.broke {
			s.agenda.schedule(at.Add(s.lasts(left)), look)
			return
		}
		for _, p := range s.labelled {
			if p.status == open && micros(p.reward) > 0 {
				s.closeByItself(p, "NOT_ENOUGH_BALANCE", at)
			}
		}
	}
	s.agenda.schedule(s.now.Add(time.Second), look)
}

// lasts is how long the money lasts at the least, a second and a day apart.
func (s *Simulator) lasts(left int64) time.Duration {
	perSecond := 0.0
	for _, p := range s.labelled {
		if p.status == open {
			perSecond += 4 * float64(micros(p.reward)) / max(p.work.interval, time.Millisecond).Seconds()
		}
	}
	if perSecond == 0 {
		return day
	}
	return min(max(time.Duration(float64(left)/perSecond*float64(time.Second)), time.Second), day)
}
