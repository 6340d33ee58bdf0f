package headless_test

import (
	"context"
	"errors"
	"math/rand/v2"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"tolokadash/internal/fleet"
	"tolokadash/internal/headless"
	"tolokadash/internal/runner"
	"tolokadash/tolokaapi"
	"tolokadash/tolokaapi/simulator"
)

// A bench is an engine in front of a simulator, with the events that it told.
type bench struct {
	t      *testing.T
	sim    *simulator.Simulator
	f      *fleet.Fleet
	carry  runner.Carry
	o      headless.Options
	events []headless.Event
}

func newBench(t *testing.T, options ...simulator.Option) *bench {
	t.Helper()
	sim, err := simulator.New(append([]simulator.Option{simulator.WithPools(800)}, options...)...)
	if err != nil {
		t.Fatal(err)
	}
	client, err := tolokaapi.New(tolokaapi.WithBaseURL("http://localhost"), tolokaapi.WithToken("x"), tolokaapi.WithTransport(sim.RoundTripper()))
	if err != nil {
		t.Fatal(err)
	}
	return &bench{t: t, sim: sim, f: fleet.New(fleet.Config{}, rand.New(rand.NewPCG(1, 2))), carry: runner.New(client, 0).Do}
}

// engine is an engine of the bench.
func (b *bench) engine() *headless.Engine {
	o := b.o
	o.Fleet, o.Carry, o.Now = b.f, b.carry, func() time.Time { return time.Now().Round(0) }
	o.Emit = func(e headless.Event) { b.events = append(b.events, e) }
	return headless.New(o)
}

// targets are open pools.
func (b *bench) targets(n int) []fleet.Target {
	var all []fleet.Target
	for _, id := range b.sim.PoolIDs("OPEN")[:n] {
		all = append(all, fleet.Target{On: tolokaapi.PoolRef(id)})
	}
	return all
}

// story is the types of the events about a pool, with their states.
func (b *bench) story(id string) string {
	said := ""
	for _, e := range b.events {
		if e.ID == id {
			said += string(e.Type)
			if e.Type == headless.EventState || e.Type == headless.EventEnded {
				said += ":" + e.State
			}
			said += " "
		}
	}
	return said
}

func TestEngine_ClosesAndReadsAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, simulator.WithOperationTime(3*time.Second, 0))
		targets := b.targets(3)
		results, err := b.engine().Act(t.Context(), tolokaapi.VerbClose, targets)
		if err != nil || len(results) != 3 {
			t.Fatalf("%v, %v", results, err)
		}
		for i, r := range results {
			if r.State() != fleet.Succeeded || r.On != targets[i].On || r.Name == "" || !r.AsAsked() {
				t.Errorf("%+v", r)
			}
		}
		if first := b.sim.Requests()[0]; first.Method != http.MethodPost {
			t.Errorf("the first request is %s %s", first.Method, first.Path)
		}
		if n := b.sim.Count("POST", ""); n != 3 {
			t.Errorf("%d POSTs", n)
		}
		if n := b.sim.Count("GET", "/api/v1/pools"); n > 3 {
			t.Errorf("%d reads of pools", n)
		}
		id := targets[0].On.ID
		if got := b.story(id); got[:len("asked sent state:pending ")] != "asked sent state:pending " || got[len(got)-len("ended:succeeded "):] != "ended:succeeded " {
			t.Errorf("told %q", got)
		}
	})
}

// Two hundred pools cost 1.2 requests each at most.
func TestEngine_TwoHundredPools(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, simulator.WithPools(2000))
		results, err := b.engine().Act(t.Context(), tolokaapi.VerbClose, b.targets(200))
		if err != nil || headless.Count(results).Succeeded != 200 {
			t.Fatalf("%+v, %v", headless.Count(results), err)
		}
		if n := len(b.sim.Requests()); n > 240 {
			t.Errorf("%d requests", n)
		}
		if n := b.sim.Count("GET", "/api/v1/pools"); n > 1 {
			t.Errorf("%d reads of pools, which lie among five times as many", n)
		}
		var last time.Time
		for _, r := range results {
			last = later(last, r.Row.Op.Finished.Time)
		}
		if late := time.Since(last); late > 700*time.Millisecond {
			t.Errorf("over %v after the last end", late)
		}
	})
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// Pools that lie far apart are looked for once, also where others end much later.
func TestEngine_SparsePoolsEndOneByOne(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, simulator.WithPools(2500), simulator.WithOperationTime(20*time.Second, 15*time.Second))
		results, err := b.engine().Act(t.Context(), tolokaapi.VerbClose, b.targets(160))
		if err != nil || headless.Count(results).Succeeded != 160 {
			t.Fatalf("%+v, %v", headless.Count(results), err)
		}
		if n := b.sim.Count("GET", "/api/v1/pools"); n > 1 {
			t.Errorf("%d reads of pools, of which the first found few", n)
		}
	})
}

// What a selection has read is not read again once it is closed.
func TestEngine_SelectedPoolsNotReadAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, simulator.WithOperationTime(3*time.Second, 0))
		e := b.engine()
		l, err := e.List(t.Context(), headless.Selection{Subject: tolokaapi.SubjectPool, Statuses: []tolokaapi.PoolStatus{tolokaapi.Open}}, false)
		if err != nil {
			t.Fatal(err)
		}
		var targets []fleet.Target
		for _, p := range l.Pools[:40] {
			targets = append(targets, fleet.Target{On: p.Ref, Name: p.Name})
		}
		reads := b.sim.Count("GET", "/api/v1/pools")
		results, err := e.Act(t.Context(), tolokaapi.VerbClose, targets)
		if n := b.sim.Count("GET", "/api/v1/pools") - reads; err != nil || headless.Count(results).Succeeded != 40 || n > 0 {
			t.Errorf("%v, %+v, %d reads of pools", err, headless.Count(results), n)
		}
	})
}

// A name that does not come keeps a command for a moment at most: it is no part of the
// outcome.
func TestEngine_NameThatDoesNotCome(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, simulator.WithOperationTime(3*time.Second, 0))
		if err := b.sim.Inject(simulator.Fault{Kind: simulator.Hang, Method: "GET", Path: "/pools/*"}); err != nil {
			t.Fatal(err)
		}
		began := time.Now()
		results, err := b.engine().Act(t.Context(), tolokaapi.VerbClose, b.targets(1))
		if took := time.Since(began); err != nil || results[0].State() != fleet.Succeeded || took > 5600*time.Millisecond {
			t.Errorf("%v, %v after %v", results[0].State(), err, took)
		}
	})
}

// A pool on which the same runs already takes that outcome; another verb is named.
func TestEngine_PoolHeldByOther(t *testing.T) {
	for name, tc := range map[string]struct {
		verb    tolokaapi.Verb
		takes   time.Duration
		outcome simulator.Outcome
		want    fleet.State
		other   tolokaapi.Verb
	}{
		"the same runs on":        {tolokaapi.VerbClose, 20 * time.Second, simulator.Succeeds, fleet.Succeeded, tolokaapi.VerbClose},
		"the same fails":          {tolokaapi.VerbClose, 20 * time.Second, simulator.Fails, fleet.Failed, tolokaapi.VerbClose},
		"the same ends meanwhile": {tolokaapi.VerbClose, 300 * time.Millisecond, simulator.Succeeds, fleet.Succeeded, tolokaapi.VerbClose},
		"another verb":            {tolokaapi.VerbClone, 20 * time.Second, simulator.Succeeds, fleet.Rejected, tolokaapi.VerbClone},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				b := newBench(t)
				target := b.targets(1)
				id := target[0].On.ID
				b.sim.Script(simulator.Script{PoolID: id, Outcome: tc.outcome, Duration: tc.takes, FailAt: 40})
				if _, err := b.sim.Start(string(tc.verb), id); err != nil {
					t.Fatal(err)
				}
				results, err := b.engine().Act(t.Context(), tolokaapi.VerbClose, target)
				if err != nil || len(results) != 1 {
					t.Fatalf("%v, %v", results, err)
				}
				if r := results[0]; r.State() != tc.want || r.Other == nil || r.Other.Verb != tc.other {
					t.Errorf("%v, other %+v, told %s", r.State(), r.Other, b.story(id))
				}
				if n := b.sim.Count("POST", ""); n != 1 {
					t.Errorf("%d POSTs", n)
				}
			})
		})
	}
}

// Nothing more is sent once it is to end; replies under way are waited for.
func TestEngine_EndsWithItsContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, simulator.WithOperationTime(time.Minute, 0))
		arrive := b.carry
		b.carry = func(ctx context.Context, r fleet.Request) fleet.Response {
			if r.Kind == fleet.Submit {
				select { // a reply that takes a second
				case <-time.After(time.Second):
				case <-ctx.Done():
				}
			}
			return arrive(ctx, r)
		}
		over := errors.New("time over")
		ctx, cancel := context.WithTimeoutCause(t.Context(), 1500*time.Millisecond, over)
		defer cancel()
		began := time.Now()
		results, err := b.engine().Act(ctx, tolokaapi.VerbClose, b.targets(40))
		if took := time.Since(began); !errors.Is(err, over) || took > 3600*time.Millisecond {
			t.Errorf("%v after %v", err, took)
		}
		c := headless.Count(results)
		if c.GoingOn+c.NotSent != 40 || c.GoingOn != b.sim.Count("POST", "") || c.NotSent == 0 {
			t.Errorf("%+v, %d POSTs", c, b.sim.Count("POST", ""))
		}
	})
}

func TestEngine_FailFast(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, simulator.WithOperationTime(time.Minute, 0))
		targets := b.targets(60)
		b.sim.Script(simulator.Script{PoolID: targets[0].On.ID, Outcome: simulator.Refused})
		b.o.FailFast = true
		results, err := b.engine().Act(t.Context(), tolokaapi.VerbClose, targets)
		c := headless.Count(results)
		if !errors.Is(err, headless.ErrFailFast) || c.Rejected != 1 || c.NotSent == 0 || c.NotSent+c.GoingOn != 59 {
			t.Errorf("%+v, %v", c, err)
		}
	})
}

func TestEngine_NoWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, simulator.WithOperationTime(time.Hour, 0))
		b.o.NoWait = true
		began := time.Now()
		results, err := b.engine().Act(t.Context(), tolokaapi.VerbClose, b.targets(5))
		if c := headless.Count(results); err != nil || c.GoingOn != 5 || time.Since(began) > time.Minute {
			t.Errorf("%+v, %v after %v", c, err, time.Since(began))
		}
	})
}

func TestEngine_WaitsForPoolsAndOperations(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, simulator.WithOperationTime(20*time.Second, 0))
		ids := b.sim.PoolIDs("OPEN")
		if _, err := b.sim.Start("close", ids[0]); err != nil {
			t.Fatal(err)
		}
		op, err := b.sim.Start("close", ids[1])
		if err != nil {
			t.Fatal(err)
		}
		pools := []tolokaapi.Ref{tolokaapi.PoolRef(ids[0]), tolokaapi.PoolRef(ids[1]), tolokaapi.PoolRef(ids[2])}
		results, err := b.engine().Wait(t.Context(), pools, []tolokaapi.OperationID{tolokaapi.OperationID(op), "nowhere"})
		if err != nil || len(results) != 3 {
			t.Fatalf("%+v, %v", results, err)
		}
		c := headless.Count(results)
		if c.Succeeded != 2 || c.Unknown != 1 || results[0].On.ID != ids[1] || results[0].Name == "" {
			t.Errorf("%+v", results)
		}
		results, err = newBench(t).engine().Wait(t.Context(), pools[:1], nil)
		if err != nil || len(results) != 0 {
			t.Errorf("nothing runs: %+v, %v", results, err)
		}
	})
}

// The answers before the first good one decide whether it begins at all.
func TestEngine_FirstAnswer(t *testing.T) {
	refused := errors.New("refused")
	for name, tc := range map[string]struct {
		fault simulator.Fault
		want  error
		state fleet.State
	}{
		"a server that hangs":   {simulator.Fault{Kind: simulator.Hang}, headless.ErrNoAnswer, fleet.Unconfirmed},
		"nothing listens":       {simulator.Fault{Kind: simulator.Refuse}, refused, fleet.NotSent},
		"an answer with a code": {simulator.Fault{Kind: simulator.Status, Status: 404, Code: "DOES_NOT_EXIST"}, nil, fleet.Rejected},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				b := newBench(t)
				if err := b.sim.Inject(tc.fault); err != nil {
					t.Fatal(err)
				}
				b.o.Judge = func(r fleet.Response) error {
					if r.Err != nil {
						return refused
					}
					return nil
				}
				began := time.Now()
				results, err := b.engine().Act(t.Context(), tolokaapi.VerbClose, b.targets(1))
				if !errors.Is(err, tc.want) || results[0].State() != tc.state || time.Since(began) > 8*time.Second {
					t.Errorf("%v, %v after %v", err, results[0].State(), time.Since(began))
				}
			})
		})
	}
}

// A selection is listed to its end, and never taken where a part is missing.
func TestEngine_Lists(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, simulator.WithPools(700))
		s := headless.Selection{Subject: tolokaapi.SubjectPool, Statuses: []tolokaapi.PoolStatus{tolokaapi.Open}}
		l, err := b.engine().List(t.Context(), s, false)
		if err != nil || len(l.Pools) != len(b.sim.PoolIDs("OPEN")) {
			t.Errorf("%d pools, %v", len(l.Pools), err)
		}
		b = newBench(t, simulator.WithPools(700))
		if err := b.sim.Inject(simulator.Fault{Kind: simulator.SamePage, Path: "/pools"}); err != nil {
			t.Fatal(err)
		}
		if _, err := b.engine().List(t.Context(), s, false); !errors.Is(err, headless.ErrIncomplete) {
			t.Errorf("a list that does not end: %v", err)
		}
	})
}
