package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/adrg/xdg"

	"tolokadash/tolokaapi/simulator"
)

// A commandScene runs commands in this process, in front of a simulator. Made in a
// bubble of synctest, no time passes but that of the bubble.
type commandScene struct {
	t       *testing.T
	sim     *simulator.Simulator
	process process
	signals chan os.Signal
	exited  chan int
	state   string // folder
	stdout  io.Writer
}

// newCommandScene is a scene with an empty home.
func newCommandScene(t *testing.T, options ...simulator.Option) *commandScene {
	t.Helper()
	s := &commandScene{t: t, signals: make(chan os.Signal, 2), exited: make(chan int, 1), state: t.TempDir()}
	var err error
	if s.sim, err = simulator.New(append([]simulator.Option{simulator.WithPools(400), simulator.WithOperationTime(3*time.Second, 0)}, options...)...); err != nil {
		t.Fatal(err)
	}
	s.process = process{
		stdin:     strings.NewReader(""),
		terminal:  func(any) bool { return false },
		width:     func() int { return 80 },
		signals:   func() (<-chan os.Signal, func()) { return s.signals, func() {} },
		exit:      func(code int) { s.exited <- code },
		discard:   func() {},
		transport: s.sim.RoundTripper(),
	}
	return s
}

// setHome gives commands an empty home. It is called outside of bubbles.
func setHome(t *testing.T) string {
	t.Helper()
	home := t.TempDir()
	t.Cleanup(xdg.Reload) // after the variables are what they were
	for name, value := range map[string]string{
		"HOME": home, "XDG_CONFIG_HOME": home + "/config", "XDG_STATE_HOME": home + "/state", "TOLOKA_TOKEN": "x", "LC_ALL": "C.UTF-8",
		"TOLOKADASH_PROFILE": "", "TOLOKADASH_CONFIG": "", "ACCESSIBLE": "", "TERM": "xterm", "TZ": "UTC",
	} {
		t.Setenv(name, value)
	}
	xdg.Reload() // it reads the environment once
	return home
}

// outcome is what a command ended with.
type outcome struct {
	code           int
	stdout, stderr string
	sent           int // POSTs
}

// run runs a command on the simulator.
func (s *commandScene) run(args ...string) outcome {
	s.t.Helper()
	before := s.sim.Count("POST", "/api/v1/")
	var out, errs lockedBuffer
	var stdout io.Writer = &out
	if s.stdout != nil {
		stdout = s.stdout
	}
	full := append(append([]string{}, args...), "--api-url", "http://localhost")
	code := run(context.WithoutCancel(s.t.Context()), s.process, full, stdout, &errs)
	return outcome{code, out.String(), errs.String(), s.sim.Count("POST", "/api/v1/") - before}
}

// lockedBuffer is written by several goroutines.
type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (b *lockedBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.Write(p)
}

func (b *lockedBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.String()
}

// documents are lines of JSON.
func documents(t *testing.T, text string) (all []map[string]any) {
	t.Helper()
	for line := range strings.Lines(text) {
		var d map[string]any
		if err := json.Unmarshal([]byte(line), &d); err != nil {
			t.Fatalf("%v: %s", err, line)
		}
		all = append(all, d)
	}
	return all
}

// interrupt is what ctrl+c sends.
var interrupt os.Signal = os.Interrupt

// tail is the end of a long text.
func tail(s string) string { return s[max(0, len(s)-600):] }
