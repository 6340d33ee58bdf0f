package cli

import (
	"io"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"tolokadash/tolokaapi/simulator"
)

// The question before a close says what it leaves undone, where that is known within a
// second. What is typed before is taken at once.
func TestAct_AsksWithSuitesInWork(t *testing.T) {
	setHome(t)
	const counted = `\n(No suite is in work|1 suite in work can still be submitted; it is paid if accepted|\d+ suites in work can still be submitted; accepted ones are paid)(; \d+\+? to review)?\nType \S+ and enter`
	for name, tc := range map[string]struct {
		verb  string
		n     int
		typed time.Duration
		fault simulator.Fault
		want  string
		until time.Duration // it is sent
	}{
		"one":             {"close", 1, 5 * time.Second, simulator.Fault{}, counted, 5 * time.Second},
		"ten":             {"close", 10, 5 * time.Second, simulator.Fault{}, counted, 5 * time.Second},
		"eleven":          {"close", 11, 5 * time.Second, simulator.Fault{}, `\nSuites in work are not counted: more than ten pools\nType 11 `, 5 * time.Second},
		"no answer":       {"close", 2, 5 * time.Second, simulator.Fault{Kind: simulator.Hang}, `\nSuites in work: not counted\nType y `, 5 * time.Second},
		"refused":         {"close", 2, 5 * time.Second, simulator.Fault{Kind: simulator.Status, Status: 403}, `\nSuites in work: not counted\nType y `, 5 * time.Second},
		"answered before": {"close", 2, 300 * time.Millisecond, simulator.Fault{Kind: simulator.Hang}, `\nType y `, 300 * time.Millisecond},
		"archive":         {"archive", 1, 5 * time.Second, simulator.Fault{Kind: simulator.Hang}, `\nType 1 `, 5 * time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newCommandScene(t)
				if tc.fault.Kind != "" {
					tc.fault.Path = "/assignments"
					s.inject(tc.fault)
				}
				status := map[string]string{"close": "OPEN", "archive": "CLOSED"}[tc.verb]
				s.process.terminal = func(any) bool { return true }
				in, typed := io.Pipe()
				s.process.stdin = in
				answer := map[bool]string{true: strconv.Itoa(tc.n), false: "y"}[tc.n >= 10 || tc.verb == "archive"]
				time.AfterFunc(tc.typed, func() { _, _ = io.WriteString(typed, answer+"\n") })
				began := time.Now()
				got := s.run(append([]string{tc.verb, "--progress", "plain", "--no-wait"}, s.sim.PoolIDs(status)[:tc.n]...)...)
				if took := time.Since(began); got.code != exitClean || got.sent != tc.n || took > tc.until+200*time.Millisecond {
					t.Errorf("code %d, %d sent, %v", got.code, got.sent, took)
				}
				if !regexp.MustCompile(tc.want).MatchString(got.stderr) || strings.Contains(got.stderr, "uites in work") != strings.Contains(tc.want, "uites in work") && name != "one" {
					t.Errorf("it says\n%s", got.stderr)
				}
			})
		})
	}
}
