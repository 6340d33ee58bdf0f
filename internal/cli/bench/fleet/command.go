package main

import (
	"bytes"
	"context"
	"encoding/json"
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

// What a command may ask for at most: so many requests for each of that many pools that it
// closes, and so many to list ten thousand.
const (
	budgetPools   = 200
	budgetEach    = 1.2
	budgetListing = 36
)

// A commandBench is the program beside a simulator with a fresh account, with a proxy
// between the two that counts.
type commandBench struct {
	*counter
	binary, home, direct string // direct is the address of the simulator itself
}

// withCommand runs a measurement of the program itself.
func withCommand(binary string, pools int, measure func(context.Context, *commandBench) error) error {
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
	return measure(ctx, &commandBench{counter: p, binary: binary, home: home, direct: server})
}

// command is the program with an empty home, and pools on its standard input.
func (c *commandBench) command(ctx context.Context, stdin []byte, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, c.binary, args...)
	cmd.Env = append(os.Environ(), "HOME="+c.home, "XDG_STATE_HOME="+c.home, "XDG_CONFIG_HOME="+c.home, "TOLOKA_TOKEN=bench")
	cmd.Stdin = bytes.NewReader(stdin)
	return cmd
}

// timed runs the program and prints what it took; what is said of it comes first.
func (c *commandBench) timed(cmd *exec.Cmd, said string) (out []byte, took time.Duration, err error) {
	c.meter.reset()
	c.once = sync.Once{}
	began := time.Now()
	out, err = cmd.Output()
	took = time.Since(began)
	if err != nil {
		return nil, 0, fmt.Errorf("%s: %w", said, err)
	}
	state := cmd.ProcessState
	fmt.Printf("\n%s: %v, first request after %v; %v of CPU\n", said, took.Round(10*time.Millisecond),
		c.first.Sub(began).Round(time.Millisecond), (state.UserTime() + state.SystemTime()).Round(10*time.Millisecond))
	return out, took, nil
}

// open is the ids of n pools that can be closed.
func (c *commandBench) open(ctx context.Context, n int) ([]byte, error) {
	list, err := c.command(ctx, nil, "pools", "--status", "OPEN", "--limit", strconv.Itoa(n), "-o", "ids", "--api-url", c.direct).Output()
	if err != nil {
		return nil, fmt.Errorf("listing: %w", err)
	}
	if found := bytes.Count(list, []byte("\n")); found < n {
		return nil, fmt.Errorf("only %d of %d pools are open", found, n)
	}
	return list, nil
}

// measureCommand closes n pools of a fresh account with the program itself, from its
// start to its end, and prints the figures.
func measureCommand(binary string, pools, n int) error {
	return withCommand(binary, pools, func(ctx context.Context, c *commandBench) error {
		list, err := c.open(ctx, n)
		if err != nil {
			return err
		}
		closing := c.command(ctx, list, "close", "-", "--yes", "--progress", "quiet", "-o", "json", "--api-url", c.server.URL)
		out, took, err := c.timed(closing, fmt.Sprintf("tolokadash close - --yes of %d", n))
		if err != nil {
			return err
		}
		over := time.Now()
		done, last, err := closed(out)
		if err != nil {
			return err
		}
		fmt.Printf("  %d of %d pools closed, over %v after the last of them\n", done, n, over.Sub(last).Round(10*time.Millisecond))
		c.meter.print(n, took)
		if each := float64(c.meter.total()) / float64(n); n >= budgetPools && each > budgetEach {
			return fmt.Errorf("%.2f requests a pool are more than %.1f", each, budgetEach)
		}
		if n > 1 {
			return nil
		}
		return c.measureStart(func() *exec.Cmd { // closed already, so that it ends at once
			return c.command(ctx, list, "close", "-", "--yes", "--no-wait", "--progress", "quiet", "--api-url", c.server.URL)
		})
	})
}

// closed is how many results of a close are as asked, and when the last of them ended.
func closed(document []byte) (done int, last time.Time, err error) {
	var results struct {
		Results []struct {
			AsAsked bool      `json:"as_asked"`
			Ended   time.Time `json:"ended"`
		} `json:"results"`
	}
	err = json.Unmarshal(document, &results)
	for _, r := range results.Results {
		if r.AsAsked {
			done++
		}
		if r.Ended.After(last) {
			last = r.Ended
		}
	}
	return done, last, err
}

// measureListing lists all pools, and waits for what runs on some of them.
func measureListing(binary string, pools, n int) error {
	return withCommand(binary, pools, func(ctx context.Context, c *commandBench) error {
		out, took, err := c.timed(c.command(ctx, nil, "pools", "-o", "ids", "--api-url", c.server.URL), "tolokadash pools -o ids")
		if err != nil {
			return err
		}
		listed := bytes.Count(out, []byte("\n"))
		c.meter.print(listed, took)
		if requests := c.meter.total(); requests > budgetListing {
			return fmt.Errorf("%d requests to list %d pools are more than %d", requests, listed, budgetListing)
		}
		list, err := c.open(ctx, n)
		if err != nil {
			return err
		}
		begin := c.command(ctx, list, "close", "-", "--yes", "--no-wait", "--progress", "quiet", "--api-url", c.direct)
		if err := begin.Run(); err != nil {
			return fmt.Errorf("closing: %w", err)
		}
		wait := c.command(ctx, list, "wait", "-", "--progress", "quiet", "-o", "ids", "--api-url", c.server.URL)
		if _, took, err = c.timed(wait, fmt.Sprintf("tolokadash wait - for what runs on %d pools", n)); err != nil {
			return err
		}
		c.meter.print(n, took)
		return nil
	})
}

// startRuns is how often a start is measured.
const startRuns = 20

// measureStart prints how long it takes from the start of a command to its first
// request. The shortest says the most on a busy machine.
func (c *commandBench) measureStart(cmd func() *exec.Cmd) error {
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
