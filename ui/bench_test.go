package ui

import (
	"context"
	"encoding/json"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"tolokadash/internal/fleet"
	"tolokadash/internal/settings"
	"tolokadash/tolokaapi"
)

// A crowd is a screen of 200×60 cells with 10,000 pools and 500 running
// operations, fed by hand: no time passes.
type crowd struct {
	m   *Model
	f   *fleet.Fleet
	w   *toloka
	now time.Time
}

func newCrowd(tb testing.TB) *crowd {
	tb.Helper()
	return crowdWith(tb, nil)
}

func crowdWith(tb testing.TB, figure func(tolokaapi.Question) (tolokaapi.Figure, bool)) *crowd {
	tb.Helper()
	c := &crowd{
		f: fleet.New(fleet.Config{Limits: settings.Limits{RequestsPerSecond: 1000, InFlight: 1000}}, rand.New(rand.NewPCG(1, 2))),
		w: newToloka(motleyPools(10_000)), now: time.Date(2026, 3, 11, 14, 0, 0, 0, time.UTC),
	}
	c.w.figure = figure
	c.w.accepts(tolokaapi.Running, 10)
	c.m = New(Options{
		Fleet: c.f, Carry: c.w.do, Now: func() time.Time { return c.now }, Location: time.UTC,
		Environment: Environment{Name: "PRODUCTION", Kind: Production, Currency: "USD", Host: "toloka.dev"},
	})
	c.m.Update(tea.WindowSizeMsg{Width: 200, Height: 60})
	c.pass(200)
	refs, _ := c.f.Pools(tolokaapi.SubjectPool)
	if len(refs) != 10_000 {
		tb.Fatalf("%d pools are listed", len(refs))
	}
	c.f.Submit(c.now, tolokaapi.VerbClose, refs[:500])
	c.pass(40)
	if s := c.f.Summary(c.now); s.Running() != 500 {
		tb.Fatalf("the crowd is not there: %+v", s)
	}
	return c
}

// newMeasuredCrowd is a crowd all of whose figures are known.
func newMeasuredCrowd(tb testing.TB) *crowd {
	tb.Helper()
	rng := rand.New(rand.NewPCG(5, 6))
	c := crowdWith(tb, func(tolokaapi.Question) (tolokaapi.Figure, bool) {
		return tolokaapi.Figure{Value: json.Number(strconv.Itoa(rng.IntN(100)))}, true
	})
	refs, _ := c.f.Pools(tolokaapi.SubjectPool)
	c.f.Figures().SetVisible(c.now, fleet.VisibleFigures{
		Listed: refs, ListedBy: []tolokaapi.FigureName{tolokaapi.FigureCompletion, tolokaapi.FigureSpent},
	})
	c.pass(2700) // one call each, and open pools are asked again after a minute
	for _, ref := range refs {
		if _, known := c.f.Figures().Of(ref, tolokaapi.FigureSpent); !known {
			tb.Fatalf("the figures of %s are not known", ref.ID)
		}
	}
	return c
}

// motleyPools are n pools that differ in all they can be ordered by: a tenth is
// open, names and projects repeat as people make them.
func motleyPools(n int) []tolokaapi.Pool {
	rng := rand.New(rand.NewPCG(3, 4))
	subjects := []string{"Cats or dogs", "Audio transcripts", "Street signs", "Отзывы о ресторанах", "街景文字转录", "Receipts: find the date"}
	pools := manyPools(n)
	for i := range pools {
		p := &pools[i]
		p.Name = subjects[rng.IntN(len(subjects))] + ", batch " + strconv.Itoa(rng.IntN(n))
		p.ProjectID = strconv.Itoa(1 + rng.IntN(60))
		p.Reward = json.Number("0.0" + strconv.Itoa(rng.IntN(100)))
		p.LastStarted = tolokaapi.DateOf(time.Date(2026, 1, 1, 0, 0, rng.IntN(5_000_000), 0, time.UTC))
		if i%10 != 0 {
			p.Status = tolokaapi.Closed
		}
	}
	return pools
}

// pass lets n tenths of a second pass, and everything that is asked be answered.
func (c *crowd) pass(n int) {
	for range n {
		c.now = c.now.Add(100 * time.Millisecond)
		asks, _ := c.f.Next(c.now)
		for _, r := range asks {
			a := c.w.do(context.Background(), r)
			a.Sent, a.Received, a.Server = c.now, c.now, c.now.Truncate(time.Second)
			c.f.Observe(a) // through the screen, what it asks next would be lost
		}
	}
	c.m.Update(c.m.countdown.Message())
}

// BenchmarkKeyToFrame is what one key costs, from the press to the frame.
func BenchmarkKeyToFrame(b *testing.B) {
	c := newCrowd(b)
	keys := []tea.Msg{keyPress("j"), keyPress("j"), keyPress("k"), keyPress("ctrl+d"), keyPress("space"), keyPress("ctrl+u")}
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		c.m.Update(keys[i%len(keys)])
		c.m.View()
	}
}

// BenchmarkFiguresToFrame is what it costs to sort by a figure while all are known, and
// what a key and a tick cost then.
func BenchmarkFiguresToFrame(b *testing.B) {
	c := newMeasuredCrowd(b)
	for range 4 { // by id, name, project, completion
		c.m.Update(keyPress("s"))
	}
	if !strings.Contains(c.m.View().Content, "by completion") {
		b.Fatal("it is not sorted by completion")
	}
	for name, change := range map[string]func(int){
		"key":  func(i int) { c.m.Update(keyPress([]string{"j", "k"}[i%2])) },
		"tick": func(int) { c.m.wake.Set(c.now, c.now); c.m.Update(c.m.wake.Message()) },
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				change(i)
				c.m.View()
			}
		})
	}
}

// BenchmarkTickToFrame is what a tick costs on which nothing is due.
func BenchmarkTickToFrame(b *testing.B) {
	c := newCrowd(b)
	b.ReportAllocs()
	for b.Loop() {
		c.m.wake.Set(c.now, c.now)
		c.m.Update(c.m.wake.Message())
		c.m.View()
	}
}

// BenchmarkAnswerToFrame is what a list of 300 operations costs in which all
// have gone on.
func BenchmarkAnswerToFrame(b *testing.B) {
	c := newCrowd(b)
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		b.StopTimer()
		var answer *fleet.Response
		for answer == nil {
			for n := range c.w.operations {
				c.w.operations[n].Progress.Percent = i % 100
			}
			c.now = c.now.Add(100 * time.Millisecond)
			asks, _ := c.f.Next(c.now)
			for _, r := range asks {
				a := c.w.do(context.Background(), r)
				a.Sent, a.Received, a.Server = c.now, c.now, c.now.Truncate(time.Second)
				if r.Kind == fleet.ListOperations && answer == nil {
					answer = &a
					continue
				}
				c.f.Observe(a)
			}
		}
		b.StartTimer()
		c.f.Observe(*answer)
		c.m.Update(c.m.countdown.Message())
		c.m.View()
	}
}

// BenchmarkFilterLetterToFrame is what a letter typed into the filter costs.
func BenchmarkFilterLetterToFrame(b *testing.B) {
	c := newCrowd(b)
	c.m.Update(keyPress("/"))
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		if i%2 == 0 {
			c.m.Update(keyPress("7"))
		} else {
			c.m.Update(keyPress("backspace"))
		}
		c.m.View()
	}
}

// BenchmarkSortToFrame is what a change of the order costs: to the next column, and
// the other way round. What each column costs is in ui/pane.
func BenchmarkSortToFrame(b *testing.B) {
	for _, c := range []struct{ name, key string }{{"next", "s"}, {"reverse", "S"}} {
		b.Run(c.name, func(b *testing.B) {
			crowd := newCrowd(b)
			crowd.m.Update(keyPress("s"))
			b.ReportAllocs()
			for b.Loop() {
				crowd.m.Update(keyPress(c.key))
				crowd.m.View()
			}
		})
	}
}

func TestUpdate_AllocationsOfAKey(t *testing.T) {
	c := crowdWith(t, func(tolokaapi.Question) (tolokaapi.Figure, bool) { return tolokaapi.Figure{Value: "91"}, true })
	if !strings.Contains(c.m.View().Content, "91 %") {
		t.Fatal("no figure is in sight")
	}
	const budget = 2000
	got := testing.AllocsPerRun(20, func() {
		c.m.Update(keyPress("j"))
		c.m.View()
	})
	if got > budget {
		t.Errorf("a key takes %s allocations, more than %d", strconv.FormatFloat(got, 'f', 0, 64), budget)
	}
}
