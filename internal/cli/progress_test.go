package cli

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"tolokadash/internal/fleet"
	"tolokadash/internal/headless"
	"tolokadash/tolokaapi"
)

// standing is an event after which results stand so.
func standing(states ...fleet.Row) headless.Event {
	var results []headless.Result
	for _, row := range states {
		results = append(results, headless.Result{Verb: tolokaapi.VerbClose, Row: row})
	}
	return headless.Event{Type: headless.EventState, All: func() []headless.Result { return results }}
}

// While nothing changes it says once a minute how all stand.
func TestPlainProgress_Heartbeat(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var out lockedBuffer
		p := newProgress(progressPlain, &out, 0, true)
		e := standing(fleet.Row{State: fleet.Succeeded}, fleet.Row{State: fleet.Running, Percent: 40})
		e.Type = headless.EventAsked // which needs no words
		time.Sleep(heartbeatEvery + time.Second)
		p.event(e)
		if out.String() != "" {
			t.Errorf("before there is anything to tell: %q", out.String())
		}
		time.Sleep(2 * heartbeatEvery)
		p.end()
		if diff := cmp.Diff(strings.Repeat("1 of 2 done, 1 running\n", 2), out.String()); diff != "" {
			t.Error(diff)
		}
	})
}

// A command whose reply is still to come is in no doubt.
func TestPlainProgress_OnTheWay(t *testing.T) {
	var out lockedBuffer
	p := newPlainProgress(&out)
	e := standing(fleet.Row{State: fleet.Sending}, fleet.Row{State: fleet.Unconfirmed}, fleet.Row{State: fleet.Running})
	p.event(e)
	p.end()
	if got, want := countWords(p.counts), "0 of 3 done, 1 in doubt, 1 running, 1 on the way"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// One line is drawn in place: how much is over, and how all stand. It fits.
func TestLineProgress_OneLineInPlace(t *testing.T) {
	var out lockedBuffer
	p := newProgress(progressTTY, &out, 40, true)
	p.event(headless.Event{Type: headless.EventVersion, Command: "close"})
	running := standing(fleet.Row{State: fleet.Succeeded}, fleet.Row{State: fleet.Running, Percent: 40}, fleet.Row{State: fleet.Running, Percent: -1}, fleet.Row{State: fleet.Queued})
	p.event(running)
	p.event(running) // nothing has changed: nothing is written
	p.event(standing(fleet.Row{State: fleet.Succeeded}, fleet.Row{State: fleet.Failed, Percent: 40}))
	p.end()
	want := "\r1 of 4 done, 2 running, 1 waiting\x1b[K" +
		"\rclose 100 %  1 of 2 done, 1 failed\x1b[K" + "\r\x1b[K"
	if diff := cmp.Diff(want, out.String()); diff != "" {
		t.Error(diff)
	}
}

// How far the figures are is one line, which is gone once all have come.
func TestLineProgress_Figures(t *testing.T) {
	var out strings.Builder
	p := newProgress(progressTTY, &out, 80, true)
	p.event(headless.Event{Type: headless.EventVersion, Command: "close"})
	for _, known := range []int{0, 30, 60} {
		p.event(headless.Event{Type: headless.EventFigures, Known: &known, Of: 60, All: func() []headless.Result { return nil }})
	}
	if said := out.String(); !strings.Contains(said, " 50 %  figures of 30 of 60 pools") || !strings.HasSuffix(said, "\r\x1b[K") {
		t.Errorf("it says %q", said)
	}
}
