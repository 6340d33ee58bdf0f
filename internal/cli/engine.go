package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"time"

	"github.com/spf13/cobra"

	"tolokadash/internal/config"
	"tolokadash/internal/fleet"
	"tolokadash/internal/headless"
	"tolokadash/internal/runner"
	"tolokadash/tolokaapi"
)

// An engineRun is a command that works without a screen, once its flags are read and
// its account is known.
type engineRun struct {
	o        *options
	config   *config.Config
	target   target
	fleet    *fleet.Fleet
	recorder *runner.Recorder
	stderr   io.Writer
	log      io.Closer
	telling  *time.Timer // says what is waited for at the start

	readsOnly bool // nothing is sent
}

// start reads the configuration and wires the parts together. readsOnly says that
// nothing is sent: then nothing is recorded. adjust changes what the fleet goes by.
func (o *options) start(cmd *cobra.Command, readsOnly bool, adjust ...func(*fleet.Config)) (*engineRun, error) {
	c, err := o.load(cmd)
	if err != nil {
		return nil, err
	}
	stderr := cmd.ErrOrStderr()
	warn(stderr, c.Warnings...)
	if c.ReadOnly && !readsOnly {
		return nil, &failure{exitUsage, "this is read-only (--read-only, or read_only in the configuration): nothing is sent"}
	}
	log, file, err := o.openLog(stderr, c.Files(o.flags())...)
	if err != nil {
		return nil, err
	}
	p, err := o.target(cmd.Context(), c, log)
	if err != nil {
		_ = file.Close()
		return nil, err
	}
	cfg := fleetConfig(c)
	cfg.ReadOnly = false // the client refuses; what would be sent can be told
	for _, change := range adjust {
		change(&cfg)
	}
	r := &engineRun{
		o: o, config: c, target: p, stderr: stderr, log: file, readsOnly: readsOnly,
		fleet: fleet.New(cfg, rand.New(rand.NewPCG(rand.Uint64(), rand.Uint64()))),
	}
	if !readsOnly {
		r.recorder = newRecorder(c, p, func(err error) {
			if said := unrecorded(err, c.Journal.Required); said.Text != "" {
				warn(stderr, said)
			}
		})
		switch err := r.recorder.Err(); {
		case err != nil && c.Journal.Required:
			r.recorder.Close(graceWait)
			_ = file.Close()
			return nil, &failure{exitFailed, unrecorded(err, true).String()}
		case err != nil:
			warn(stderr, unrecorded(err, false))
		}
	}
	r.telling = time.AfterFunc(connectNotice, func() {
		fmt.Fprintf(stderr, "connecting to %s, for %d seconds at most\n", tolokaapi.Harmless(p.environment.Host), int(connectTimeout.Seconds()))
	})
	r.telling.Stop()
	return r, nil
}

// engine makes the engine. It is made once.
func (r *engineRun) engine(o headless.Options) *headless.Engine {
	r.telling.Reset(connectNotice)
	o.Fleet, o.Recorder, o.Judge = r.fleet, r.recorder, r.judge
	o.Carry = func(ctx context.Context, q fleet.Request) fleet.Response {
		response := r.target.runner.Do(ctx, q)
		r.telling.Stop() // it is connected, or it is said what is wrong
		return response
	}
	o.Now = wallNow
	return headless.New(o)
}

// wallNow is now without its monotonic part.
func wallNow() time.Time { return time.Now().Round(0) }

// judge decides about the first answers as before the screen opens.
func (r *engineRun) judge(first fleet.Response) error {
	r.telling.Stop()
	host := r.target.environment.Host
	if late(first.Err) {
		return noAnswer(host, first.Received.Sub(first.Sent))
	}
	return r.target.otherScheme(explain(first.Err, host))
}

// close ends the log and the journal.
func (r *engineRun) close() {
	r.telling.Stop()
	r.recorder.Close(graceWait)
	_ = r.log.Close()
}

// ended turns the error of an engine before anything was sent into that of the
// command.
func (r *engineRun) ended(err error) error {
	var stopped *interruption
	switch {
	case err == nil:
		return nil
	case errors.As(err, &stopped):
		if stopped.signal == nil {
			return &failure{exitTime, "the time is over: nothing was sent"}
		}
		return exitStatus(codeOf(stopped.signal))
	case errors.Is(err, headless.ErrNoAnswer):
		return noAnswer(r.target.environment.Host, connectTimeout)
	case errors.Is(err, headless.ErrTokenRefused):
		return &failure{exitRefused, r.target.environment.Host + " does not accept the token any more: make a new one"}
	case errors.Is(err, headless.ErrIncomplete) && r.readsOnly:
		return &failure{exitFailed, "the list could not be read to its end: try again"}
	case errors.Is(err, headless.ErrIncomplete):
		return &failure{exitFailed, "the list could not be read to its end: nothing was sent; try again"}
	}
	return figuresFailure(err)
}

// An interruption is why a run ends before its time: a signal, or that its time is
// over.
type interruption struct{ signal os.Signal }

func (i *interruption) Error() string {
	if i.signal == nil {
		return "the time is over"
	}
	return "ended by " + i.signal.String()
}

// interruptible is a context that ends with an *interruption: with the first signal,
// or when the time is over, which 0 never is. A second signal ends the process at
// once.
func (o *options) interruptible(ctx context.Context, timeout time.Duration) (context.Context, func()) {
	ctx, cancel := context.WithCancelCause(ctx)
	came, stop := o.process.signals()
	over := make(chan struct{})
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		var code int
		for {
			select {
			case s := <-came:
				if code != 0 {
					o.process.exit(code)
					return
				}
				code = codeOf(s)
				cancel(&interruption{s})
			case <-over:
				return
			}
		}
	}()
	stopTimer := func() bool { return false }
	if timeout > 0 {
		stopTimer = time.AfterFunc(timeout, func() { cancel(&interruption{}) }).Stop
	}
	return ctx, func() {
		stopTimer()
		stop()
		close(over)
		<-ended
		cancel(nil)
	}
}
