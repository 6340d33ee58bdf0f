package pane

import (
	"encoding/json"
	"math/rand/v2"
	"strconv"
	"testing"
	"time"

	"tolokadash/internal/fleet"
	"tolokadash/internal/settings"
	"tolokadash/internal/wording"
	"tolokadash/tolokaapi"
	"tolokadash/ui/theme"
)

// motleyPools are n pools that differ in all they can be ordered by: a tenth is
// open, names and projects repeat as people make them.
func motleyPools(n int) []tolokaapi.Pool {
	rng := rand.New(rand.NewPCG(3, 4))
	subjects := []string{"Cats or dogs", "Audio transcripts", "Street signs", "Отзывы о ресторанах", "街景文字转录", "Receipts: find the date"}
	pools := make([]tolokaapi.Pool, n)
	for i := range pools {
		pools[i] = tolokaapi.Pool{
			Ref: tolokaapi.PoolRef(strconv.Itoa(40000000 - i)), Status: tolokaapi.Closed,
			Name:      subjects[rng.IntN(len(subjects))] + ", batch " + strconv.Itoa(rng.IntN(n)),
			ProjectID: strconv.Itoa(1 + rng.IntN(60)), Reward: json.Number("0.0" + strconv.Itoa(rng.IntN(100))),
			LastStarted: tolokaapi.DateOf(time.Date(2026, 1, 1, 0, 0, rng.IntN(5_000_000), 0, time.UTC)),
		}
		if i%10 == 0 {
			pools[i].Status = tolokaapi.Open
		}
	}
	return pools
}

// listed is a pane of pools that the fleet has listed.
func listed(tb testing.TB, pools []tolokaapi.Pool) *Pools {
	tb.Helper()
	f := fleet.New(fleet.Config{Limits: settings.Limits{RequestsPerSecond: 1000, InFlight: 1000}}, rand.New(rand.NewPCG(1, 2)))
	now := time.Date(2026, 3, 11, 14, 0, 0, 0, time.UTC)
	for range 400 {
		now = now.Add(100 * time.Millisecond)
		requests, _ := f.Next(now)
		for _, r := range requests {
			a := fleet.Response{Request: r, Sent: now, Received: now, Server: now.Truncate(time.Second)}
			a.Pools.Query, a.Operations.Query = r.Query, r.Query
			for _, p := range pools {
				if r.Kind == fleet.ListPools && p.Ref.Subject == r.On.Subject && string(p.Status) == r.Query.Status && len(a.Pools.Items) < r.Query.Limit &&
					(r.Query.ID.LT == "" || tolokaapi.CompareIDs(p.Ref.ID, r.Query.ID.LT) < 0) {
					a.Pools.Items = append(a.Pools.Items, p)
				}
			}
			a.Pools.HasMore = len(a.Pools.Items) == r.Query.Limit
			f.Observe(a)
		}
		if f.List(tolokaapi.SubjectPool).Loaded {
			break
		}
	}
	p := NewPools(f, tolokaapi.SubjectPool, &wording.Words{Location: time.UTC, Currency: "USD"})
	p.SetSize(200, 50)
	p.Sync()
	if p.Len() != len(pools) {
		tb.Fatalf("%d of %d pools are shown", p.Len(), len(pools))
	}
	return p
}

// drawn is a context to draw a pane in.
func drawn() *Context {
	t := theme.New(true, theme.Unicode())
	w := &wording.Words{Location: time.UTC, Currency: "USD"}
	return &Context{Theme: &t, Words: w, Now: time.Date(2026, 3, 11, 14, 1, 0, 0, time.UTC), Width: 200}
}

// BenchmarkPools_Sort is what an order costs with 10,000 pools, from the key to the
// lines: as they are, and after news of the pools.
func BenchmarkPools_Sort(b *testing.B) {
	orders := listed(b, nil).orders()
	for i, by := range orders {
		for _, news := range []bool{false, true} {
			name := by.says
			if news {
				name += " after news"
			}
			b.Run(name, func(b *testing.B) {
				p, d := listed(b, motleyPools(10_000)), drawn()
				before := p.orders()[(i+len(orders)-1)%len(orders)]
				b.ReportAllocs()
				for b.Loop() {
					p.by = before
					if news {
						p.fresh = 0
					}
					p.SortNext()
					p.Lines(d)
				}
			})
		}
	}
}

// Between two messages the screen may be drawn any number of times.
func TestPools_DrawingChangesNothing(t *testing.T) {
	p, d := listed(t, motleyPools(50)), drawn()
	p.Search("cats")
	counted, checked := p.counted, p.checked
	p.Lines(d)
	p.Summary(d)
	p.Found()
	if p.counted != counted || p.checked != checked {
		t.Error("drawing has counted or checked something")
	}
	p.Sync()
	if p.counted.pass != p.Len() || p.checked == 0 {
		t.Errorf("after Sync %d of %d rows are counted", p.counted.pass, p.Len())
	}
}
