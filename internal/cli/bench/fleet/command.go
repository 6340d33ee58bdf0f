package main

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"time"

	"tolokadash/tolokaapi"
)

// measureCommand closes n pools of a fresh account with the program itself, from its
// start to its end, and prints the figures.
func measureCommand(binary string, pools, n int) error {
	ctx, cancel := context.WithTimeout(context.Background(), 3*time.Minute)
	defer cancel()
	server, gone, err := simulate(ctx, binary, pools)
	if err != nil {
		return err
	}
	defer func() {
		cancel()
		gone()
	}()
	p, err := newCounter(server)
	if err != nil {
		return err
	}
	defer p.server.Close()
	home, err := os.MkdirTemp("", "bench-fleet")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(home) }()
	list, err := command(ctx, home, binary, "pools", "--status", "OPEN", "--limit", strconv.Itoa(n), "-o", "ids", "--api-url", server).Output()
	if err != nil {
		return fmt.Errorf("listing: %w", err)
	}
	if found := bytes.Count(list, []byte("\n")); found < n {
		return fmt.Errorf("only %d of %d pools are open", found, n)
	}
	closing := command(ctx, home, binary, "close", "-", "--yes", "--progress", "quiet", "-o", "ids", "--api-url", p.server.URL)
	closing.Stdin = bytes.NewReader(list)
	began := time.Now()
	done, err := closing.Output()
	over := time.Since(began)
	if err != nil {
		return fmt.Errorf("closing: %w", err)
	}
	fmt.Printf("\ntolokadash close - --yes: %d of %d pools closed in %v, first request after %v\n",
		bytes.Count(done, []byte("\n")), n, over.Round(10*time.Millisecond), p.first.Sub(began).Round(time.Millisecond))
	p.meter.print(n, over)
	if n > 1 {
		return nil
	}
	return p.measureStart(func() *exec.Cmd { // closed already, so that it ends at once
		return command(ctx, home, binary, "close", strings.TrimSpace(string(list)), "--yes", "--no-wait", "--progress", "quiet", "--api-url", p.server.URL)
	})
}

// startRuns is how often a start is measured.
const startRuns = 20

// measureStart prints how long it takes from the start of a command to its first
// request. The shortest says the most on a busy machine.
func (c *counter) measureStart(cmd func() *exec.Cmd) error {
	var times []time.Duration
	for range startRuns {
		c.once = sync.Once{}
		began := time.Now()
		if err := cmd().Run(); err != nil {
			return fmt.Errorf("starting: %w", err)
		}
		times = append(times, c.first.Sub(began))
	}
	fmt.Printf("start → first request, of %d runs: at least %v, p50 %v\n", startRuns,
		percentile(times, 0).Round(time.Millisecond), percentile(times, 50).Round(time.Millisecond))
	return nil
}

// command is the program with an empty home.
func command(ctx context.Context, home, binary string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, binary, args...)
	cmd.Env = append(os.Environ(), "HOME="+home, "XDG_STATE_HOME="+home, "XDG_CONFIG_HOME="+home, "TOLOKA_TOKEN=bench")
	return cmd
}

// A counter passes requests on to a server and counts them.
type counter struct {
	server *httptest.Server
	meter  meter
	once   sync.Once
	first  time.Time // when the first request came
}

func newCounter(to string) (*counter, error) {
	u, err := url.Parse(strings.TrimSpace(to))
	if err != nil {
		return nil, err
	}
	c := &counter{}
	proxy := httputil.NewSingleHostReverseProxy(u)
	proxy.Transport = &http.Transport{MaxIdleConnsPerHost: 64}
	c.server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		c.once.Do(func() { c.first = time.Now() })
		began := time.Now()
		proxy.ServeHTTP(w, r)
		c.meter.exchange(tolokaapi.Exchange{Method: r.Method, Path: r.URL.Path, Duration: time.Since(began)})
	}))
	return c, nil
}
