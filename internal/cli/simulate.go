package cli

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"tolokadash/tolokaapi"
	"tolokadash/tolokaapi/simulator"
)

// externalActorEvery is how often somebody else does something in the served
// account.
const externalActorEvery = 2 * time.Minute

// newSimulate is the simulator as a server, for scripts and for trying the
// dashboard over a real connection.
func newSimulate() *cobra.Command {
	var (
		addr     string
		pools    int
		seed     uint64
		duration time.Duration
		failRate float64
		pace     float64
	)
	cmd := &cobra.Command{
		Use:   "simulate",
		Short: "Serve a simulated Toloka over HTTP; any token will do",
		Long: `simulate serves a made-up Toloka account over HTTP until it is interrupted. Any
token will do. Point the dashboard at it from another terminal:

  TOLOKA_TOKEN=x tolokadash --api-url http://127.0.0.1:8089

Faults are switched on and off while it runs, from a third terminal:

  curl -d '{"kind":"html","status":502,"count":5}' http://127.0.0.1:8089/_simulator/faults
  curl http://127.0.0.1:8089/_simulator/faults            # those left, and all kinds
  curl -X DELETE http://127.0.0.1:8089/_simulator/faults  # all is well again`,
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := checkListen(cmd.Context(), addr); err != nil {
				return err
			}
			sim, err := simulator.New(
				simulator.WithPools(pools), simulator.WithSeed(seed), simulator.WithFailRate(failRate),
				simulator.WithOperationTime(duration, duration/2), simulator.WithQuotas(), simulator.WithExternalActor(externalActorEvery),
				simulator.WithPace(pace))
			if err != nil {
				return &failure{exitUsage, strings.TrimPrefix(err.Error(), "simulator: ") + "; see tolokadash simulate --help"}
			}
			return serve(cmd.Context(), addr, sim, func(at string) {
				// In one write: who waits for the first line may not read on.
				fmt.Fprintf(cmd.OutOrStdout(), "listening on http://%s\nConnect from another terminal; any token will do:\n  TOLOKA_TOKEN=x tolokadash --api-url http://%s\n", at, reachable(at))
			})
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&addr, "addr", "127.0.0.1:8089", "`HOST:PORT` to listen on; port 0 takes a free one")
	flags.IntVar(&pools, "pools", 200, "how many pools there are, 0 to 1,000,000")
	flags.Uint64Var(&seed, "seed", 1, "the same seed makes the same account")
	flags.DurationVar(&duration, "operation-time", 3*time.Second, "how long an operation takes, give or take a half")
	flags.Float64Var(&failRate, "fail-rate", 0, "share of operations that fail, 0.0 to 1.0")
	flags.Float64Var(&pace, "pace", 1, "how many times as fast people work on open pools as they do, 0 to 10,000; 0: nobody does")
	return cmd
}

// reachable is where a server that listens at an address can be reached from
// this machine.
func reachable(at string) string {
	host, port, err := net.SplitHostPort(at)
	if ip := net.ParseIP(host); err == nil && ip != nil && ip.IsUnspecified() {
		return net.JoinHostPort("127.0.0.1", port)
	}
	return at
}

// checkListen says what is wrong with an address to listen on, which is to be
// known before it is tried: one that is taken is no mistake in writing.
func checkListen(ctx context.Context, addr string) error {
	_, port, err := net.SplitHostPort(addr)
	if err == nil {
		_, err = net.DefaultResolver.LookupPort(ctx, "tcp", port)
	}
	if err != nil {
		return &failure{exitUsage, fmt.Sprintf("--addr takes HOST:PORT such as 127.0.0.1:8089, not %q; see tolokadash simulate --help", addr)}
	}
	return nil
}

// serve answers requests until ctx ends or the process is told to stop.
func serve(ctx context.Context, addr string, h http.Handler, listening func(string)) error {
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	defer signal.Stop(signals)
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", addr)
	if err != nil {
		return &failure{exitFailed, fmt.Sprintf("cannot listen on %s (%s): choose another with --addr", tolokaapi.Harmless(addr), tolokaapi.Harmless(err.Error()))}
	}
	server := &http.Server{Handler: h, ReadHeaderTimeout: 10 * time.Second}
	listening(l.Addr().String())
	done := make(chan error, 1)
	go func() {
		done <- server.Serve(l)
		close(done)
	}()
	var end error
	select {
	case <-ctx.Done():
	case s := <-signals:
		end = exitStatus(codeOf(s))
	case err := <-done:
		return &failure{exitFailed, fmt.Sprintf("the simulator stopped: %v", err)}
	}
	_ = server.Close() // hanging requests are part of what it simulates
	for range done {   // until it has ended
	}
	return end
}
