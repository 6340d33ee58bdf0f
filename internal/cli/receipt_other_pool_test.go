package cli

import (
	"bytes"
	"math/rand/v2"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"tolokadash/internal/fleet"
	"tolokadash/internal/runner"
	"tolokadash/tolokaapi"
	"tolokadash/tolokaapi/simulator"
	"tolokadash/ui"
	"tolokadash/ui/theme"
)

// A command whose reply named another pool was not "sent without a reply".
func TestReceipt_ReplyNamedAnotherPool(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		sim, err := simulator.New(simulator.WithPools(0))
		if err != nil {
			t.Fatal(err)
		}
		ref := tolokaapi.PoolRef(sim.AddPool(simulator.Pool{Status: "OPEN", Name: "Cats"}))
		client, err := tolokaapi.New(tolokaapi.WithBaseURL("http://localhost"), tolokaapi.WithToken("x"), tolokaapi.WithTransport(sim.RoundTripper()))
		if err != nil {
			t.Fatal(err)
		}
		flt := fleet.New(fleet.Config{}, rand.New(rand.NewPCG(1, 2)))
		if err := runner.New(client, 0).Drive(t.Context(), flt, func() bool { return flt.List(tolokaapi.SubjectPool).Loaded }); err != nil {
			t.Fatal(err)
		}
		now := time.Now().Round(0)
		flt.Submit(now, tolokaapi.VerbClose, []tolokaapi.Ref{ref})
		asks, _ := flt.Next(now.Add(time.Minute))
		for _, r := range asks {
			a := fleet.Response{Request: r, Sent: now, Received: now.Add(time.Minute)}
			a.Outcome.Operation = tolokaapi.Operation{ID: "o", Type: "POOL.CLOSE", Status: tolokaapi.Pending, Target: tolokaapi.PoolRef("21")}
			flt.Observe(a)
		}
		var text bytes.Buffer
		writeReceipt(&text, flt, ui.Environment{}, theme.Unicode(), time.UTC)
		if got := text.String(); strings.Contains(got, "without a reply") || !strings.Contains(got, "unconfirmed: the answer named pool 21") || !strings.Contains(got, "1 unconfirmed") {
			t.Error(got)
		}
	})
}
