package simulator

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"
)

// Every action answers by the status of the pool.
func TestAction_ByPoolStatus(t *testing.T) {
	const (
		accepted  = "202"
		unchanged = "204"
		wrong     = "409 INAPPROPRIATE_STATUS"
	)
	rows := []struct {
		verb                           string
		open, closed, archived, locked string
	}{
		{"open", unchanged, accepted, wrong, wrong},
		{"close", accepted, unchanged, wrong, wrong},
		{"close-for-update", accepted, unchanged, wrong, wrong},
		{"archive", wrong, accepted, unchanged, wrong},
		{"clone", accepted, accepted, accepted, accepted},
	}
	for _, kind := range []string{"pools", "trainings"} {
		for _, row := range rows {
			for status, want := range map[string]string{
				open: row.open, closed: row.closed, archived: row.archived, locked: row.locked,
			} {
				t.Run(kind+" "+row.verb+" "+status, func(t *testing.T) {
					w := newWorld(t)
					id := w.AddPool(Pool{Status: status, Training: kind == "trainings"})
					rec, got := w.send(http.MethodPost, "/api/v1/"+kind+"/"+id+"/"+row.verb, "")
					answer := strings.TrimSpace(rec.Result().Status[:3] + " " + text(got["code"]))
					if answer != want {
						t.Fatalf("answered %s, want %s: %s", answer, want, rec.Body)
					}
					if want == unchanged && rec.Body.Len() > 0 {
						t.Errorf("the 204 has a body: %s", rec.Body)
					}
					if want == wrong && got["payload"].(object)["appropriate_statuses"] == nil {
						t.Errorf("the 409 does not say what is appropriate: %s", rec.Body)
					}
				})
			}
		}
	}
}

func text(value any) string {
	s, _ := value.(string)
	return s
}

// A second action is refused while an operation runs.
func TestAction_PoolLocked(t *testing.T) {
	for _, verb := range []string{"open", "close", "close-for-update", "archive", "clone"} {
		t.Run(verb, func(t *testing.T) {
			w := newWorld(t)
			id := w.AddPool(Pool{Status: open})
			w.ask(http.StatusAccepted, http.MethodPost, "/api/v1/pools/"+id+"/close", "")
			w.pass(3999 * time.Millisecond)
			got := w.ask(http.StatusConflict, http.MethodPost, "/api/v1/pools/"+id+"/"+verb, "")
			if got["code"] != "POOL_LOCKED_BY_ANOTHER_OPERATION" || got["request_id"] == "" {
				t.Errorf("answered %v", got)
			}
			w.ask(http.StatusOK, http.MethodPatch, "/api/v1/pools/"+id, `{"priority":3}`)
			w.pass(time.Millisecond)
			if rec, _ := w.send(http.MethodPost, "/api/v1/pools/"+id+"/"+verb, ""); rec.Code == http.StatusConflict {
				t.Errorf("still refused after the end: %s", rec.Body)
			}
		})
	}
}

// A clone is a new empty closed pool without a past.
func TestClone_NewPool(t *testing.T) {
	w := newWorld(t)
	source := w.AddPool(Pool{Name: "Cats", Status: open, Reward: 0.07, CloseReason: "MANUAL"})
	op := w.ask(http.StatusAccepted, http.MethodPost, "/api/v1/pools/"+source+"/clone", "")
	if op["details"] != nil || op["parameters"].(object)["pool_id"] != source {
		t.Errorf("the answer to the POST is %v", op)
	}
	w.pass(4 * time.Second)
	id := w.operation(op["id"])["details"].(object)["pool_id"].(string)
	p := w.pool(id)
	if id == source || p["status"] != closed || p["private_name"] != "Cats" || p["reward_per_assignment"] != 0.07 {
		t.Errorf("the clone is %v", p)
	}
	for _, none := range []string{"last_started", "last_stopped", "last_close_reason"} {
		if p[none] != nil {
			t.Errorf("the clone has %s %v", none, p[none])
		}
	}
	if got := w.ask(http.StatusConflict, http.MethodPost, "/api/v1/pools/"+id+"/open", ""); got["code"] != "EMPTY_POOL" {
		t.Errorf("opening the clone answered %v", got)
	}
	if got := w.PoolIDs("")[0]; got != id {
		t.Errorf("the newest pool is %s, want the clone %s", got, id)
	}
}

// A pool closed for update reopens after a quarter of an hour.
func TestCloseForUpdate_Reopens(t *testing.T) {
	w := newWorld(t)
	id := w.AddPool(Pool{Status: open, Empty: true})
	op := w.ask(http.StatusAccepted, http.MethodPost, "/api/v1/pools/"+id+"/close-for-update", "")
	if op["type"] != "POOL.CLOSE" {
		t.Errorf("the operation is a %v", op["type"])
	}
	w.pass(4 * time.Second)
	if p := w.pool(id); p["status"] != closed || p["last_close_reason"] != "FOR_UPDATE" {
		t.Errorf("closed for update, it reads %v", p)
	}
	w.pass(15*time.Minute - time.Millisecond)
	if got := w.PoolStatus(id); got != closed {
		t.Errorf("too early, it is %s", got)
	}
	w.pass(time.Millisecond)
	if p := w.pool(id); p["status"] != open || p["last_started"] != "2026-03-11T09:30:04.250" {
		t.Errorf("after 15 minutes it reads %v", p)
	}
}

// A pool opened by hand and closed again does not reopen.
func TestCloseForUpdate_OpenedByHand(t *testing.T) {
	w := newWorld(t)
	id := w.AddPool(Pool{Status: open})
	for _, verb := range []string{"close-for-update", "open", "close"} {
		w.ask(http.StatusAccepted, http.MethodPost, "/api/v1/pools/"+id+"/"+verb, "")
		w.pass(time.Minute)
	}
	w.pass(time.Hour)
	if got := w.PoolStatus(id); got != closed {
		t.Errorf("it is %s", got)
	}
}

// A training is archived only after its pools.
func TestArchive_TrainingAfterPools(t *testing.T) {
	w := newWorld(t)
	training := w.AddPool(Pool{Training: true})
	id := w.AddPool(Pool{})
	w.pools.byID[id].linked = training
	path := "/api/v1/trainings/" + training + "/archive"
	if got := w.ask(http.StatusConflict, http.MethodPost, path, ""); got["code"] != "TRAINING_ARCHIVE_CONFLICT" {
		t.Errorf("answered %v", got)
	}
	w.ask(http.StatusAccepted, http.MethodPost, "/api/v1/pools/"+id+"/archive", "")
	w.pass(4 * time.Second)
	op := w.ask(http.StatusAccepted, http.MethodPost, path, "")
	if op["type"] != "TRAINING.ARCHIVE" || op["parameters"].(object)["training_id"] != training {
		t.Errorf("answered %v", op)
	}
	w.pass(4 * time.Second)
	if got := w.PoolStatus(training); got != archived {
		t.Errorf("the training is %s", got)
	}
}

// A project is archived only after its pools.
func TestArchive_ProjectAfterPools(t *testing.T) {
	w := newWorld(t, WithPools(0))
	id := w.AddPool(Pool{ProjectID: w.projects.items[1].id, Status: archived})
	free, taken := w.projects.items[1].id, w.projects.items[0].id
	w.AddPool(Pool{ProjectID: taken})
	if got := w.ask(http.StatusConflict, http.MethodPost, "/api/v1/projects/"+taken+"/archive", ""); got["code"] != "UNARCHIVED_POOLS_CONFLICT" {
		t.Errorf("answered %v", got)
	}
	op := w.ask(http.StatusAccepted, http.MethodPost, "/api/v1/projects/"+free+"/archive", "")
	w.pass(4 * time.Second)
	if op = w.operation(op["id"]); op["status"] != "SUCCESS" || op["type"] != "PROJECT.ARCHIVE" {
		t.Errorf("with %s archived the operation reads %v", id, op)
	}
	w.ask(http.StatusNoContent, http.MethodPost, "/api/v1/projects/"+free+"/archive", "")
}

// The priority is patched within its range.
func TestPatch_PriorityRange(t *testing.T) {
	cases := []struct {
		name, status, body string
		want               int
		field              string // code in the payload
	}{
		{"the lowest", open, `{"priority":0}`, http.StatusOK, ""},
		{"the highest", closed, `{"priority":100}`, http.StatusOK, ""},
		{"below", open, `{"priority":-1}`, http.StatusBadRequest, "VALUE_LESS_THAN_MIN"},
		{"above", open, `{"priority":101}`, http.StatusBadRequest, "VALUE_GREATER_THAN_MAX"},
		{"a text", open, `{"priority":"7"}`, http.StatusBadRequest, "INTEGER_EXPECTED"},
		{"a fraction", open, `{"priority":7.5}`, http.StatusBadRequest, "INTEGER_EXPECTED"},
		{"null", open, `{"priority":null}`, http.StatusBadRequest, "VALUE_REQUIRED"},
		{"nothing", open, `{}`, http.StatusBadRequest, "VALUE_REQUIRED"},
		{"no JSON", open, `priority`, http.StatusBadRequest, ""},
		{"of an archived pool", archived, `{"priority":7}`, http.StatusConflict, ""},
		{"of a locked pool", locked, `{"priority":7}`, http.StatusConflict, ""},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t)
			id := w.AddPool(Pool{Status: c.status})
			rec, got := w.send(http.MethodPatch, "/api/v1/pools/"+id, c.body)
			if rec.Code != c.want {
				t.Fatalf("status %d, want %d: %s", rec.Code, c.want, rec.Body)
			}
			if c.field != "" && got["payload"].(object)["priority"].(object)["code"] != c.field {
				t.Errorf("answered %s", rec.Body)
			}
			if c.status == archived && rec.Body.Len() > 0 {
				t.Errorf("the 409 of an archived pool has a body: %s", rec.Body)
			}
			if want := fmt.Sprintf(`{"priority":%v}`, w.pool(id)["priority"]); rec.Code == http.StatusOK && want != c.body {
				t.Errorf("the pool now has %s", want)
			}
		})
	}
}

// Quotas refuse more than twenty clones a minute and a hundred a day.
func TestQuota_Clones(t *testing.T) {
	w := newWorld(t, WithQuotas())
	id := w.AddPool(Pool{})
	clone := func(want int) object {
		t.Helper()
		got := w.ask(want, http.MethodPost, "/api/v1/pools/"+id+"/clone", "")
		w.pass(4 * time.Second)
		return got
	}
	for range 100 {
		w.pass(time.Minute)
		clone(http.StatusAccepted)
	}
	if got := clone(http.StatusTooManyRequests); got["payload"].(object)["interval"] != "DAY" {
		t.Errorf("the 101st clone of a day answered %v", got)
	}
	w.pass(24 * time.Hour)
	for i := range 21 {
		other := w.AddPool(Pool{})
		rec, got := w.send(http.MethodPost, "/api/v1/pools/"+other+"/clone", "")
		if last := i == 20; last != (rec.Code == http.StatusTooManyRequests) {
			t.Fatalf("clone %d of a minute answered %v", i+1, got)
		}
	}
}

// Quotas refuse the 301st request of a second.
func TestQuota_RequestsPerSecond(t *testing.T) {
	w := newWorld(t, WithQuotas())
	for range 300 {
		w.ask(http.StatusOK, http.MethodGet, "/api/v1/requester", "")
	}
	if got := w.ask(http.StatusTooManyRequests, http.MethodGet, "/api/v1/requester", ""); got["payload"] != nil {
		t.Errorf("the limit per second answered %v", got)
	}
	w.pass(time.Second)
	w.ask(http.StatusOK, http.MethodGet, "/api/v1/requester", "")
}
