//go:build unix

package cli

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"tolokadash/tolokaapi/simulator"
)

// A typedAhead is what no hand types: the key that opens a confirmation with the
// answer behind it, a paste that ends early, a flood.
type typedAhead struct {
	name, before, keys string
	asks               string // "": a flood, of which nothing is taken in
}

const closing, cloning = "Close pool", "Clone pool"

func TestTerminal_KeysTypedAhead(t *testing.T) {
	t.Parallel()
	typeAheadAll(t, []typedAhead{
		{"yes behind the question", "", "c" + strings.Repeat("y", 100), closing},
		{"other keys between", "", "c" + strings.Repeat("j", 300) + "y", closing},
		{"tab and enter", "", "c\t\r\t\r", closing},
		{"a clone and 1,000 yes", "", "N" + strings.Repeat("y", 1000), cloning},
	})
}

func TestTerminal_PastesAndFloods(t *testing.T) {
	t.Parallel()
	typeAheadAll(t, []typedAhead{
		{"yes behind a paste", "c", "\x1b[200~text \x1b[201~y", closing},
		{"enter behind a paste", "c", "\x1b[200~text \x1b[201~\r", closing},
		{"a paste and commands behind", "", "\x1b[200~text \x1b[201~cyqxN\r", ""},
		{"a clone and 3,000 yes", "", "N" + strings.Repeat("y", 3000), ""},
		{"100 kB of text without a mark", "", "c" + strings.Repeat("jy\tq", 25_000), ""},
	})
}

// typeAheadAll types into the real program, one case after the other. The server counts the
// commands. Keys come one after the other, so all of them have been taken in once a no has
// closed the dialog and help has opened.
func typeAheadAll(t *testing.T, cases []typedAhead) {
	t.Helper()
	url, posts := counted(t)
	x := dashboard(t, url)
	x.shows(`▸  \d+ .*OPEN`)
	for _, c := range cases {
		x.typeAhead(c)
		if n := posts.Load(); n != 0 {
			t.Fatalf("%s: %d commands were sent:\n%s", c.name, n, x.text())
		}
	}
	x.pressUntil("c", func() bool { return strings.Contains(x.text(), closing) })
	x.answer(closing, "y")
	x.until("the command is sent", func() bool { return posts.Load() > 0 })
	if code := x.quit(); code != 0 || posts.Load() != 1 {
		t.Errorf("it ended with %d after %d commands", code, posts.Load())
	}
}

// typeAhead types what a case has and returns once all of it has been taken in.
func (x *terminal) typeAhead(c typedAhead) {
	x.t.Helper()
	if c.before != "" {
		x.pressUntil(c.before, func() bool { return strings.Contains(x.text(), c.asks) })
		x.pressUntil("\t", func() bool { return strings.Contains(x.text(), "▸ Yes, close") }) // it is armed
	}
	x.press(c.keys)
	if c.asks != "" {
		x.shows(c.asks)
	}
	x.pressUntil("n", func() bool { return c.asks == "" || !strings.Contains(x.text(), c.asks) })
	x.pressUntil("?", func() bool { return strings.Contains(x.text(), "─ Keys ─") })
	x.pressUntil("?", func() bool { return !strings.Contains(x.text(), "─ Keys ─") })
}

// counted is a server that counts the commands sent to it.
func counted(t *testing.T) (url string, posts *atomic.Int64) {
	t.Helper()
	sim, err := simulator.New(simulator.WithOperationTime(time.Second, 0))
	if err != nil {
		t.Fatal(err)
	}
	posts = new(atomic.Int64)
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPost {
			posts.Add(1)
		}
		sim.ServeHTTP(w, r)
	}))
	t.Cleanup(s.Close)
	return s.URL, posts
}

// pressUntil presses a key until something is so. Where keys are dropped, a key puts that
// off, so each is followed by a pause, which is longer each time: ticks are late on a busy
// machine.
func (x *terminal) pressUntil(key string, so func() bool) {
	x.t.Helper()
	x.press(key)
	for pause := 400 * time.Millisecond; !x.within(pause, so); pause = min(2*pause, 5*time.Second) {
		if x.gone() {
			x.t.Fatalf("the program ended:\n%s", x.text())
		}
		x.press(key)
	}
}

// gone reports whether the program has ended.
func (x *terminal) gone() bool {
	select {
	case <-x.ended:
		return true
	default:
		return false
	}
}
