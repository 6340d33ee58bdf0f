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

	"tolokadash/internal/fleet"
	"tolokadash/internal/runner"
	"tolokadash/tolokaapi"
	"tolokadash/tolokaapi/simulator"
	"tolokadash/ui"
)

// watched keeps what the screen last looked like.
type watched struct {
	*ui.Model
	mu   *sync.Mutex
	last *string
	seen *[]string // every different screen; nil: none is drawn before somebody looks

	copied *[]string // to the clipboard

	observe func() // looks at what an update changed
}

func (w watched) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if fmt.Sprintf("%T", msg) == "tea.setClipboardMsg" {
		*w.copied = append(*w.copied, fmt.Sprint(msg))
	}
	_, cmd := w.Model.Update(msg)
	w.observe()
	return w, cmd
}

func (w watched) View() tea.View {
	if w.seen == nil {
		return tea.View{}
	}
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
	wire  *traffic
	fleet *fleet.Fleet // to be looked at while the program waits
	model *ui.Model
	p     *tea.Program
	w     watched
	ended chan error
}

// start runs the program inside a bubble and keeps every screen.
func start(t *testing.T, options ...simulator.Option) *run {
	t.Helper()
	return begin(t, &[]string{}, options...)
}

// startUnseen runs the program inside a bubble. Its screen is drawn only when
// the test looks, which makes long runs quick.
func startUnseen(t *testing.T, options ...simulator.Option) *run {
	t.Helper()
	return begin(t, nil, options...)
}

func begin(t *testing.T, seen *[]string, options ...simulator.Option) *run {
	t.Helper()
	return beginWith(t, seen, nil, options...)
}

// beginWith runs the program with a client that some options are changed of.
// They are made from the transport that leads to the simulator.
func beginWith(t *testing.T, seen *[]string, change func(http.RoundTripper) []tolokaapi.Option, options ...simulator.Option) *run {
	t.Helper()
	sim, err := simulator.New(append([]simulator.Option{simulator.WithPools(30), simulator.WithOperationTime(6*time.Second, 0)}, options...)...)
	if err != nil {
		t.Fatal(err)
	}
	return beginOn(t, sim, 1, seen, change)
}

// beginOn runs the program in front of a simulator that others may use too. Each
// has a seed of its own, or they would ask at the same moments.
func beginOn(t *testing.T, sim *simulator.Simulator, seed uint64, seen *[]string, change func(http.RoundTripper) []tolokaapi.Option) *run {
	t.Helper()
	return beginRecorded(t, sim, seed, seen, change, nil)
}

// beginRecorded is beginOn with a journal.
func beginRecorded(t *testing.T, sim *simulator.Simulator, seed uint64, seen *[]string, change func(http.RoundTripper) []tolokaapi.Option, recorder *runner.Recorder) *run {
	t.Helper()
	wire := newTraffic(sim.RoundTripper())
	opts := []tolokaapi.Option{tolokaapi.WithBaseURL("http://localhost"), tolokaapi.WithToken("x"), tolokaapi.WithTransport(wire)}
	if change != nil {
		opts = append(opts, change(wire)...)
	}
	client, err := tolokaapi.New(opts...)
	if err != nil {
		t.Fatal(err)
	}
	r := &run{t: t, sim: sim, wire: wire, ended: make(chan error, 1), fleet: fleet.New(fleet.Config{}, rand.New(rand.NewPCG(seed, 2)))}
	r.model = ui.New(ui.Options{
		Context: t.Context(), Carry: recorder.Carry(runner.New(client, 0).Do), Location: time.UTC,
		Fleet:       r.fleet,
		Recorder:    recorder,
		Environment: ui.Environment{Name: "DEMO", Kind: ui.Demo, Currency: "USD", Host: "the simulator"},
	})
	r.w = watched{r.model, &sync.Mutex{}, new(string), seen, &[]string{}, func() { recorder.Observe(r.fleet) }}
	r.p = tea.NewProgram(r.w, tea.WithContext(t.Context()), tea.WithInput(nil), tea.WithOutput(&bytes.Buffer{}), tea.WithoutRenderer(), tea.WithFPS(1), // nothing is drawn by it
		tea.WithWindowSize(120, 30), tea.WithColorProfile(colorprofile.ASCII), tea.WithoutSignalHandler())
	t.Cleanup(func() { // also after a failure
		r.p.Kill()
		time.Sleep(time.Hour)
	})
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
	if strings.Contains(r.screen(), "Quit now?") { // a command is not over
		r.wait(time.Second)
		r.press('y')
	}
	select {
	case err := <-r.ended:
		if err != nil {
			r.t.Errorf("the program ended with %v", err)
		}
	case <-time.After(time.Hour):
		r.t.Fatalf("q does not end it:\n%s", r.screen())
	}
	time.Sleep(time.Hour)
}

func (r *run) press(keys ...rune) {
	for _, k := range keys {
		key := tea.KeyPressMsg{Code: k}
		if k >= ' ' { // not enter, not esc
			key.Text = string(k)
		}
		r.p.Send(key)
		synctest.Wait()
	}
}

// sayYes confirms what is asked about one pool.
func (r *run) sayYes() {
	r.t.Helper()
	if strings.Contains(r.screen(), "Type 1 to") {
		r.press('1', tea.KeyEnter)
		return
	}
	r.press('y')
}

func (r *run) wait(d time.Duration) {
	time.Sleep(d)
	synctest.Wait()
}

func (r *run) screen() string {
	r.w.mu.Lock()
	defer r.w.mu.Unlock()
	if r.w.seen == nil {
		return ansi.Strip(r.model.View().Content)
	}
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

// row is the line of the first operation that closes a pool.
func (r *run) row(id string) string {
	r.t.Helper()
	return r.rowOf(command{verb: tolokaapi.VerbClose}, id)
}

// closeFirst closes the first open pool by c and y and returns its id.
func (r *run) closeFirst() string {
	r.t.Helper()
	id := r.sim.PoolIDs("OPEN")[0]
	r.press('c')
	r.wait(time.Second)
	r.sees("Close 1 pool on DEMO?")
	r.press('y')
	r.wait(300 * time.Millisecond)
	return id
}

// posts is how many commands reached the simulator.
// isCommand reports whether a request asks for a change.
func isCommand(q simulator.Record) bool {
	return q.Method == http.MethodPost && strings.HasPrefix(q.Path, "/api/v1/")
}

func (r *run) posts() int { return r.sim.Count(http.MethodPost, "/api/v1/pools/") }

func inject(t *testing.T, sim *simulator.Simulator, f simulator.Fault) {
	t.Helper()
	f.Method, f.Path, f.Count = http.MethodPost, "/pools/*/close", 1
	if err := sim.Inject(f); err != nil {
		t.Fatal(err)
	}
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
