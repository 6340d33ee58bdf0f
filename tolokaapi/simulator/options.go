package simulator

import (
	"errors"
	"fmt"
	"time"
)

// An Option configures New. Options may come in any order; of two alike the
// later counts.
type Option func(*settings) error

type settings struct {
	clock      func() time.Time
	seed       uint64
	poolCount  int
	duration   time.Duration
	spread     time.Duration
	failRate   float64
	actorEvery time.Duration
	showLocked bool
	quotas     bool
	pace       float64       // of people's work; 0: nobody works
	dateLag    time.Duration // of the dates of operations behind the Date header
	readLag    time.Duration // of reads behind what happened
}

func defaults() settings {
	return settings{
		clock:     time.Now,
		seed:      1,
		poolCount: 200,
		duration:  3 * time.Second,
		spread:    2 * time.Second,
	}
}

// WithClock takes the time from clock, which must not be nil. The default is
// time.Now. The world's dates lie before the clock's time at construction.
func WithClock(clock func() time.Time) Option {
	return func(s *settings) error {
		if clock == nil {
			return errors.New("the clock is nil")
		}
		s.clock = clock
		return nil
	}
}

// WithSeed chooses the world: the same seed, number of pools and time of the
// clock make the same one. The default is 1.
func WithSeed(seed uint64) Option {
	return func(s *settings) error {
		s.seed = seed
		return nil
	}
}

// WithPools sets the number of regular pools, 0 to 1,000,000; the default is
// 200. Of the trainings there is one to each 40 pools.
func WithPools(n int) Option {
	return func(s *settings) error {
		if n < 0 || n > 1_000_000 {
			return fmt.Errorf("%d pools are not between 0 and 1,000,000", n)
		}
		s.poolCount = n
		return nil
	}
}

// WithOperationTime sets the time from the submission of an operation to its
// end, give or take the spread, evenly drawn; the defaults are 3 s and 2 s.
// Neither may be negative. With 0 and 0 an operation has ended in the answer
// that starts it.
func WithOperationTime(duration, spread time.Duration) Option {
	return func(s *settings) error {
		if duration < 0 || spread < 0 {
			return fmt.Errorf("an operation time of %v give or take %v is negative", duration, spread)
		}
		s.duration, s.spread = duration, spread
		return nil
	}
}

// WithFailRate sets the share of operations that end as FAIL, 0 to 1; the
// default is 0.
func WithFailRate(rate float64) Option {
	return func(s *settings) error {
		if !(rate >= 0 && rate <= 1) {
			return fmt.Errorf("a fail rate of %v is not between 0 and 1", rate)
		}
		s.failRate = rate
		return nil
	}
}

// WithExternalActor makes an external actor start an operation on some pool about once
// in every, between half and one and a half of it. 0 is the default: nobody
// else is there.
func WithExternalActor(every time.Duration) Option {
	return func(s *settings) error {
		if every < 0 || (every > 0 && every < 10*time.Millisecond) {
			return fmt.Errorf("an external actor cannot act every %v", every)
		}
		s.actorEvery = every
		return nil
	}
}

// WithShowLocked makes a pool read LOCKED while an operation runs on it. By
// default it keeps its old status until the operation succeeds; which of the
// two Toloka does is nowhere documented.
func WithShowLocked() Option {
	return func(s *settings) error {
		s.showLocked = true
		return nil
	}
}

// WithPace lets people work on the pools that are open, that many times as fast as
// they do, 0 to 10,000: pools are completed and close, and money is spent. The
// default is 0, so that nothing changes by itself: all figures stay what they are.
func WithPace(pace float64) Option {
	return func(s *settings) error {
		if !(pace >= 0 && pace <= 10_000) {
			return fmt.Errorf("a pace of %v is not between 0 and 10,000", pace)
		}
		s.pace = pace
		return nil
	}
}

// WithQuotas enforces the documented limits: 300 requests a second, and 20
// clones a minute and 100 a day. By default there are none, so that a clock
// which stands still does not run into them.
func WithQuotas() Option {
	return func(s *settings) error {
		s.quotas = true
		return nil
	}
}
