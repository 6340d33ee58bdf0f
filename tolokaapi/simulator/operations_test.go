package simulator

import (
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"testing"
	"time"
)

// What ended between two requests has happened in order.
func TestOperation_EndOrder(t *testing.T) {
	w := newWorld(t, WithPools(0))
	first, second := w.AddPool(Pool{Status: open}), w.AddPool(Pool{Status: open})
	w.Script(Script{PoolID: first, Verb: "clone", Outcome: Succeeds, Duration: 9 * time.Second})
	w.Script(Script{PoolID: second, Verb: "clone", Outcome: Succeeds, Duration: 5 * time.Second})
	late := w.ask(http.StatusAccepted, http.MethodPost, "/api/v1/pools/"+first+"/clone", "")
	early := w.ask(http.StatusAccepted, http.MethodPost, "/api/v1/pools/"+second+"/clone", "")
	w.pass(time.Hour)
	items, _ := w.items("/pools", url.Values{"sort": {"id"}})
	if len(items) != 4 {
		t.Fatalf("there are %d pools, want 4", len(items))
	}
	if got := w.operation(early["id"])["details"].(object)["pool_id"]; got != items[2]["id"] {
		t.Errorf("the clone that ended first is %v, want %v", got, items[2]["id"])
	}
	if items[2]["created"] != "2026-03-11T09:15:05.250" || items[3]["created"] != "2026-03-11T09:15:09.250" {
		t.Errorf("the clones were made at %v and %v", items[2]["created"], items[3]["created"])
	}
	if got := w.operation(late["id"])["finished"]; got != items[3]["created"] {
		t.Errorf("the later operation finished at %v", got)
	}
}

// Equal ends come in order of their planning.
func TestOperation_EqualEnds(t *testing.T) {
	var a agenda
	var got []int
	at := time.Unix(100, 0)
	for i, when := range []time.Duration{5, 1, 5, 3, 5, 1} {
		a.schedule(at.Add(when), func(time.Time) { got = append(got, i) })
	}
	for e, ok := a.due(at.Add(4)); ok; e, ok = a.due(at.Add(4)) {
		e.do(e.at)
	}
	if !slices.Equal(got, []int{1, 5, 3}) {
		t.Errorf("until 4 came %v", got)
	}
	for e, ok := a.due(at.Add(5)); ok; e, ok = a.due(at.Add(5)) {
		e.do(e.at)
	}
	if !slices.Equal(got, []int{1, 5, 3, 0, 2, 4}) {
		t.Errorf("in all came %v", got)
	}
}

// A training is cloned as a training.
func TestOperation_TrainingClone(t *testing.T) {
	w := newWorld(t)
	id := w.AddPool(Pool{Training: true, Status: open})
	op := w.ask(http.StatusAccepted, http.MethodPost, "/api/v1/trainings/"+id+"/clone", "")
	w.pass(4 * time.Second)
	made := text(w.operation(op["id"])["details"].(object)["training_id"])
	if got := w.ask(http.StatusOK, http.MethodGet, "/api/v1/trainings/"+made, ""); got["status"] != closed || got["last_started"] != nil {
		t.Errorf("the clone is %v", got)
	}
	if slices.Contains(w.PoolIDs(""), made) {
		t.Error("the clone is among the pools")
	}
}

// An operation without duration has ended in the answer that starts it.
func TestOperation_NoDuration(t *testing.T) {
	w := newWorld(t, WithOperationTime(0, 0))
	id := w.AddPool(Pool{Status: open})
	op := w.ask(http.StatusAccepted, http.MethodPost, "/api/v1/pools/"+id+"/close", "")
	if op["status"] != "SUCCESS" || op["finished"] == nil || w.PoolStatus(id) != closed {
		t.Errorf("answered %v, and the pool is %s", op, w.PoolStatus(id))
	}
}

// Durations keep to their spread.
func TestOperation_DurationSpread(t *testing.T) {
	w := newWorld(t, WithOperationTime(5*time.Second, 2*time.Second))
	shortest, longest := time.Hour, time.Duration(0)
	for range 300 {
		o := w.operations.byID[w.start(w.AddPool(Pool{Status: open}))]
		shortest, longest = min(shortest, o.ends.Sub(o.submitted)), max(longest, o.ends.Sub(o.submitted))
		if wait := o.started.Sub(o.submitted); wait < 100*time.Millisecond || wait > 500*time.Millisecond {
			t.Fatalf("an operation was PENDING for %v", wait)
		}
	}
	if shortest < 3*time.Second || shortest > 3500*time.Millisecond || longest > 7*time.Second || longest < 6500*time.Millisecond {
		t.Errorf("operations took %v to %v", shortest, longest)
	}
}

// start closes a pool as an external actor.
func (w *world) start(id string) string {
	w.t.Helper()
	op, err := w.Start("close", id)
	if err != nil {
		w.t.Fatal(err)
	}
	return op
}

// A failure keeps its percent and leaves the pool.
func TestOperation_Failure(t *testing.T) {
	w := newWorld(t)
	id := w.AddPool(Pool{Status: open})
	w.Script(Script{PoolID: id, Outcome: Fails, FailAt: 40})
	op := w.ask(http.StatusAccepted, http.MethodPost, "/api/v1/pools/"+id+"/close", "")
	for range 39 {
		w.pass(100 * time.Millisecond)
		if percent, ok := w.operation(op["id"])["progress"].(float64); ok && percent >= 40 {
			t.Errorf("running, it is at %v", percent)
		}
	}
	w.pass(100 * time.Millisecond)
	op = w.operation(op["id"])
	if op["status"] != "FAIL" || op["progress"] != 40.0 || op["details"] != nil || op["finished"] == nil {
		t.Errorf("the failed operation reads %v", op)
	}
	if p := w.pool(id); p["status"] != open || p["last_stopped"] != nil {
		t.Errorf("the pool reads %v", p)
	}
}

// The fail rate is kept and some failures say why.
func TestOperation_FailRate(t *testing.T) {
	w := newWorld(t, WithFailRate(0.3))
	for range 1000 {
		w.start(w.AddPool(Pool{Status: open}))
	}
	w.pass(time.Minute)
	w.PoolStatus("")
	failures, told := 0, 0
	for _, o := range w.operations.byID {
		if o.fails && o.submitted.Equal(w.now.Add(-time.Minute).Truncate(time.Millisecond)) {
			failures++
			if o.details != nil {
				told++
			}
		}
	}
	if failures < 250 || failures > 350 || told < 40 || told > 120 {
		t.Errorf("%d of 1000 failed, %d with details", failures, told)
	}
}

// Scripts lay down how actions go.
func TestScript_Outcomes(t *testing.T) {
	w := newWorld(t)
	held, never, silent, refused, once := w.AddPool(Pool{Status: open}), w.AddPool(Pool{Status: open}),
		w.AddPool(Pool{Status: open}), w.AddPool(Pool{}), w.AddPool(Pool{Status: open})
	w.Script(Script{PoolID: held, Outcome: HeldByOther, Duration: 9 * time.Second, Times: 1})
	w.Script(Script{PoolID: never, Outcome: NeverEnds})
	w.Script(Script{PoolID: silent, NoProgress: true})
	w.Script(Script{PoolID: refused, Outcome: Refused, Code: "THERE_IS_ACTIVE_ASSIGNMENT", Message: "Wait"})
	w.Script(Script{PoolID: once, Outcome: Fails, FailAt: 10, Times: 1})
	closing := func(id string) string { return "/api/v1/pools/" + id + "/close" }

	if got := w.ask(http.StatusConflict, http.MethodPost, closing(held), ""); got["code"] != "POOL_LOCKED_BY_ANOTHER_OPERATION" {
		t.Errorf("the held pool answered %v", got)
	}
	items, _ := w.items("/operations", url.Values{"status": {"PENDING"}})
	if len(items) != 1 || items[0]["parameters"].(object)["pool_id"] != held {
		t.Errorf("the external actor's operations are %v", items)
	}
	endless := w.ask(http.StatusAccepted, http.MethodPost, closing(never), "")
	quiet := w.ask(http.StatusAccepted, http.MethodPost, closing(silent), "")
	if got := w.ask(http.StatusConflict, http.MethodPost, "/api/v1/pools/"+refused+"/archive", ""); got["code"] != "THERE_IS_ACTIVE_ASSIGNMENT" {
		t.Errorf("the refused action answered %v", got)
	}
	w.ask(http.StatusAccepted, http.MethodPost, closing(once), "")
	w.pass(3 * time.Second)
	if got := w.operation(quiet["id"]); got["status"] != "RUNNING" || got["progress"] != nil {
		t.Errorf("the silent operation reads %v", got)
	}
	w.pass(24 * time.Hour)
	if got := w.operation(quiet["id"]); got["status"] != "SUCCESS" || got["progress"] != nil {
		t.Errorf("the silent operation ended as %v", got)
	}
	if got := w.operation(endless["id"]); got["status"] != "RUNNING" || got["finished"] != nil {
		t.Errorf("the endless operation reads %v", got)
	}
	if got := w.PoolStatus(held); got != closed {
		t.Errorf("the held pool is %s", got)
	}
	w.ask(http.StatusAccepted, http.MethodPost, closing(once), "")
	w.pass(4 * time.Second)
	if got := w.PoolStatus(once); got != closed {
		t.Errorf("closed a second time, the pool is %s", got)
	}
}

// A script holds for as many actions as it says.
func TestScript_Times(t *testing.T) {
	w := newWorld(t)
	id := w.AddPool(Pool{})
	w.Script(Script{PoolID: id, Verb: "open", Outcome: Refused, Times: 2})
	w.ask(http.StatusNoContent, http.MethodPost, "/api/v1/pools/"+id+"/close", "")
	for _, want := range []int{409, 409, 202} {
		w.ask(want, http.MethodPost, "/api/v1/pools/"+id+"/open", "")
	}
}

// A pool reads locked meanwhile if asked to.
func TestOperation_LockedMeanwhile(t *testing.T) {
	w := newWorld(t, WithShowLocked())
	id := w.AddPool(Pool{Status: open})
	w.start(id)
	if got := w.pool(id)["status"]; got != locked {
		t.Errorf("it reads %v", got)
	}
	items, _ := w.items("/pools", url.Values{"status": {locked}, "id_gte": {id}})
	if len(items) != 1 {
		t.Errorf("the filter finds %v", items)
	}
	w.pass(4 * time.Second)
	if got := w.pool(id)["status"]; got != closed {
		t.Errorf("afterwards it reads %v", got)
	}
}

// The external actor goes on while nobody looks.
func TestExternalActor_Continues(t *testing.T) {
	w := newWorld(t, WithExternalActor(time.Minute))
	before := len(w.operations.inOrder)
	w.pass(24 * time.Hour)
	w.PoolStatus("")
	news := w.operations.inOrder[before:]
	if len(news) < 1200 || len(news) > 1700 {
		t.Errorf("%d operations in a day of one a minute", len(news))
	}
	for i, o := range news[1:] {
		gap := o.submitted.Sub(news[i].submitted)
		if gap < 30*time.Second {
			t.Fatalf("two operations within %v", gap)
		}
	}
	if last := news[len(news)-10]; !last.ended {
		t.Errorf("an operation of a while ago has not ended")
	}
}

// A log is an array.
func TestOperation_LogArray(t *testing.T) {
	w := newWorld(t, WithPools(400))
	for kind, want := range map[string]int{"POOL.CLOSE": 0, "TASK.BATCH_CREATE": 2} {
		items, _ := w.items("/operations", url.Values{"type": {kind}, "limit": {"1"}})
		rec, _ := w.send(http.MethodGet, "/api/v1/operations/"+items[0]["id"].(string)+"/log", "")
		var log []object
		if err := json.Unmarshal(rec.Body.Bytes(), &log); err != nil || len(log) != want || log == nil {
			t.Errorf("the log of a %s is %s", kind, rec.Body)
		}
	}
	w.ask(http.StatusNotFound, http.MethodGet, "/api/v1/operations/none/log", "")
}

// Analytics answer later by name.
func TestAnalytics_Answer(t *testing.T) {
	w := newWorld(t)
	id := w.PoolIDs("")[0]
	const path = "/api/staging/analytics-2"
	op := w.ask(http.StatusAccepted, http.MethodPost, path, `[
		{"name":"completion_percentage","subject":"POOL","subject_id":"`+id+`"},
		{"name":"active_workers_by_filter_count","subject":"POOL","subject_id":"`+id+`","interval_hours":3}]`)
	if op["type"] != "ANALYTICS" || op["status"] != "PENDING" || len(op["parameters"].(object)["value"].([]any)) != 2 {
		t.Errorf("answered %v", op)
	}
	w.pass(4 * time.Second)
	told := w.operation(op["id"])["details"].(object)["value"].([]any)
	first, second := told[0].(object)["result"], told[1].(object)["result"]
	if _, ok := first.(object)["value"].(float64); !ok {
		t.Errorf("the percentage is %v", first)
	}
	if _, ok := second.(float64); !ok {
		t.Errorf("the count is %v", second)
	}
	for _, bad := range []string{
		`[]`, `{}`, `[{"name":"rng","subject":"POOL","subject_id":"` + id + `"}]`,
		`[{"name":"spent_budget","subject":"POOL","subject_id":"1"}]`,
		`[{"name":"active_workers_by_filter_count","subject":"POOL","subject_id":"` + id + `"}]`,
	} {
		w.ask(http.StatusBadRequest, http.MethodPost, path, bad)
	}
}
