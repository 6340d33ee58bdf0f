package ui_test

import (
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"tolokadash/internal/fleet"
	"tolokadash/tolokaapi"
	"tolokadash/tolokaapi/simulator"
)

// listedAnalyses gives the list of analyses, which is a list of operations by its type, a
// path of its own, so that a fault is about it alone.
type listedAnalyses struct {
	next     http.RoundTripper
	diverted *atomic.Bool // else it goes where it should
}

func (l listedAnalyses) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.URL.Query().Get("type") == string(tolokaapi.Analytics) && l.diverted.Load() {
		r = r.Clone(r.Context())
		r.URL.Path = "/api/v1/analyses"
	}
	return l.next.RoundTrip(r)
}

// figureEndpoints are where figures are asked for, and where their answers are listed.
var figureEndpoints = []simulator.Fault{
	{Method: http.MethodPost, Path: "/api/staging/analytics-2"},
	{Method: http.MethodGet, Path: "/analyses"},
}

// TestFaults_Figures lets the calls for figures suffer from the rows of the fault table:
// nothing else does.
func TestFaults_Figures(t *testing.T) {
	classes := map[string]bool{} // one row of each with each endpoint is enough
	for i, row := range faultTableNow() {
		for _, at := range rotated(figureEndpoints, i) {
			pair := row.class + at.Path
			if classes[pair] && !*full {
				continue
			}
			classes[pair] = true
			t.Run(row.name+" "+at.Path, func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					diverted := new(atomic.Bool)
					r := beginWith(t, nil, func(next http.RoundTripper) []tolokaapi.Option {
						return []tolokaapi.Option{tolokaapi.WithTransport(listedAnalyses{next, diverted})}
					})
					row := faultTable()[i] // its dates are those of the bubble
					f := row.fault
					f.Method, f.Path = at.Method, at.Path
					r.suffers(f)
					diverted.Store(at.Method == http.MethodGet)
					r.wire.look()
					r.wait(20 * time.Second)
					r.keysAnswer()
					id := r.closeFirst()
					r.wait(10 * time.Second)
					if line := r.row(id); !strings.Contains(line, "SUCCESS") {
						t.Errorf("the close suffers: %s", line)
					}
					r.wait(50 * time.Second)
					if said := r.screen(); strings.Contains(said, "stale") || !strings.Contains(said, "● ") || strings.Contains(said, "offline") {
						t.Errorf("the rest suffers:\n%s", said)
					}
					r.keepsQuiet(150)
					if r.sim.Count(at.Method, "") == 0 || at.Method == http.MethodPost && r.sim.Count(at.Method, at.Path) == 0 {
						t.Error("nothing was asked")
					}
					r.sim.Clear()
					diverted.Store(false)
					if row.waits < time.Hour && r.fleet.Figures().State() == fleet.FiguresAsked {
						r.wait(4 * time.Minute)
						first := tolokaapi.PoolRef(r.sim.PoolIDs("OPEN")[0])
						if _, known := r.fleet.Figures().Of(first, tolokaapi.FigureCompletion); !known {
							t.Errorf("no figures afterwards:\n%s", r.screen())
						}
					}
					r.quit()
				})
			})
		}
	}
}
