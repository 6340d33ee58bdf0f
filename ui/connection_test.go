package ui

import (
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"tolokadash/internal/fleet"
	"tolokadash/tolokaapi"
)

func TestScreen_StillAtRest(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newStage(t, newToloka(somePools()), Options{}, 120, 30)
		s.wait(20 * time.Second)
		drawn := s.m.View().Content
		asked := len(s.w.sent)
		for range 200 {
			s.wait(50 * time.Millisecond)
			if len(s.w.sent) > asked {
				break // an answer may change the clock of the header
			}
			if s.m.View().Content != drawn {
				t.Fatal("something changed by itself")
			}
		}
		if s.m.countdown.At() != (time.Time{}) {
			t.Error("a countdown ticks that nobody sees")
		}
	})
}

func TestCountdown_TicksOnlyInSight(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newToloka(somePools())
		s := newStage(t, w, Options{}, 120, 30)
		s.wait(5 * time.Second)
		w.err = &tolokaapi.Error{Status: 429, Retry: 2 * time.Minute}
		s.press("r")
		s.wait(time.Second)
		seen := map[string]bool{}
		for range 10 {
			seen[s.line("asking again in")] = true
			s.wait(time.Second)
		}
		if len(seen) < 10 {
			t.Errorf("in ten seconds the countdown showed %d times", len(seen))
		}
		w.err = nil
		s.wait(3 * time.Minute)
		s.sees("● live")
		if !s.m.countdown.At().IsZero() && s.m.countdown.At().After(s.m.now) {
			t.Error("it ticks on")
		}
	})
}

func TestTimers_TickOfAnEarlierSetting(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newStage(t, newToloka(somePools()), Options{}, 120, 30)
		s.wait(5 * time.Second)
		old := s.m.wake.Message()
		at := s.m.wake.At().Add(time.Second)
		s.m.wake.Set(s.m.now, at)
		s.send(old)
		if s.m.wake.At() != at {
			t.Error("an old tick was taken for the one waited for")
		}
	})
}

func TestHeader_Trouble(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		err  error
		says string
	}{
		{&tolokaapi.TransportError{Cause: tolokaapi.CauseDNS, Err: errors.New("x")}, "▲ offline since 14:02:1"},
		{&tolokaapi.TransportError{Cause: tolokaapi.CauseProxy, Err: errors.New("proxyconnect tcp: refused")}, "· the proxy lets nothing through · next try in "},
		{&tolokaapi.TransportError{Cause: tolokaapi.CauseTLS, Err: errors.New("tls: certificate has expired")}, "· the certificate of sandbox.toloka.dev is not accepted · next try in "},
		{&tolokaapi.TransportError{Cause: tolokaapi.CauseTLS, Err: errors.New("tls: handshake failure")}, "· no secure connection to sandbox.toloka.dev · next try in "},
		{&tolokaapi.Error{Status: 429, Interval: tolokaapi.PerHour}, "▲ over quota (per hour) · asking again in "},
		{&tolokaapi.Error{Status: 401, Code: "AUTHENTICATION_ERROR"}, "▲ Toloka refused the token (401) · check the token, then start again"},
		{&tolokaapi.Error{Status: 503}, "▲ Toloka is not available (503) · next try in "},
		{&tolokaapi.Error{Status: 302, Location: "evil.example"}, "points elsewhere (302 to evil.example)"},
	} {
		synctest.Test(t, func(t *testing.T) {
			w := newToloka(somePools())
			s := newStage(t, w, Options{}, 160, 30)
			s.wait(5 * time.Second)
			w.err = c.err
			s.press("r")
			s.wait(2 * time.Second)
			s.sees(c.says)
			s.sees("32267700") // what was known stays
		})
	}
}

func TestStaleness_DrawnAsOld(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newToloka(somePools())
		w.accepts(tolokaapi.Running, 10)
		s := newStage(t, w, Options{}, 120, 30)
		s.wait(2 * time.Second)
		s.press("c")
		s.settle()
		s.press("y")
		s.wait(3 * time.Second)
		fresh := s.m.View().Content
		w.err = &tolokaapi.TransportError{Cause: tolokaapi.CauseTimeout, Err: errors.New("x")}
		s.wait(20 * time.Second)
		s.seesNot("stale")
		s.wait(80 * time.Second)
		s.sees("stale since 14:02:1")
		if old := s.m.View().Content; coloursOf(old, "Cats or dogs, batch 7") == coloursOf(fresh, "Cats or dogs, batch 7") {
			t.Error("rows that are old look like fresh ones")
		}
		if plain, old := coloursOf(fresh, "32267700 Cats"), coloursOf(s.m.View().Content, "32267700 Cats"); strings.Contains(plain, "mclose") || !strings.Contains(old, "mclose") {
			t.Errorf("operations that are old look like fresh ones: %q, %q", plain, old)
		}
		w.err = nil
		s.wait(40 * time.Second)
		s.seesNot("stale")
		s.sees("● live")
	})
}

// coloursOf is the line that holds a text, with its colours.
func coloursOf(drawn, text string) string {
	for l := range strings.Lines(drawn) {
		if strings.Contains(l, text) {
			return l
		}
	}
	return ""
}

func TestTimers_ClockLeaps(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		leap := time.Duration(0)
		w := newToloka(somePools())
		s := newStage(t, w, Options{Now: func() time.Time { return wall().Add(leap) }}, 120, 30)
		s.wait(5 * time.Second)
		leap = 8 * time.Hour // as after a night asleep
		asked := len(w.sent)
		s.press("p", "p")
		if len(w.sent) == asked {
			t.Error("nothing is asked after the leap")
		}
		s.wait(100 * time.Millisecond)
		if !s.m.wake.At().After(s.m.now) {
			t.Errorf("the next tick is due at %v, and it is %v", s.m.wake.At(), s.m.now)
		}
	})
}

func TestPause_StopsPolling(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newToloka(somePools())
		s := newStage(t, w, Options{}, 120, 30)
		s.wait(5 * time.Second)
		s.press("p")
		s.sees("PAUSED")
		asked := len(w.sent)
		s.wait(5 * time.Minute)
		if len(w.sent) != asked {
			t.Errorf("%d requests were made", len(w.sent)-asked)
		}
		s.press("p")
		s.wait(time.Second)
		if len(w.sent) == asked {
			t.Error("it does not go on")
		}
		s.seesNot("PAUSED")
	})
}

// TestHeader_TroubleOfAnotherDayIsDated stays offline for more than a day.
func TestHeader_TroubleOfAnotherDayIsDated(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := closing(t, 3)
		s.w.err = &tolokaapi.TransportError{Cause: tolokaapi.CauseTimeout, Err: errors.New("x")}
		s.wait(24*time.Hour + 2*time.Minute)
		s.sees("offline since Mar 11 14:02 · no answer in time")
		s.sees("stale since Mar 11 14:02")
		s.w.err = nil
		s.wait(time.Minute)
		s.sees("● live · as of 14:05:")
		s.seesNot("Mar 11 14:02")
	})
}

func TestPoolsTitle_TruncatedList(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newToloka(somePools())
		endless := true
		w.carry = func(r fleet.Request) (fleet.Response, bool) {
			if endless && r.Kind == fleet.ListPools && r.Query.Status == "OPEN" {
				return fleet.Response{Pools: tolokaapi.Page[tolokaapi.Pool]{Query: r.Query, Items: somePools()[:3], HasMore: true}}, true
			}
			return fleet.Response{}, false
		}
		s := newStage(t, w, Options{}, 120, 30)
		s.wait(time.Minute)
		s.sees("not all of them")
		s.seesNot("cannot be read to its end") // that was said for a while
		endless = false
		s.press("r")
		s.wait(5 * time.Second)
		s.seesNot("not all of them")
	})
}

func TestPause_NotStale(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newStage(t, newToloka(somePools()), Options{}, 120, 30)
		s.wait(3 * time.Second)
		s.press("p")
		s.wait(10 * time.Minute)
		s.seesNot("stale")
	})
}
