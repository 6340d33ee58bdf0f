package ui

import (
	"math/rand/v2"
	"runtime/debug"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
	"go.uber.org/goleak"

	"tolokadash/internal/fleet"
	"tolokadash/keymap"
	"tolokadash/ui/timer"
)

func TestMain(m *testing.M) {
	debug.SetGCPercent(400) // tests leave much garbage and hold little
	goleak.VerifyTestMain(m)
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

// sayYes confirms what is asked, with the count where that is typed.
func (s *stage) sayYes() {
	s.t.Helper()
	if !s.m.confirm.Typed() {
		s.press("y")
		return
	}
	s.press(strings.Split(strconv.Itoa(len(s.m.confirm.Targets)), "")...)
	s.press("enter")
}

// resize gives the window another size.
func (s *stage) resize(width, height int) {
	s.t.Helper()
	s.send(tea.WindowSizeMsg{Width: width, Height: height})
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
	case tea.WindowSizeMsg, tea.PasteMsg, tea.BackgroundColorMsg, tea.ResumeMsg, tea.FocusMsg, tea.BlurMsg, respondedMsg, timer.Fired, browserOpenedMsg, textCopiedMsg, earlierReadMsg:
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

// remapped is the keys as somebody changed them.
func remapped(t *testing.T, overrides map[string]string) *keymap.Map {
	t.Helper()
	keys, err := keymap.New(overrides)
	if err != nil {
		t.Fatal(err)
	}
	return keys
}
