package simulator

import (
	"encoding/json"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode"
)

// everything is all that the API says of a world.
func (w *world) everything() string {
	w.t.Helper()
	var all strings.Builder
	for _, path := range []string{"/pools", "/trainings", "/projects", "/operations", "/requester"} {
		rec, _ := w.send(http.MethodGet, "/api/v1"+path+"?limit=300", "")
		all.WriteString(rec.Body.String())
	}
	return all.String()
}

// The same seed makes the same world.
func TestWorld_Seed(t *testing.T) {
	one, same := newWorld(t, WithSeed(7), WithPools(250)), newWorld(t, WithSeed(7), WithPools(250))
	other := newWorld(t, WithSeed(8), WithPools(250))
	if one.everything() != same.everything() {
		t.Error("two worlds of one seed differ")
	}
	if one.everything() == other.everything() {
		t.Error("two seeds made one world")
	}
	ids := one.PoolIDs(open)[:5]
	for _, w := range []*world{one, same} {
		for _, id := range ids {
			w.start(id)
		}
		w.pass(2 * time.Second)
	}
	if one.everything() != same.everything() {
		t.Error("two worlds of one seed go different ways")
	}
}

// The world is believable.
func TestWorld_Plausible(t *testing.T) {
	w := newWorld(t, WithPools(2000))
	statuses, reasons := map[string]int{}, map[string]int{}
	scripts := map[string]bool{}
	long := 0
	for i, p := range w.pools.items {
		statuses[p.status]++
		reasons[p.closeReason]++
		if !regexp.MustCompile(`^[1-9]\d{6,7}$`).MatchString(p.id) {
			t.Errorf("the id %s has not 7 or 8 digits", p.id)
		}
		if i > 0 && compareIDs(w.pools.items[i-1].id, p.id) >= 0 {
			t.Errorf("the ids are not ascending at %s", p.id)
		}
		if p.created.After(w.now) || p.started.After(w.now) || p.stopped.After(w.now) ||
			(!p.started.IsZero() && p.started.Before(p.created)) || (!p.stopped.IsZero() && p.stopped.Before(p.created)) {
			t.Errorf("%s has the dates %v %v %v", p.id, p.created, p.started, p.stopped)
		}
		if !json.Valid([]byte(p.reward)) || p.reward == "0" {
			t.Errorf("%s has the reward %q", p.id, p.reward)
		}
		if len([]rune(p.name)) > 100 {
			long++
		}
		for _, r := range p.name {
			for name, table := range map[string]*unicode.RangeTable{
				"Latin": unicode.Latin, "Cyrillic": unicode.Cyrillic, "Han": unicode.Han, "Hangul": unicode.Hangul, "emoji": unicode.So,
			} {
				scripts[name] = scripts[name] || unicode.Is(table, r)
			}
		}
	}
	if n := statuses[open]; n < 200 || n > 280 {
		t.Errorf("%d of 2000 pools are open", n)
	}
	if statuses[closed] < 1200 || statuses[archived] < 200 || statuses[locked] < 3 || statuses[locked] > 30 {
		t.Errorf("the statuses are %v", statuses)
	}
	if len(reasons) < 8 || long == 0 || len(scripts) != 5 || !scripts["emoji"] || !scripts["Hangul"] {
		t.Errorf("reasons %v, %d long names, scripts %v", reasons, long, scripts)
	}
	if newest := w.pools.items[1999]; newest.status != open {
		t.Errorf("the newest pool is %s", newest.status)
	}
}

// The past is over and fits the pools.
func TestWorld_History(t *testing.T) {
	w := newWorld(t, WithPools(1000))
	kinds := map[string]int{}
	for _, o := range w.operations.inOrder {
		kinds[o.kind]++
		if whole := o.ends.Sub(o.submitted); !o.ended || whole < 500*time.Millisecond || whole > 10*time.Second || o.started.After(o.ends) {
			t.Errorf("%s took %v, ended %v", o.kind, whole, o.ended)
		}
		if w.now.Sub(o.ends) < quiet-time.Second {
			t.Errorf("a %s ended %v ago", o.kind, w.now.Sub(o.ends))
		}
	}
	for _, kind := range []string{"POOL.OPEN", "POOL.CLOSE", "POOL.ARCHIVE", "POOL.CLONE", "ANALYTICS", "TASK.BATCH_CREATE"} {
		if kinds[kind] == 0 {
			t.Errorf("there was no %s: %v", kind, kinds)
		}
	}
}

// An empty world answers.
func TestWorld_Empty(t *testing.T) {
	w := newWorld(t, WithPools(0), WithExternalActor(time.Second))
	w.pass(time.Hour)
	if items, more := w.items("/pools", nil); len(items) != 0 || more {
		t.Errorf("it has %v, more %v", items, more)
	}
	if got := w.PoolStatus("1"); got != "" {
		t.Errorf("a pool that is not there is %q", got)
	}
}

// An added pool may have any name and a removed one is gone.
func TestWorld_AddAndRemovePool(t *testing.T) {
	w := newWorld(t)
	name := "\x1b]0;x\a\x9b\u202e\x00 Katze"
	id := w.AddPool(Pool{Name: name, Status: open, Reward: 0.5})
	if got := w.pool(id)["private_name"]; got != "\x1b]0;x\a\ufffd\u202e\x00 Katze" {
		t.Errorf("its name is %q", got)
	}
	w.RemovePool(id)
	if got := w.ask(http.StatusNotFound, http.MethodGet, "/api/v1/pools/"+id, ""); got["code"] != "DOES_NOT_EXIST" {
		t.Errorf("removed, it answers %v", got)
	}
}

// A training is also a pool of its type.
func TestWorld_TrainingIsPool(t *testing.T) {
	w := newWorld(t)
	id := w.AddPool(Pool{Training: true, Status: open})
	p := w.pool(id)
	if p["type"] != "TRAINING" || p["reward_per_assignment"] != 0.0 || p["training_config"] == nil {
		t.Errorf("as a pool it reads %v", p)
	}
	training := w.ask(http.StatusOK, http.MethodGet, "/api/v1/trainings/"+id, "")
	if _, has := training["reward_per_assignment"]; has || training["status"] != open {
		t.Errorf("as a training it reads %v", training)
	}
	if got := w.ask(http.StatusConflict, http.MethodPost, "/api/v1/pools/"+id+"/close", ""); got["code"] != "POOL_IS_TRAINING" {
		t.Errorf("closed as a pool it answers %v", got)
	}
}

// New refuses options out of range.
func TestNew_InvalidOptions(t *testing.T) {
	for name, option := range map[string]Option{
		"no clock": WithClock(nil), "too few pools": WithPools(-1), "too many pools": WithPools(1_000_001),
		"a negative time": WithOperationTime(-1, 0), "a negative spread": WithOperationTime(0, -1),
		"a rate above one": WithFailRate(1.1), "a rate below zero": WithFailRate(-0.1),
		"an external actor in no time": WithExternalActor(time.Nanosecond),
	} {
		if s, err := New(option); err == nil || s != nil {
			t.Errorf("%s is accepted", name)
		}
	}
}
