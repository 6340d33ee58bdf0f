package cli

import (
	"errors"
	"log/slog"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"tolokadash/internal/config"
	"tolokadash/internal/fleet"
	"tolokadash/tolokaapi"
)

func TestTheFleetIsToldWhatWasConfigured(t *testing.T) {
	span := func(n int) config.Duration { return config.Duration{Duration: time.Duration(n) * time.Minute} }
	got := fleetConfig(&config.Config{
		ReadOnly: true,
		Limits:   config.Limits{RequestsPerSecond: 1, InFlight: 2, AdoptSince: span(3)},
		Refresh:  config.Refresh{OpenPools: span(4), ClosedPools: span(5), OperationsIdle: span(6)},
	})
	want := fleet.Config{
		ReadOnly: true, RequestsPerSecond: 1, InFlight: 2, AdoptSince: 3 * time.Minute,
		RefreshLive: 4 * time.Minute, RefreshClosed: 5 * time.Minute, Idle: 6 * time.Minute,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestTheClientOfADemoIsReadOnlyWhereAsked(t *testing.T) {
	for _, readOnly := range []bool{false, true} {
		p, err := demoPlace(&config.Config{ReadOnly: readOnly}, slog.New(slog.DiscardHandler))
		if err != nil {
			t.Fatal(err)
		}
		answer := p.runner.Do(t.Context(), fleet.Request{Kind: fleet.Submit, Verb: tolokaapi.VerbClose, On: tolokaapi.Ref{Subject: tolokaapi.SubjectPool, ID: "1"}})
		var transport *tolokaapi.TransportError
		if refused := errors.As(answer.Err, &transport) && transport.Cause == tolokaapi.CauseReadOnly; refused != readOnly {
			t.Errorf("read-only %v: got %v", readOnly, answer.Err)
		}
	}
}
