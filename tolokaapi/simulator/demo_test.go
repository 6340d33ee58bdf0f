package simulator

import (
	"net/http"
	"net/url"
	"testing"
	"time"
)

func BenchmarkDemo_New(b *testing.B) {
	for b.Loop() {
		Demo(time.Now, 1)
	}
}

func newDemo(t *testing.T) *world {
	t.Helper()
	w := &world{t: t, now: time.Date(2026, 3, 11, 9, 15, 0, 0, time.UTC)}
	w.Simulator = Demo(func() time.Time { return w.now }, 1)
	return w
}

// The demo shows each way an operation goes.
func TestDemo_Outcomes(t *testing.T) {
	w := newDemo(t)
	if n := len(w.PoolIDs("")); n < 1200 {
		t.Errorf("it has %d pools", n)
	}
	first := w.PoolIDs(open)[:4]
	var ops []object
	for _, id := range first[:3] {
		ops = append(ops, w.ask(http.StatusAccepted, http.MethodPost, "/api/v1/pools/"+id+"/close", ""))
	}
	if got := w.ask(http.StatusConflict, http.MethodPost, "/api/v1/pools/"+first[3]+"/close", ""); got["code"] != "POOL_LOCKED_BY_ANOTHER_OPERATION" {
		t.Errorf("the fourth answered %v", got)
	}
	held, _ := w.items("/operations", url.Values{"type": {"POOL.CLOSE"}, "submitted_gte": {formatDate(w.now)}})
	if len(held) != 4 {
		t.Errorf("%d closes are to be seen, want the external actor's among 4", len(held))
	}
	steps := map[any]bool{}
	started := w.now
	for w.operation(ops[0]["id"])["status"] != "SUCCESS" {
		if op := w.operation(ops[0]["id"]); op["status"] == "RUNNING" {
			steps[op["progress"]] = true
		}
		if op := w.operation(ops[2]["id"]); op["progress"] != nil {
			t.Fatalf("the third shows progress: %v", op)
		}
		w.pass(time.Second)
	}
	if took := w.now.Sub(started); took < 6*time.Second || took > 8*time.Second || len(steps) < 4 {
		t.Errorf("the first took %v in the steps %v", took, steps)
	}
	if op := w.operation(ops[1]["id"]); op["status"] != "FAIL" || op["progress"] != 40.0 || w.PoolStatus(first[1]) != open {
		t.Errorf("the second reads %v", op)
	}
	w.pass(5 * time.Second)
	for _, id := range []string{first[0], first[2], first[3]} {
		if got := w.PoolStatus(id); got != closed {
			t.Errorf("in the end %s is %s", id, got)
		}
	}
}

// The external actor opens the night shift soon.
func TestDemo_ExternalActor(t *testing.T) {
	w := newDemo(t)
	w.pass(8 * time.Second)
	news, _ := w.items("/operations", url.Values{"submitted_gte": {formatDate(w.now.Add(-8 * time.Second))}})
	if len(news) != 1 || news[0]["type"] != "POOL.OPEN" {
		t.Fatalf("within 8 s they started %v", news)
	}
	p := w.pool(news[0]["parameters"].(object)["pool_id"].(string))
	if p["private_name"] != "Night shift" {
		t.Errorf("they open %v", p["private_name"])
	}
	w.pass(10 * time.Minute)
	later, _ := w.items("/operations", url.Values{"submitted_gt": {news[0]["submitted"].(string)}})
	if len(later) < 4 {
		t.Errorf("ten minutes later they have started %d more", len(later))
	}
}
