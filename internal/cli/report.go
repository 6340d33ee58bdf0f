package cli

import (
	"fmt"
	"io"
	"sync"

	"github.com/spf13/cobra"

	"tolokadash/internal/config"
	"tolokadash/internal/headless"
)

// A report tells on stdout and stderr what a command does and what came of it.
type report struct {
	o       *options
	follow  *followFlags
	command string
	host    string // of the API
	stdout  io.Writer
	stderr  io.Writer
	events  *eventLines // on stdout; nil unless asked for
	quiet   bool        // on stderr stand only events, or nothing
	silent  bool        // on stderr stands nothing unless something went wrong
	noWait  bool        // it ends once commands are accepted

	empty func(code int) error // writes a JSON document without results

	mu       sync.Mutex
	progress progress
	version  bool // the first line is written
	over     bool // the last one is
}

// newReport makes the report of a command.
func (o *followFlags) newReport(cmd *cobra.Command, r *engineRun, command string) *report {
	stdout, stderr := cmd.OutOrStdout(), cmd.ErrOrStderr()
	onTerminal := r.o.process.terminal(stderr)
	kind := o.progress.chosen(onTerminal, o.format == outputNDJSON && r.o.process.terminal(stdout))
	rep := &report{
		o: r.o, follow: o, command: command, host: r.target.environment.Host, stdout: stdout, stderr: stderr, quiet: kind == progressJSON, silent: kind == progressQuiet,
		progress: newProgress(kind, stderr, r.o.process.width(), !config.LocaleIsUTF8()),
	}
	if o.format == outputNDJSON {
		rep.events = newEventLines(stdout)
	}
	rep.empty = func(code int) error { return writeResults(stdout, o.format, command, nil, code, false) }
	return rep
}

// event tells an event.
func (r *report) event(e headless.Event) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.write(e)
}

// awaiting says that replies are waited for, after which it ends.
func (r *report) awaiting() {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.quiet || r.over {
		return
	}
	r.progress.clear()
	say(r.stderr, "waiting up to 2 s for replies; ctrl+c again ends at once")
}

func (r *report) write(e headless.Event) {
	if !r.version {
		r.version = true
		r.write(versionEvent(e.Time, r.command))
	}
	if r.events != nil {
		r.events.event(e)
	}
	r.progress.event(e)
	r.over = r.over || e.Type == headless.EventSummary
}

// failed ends a report before anything was sent; with nil without a summary.
func (r *report) failed(err error) error {
	if err != nil {
		return r.closed(headless.Counts{}, err)
	}
	return r.finish(nil)
}

// closed ends a report with a summary.
func (r *report) closed(counts headless.Counts, err error) error {
	code := exitCode(err, io.Discard)
	r.event(headless.Event{
		Time: wallNow().UTC(), Type: headless.EventSummary, Command: r.command, Counts: &counts, ExitCode: &code,
	})
	if r.follow.format == outputJSON && code == exitNothing { // no results would say of anything else that all is well
		_ = r.empty(code)
	}
	return r.finish(err)
}

// writeRows ends a report with rows.
func writeRows[T any](r *report, o *output[T], rows []T) error {
	if r.events == nil {
		_ = r.finish(nil)
		return o.write(r.stdout, r.follow.format, rows)
	}
	for _, line := range o.lines(rows) {
		if line.Record == nil {
			r.event(line.Event)
		} else {
			r.record(line)
		}
	}
	_ = r.finish(nil)
	return r.events.written
}

// record writes a line that is no event.
func (r *report) record(line typedLine) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if !r.version {
		r.version = true
		r.write(versionEvent(wallNow().UTC(), r.command))
	}
	r.events.line(line)
}

// finish waits until all is written.
func (r *report) finish(err error) error {
	r.progress.end()
	if r.events != nil {
		r.events.end()
	}
	return err
}

// end writes what came of a command and is the error with its exit code.
func (r *report) end(results []headless.Result, err error) error {
	code := exitOf(results, err)
	nameResults(r.host, results)
	resume := ""
	if err != nil {
		resume = r.o.resumeLine(results)
	}
	counts := headless.Count(results)
	r.event(headless.Event{
		Time: wallNow().UTC(), Type: headless.EventSummary, Command: r.command, Counts: &counts, ExitCode: &code, Resume: resume,
	})
	r.progress.end()
	var lost error
	if r.events != nil {
		r.events.end()
		lost = r.events.written
	} else {
		lost = writeResults(r.stdout, r.follow.format, r.command, results, code, r.noWait)
	}
	if !r.quiet && (!r.silent || err != nil || lost != nil) {
		r.tell(results, err, resume)
	}
	if lost != nil {
		say(r.stderr, fmt.Sprintf("the output could not be written (%v): what was asked for was done all the same; tolokadash journal shows it", lost))
		if code == exitClean {
			code = exitFailed
		}
	}
	if code == exitClean {
		return nil
	}
	return exitStatus(code)
}

// tell says in a few lines how it ended.
func (r *report) tell(results []headless.Result, err error, resume string) {
	if len(results) > 0 {
		say(r.stderr, summaryWords(r.command, results))
	}
	if err == nil {
		return
	}
	if why := r.why(err); why != "" {
		say(r.stderr, why)
	}
	writeUnfinished(r.stderr, results, resume)
}
