package ui_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"

	"tolokadash/internal/courier"
	"tolokadash/internal/fleet"
	"tolokadash/tolokaapi"
	"tolokadash/tolokaapi/simulator"
	"tolokadash/ui"
)

// watched keeps what the screen last looked like.
type watched struct {
	*ui.Model
	mu   *sync.Mutex
	last *string
	seen *[]string // every different screen
}

func (w watched) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	_, cmd := w.Model.Update(msg)
	return w, cmd
}

func (w watched) View() tea.View {
	v := w.Model.View()
	drawn := ansi.Strip(v.Content)
	w.mu.Lock()
	defer w.mu.Unlock()
	if drawn != *w.last {
		*w.last = drawn
		*w.seen = append(*w.seen, drawn)
	}
	return v
}

// A run is the whole program but its terminal, in front of the simulator.
type run struct {
	t     *testing.T
	sim   *simulator.Simulator
	model *ui.Model
	p     *tea.Program
	w     watched
	ended chan error
}

// start runs the program inside a bubble.
func start(t *testing.T, options ...simulator.Option) *run {
	t.Helper()
	sim, err := simulator.New(append([]simulator.Option{simulator.WithPools(30), simulator.WithOperationTime(6*time.Second, 0)}, options...)...)
	if err != nil {
		t.Fatal(err)
	}
	client, err := tolokaapi.New(tolokaapi.WithBaseURL("http://localhost"), tolokaapi.WithToken("x"), tolokaapi.WithTransport(sim.RoundTripper()))
	if err != nil {
		t.Fatal(err)
	}
	r := &run{t: t, sim: sim, ended: make(chan error, 1)}
	r.model = ui.New(ui.Options{
		Context: t.Context(), Carry: courier.New(client, 0).Do, Location: time.UTC,
		Fleet:       fleet.New(fleet.Config{}, rand.New(rand.NewPCG(1, 2))),
		Environment: ui.Environment{Name: "DEMO", Kind: ui.Demo, Currency: "USD", Host: "the simulator"},
	})
	r.w = watched{r.model, &sync.Mutex{}, new(string), &[]string{}}
	r.p = tea.NewProgram(r.w, tea.WithContext(t.Context()), tea.WithInput(nil), tea.WithOutput(&bytes.Buffer{}), tea.WithoutRenderer(),
		tea.WithWindowSize(120, 30), tea.WithColorProfile(colorprofile.ASCII), tea.WithoutSignalHandler())
	go func() {
		_, err := r.p.Run()
		r.ended <- err
	}()
	r.wait(2 * time.Second)
	return r
}

// quit ends the program and lets every tick under way ring.
func (r *run) quit() {
	r.t.Helper()
	r.press('q')
	if err := <-r.ended; err != nil {
		r.t.Errorf("the program ended with %v", err)
	}
	time.Sleep(time.Hour)
}

func (r *run) press(keys ...rune) {
	for _, k := range keys {
		r.p.Send(tea.KeyPressMsg{Code: k, Text: string(k)})
		synctest.Wait()
	}
}

func (r *run) wait(d time.Duration) {
	time.Sleep(d)
	synctest.Wait()
}

func (r *run) screen() string {
	r.w.mu.Lock()
	defer r.w.mu.Unlock()
	return *r.w.last
}

// sees waits for a text on the screen, a minute at most: others' operations are
// looked for about every half.
func (r *run) sees(text string) {
	r.t.Helper()
	for range 600 {
		if strings.Contains(r.screen(), text) {
			return
		}
		r.wait(100 * time.Millisecond)
	}
	r.t.Fatalf("the screen never says %q:\n%s", text, r.screen())
}

// row is the line of the first operation about a pool.
func (r *run) row(id string) string {
	r.t.Helper()
	_, below, _ := strings.Cut(r.screen(), "─ Operations ")
	for l := range strings.Lines(below) {
		if strings.Contains(l, id) && strings.Contains(l, "close") {
			return l
		}
	}
	r.t.Fatalf("no operation about %s:\n%s", id, r.screen())
	return ""
}

// closeFirst closes the first open pool by c and y and returns its id.
func (r *run) closeFirst() string {
	r.t.Helper()
	id := r.sim.PoolIDs("OPEN")[0]
	r.press('c')
	r.wait(time.Second)
	r.sees("Close 1 pool on  DEMO ?")
	r.press('y')
	r.wait(300 * time.Millisecond)
	return id
}

// posts is how many commands reached the simulator.
func (r *run) posts() int { return r.sim.Count(http.MethodPost, "/api/v1/pools/") }

func inject(t *testing.T, sim *simulator.Simulator, f simulator.Fault) {
	t.Helper()
	f.Method, f.Path, f.Count = http.MethodPost, "/pools/*/close", 1
	if err := sim.Inject(f); err != nil {
		t.Fatal(err)
	}
}

func TestAPoolIsClosedAndWatched(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := start(t)
		id := r.closeFirst()
		r.sees("closing")
		r.sees("SUCCESS")
		if l := r.row(id); !strings.Contains(l, "100 %") || !strings.Contains(l, "5 s") {
			t.Errorf("at its end the row says %s", l)
		}
		r.sees("○ CLOSED")
		last, steps := -1, 0
		for _, screen := range *r.w.seen {
			percent := percentOf(screen, id)
			if percent < last && percent >= 0 {
				t.Errorf("the bar fell from %d to %d", last, percent)
			}
			if percent > last {
				last = percent
				steps++
			}
		}
		if steps < 4 {
			t.Errorf("the bar rose in %d steps", steps)
		}
		if r.posts() != 1 {
			t.Errorf("%d commands were sent", r.posts())
		}
		r.quit()
		if r.model.Exit() != ui.Quit {
			t.Errorf("exit is %v", r.model.Exit())
		}
	})
}

// percentOf is the percent that a screen gives an operation, -1 if none.
func percentOf(screen, id string) int {
	_, below, _ := strings.Cut(screen, "─ Operations ")
	for l := range strings.Lines(below) {
		if !strings.Contains(l, id) {
			continue
		}
		fields := strings.Fields(l)
		for i, f := range fields {
			percent := 0
			if f == "%" {
				if _, err := fmt.Sscan(fields[i-1], &percent); err == nil {
					return percent
				}
			}
		}
	}
	return -1
}

func TestAnOperationThatFailsStopsWhereItWas(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := start(t)
		r.sim.Script(simulator.Script{PoolID: r.sim.PoolIDs("OPEN")[0], Verb: "close", Outcome: simulator.Fails, Duration: 5 * time.Second, FailAt: 40})
		id := r.closeFirst()
		r.sees("FAIL")
		if l := r.row(id); !strings.Contains(l, "✗") || !strings.Contains(l, "40 %") {
			t.Errorf("the row says %s", l)
		}
		r.sees("✗ " + id + " failed: ")
		r.sees("R to retry")
		r.wait(3 * time.Second)
		if percentOf(r.screen(), id) != 40 {
			t.Errorf("later the row says %s", r.row(id))
		}
		r.quit()
	})
}

func TestAnOperationWithoutProgressHasAnEmptyTrack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := start(t)
		inject(t, r.sim, simulator.Fault{Kind: simulator.Silent})
		id := r.closeFirst()
		r.sees("RUNNING")
		if l := r.row(id); strings.Contains(l, "━") || strings.Contains(l, "%") || !strings.Contains(l, "╌╌╌╌") {
			t.Errorf("the row says %s", l)
		}
		r.sees("SUCCESS")
		if l := r.row(id); strings.Contains(l, "━") || strings.Contains(l, "%") {
			t.Errorf("at its end the row says %s", l)
		}
		r.quit()
	})
}

func TestAnOperationMayHaveEndedInTheReply(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := start(t)
		inject(t, r.sim, simulator.Fault{Kind: simulator.Instant})
		id := r.closeFirst()
		if l := r.row(id); !strings.Contains(l, "SUCCESS") || !strings.Contains(l, "✓") {
			t.Errorf("the row says %s", l)
		}
		r.quit()
	})
}

func TestNothingToDoIsSaid(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := start(t)
		inject(t, r.sim, simulator.Fault{Kind: simulator.Empty, Status: 204})
		id := r.closeFirst()
		if l := r.row(id); !strings.Contains(l, "already closed") || !strings.Contains(l, "=") || strings.Contains(l, "%") {
			t.Errorf("the row says %s", l)
		}
		r.quit()
	})
}

func TestARefusalShowsItsCode(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := start(t)
		id := r.sim.PoolIDs("OPEN")[0]
		r.sim.Script(simulator.Script{PoolID: id, Verb: "close", Outcome: simulator.HeldByOther, Duration: 3 * time.Second, Times: 1})
		r.closeFirst()
		r.sees("rejected")
		if l := r.row(id); !strings.Contains(l, "POOL_LOCKED_BY") {
			t.Errorf("the row says %s", l)
		}
		r.sees("✗ " + id + " was refused: POOL_LOCKED_BY_ANOTHER_OPERATION")
		r.quit()
	})
}

func TestALostReplyIsFoundAgainAndSentOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := start(t)
		inject(t, r.sim, simulator.Fault{Kind: simulator.ResetAfter})
		id := r.closeFirst()
		looked := false
		for _, screen := range *r.w.seen {
			looked = looked || strings.Contains(screen, "looking…")
		}
		if !looked {
			t.Error("nothing said that the reply was being looked for")
		}
		r.sees("SUCCESS")
		if l := r.row(id); !strings.Contains(l, "100 %") {
			t.Errorf("the row says %s", l)
		}
		if r.posts() != 1 {
			t.Errorf("%d commands were sent", r.posts())
		}
		r.quit()
	})
}

func TestOthersOperationsAppearByThemselves(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := start(t)
		id := r.sim.PoolIDs("OPEN")[3]
		r.sim.Script(simulator.Script{PoolID: id, Verb: "close", Outcome: simulator.Succeeds, Duration: 2 * time.Minute})
		if _, err := r.sim.Start("close", id); err != nil {
			t.Fatal(err)
		}
		r.sees("↗")
		if l := r.row(id); !strings.Contains(l, "↗") {
			t.Errorf("the row says %s", l)
		}
		r.quit()
	})
}

func TestWhatWaitsIsAskedAboutBeforeQuitting(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := start(t)
		if err := r.sim.Inject(simulator.Fault{Kind: simulator.Status, Status: 429, Method: http.MethodPost, RetryAfter: "3600"}); err != nil {
			t.Fatal(err)
		}
		r.closeFirst()
		r.sees("queued")
		r.press('q')
		r.sees("1 command is still queued and will not be sent.")
		r.wait(300 * time.Millisecond)
		r.press('n')
		r.wait(300 * time.Millisecond)
		r.sees("queued")
		r.press('q')
		r.wait(300 * time.Millisecond)
		r.press('y')
		if err := <-r.ended; err != nil {
			t.Error(err)
		}
		time.Sleep(24 * time.Hour)
		if r.posts() != 1 {
			t.Errorf("%d commands were sent", r.posts())
		}
	})
}
