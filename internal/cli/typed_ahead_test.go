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

// TestTerminal_KeysTypedAhead types into the real program what no hand types: the
// key that opens a confirmation with the answer behind it, a paste that ends
// early, a flood. The server counts the commands. Keys come one after the other,
// so all of them have been taken in once a no has closed the dialog and help
// has opened.
func TestTerminal_KeysTypedAhead(t *testing.T) {
	t.Parallel()
	const closing, cloning = "Close pool", "Clone pool"
	for name, c := range map[string]struct {
		before, keys string
		asks         string // "": a flood, of which nothing is taken in
		key, title   string
	}{
		"yes behind the question":       {"", "c" + strings.Repeat("y", 100), closing, "c", closing},
		"other keys between":            {"", "c" + strings.Repeat("j", 300) + "y", closing, "c", closing},
		"tab and enter":                 {"", "c\t\r\t\r", closing, "c", closing},
		"a clone and 1,000 yes":         {"", "N" + strings.Repeat("y", 1000), cloning, "N", cloning},
		"a clone and 3,000 yes":         {"", "N" + strings.Repeat("y", 3000), "", "N", cloning},
		"yes behind a paste":            {"c", "\x1b[200~text \x1b[201~y", closing, "c", closing},
		"enter behind a paste":          {"c", "\x1b[200~text \x1b[201~\r", closing, "c", closing},
		"a paste and commands behind":   {"", "\x1b[200~text \x1b[201~cyqxN\r", "", "c", closing},
		"100 kB of text without a mark": {"", "c" + strings.Repeat("jy\tq", 25_000), "", "c", closing},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			url, posts := counted(t)
			x := dashboard(t, url)
			x.shows(`▸  \d+ .*OPEN`)
			if c.before != "" {
				x.press(c.before)
				x.shows(c.asks)
				x.pressUntil("\t", func() bool { return strings.Contains(x.text(), "▸ Yes, close") }) // it is armed
			}
			x.press(c.keys)
			if c.asks != "" {
				x.shows(c.asks)
			}
			x.pressUntil("n", func() bool { return c.asks == "" || !strings.Contains(x.text(), c.asks) })
			x.pressUntil("?", func() bool { return strings.Contains(x.text(), "─ Keys ─") })
			x.pressUntil("?", func() bool { return !strings.Contains(x.text(), "─ Keys ─") })
			if n := posts.Load(); n != 0 {
				t.Errorf("%d commands were sent:\n%s", n, x.text())
			}
			x.pressUntil(c.key, func() bool { return strings.Contains(x.text(), c.title) })
			x.pressUntil("y", func() bool { return posts.Load() > 0 })
			if code := x.quit(); code != 0 || posts.Load() != 1 {
				t.Errorf("it ended with %d after %d commands", code, posts.Load())
			}
		})
	}
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

// pressUntil presses a key until something is so. Where keys are dropped, a key puts
// that off, so each is followed by a pause.
func (x *terminal) pressUntil(key string, so func() bool) {
	x.t.Helper()
	for {
		x.press(key)
		for end := time.After(time.Second); ; {
			if so() {
				return
			}
			select {
			case <-x.wrote:
				continue
			case <-time.After(20 * time.Millisecond):
				continue
			case <-end:
			case <-x.ended:
				x.t.Fatalf("the program ended:\n%s", x.text())
			case <-x.alarm:
				x.t.Fatalf("%s does nothing:\n%s", key, x.text())
			}
			break
		}
	}
}
