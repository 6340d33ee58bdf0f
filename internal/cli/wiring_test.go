package cli

import (
	"errors"
	"log/slog"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tolokadash/internal/config"
	"tolokadash/internal/fleet"
	"tolokadash/internal/settings"
	"tolokadash/tolokaapi"
)

func TestFleetConfig_FromConfiguration(t *testing.T) {
	limits := settings.Limits{RequestsPerSecond: 1, InFlight: 2, AdoptSince: 3}
	refresh := settings.Refresh{OpenPools: 4, ClosedPools: 5, OperationsIdle: 6}
	got := fleetConfig(&config.Config{ReadOnly: true, Limits: limits, Refresh: refresh})
	want := fleet.Config{ReadOnly: true, Limits: limits, Refresh: refresh}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestDemo_ReadOnlyClient(t *testing.T) {
	for _, readOnly := range []bool{false, true} {
		p, err := demoTarget(&config.Config{ReadOnly: readOnly}, slog.New(slog.DiscardHandler))
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
