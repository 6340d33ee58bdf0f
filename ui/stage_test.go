package ui

import (
	"context"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
	"go.uber.org/goleak"

	"tolokadash/internal/fleet"
	"tolokadash/tolokaapi"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// A toloka answers what the screen asks, as a test tells it to.
type toloka struct {
	pools      []tolokaapi.Pool
	projects   []tolokaapi.Project
	operations []tolokaapi.Operation                          // newest first
	submit     func(fleet.Request) (tolokaapi.Outcome, error) // default: 204
	err        error                                          // of every answer but to commands
	latency    time.Duration                                  // of commands
	carry      func(fleet.Request) (fleet.Response, bool)     // asked first
	sent       []fleet.Request
}

// do is what Options.Carry wants.
func (w *toloka) do(_ context.Context, r fleet.Request) fleet.Response {
	w.sent = append(w.sent, r)
	a := fleet.Response{Request: r, Sent: wall()}
	if w.carry != nil {
		if answer, ok := w.carry(r); ok {
			answer.Request, answer.Sent, answer.Received = r, a.Sent, wall()
			return answer
		}
	}
	switch r.Kind {
	case fleet.Submit:
		time.Sleep(w.latency)
		a.Outcome.Unchanged = true
		if w.submit != nil {
			a.Outcome, a.Err = w.submit(r)
		}
	case fleet.ListPools:
		a.Pools.Query = r.Query
		for _, p := range w.pools {
			if string(p.Status) == r.Query.Status && len(a.Pools.Items) < r.Query.Limit &&
				(r.Query.ID.LT == "" || tolokaapi.CompareIDs(p.Ref.ID, r.Query.ID.LT) < 0) {
				a.Pools.Items = append(a.Pools.Items, p)
			}
		}
		a.Pools.HasMore = len(a.Pools.Items) == r.Query.Limit
	case fleet.GetPool:
		a.Err = &tolokaapi.Error{Status: 404, Code: "DOES_NOT_EXIST"}
		for _, p := range w.pools {
			if p.Ref == r.On {
				a.Pool, a.Err = p, nil
			}
		}
	case fleet.ListOperations:
		for _, op := range w.operations {
			if op.Type == r.Query.Type && (r.Query.Status == "" || r.Query.Status == string(op.Status)) {
				a.Operations.Items = append(a.Operations.Items, op)
			}
		}
	case fleet.GetOperation:
		a.Err = &tolokaapi.Error{Status: 404, Code: "DOES_NOT_EXIST"}
	case fleet.ListProjects:
		a.Projects.Items = w.projects
	case fleet.GetRequester:
		a.Requester = tolokaapi.Requester{ID: "r", Name: "Acme Data", Balance: "1204.5"}
	}
	if w.err != nil && r.Kind != fleet.Submit {
		a.Err = w.err
	}
	a.Received = wall()
	a.Server = a.Received.Truncate(time.Second)
	return a
}

func wall() time.Time { return time.Now().Round(0) }

// count is how many requests of a kind were made.
func (w *toloka) count(k fleet.Kind) int {
	n := 0
	for _, r := range w.sent {
		if r.Kind == k {
			n++
		}
	}
	return n
}

// A stage runs a Model as a program would, one message after the other, inside
// a bubble where time stands still until the test lets it pass.
type stage struct {
	t     *testing.T
	m     *Model
	w     *toloka
	inbox chan tea.Msg
	quit  bool
	other []tea.Msg // what only the runtime understands, such as a clipboard's
}

// newStage opens the screen at a size and lets what is due at once happen.
func newStage(t *testing.T, w *toloka, o Options, width, height int) *stage {
	t.Helper()
	time.Sleep(time.Until(time.Date(2000, 3, 11, 14, 2, 11, 0, time.UTC))) // the fake clock begins with the year
	o.Carry = w.do
	if o.Fleet == nil {
		o.Fleet = fleet.New(fleet.Config{ReadOnly: o.ReadOnly}, rand.New(rand.NewPCG(1, 2)))
	}
	if o.Environment.Name == "" {
		o.Environment = Environment{Name: "SANDBOX", Kind: Sandbox, Currency: "USD", Host: "sandbox.toloka.dev"}
	}
	o.Location = time.UTC
	s := &stage{t: t, w: w, inbox: make(chan tea.Msg, 100_000)}
	s.m = New(o)
	s.run(s.m.Init())
	s.send(tea.WindowSizeMsg{Width: width, Height: height})
	t.Cleanup(func() { time.Sleep(48 * time.Hour) }) // every tick rings into the inbox
	return s
}

// send lets the screen take in messages, and all that follows at once.
func (s *stage) send(msgs ...tea.Msg) {
	s.t.Helper()
	for _, msg := range msgs {
		s.take(msg)
	}
	s.drain()
}

// press sends keys by their names.
func (s *stage) press(keys ...string) {
	s.t.Helper()
	for _, k := range keys {
		s.send(keyPress(k))
	}
}

// settle lets keys count again after a dialog.
func (s *stage) settle() { s.wait(300 * time.Millisecond) }

// wait lets time pass.
func (s *stage) wait(d time.Duration) {
	s.t.Helper()
	over := time.After(d)
	for {
		select {
		case msg := <-s.inbox:
			s.take(msg)
		case <-over:
			synctest.Wait() // others may ring at the same moment
			s.drain()
			return
		}
	}
}

func (s *stage) take(msg tea.Msg) {
	switch msg := msg.(type) {
	case nil:
	case tea.BatchMsg:
		for _, cmd := range msg {
			s.run(cmd)
		}
	case tea.QuitMsg:
		s.quit = true
	default:
		if _, ours := msg.(interface{ String() string }); !ours && !known(msg) {
			s.other = append(s.other, msg)
			return
		}
		_, cmd := s.m.Update(msg)
		s.run(cmd)
	}
}

// known reports whether a message is one the screen takes in.
func known(msg tea.Msg) bool {
	switch msg.(type) {
	case tea.WindowSizeMsg, tea.PasteMsg, tea.BackgroundColorMsg, tea.ResumeMsg, respondedMsg, alarmRangMsg, secondPassedMsg,
		dialogArmedMsg, earsOpenedMsg, statusExpiredMsg, patienceEndedMsg, browserOpenedMsg:
		return true
	}
	return false
}

// run starts a command. One that takes no time is over when run returns.
func (s *stage) run(cmd tea.Cmd) {
	if cmd == nil {
		return
	}
	go func() { s.inbox <- cmd() }()
	synctest.Wait()
}

func (s *stage) drain() {
	for {
		select {
		case msg := <-s.inbox:
			s.take(msg)
		default:
			return
		}
	}
}

// screen is what is drawn, without colours.
func (s *stage) screen() string { return ansi.Strip(s.m.View().Content) }

// sees fails unless the screen holds a text.
func (s *stage) sees(text string) {
	s.t.Helper()
	if !strings.Contains(s.screen(), text) {
		s.t.Errorf("the screen does not say %q:\n%s", text, s.screen())
	}
}

// seesNot fails if the screen holds a text.
func (s *stage) seesNot(text string) {
	s.t.Helper()
	if strings.Contains(s.screen(), text) {
		s.t.Errorf("the screen says %q:\n%s", text, s.screen())
	}
}

// line is the first line that holds a text.
func (s *stage) line(text string) string {
	s.t.Helper()
	for l := range strings.Lines(s.screen()) {
		if strings.Contains(l, text) {
			return l
		}
	}
	s.t.Fatalf("no line says %q:\n%s", text, s.screen())
	return ""
}

// keyPress is the press of a key by its name, as in "ctrl+c", "esc", "y".
func keyPress(name string) tea.KeyPressMsg {
	special := map[string]rune{
		"enter": tea.KeyEnter, "esc": tea.KeyEscape, "tab": tea.KeyTab, "space": tea.KeySpace, "up": tea.KeyUp, "down": tea.KeyDown,
		"left": tea.KeyLeft, "right": tea.KeyRight, "backspace": tea.KeyBackspace, "pgdown": tea.KeyPgDown, "pgup": tea.KeyPgUp,
		"home": tea.KeyHome, "end": tea.KeyEnd, "delete": tea.KeyDelete,
	}
	var k tea.Key
	rest := name
	for {
		if after, ok := strings.CutPrefix(rest, "ctrl+"); ok {
			k.Mod |= tea.ModCtrl
			rest = after
			continue
		}
		if after, ok := strings.CutPrefix(rest, "shift+"); ok {
			k.Mod |= tea.ModShift
			rest = after
			continue
		}
		break
	}
	if code, ok := special[rest]; ok {
		k.Code = code
		if rest == "space" && k.Mod == 0 {
			k.Text = " "
		}
		return tea.KeyPressMsg(k)
	}
	r := []rune(rest)
	k.Code = r[0]
	if k.Mod == 0 {
		k.Text = rest
	}
	return tea.KeyPressMsg(k)
}

func date(text string) tolokaapi.Date { return tolokaapi.ParseDate(text) }

// somePools is a small account with names of every sort.
func somePools() []tolokaapi.Pool {
	pools := []tolokaapi.Pool{
		{Name: "Cats or dogs, batch 8", ProjectID: "7", Status: tolokaapi.Open, Reward: "0.02", LastStarted: date("2000-03-11T09:15:00")},
		{Name: "Cats or dogs, batch 7", ProjectID: "7", Status: tolokaapi.Open, Reward: "0.02", LastStarted: date("2000-03-11T09:12:00")},
		{Name: "Transcripts of audio recordings, week 10, with the corrected sound files", ProjectID: "8", Status: tolokaapi.Open, Reward: "0.07", LastStarted: date("2000-03-10T07:41:00")},
		{Name: "Side-by-side voices", ProjectID: "8", Status: tolokaapi.Locked, Reward: "0.05", LastStarted: date("2000-03-02T16:45:00")},
		{Name: "Отзывы о ресторанах, пул 3", ProjectID: "9", Status: tolokaapi.Closed, Reward: "0.05", LastStarted: date("1999-12-09T18:20:00")},
		{Name: "商品画像の分類 第2回 商品画像の分類 第2回", ProjectID: "7", Status: tolokaapi.Closed, Reward: "0.03", LastStarted: date("2000-22-08T11:02:00")},
		{Name: "Families 👨\u200d👩\u200d👧 1\ufe0f\u20e3 👍🏽 ❤\ufe0f น\u0e33 स\u094d\u0924\u0947", ProjectID: "7", Status: tolokaapi.Closed, Reward: "7"},
	}
	for i := range pools {
		pools[i].Ref = tolokaapi.PoolRef(strconv.Itoa(32267700 - i))
	}
	return pools
}

// manyPools is n open pools, newest first.
func manyPools(n int) []tolokaapi.Pool {
	pools := make([]tolokaapi.Pool, n)
	for i := range pools {
		pools[i] = tolokaapi.Pool{
			Ref: tolokaapi.PoolRef(strconv.Itoa(40000000 - i)), Name: "Street signs, crop " + strconv.Itoa(n-i), ProjectID: "7",
			Status: tolokaapi.Open, Reward: "0.03", LastStarted: date("2000-03-01T10:00:00"),
		}
	}
	return pools
}

func newToloka(pools []tolokaapi.Pool) *toloka {
	return &toloka{pools: pools, projects: []tolokaapi.Project{
		{ID: "7", Name: "Image labels"}, {ID: "8", Name: "Audio"}, {ID: "9", Name: "Тексты"},
	}}
}

// operation is one about a pool, submitted now.
func operation(verb tolokaapi.Verb, on tolokaapi.Ref, status tolokaapi.OperationStatus, percent int) tolokaapi.Operation {
	now := tolokaapi.DateOf(wall())
	op := tolokaapi.Operation{
		ID: tolokaapi.OperationID("op-" + string(verb) + "-" + on.ID), Type: verb.Type(on.Subject), Status: status, Target: on,
		Submitted: now, Started: now, Progress: tolokaapi.Progress{Known: percent >= 0, Percent: percent},
	}
	if status.Terminal() {
		op.Finished = now
	}
	return op
}

// accepts makes toloka start an operation for every command, as status and
// percent say; a later change shows in the next list.
func (w *toloka) accepts(status tolokaapi.OperationStatus, percent int) {
	w.submit = func(r fleet.Request) (tolokaapi.Outcome, error) {
		op := operation(r.Verb, r.On, status, percent)
		w.operations = slices.Insert(w.operations, 0, op)
		return tolokaapi.Outcome{Operation: op}, nil
	}
}

// becomes changes the operation about a pool as the next answers show it.
func (w *toloka) becomes(id string, status tolokaapi.OperationStatus, percent int) {
	for i, op := range w.operations {
		if op.Target.ID != id {
			continue
		}
		op.Status, op.Progress = status, tolokaapi.Progress{Known: percent >= 0, Percent: percent}
		if status.Terminal() {
			op.Finished = tolokaapi.DateOf(wall())
		}
		w.operations[i] = op
	}
}
