package fleet

import (
	"math/rand/v2"
	"time"
)

// backoffMost is the longest wait between two tries of anything.
const backoffMost = 30 * time.Second

// backoff is the wait after so many failures in a row (from 1): a second,
// doubled each time, at most 30 s, and then up to a fifth less, so that many
// clients do not come back together.
func backoff(rng *rand.Rand, failures int) time.Duration {
	wait := backoffMost
	if failures < 6 {
		wait = min(backoffMost, time.Second<<max(failures-1, 0))
	}
	return wait - time.Duration(rng.Int64N(int64(wait)/5+1))
}

// jitter moves an interval by up to a tenth either way.
func jitter(rng *rand.Rand, d time.Duration) time.Duration {
	return d - d/10 + time.Duration(rng.Int64N(int64(d)/5+1))
}
