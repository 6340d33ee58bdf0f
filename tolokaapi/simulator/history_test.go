package simulator

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"
)

// pastFigures are the answers of the operations that the world began with, as they are read.
func (w *world) pastFigures() string {
	w.t.Helper()
	rec, _ := w.send(http.MethodGet, "/api/v1/operations?type=ANALYTICS&limit=300&sort=submitted,id", "")
	return rec.Body.String()
}

// The figures of the past are made when they are read first, and are the same whenever
// that is, whatever has become of their pools.
func TestHistory_FiguresWhenRead(t *testing.T) {
	for _, seed := range []uint64{1, 2, 77} {
		at := func() *world { return newWorld(t, WithSeed(seed), WithPools(300), WithPace(50)) }
		atOnce, later := at(), at()
		for _, o := range atOnce.operations.inOrder {
			if o.kind == "ANALYTICS" && o.recall == nil {
				t.Fatal("a figure of the past was made before anybody asked")
			}
		}
		now := atOnce.pastFigures()
		later.pass(30 * time.Minute)
		later.RemovePool(later.PoolIDs("")[3])
		for _, id := range later.PoolIDs(open)[:5] {
			later.ask(http.StatusAccepted, http.MethodPost, "/api/v1/pools/"+id+"/close", "")
		}
		later.pass(10 * time.Hour)
		if then := later.pastFigures(); then != now || len(now) < 10_000 {
			t.Errorf("seed %d: half a day later the figures of the past are others (%d and %d bytes)", seed, len(now), len(then))
		}
		if again := later.pastFigures(); again != now {
			t.Errorf("seed %d: read twice they are others", seed)
		}
	}
}

// They are what was true of the pools when the world began.
func TestHistory_FiguresOfTheBeginning(t *testing.T) {
	read, asked := newWorld(t, WithPools(300)), newWorld(t, WithPools(300))
	var page struct{ Items []operationFigures }
	if err := json.Unmarshal([]byte(read.pastFigures()), &page); err != nil || len(page.Items) < 20 {
		t.Fatalf("%d operations, %v", len(page.Items), err)
	}
	for _, o := range page.Items {
		for _, one := range o.Details.Value {
			p, _ := asked.anyPool(one.Request.SubjectID)
			want := asked.figure(p, one.Request, asked.Simulator.now)
			if want != one.Result {
				t.Errorf("%s: %v, want %v", p.id, one.Result, want)
			}
		}
	}
}

// operationFigures is an operation that answers questions, as it is read.
type operationFigures struct {
	Details struct {
		Value []struct {
			Request question
			Result  estimate
		}
	}
}

// The pools that the demonstration makes busy have the past that they would have had.
func TestHistory_FiguresOfTheDemo(t *testing.T) {
	about := 0
	for seed := range uint64(12) {
		demo, plain := newDemo(t), newWorld(t)
		demo.Simulator = Demo(func() time.Time { return demo.now }, seed)
		plain.Simulator = build(settings{clock: func() time.Time { return demo.now }, seed: seed, poolCount: demoPools})
		if got, want := demo.pastFigures(), plain.pastFigures(); got != want {
			t.Errorf("seed %d: the figures of its past are others", seed)
		}
		for _, id := range demo.PoolIDs(open)[:demoBusy] {
			about += strings.Count(demo.pastFigures(), `"request":{"name":"completion_percentage","subject":"POOL","subject_id":"`+id)
		}
	}
	if about < 3 {
		t.Errorf("only %d figures are of busy pools", about)
	}
}
