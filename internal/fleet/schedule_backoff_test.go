package fleet

import (
	"testing"
	"time"

	"tolokadash/tolokaapi"
)

// Backoff doubles from a second to thirty.
func TestBackoff_DoublesToThirtySeconds(t *testing.T) {
	f := New(Config{}, testRand())
	for failures, want := range map[int]time.Duration{1: 1, 2: 2, 3: 4, 4: 8, 5: 16, 6: 30, 7: 30, 10_000: 30} {
		for range 20 {
			if got := backoff(f.rng, failures); got > want*time.Second || got < want*time.Second*4/5 {
				t.Errorf("after %d failures: %v, want %d s or a fifth less", failures, got, want)
			}
		}
	}
}

// Only a quota or an unavailable server says when to try again.
func TestBackoff_RetryAfterStatuses(t *testing.T) {
	for status, want := range map[int]time.Duration{
		400: time.Second, 404: time.Second, 409: time.Second, 500: time.Second, 502: time.Second,
		429: time.Hour, 503: time.Hour,
	} {
		s := listed(t, newWorld(1))
		s.spoil(func(a *Response) {
			if a.Request.Kind == GetRequester {
				a.Err = &tolokaapi.Error{Status: status, Retry: time.Hour}
			}
		})
		s.f.account.due = s.w.now
		s.run(s.latency)
		if wait := s.f.account.due.Sub(s.w.now); wait > want || wait < want*4/5 {
			t.Errorf("%d: tried again in %v, want %v", status, wait, want)
		}
	}
}
