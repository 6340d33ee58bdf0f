//go:build unix

package cli

import (
	"net"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"time"

	"tolokadash/tolokaapi/simulator"
)

// An operationFault is one fault and what is on the screen of an operation meanwhile and
// in the end.
type operationFault struct {
	name      string
	fault     simulator.Fault
	meanwhile string
	want      string
	posts     int
}

// The operations below are followed over a real connection, each on a pool of its own and
// with one fault. Those that are sent again 25 seconds later are followed where time is not
// waited for: in TestFaults_Command of package ui and in TestLostReply of package fleet. A
// refused token is in TestRefusedToken_StopsTheBatch.

func TestOperation_Accepted(t *testing.T) {
	t.Parallel()
	followOperations(t, []operationFault{
		{"that fails", simulator.Fault{Kind: simulator.Failing}, ``, `FAIL\s.*\d+ %`, 1},
		{"without progress", simulator.Fault{Kind: simulator.NoProgress}, ``, `SUCCESS\s+\d+ s`, 1},
		{"that is over at once", simulator.Fault{Kind: simulator.Instant}, ``, `SUCCESS`, 1},
		{"while operations are 503", simulator.Fault{Kind: simulator.Status, Status: 503, Path: "/operations", Count: 2}, ``, `SUCCESS`, 1},
	})
}

func TestOperation_ReplyLost(t *testing.T) {
	t.Parallel()
	followOperations(t, []operationFault{
		{"whose reply is lost", once(simulator.Fault{Kind: simulator.ResetAfter}), `looking`, `SUCCESS`, 1},
		{"whose reply is cut short", once(simulator.Fault{Kind: simulator.Truncated}), `looking`, `SUCCESS`, 1},
		{"whose reply breaks off", once(simulator.Fault{Kind: simulator.Cut}), `looking`, `SUCCESS`, 1},
		{"whose reply does not come in time", once(simulator.Fault{Kind: simulator.HangAfter}), `looking`, `SUCCESS`, 1},
	})
}

func TestOperation_NotAcceptedAtOnce(t *testing.T) {
	t.Parallel()
	followOperations(t, []operationFault{
		{"over quota", once(simulator.Fault{Kind: simulator.Status, Status: 429, RetryAfter: "3"}), `queued .*again in`, `SUCCESS`, 2},
		{"with nothing to do", once(simulator.Fault{Kind: simulator.Empty, Status: 204}), ``, `already`, 1},
		{"that is refused", once(simulator.Fault{Kind: simulator.Status, Status: 400}), ``, `rejected`, 1},
		{"on a pool that is held", once(simulator.Fault{Kind: simulator.Status, Status: 409, Code: "POOL_LOCKED_BY_ANOTHER_OPERATION"}), ``, `rejected`, 1},
	})
}

// followOperations closes a pool for each fault, one after the other in one program.
func followOperations(t *testing.T, cases []operationFault) {
	t.Helper()
	sim, url := served(t, simulator.WithOperationTime(time.Second, 0))
	x := dashboard(t, url, "--config", shortTimeout(t))
	ended, posts := map[string]int{}, 0
	for i, tc := range cases {
		t.Log("an operation ", tc.name)
		if i > 0 {
			x.nextPool()
		}
		if err := sim.Inject(tc.fault); err != nil {
			t.Fatal(err)
		}
		if tc.meanwhile != "" {
			holdLookUps(t, sim)
		}
		x.confirmClose()
		if tc.meanwhile != "" {
			x.shows(tc.meanwhile)
			sim.Clear()
		}
		kind := strings.Fields(strings.ReplaceAll(tc.want, `\`, " "))[0]
		ended[kind]++
		x.shows(`(?s)` + strings.Repeat(kind+`.*`, ended[kind]-1) + `(?-s:` + tc.want + `)`)
		sim.Clear()
		posts += tc.posts
		requirePosts(t, sim, posts)
	}
	x.quit()
}

// underCursor is the pool under the cursor, as the screen shows it.
var underCursor = regexp.MustCompile(`▸ +(\d+) `)

// nextPool puts the cursor on the next pool.
func (x *terminal) nextPool() {
	x.t.Helper()
	before := lastOf(underCursor, x.text())
	x.pressUntil("j", func() bool {
		now := lastOf(underCursor, x.text())
		return now != "" && now != before
	})
}

// once is a fault that hits one command.
func once(f simulator.Fault) simulator.Fault {
	f.Method, f.Count = "POST", 1
	return f
}

// holdLookUps keeps every look-up from finding anything out, until the faults are
// cleared: else one may be over before the screen is drawn.
func holdLookUps(t *testing.T, sim *simulator.Simulator) {
	t.Helper()
	if err := sim.Inject(simulator.Fault{Kind: simulator.Status, Status: 503, Method: "GET", Path: "/operations"}); err != nil {
		t.Fatal(err)
	}
}

// requirePosts fails unless so many commands reached the server.
func requirePosts(t *testing.T, sim *simulator.Simulator, want int) {
	t.Helper()
	if n := sim.Count("POST", "/api/v1/"); n != want {
		t.Errorf("%d POSTs, want %d", n, want)
	}
}

// TestLostClone_OverARealConnection loses the reply to a clone after it took effect: a
// second one would be a second pool.
func TestLostClone_OverARealConnection(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		kind simulator.Kind
		want string
	}{
		"it took effect": {simulator.ResetAfter, `clone .*SUCCESS`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			sim, url := served(t, simulator.WithOperationTime(time.Second, 0))
			x := dashboard(t, url)
			if err := sim.Inject(once(simulator.Fault{Kind: tc.kind})); err != nil {
				t.Fatal(err)
			}
			holdLookUps(t, sim)
			x.sayYes("N", "Clone 1 pool")
			x.shows(`clone .*looking`)
			sim.Clear()
			x.shows(tc.want)
			requirePosts(t, sim, 1)
			x.quit()
		})
	}
}

// TestRefusedToken_StopsTheBatch sends one command at a time,
// so that the rest still waits when the first is refused.
func TestRefusedToken_StopsTheBatch(t *testing.T) {
	t.Parallel()
	for name, refusal := range map[string]simulator.Fault{
		"401":                 {Kind: simulator.Status, Status: 401},
		"403 about the token": {Kind: simulator.Status, Status: 403, Code: "AUTHENTICATION_ERROR"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			sim, url := served(t)
			x := dashboard(t, url, "--config", write(t, "single.toml", "[limits]\nin_flight = 1\n"))
			if err := sim.Inject(once(refusal)); err != nil {
				t.Fatal(err)
			}
			x.press(" j j ")
			x.confirm("Close 3 pools")
			x.shows(`(?s)close .*rejected.*not sent.*not sent`)
			requirePosts(t, sim, 1)
			x.quit()
		})
	}
}

// TestOperation_SentOnceTheServerIsBack confirms while nothing
// listens, and presses no key when something does again.
func TestOperation_SentOnceTheServerIsBack(t *testing.T) {
	t.Parallel()
	for verb, key := range map[string]string{"close": "c", "clone": "N"} {
		t.Run(verb, func(t *testing.T) {
			t.Parallel()
			sim, err := simulator.New(simulator.WithOperationTime(time.Second, 0))
			if err != nil {
				t.Fatal(err)
			}
			url, stop := servedAt(t, sim, reserved()+":0")
			x := dashboard(t, url)
			stop()
			x.sayYes(key, "(?i)"+verb+" 1 pool")
			x.shows(`(?s)connection refused.*` + verb + ` .*queued +again in`)
			requirePosts(t, sim, 0)
			servedAt(t, sim, strings.TrimPrefix(url, "http://"))
			x.shows(verb + ` .*SUCCESS`)
			x.shows(`● live`)
			requirePosts(t, sim, 1)
			x.quit()
		})
	}
}

// servedAt serves a simulator at an address, until it is stopped or the test
// ends.
func servedAt(t *testing.T, sim *simulator.Simulator, addr string) (url string, stop func()) {
	t.Helper()
	l, err := new(net.ListenConfig).Listen(t.Context(), "tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	s := httptest.NewUnstartedServer(sim)
	_ = s.Listener.Close()
	s.Listener = l
	s.Start()
	t.Cleanup(s.Close)
	return s.URL, s.Close
}
