// Command fleet measures what closing many pools costs. It starts the
// simulator as a process of its own, drives client, runner and core against
// it over TCP without a screen, and prints what was asked of the server and how
// late the core knew. Then it does the same with the whole program, as a command
// without a screen, and a proxy counts. It ends with 1 where more requests are made than
// the budget has. Run it with: make bench-fleet.
package main

import (
	"bufio"
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"time"

	"tolokadash/internal/fleet"
	"tolokadash/internal/runner"
	"tolokadash/tolokaapi"
)

func main() {
	binary := flag.String("binary", "./tolokadash", "the program, to start its simulator")
	pools := flag.Int("pools", 10_000, "pools of the simulated account")
	flag.Parse()
	for _, n := range [...]int{200, 500} {
		if err := measure(*binary, *pools, n); err != nil {
			fmt.Fprintln(os.Stderr, "bench-fleet:", err)
			os.Exit(1)
		}
	}
	for _, n := range [...]int{1, 10, 50, 200, 500} {
		if err := measureCommand(*binary, *pools, n); err != nil {
			fmt.Fprintln(os.Stderr, "bench-fleet:", err)
			os.Exit(1)
		}
	}
	if err := measureListing(*binary, *pools, 200); err != nil {
		fmt.Fprintln(os.Stderr, "bench-fleet:", err)
		os.Exit(1)
	}
	if err := measureFigures(*binary, *pools); err != nil {
		fmt.Fprintln(os.Stderr, "bench-fleet:", err)
		os.Exit(1)
	}
}

// connect starts a simulator with a fresh account and connects to it. Requests are counted
// by m; end is to be called once ctx is over.
func connect(ctx context.Context, binary string, pools int, m *meter) (c *runner.Runner, end func(), err error) {
	url, gone, err := simulate(ctx, binary, pools)
	if err != nil {
		return nil, nil, err
	}
	client, err := tolokaapi.New(tolokaapi.WithBaseURL(url), tolokaapi.WithToken("bench"), tolokaapi.WithObserver(m.exchange))
	if err != nil {
		return nil, nil, err // the simulator ends with ctx
	}
	return runner.New(client, 0), func() {
		client.CloseIdleConnections()
		gone()
	}, nil
}

// measure closes n pools of a fresh account and prints the figures.
func measure(binary string, pools, n int) error {
	ctx, cancel := context.WithTimeout(context.Background(), 3*time.Minute)
	defer cancel()
	m := &meter{}
	c, end, err := connect(ctx, binary, pools, m)
	if err != nil {
		return err
	}
	defer func() {
		cancel()
		end() // the simulator would outlive us, and keep what reads our output waiting
	}()
	f := fleet.New(fleet.Config{}, rand.New(rand.NewPCG(1, 2)))

	began := time.Now()
	firstRows := time.Duration(0)
	err = c.Drive(ctx, f, func() bool {
		refs, _ := f.Pools(tolokaapi.SubjectPool)
		if firstRows == 0 && len(refs) > 0 {
			firstRows = time.Since(began)
		}
		return f.List(tolokaapi.SubjectPool).Loaded
	})
	if err != nil {
		return fmt.Errorf("listing: %w", err)
	}
	refs, _ := f.Pools(tolokaapi.SubjectPool)
	fmt.Printf("\n%d pools listed in %v with %d requests for pools, first rows after %v\n",
		len(refs), since(began), m.count("list pools"), firstRows.Round(time.Millisecond))

	targets := open(f, refs, n)
	if len(targets) < n {
		return fmt.Errorf("only %d of %d pools are open", len(targets), n)
	}
	m.reset()
	return closeAll(ctx, c, f, m, targets)
}

// A screen of so many rows asks for figures, for so long.
const (
	figureRows = 34
	figureTime = time.Minute
)

// measureFigures shows a screen of open pools for a minute and prints what their figures
// cost.
func measureFigures(binary string, pools int) error {
	ctx, cancel := context.WithTimeout(context.Background(), 3*time.Minute)
	defer cancel()
	m := &meter{}
	c, end, err := connect(ctx, binary, pools, m)
	if err != nil {
		return err
	}
	defer func() {
		cancel()
		end()
	}()
	f := fleet.New(fleet.Config{}, rand.New(rand.NewPCG(1, 2)))
	if err := c.Drive(ctx, f, func() bool { return f.List(tolokaapi.SubjectPool).Loaded }); err != nil {
		return fmt.Errorf("listing: %w", err)
	}
	refs, _ := f.Pools(tolokaapi.SubjectPool)
	shown := open(f, refs, figureRows)
	m.reset()
	f.Figures().SetVisible(time.Now().Round(0), fleet.VisibleFigures{Pools: shown})
	minute, over := context.WithTimeout(ctx, figureTime)
	defer over()
	if err := c.Drive(minute, f, func() bool { return false }); err != nil && minute.Err() == nil {
		return fmt.Errorf("figures: %w", err)
	}
	known := 0
	for _, ref := range shown {
		if _, ok := f.Figures().Of(ref, tolokaapi.FigureCompletion); ok {
			known++
		}
	}
	calls, lists := m.count("POST analytics-2"), m.count("list analyses")
	fmt.Printf("\nfigures of %d rows for %v: %d calls and %d lists of their answers, %d requests; %d rows have them\n",
		len(shown), figureTime, calls, lists, calls+lists, known)
	return nil
}

// closeAll closes the pools and prints what it took.
func closeAll(ctx context.Context, c *runner.Runner, f *fleet.Fleet, m *meter, targets []tolokaapi.Ref) error {
	began := time.Now()
	id, _ := f.Submit(began.Round(0), tolokaapi.VerbClose, targets)
	b, _ := f.Batch(id)
	ended := map[fleet.RowID]bool{}
	var lags []time.Duration
	var over time.Duration
	err := c.Drive(ctx, f, func() bool {
		for _, row := range b.Rows {
			r, _ := f.Row(row)
			if r.State.Finished() && !ended[row] {
				ended[row] = true
				if r.Op.Finished.Valid() {
					lags = append(lags, time.Since(r.Op.Finished.Time))
				}
			}
		}
		if f.BatchOver(id) && over == 0 {
			over = time.Since(began)
			m.stop()
		}
		return over > 0 && f.Settled()
	})
	if err != nil {
		return fmt.Errorf("closing: %w", err)
	}
	sum, _ := f.Batch(id)
	fmt.Printf("%d pools closed in %v: %d done, %d failed\n", len(targets), over.Round(10*time.Millisecond), sum.Done(), sum.Failed())
	m.print(len(targets), over)
	fmt.Printf("  an operation ends → the core knows: p50 %v, p99 %v\n", percentile(lags, 50), percentile(lags, 99))
	return nil
}

// open is the first n pools that can be closed.
func open(f *fleet.Fleet, refs []tolokaapi.Ref, n int) []tolokaapi.Ref {
	ok, _ := f.Eligible(tolokaapi.VerbClose, refs)
	return ok[:min(n, len(ok))]
}

// simulate starts the simulator on a free port and returns its address. It ends
// with ctx; gone waits for that.
func simulate(ctx context.Context, binary string, pools int) (url string, gone func(), err error) {
	cmd := exec.CommandContext(ctx, binary, "simulate", "--addr", "127.0.0.1:0", "--pools", strconv.Itoa(pools))
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		return "", nil, err
	}
	if err := cmd.Start(); err != nil {
		return "", nil, err
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		return "", nil, fmt.Errorf("the simulator did not start: %w", err)
	}
	return strings.TrimSpace(strings.TrimPrefix(line, "listening on ")), func() { _ = cmd.Wait() }, nil
}

func since(t time.Time) time.Duration { return time.Since(t).Round(10 * time.Millisecond) }
