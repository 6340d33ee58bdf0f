package simulator

import (
	"encoding/json"
	"fmt"
	"math"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"
)

// figures asks all figures of a pool and waits for the answers.
func (w *world) figures(id string) map[string]float64 {
	w.t.Helper()
	got := map[string]float64{}
	names := questionNames()
	for _, part := range [][]string{names[:6], names[6:]} {
		var asked []question
		for _, name := range part {
			asked = append(asked, question{Name: name, Subject: "POOL", SubjectID: id, Hours: 3})
		}
		body, err := json.Marshal(asked)
		if err != nil {
			w.t.Fatal(err)
		}
		op := w.ask(http.StatusAccepted, http.MethodPost, analyticsPath, string(body))
		for w.pass(4 * time.Second); w.operation(op["id"])["status"] != "SUCCESS"; {
			w.pass(time.Second)
		}
		for _, one := range w.operation(op["id"])["details"].(object)["value"].([]any) {
			answer := one.(object)
			name := answer["request"].(object)["name"].(string)
			switch result := answer["result"].(type) {
			case float64:
				got[name] = result
			case object:
				got[name] = result["value"].(float64)
			}
		}
	}
	return got
}

// assignments counts those of a pool, by pages.
func (w *world) assignments(id, status string) int {
	w.t.Helper()
	query := url.Values{"pool_id": {id}, "sort": {"id"}, "limit": {"100"}}
	if status != "" {
		query.Set("status", status)
	}
	n := 0
	for {
		items, more := w.items("/assignments", query)
		n += len(items)
		if !more {
			return n
		}
		query.Set("id_gt", items[len(items)-1]["id"].(string))
	}
}

func (w *world) usd() float64 {
	w.t.Helper()
	return w.ask(http.StatusOK, http.MethodGet, "/api/v1/requester", "")["balance"].(float64)
}

// near reports whether two amounts are the same to a hundredth of a cent.
func near(a, b float64) bool { return math.Abs(a-b) < 1e-4 }

// All figures of a pool agree with one another, with its reward and with the list
// of its assignments, whatever its past.
func TestLabelling_FiguresAgree(t *testing.T) {
	w := newWorld(t)
	for i, id := range w.PoolIDs("") {
		p, _ := w.pools.get(id)
		if i%25 > 0 && (i > 60 || p.closeReason != "NOT_ENOUGH_BALANCE") {
			continue
		}
		f := w.figures(id)
		reward, _ := p.reward.Float64()
		done := f["approved_assignments_count"] + f["rejected_assignments_count"]
		if !near(f["spent_budget"], reward*f["approved_assignments_count"]) || f["submitted_assignments_count"] < done ||
			f["unique_submitters_count"] > f["unique_workers_count"] || f["unique_submitters_count"] > f["submitted_assignments_count"] ||
			f["estimated_assignments_count"] < f["submitted_assignments_count"] ||
			f["real_tasks_count"] != float64(p.work.suites*p.tasks) {
			t.Errorf("%s: %v", id, f)
		}
		if p.status != open && p.closeReason == "COMPLETED" != (f["completion_percentage"] == 100) {
			t.Errorf("%s is %s %s and %v %% complete", id, p.status, p.closeReason, f["completion_percentage"])
		}
		if mean, known := f["avg_submit_assignment_millis"]; known != (f["submitted_assignments_count"] > 0) || mean > float64(p.seconds*1000) {
			t.Errorf("%s: a suite takes %v ms of %d s", id, mean, p.seconds)
		}
		for status, want := range map[string]float64{
			"ACCEPTED": f["approved_assignments_count"], "REJECTED": f["rejected_assignments_count"], "SKIPPED": f["skipped_assignments_count"],
			"SUBMITTED,ACCEPTED,REJECTED": f["submitted_assignments_count"],
		} {
			if got := w.assignments(id, status); got != int(want) {
				t.Errorf("%s: %d assignments are %s, want %v", id, got, status, want)
			}
		}
		if n := w.assignments(id, "ACTIVE"); n > 0 && p.status != open {
			t.Errorf("%d are at work in %s, which is %s", n, id, p.status)
		}
	}
}

// Without a pace nothing changes by itself.
func TestLabelling_StandsStill(t *testing.T) {
	w := newWorld(t)
	id := w.PoolIDs(open)[0]
	before := w.figures(id)
	w.pass(100 * day)
	after := w.figures(id)
	delete(before, "active_workers_by_filter_count") // of the last hours
	delete(after, "active_workers_by_filter_count")
	if fmt.Sprint(before) != fmt.Sprint(after) {
		t.Errorf("%v, then %v", before, after)
	}
	if w.usd() != 1204.5 || len(w.PoolIDs(open)) != len(newWorld(t).PoolIDs(open)) {
		t.Error("money was spent or a pool closed")
	}
}

// A pool goes on while it is open, is complete and closes; what was at work when it
// was closed goes on to its end.
func TestLabelling_GoesOnAndCompletes(t *testing.T) {
	w := newWorld(t, WithPace(60))
	id := w.AddPool(Pool{Status: open, Reward: 0.02, Done: 0.5})
	p, _ := w.pools.get(id)
	last := w.figures(id)
	for range 500 {
		w.pass(10 * time.Second)
		f := w.figures(id)
		for name, value := range f {
			if value < last[name] && name != "active_workers_by_filter_count" && name != "estimated_assignments_count" && name != "avg_submit_assignment_millis" {
				t.Fatalf("%s fell from %v to %v", name, last[name], value)
			}
		}
		if last = f; w.PoolStatus(id) == closed {
			break
		}
	}
	last = w.figures(id) // those before may have been computed just before it closed
	if got := w.pool(id); got["status"] != closed || got["last_close_reason"] != "COMPLETED" || last["completion_percentage"] != 100 || w.assignments(id, "ACTIVE") != 0 {
		t.Errorf("in the end %v, %v", got, last)
	}
	if p.work.totals.good != p.work.needed() {
		t.Errorf("%d of %d", p.work.totals.good, p.work.needed())
	}
}

// Who closes a pool ends nobody's work; who opens it again lets it go on.
func TestLabelling_CloseAndOpen(t *testing.T) {
	w := newWorld(t, WithPace(1), WithOperationTime(0, 0))
	id := w.AddPool(Pool{Status: open, Reward: 0.001, Done: 0.3})
	w.pass(10 * time.Minute)
	before, atWork := w.figures(id), w.assignments(id, "ACTIVE")
	w.ask(http.StatusAccepted, http.MethodPost, "/api/v1/pools/"+id+"/close", "")
	w.pass(12 * time.Hour)
	after := w.figures(id)
	more := after["submitted_assignments_count"] - before["submitted_assignments_count"]
	if atWork == 0 || w.assignments(id, "ACTIVE") != 0 || more > float64(atWork+2) || more == 0 {
		t.Errorf("%d were at work, %v were handed in", atWork, more)
	}
	w.ask(http.StatusAccepted, http.MethodPost, "/api/v1/pools/"+id+"/open", "")
	w.pass(10 * time.Minute)
	if again := w.figures(id); again["submitted_assignments_count"] <= after["submitted_assignments_count"] {
		t.Errorf("open again it stays at %v", again)
	}
}

// Whoever asks when, the work goes the same way.
func TestLabelling_WhoeverAsks(t *testing.T) {
	often, once := newWorld(t, WithPace(20), WithPools(60)), newWorld(t, WithPace(20), WithPools(60))
	id := often.PoolIDs(open)[1]
	for range 20 {
		often.pass(3 * time.Minute)
		often.usd()
	}
	once.pass(time.Hour)
	path := "/api/v1/assignments?limit=100000&pool_id=" + id
	a, _ := often.send(http.MethodGet, path, "")
	b, _ := once.send(http.MethodGet, path, "")
	if a.Body.String() != b.Body.String() || a.Body.Len() < 1000 {
		t.Error("it goes two ways")
	}
}

// What is accepted is paid, and pools that pay close when the money is gone.
func TestLabelling_Balance(t *testing.T) {
	w := newWorld(t, WithPace(100), WithPools(0))
	w.projects.put(&project{id: "1", name: "P", status: "ACTIVE"})
	pays, free := w.AddPool(Pool{Status: open, Reward: 0.05, ProjectID: "1"}), w.AddPool(Pool{Status: open, ProjectID: "1"})
	w.pass(5 * time.Minute)
	left := w.usd()
	p, _ := w.pools.get(pays)
	spent := float64(p.work.totals.accepted) * 0.05
	if spent == 0 || !near(left, 1204.5-spent) {
		t.Errorf("%v is left, %v was spent", left, spent)
	}
	w.funds = int64(1e6 * (spent + 0.5))
	w.watchBalance()
	w.pass(time.Hour)
	if got := w.pool(pays); got["status"] != closed || got["last_close_reason"] != "NOT_ENOUGH_BALANCE" || w.usd() != 0 {
		t.Errorf("without money it reads %v and %v is left", got, w.usd())
	}
	if got := w.pool(free)["last_close_reason"]; got == "NOT_ENOUGH_BALANCE" {
		t.Error("a pool that pays nothing was closed")
	}
	if got := w.ask(http.StatusConflict, http.MethodPost, "/api/v1/pools/"+pays+"/open", ""); got["code"] != "NOT_ENOUGH_BALANCE" {
		t.Errorf("opened without money it answers %v", got)
	}
}

// Assignments are listed by pool, suite or task, by status, sorted and in ranges.
func TestAssignments_List(t *testing.T) {
	w := newWorld(t)
	id := w.AddPool(Pool{Status: open, Reward: 0.02, Done: 0.4})
	all, _ := w.items("/assignments", url.Values{"pool_id": {id}, "limit": {"100000"}})
	if len(all) < 50 || w.assignments(id, "") != len(all) {
		t.Fatalf("%d are listed, by pages %d", len(all), w.assignments(id, ""))
	}
	suite := all[0]["task_suite_id"].(string)
	of, _ := w.items("/assignments", url.Values{"task_suite_id": {suite}})
	for _, a := range of {
		if a["task_suite_id"] != suite || a["pool_id"] != id {
			t.Errorf("of the suite %s there is %v", suite, a)
		}
	}
	late, _ := w.items("/assignments", url.Values{"pool_id": {id}, "sort": {"-submitted"}, "limit": {"20"}, "submitted_gte": {all[0]["created"].(string)}})
	if len(late) != 20 || len(of) == 0 {
		t.Fatalf("%d late ones, %d of the suite", len(late), len(of))
	}
	for i, a := range late[1:] {
		if a["submitted"].(string) > late[i]["submitted"].(string) {
			t.Errorf("%v comes after %v", a["submitted"], late[i]["submitted"])
		}
	}
	for query, code := range map[string]int{
		"": 400, "pool_id=1": 404, "pool_id=" + id + "&status=DONE": 400, "pool_id=" + id + "&limit=0": 400,
		"pool_id=" + id + "&limit=100001": 400, "pool_id=" + id + "&sort=user_id": 400, "task_suite_id=x": 200,
	} {
		if rec, _ := w.send(http.MethodGet, "/api/v1/assignments?"+query, ""); rec.Code != code {
			t.Errorf("%s answers %d, want %d", query, rec.Code, code)
		}
	}
}

// One is read by its id, and those of a task are those of its suite.
func TestAssignments_OneAndOfTask(t *testing.T) {
	w := newWorld(t)
	id := w.AddPool(Pool{Status: open, Reward: 0.02, Done: 0.4})
	all, _ := w.items("/assignments", url.Values{"pool_id": {id}, "limit": {"100000"}})
	one := all[len(all)/2]
	got := w.ask(http.StatusOK, http.MethodGet, "/api/v1/assignments/"+one["id"].(string), "")
	if fmt.Sprint(got) != fmt.Sprint(one) {
		t.Errorf("read by its id it is %v, listed %v", got, one)
	}
	task := one["tasks"].([]any)[3].(object)["id"].(string)
	of, _ := w.items("/assignments", url.Values{"task_id": {task}})
	suite, _ := w.items("/assignments", url.Values{"task_suite_id": {one["task_suite_id"].(string)}})
	if len(of) == 0 || fmt.Sprint(of) != fmt.Sprint(suite) {
		t.Errorf("%d assignments hold the task, %d are of its suite", len(of), len(suite))
	}
	for _, unknown := range []string{"x", "0000000000--1", one["id"].(string) + "0"} {
		w.ask(http.StatusNotFound, http.MethodGet, "/api/v1/assignments/"+unknown, "")
	}
}

// A pace that makes no sense is refused.
func TestWithPace_Range(t *testing.T) {
	for _, pace := range []float64{-1, math.NaN(), 10_001} {
		if _, err := New(WithPace(pace)); err == nil || !strings.Contains(err.Error(), "pace") {
			t.Errorf("a pace of %v: %v", pace, err)
		}
	}
}

// In the demo pools move, one closes by itself within two minutes, one overspends
// and one had its balance run out.
func TestDemo_Labelling(t *testing.T) {
	w := newDemo(t)
	began := w.now
	newest := w.PoolIDs(open)
	almost, overspent := newest[demoAlmost], newest[demoOverspent]
	before := w.figures(newest[0])
	if f := w.figures(almost); f["completion_percentage"] < 90 || f["completion_percentage"] > 98 {
		t.Errorf("the one that is all but complete: %v", f)
	}
	f := w.figures(overspent)
	p, _ := w.pools.get(overspent)
	reward, _ := strconv.ParseFloat(string(p.reward), 64)
	if planned := float64(p.work.needed()) * reward; f["spent_budget"] < 1.2*planned || f["completion_percentage"] > 70 {
		t.Errorf("of %v planned: %v", planned, f)
	}
	money := w.usd()
	w.pass(began.Add(2 * time.Minute).Sub(w.now))
	if got := w.pool(almost); got["status"] != closed || got["last_close_reason"] != "COMPLETED" {
		t.Errorf("after two minutes it reads %v", got)
	}
	if after := w.figures(newest[0]); after["submitted_assignments_count"] < before["submitted_assignments_count"]+5 {
		t.Errorf("the newest went from %v to %v", before, after)
	}
	if now := w.usd(); now >= money || now < money-100 {
		t.Errorf("the balance went from %v to %v", money, now)
	}
	died := 0
	for _, p := range w.pools.items[len(w.pools.items)-40:] {
		if p.closeReason == "NOT_ENOUGH_BALANCE" && p.status == closed {
			died++
		}
	}
	if died == 0 {
		t.Error("none of the newest had its balance run out")
	}
	w.pass(8 * time.Hour)
	if n := len(w.PoolIDs(open)); n < 50 || w.usd() < 200 {
		t.Errorf("after a working day %d pools are open and %v is left", n, w.usd())
	}
}
