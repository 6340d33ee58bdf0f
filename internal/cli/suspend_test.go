//go:build unix

package cli

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"tolokadash/tolokaapi/simulator"
)

// jobControl is what an interactive shell does with a job that stops twice,
// without its prompts.
const jobControl = `
set -m
"$@"
echo "stopped for the first time: $?"
read answer
fg >/dev/null
echo "stopped for the second time: $?"
read answer
fg >/dev/null
echo "ended: $?"
`

func TestSuspend_TerminalGivenBackAndTakenAgain(t *testing.T) {
	t.Parallel()
	x := openProgram(t, "/bin/sh", nil, "-c", jobControl, "sh", program(), "--demo")
	x.shows(`▸  \d+ .*OPEN`)
	for _, time := range []string{"first", "second"} {
		x.press("\x1a")
		x.shows("stopped for the " + time + ` time: \d`)
		x.restored()
		x.press("\r")
		x.shows(`▸  \d+ .*OPEN`)
	}
	x.confirmClose() // it goes on as before
	x.shows(`RUNNING +━`)
	if code := x.quit(); code != 0 {
		t.Errorf("exit code %d, want 0", code)
	}
	x.restored()
	for _, said := range []string{"close: 1 asked, 1 still running", "ended: 0"} {
		if !strings.Contains(x.output(), said) {
			t.Errorf("it does not say %q: %q", said, tail(x.output()))
		}
	}
}

func TestSuspend_RefusedWithoutAShell(t *testing.T) {
	t.Parallel()
	x := open(t, nil, "--demo") // the leader of its session, as in a window of tmux that runs nothing else
	x.shows(`▸  \d+ .*OPEN`)
	x.press("\x1a")
	x.shows("no shell to suspend to")
	x.press("?")
	x.shows("Keys")
	x.quit()
	x.restored()
}

// endedWhileAway is what an interactive shell does with a job that it ends while
// that is stopped. (dash would not wait for it.)
const endedWhileAway = `
set -m
"$@"
echo "stopped: $?"
job=$(jobs -p)
kill -%s %%1
kill -CONT $job 2>/dev/null # of itself it does so for some signals only
while kill -0 $job 2>/dev/null; do sleep 0.1; done
wait $job
echo "ended: $?"
`

func TestSuspend_SignalEndsTheProgram(t *testing.T) {
	t.Parallel()
	for name, code := range map[string]int{"TERM": exitTerm, "HUP": exitHangup, "INT": exitBreak} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, url := served(t, simulator.WithOperationTime(time.Hour, 0))
			x := openProgram(t, "/bin/bash", []string{"TOLOKA_TOKEN=x"}, "-c", fmt.Sprintf(endedWhileAway, name), "bash", program(), "--api-url", url)
			x.shows(`▸  \d+ .*OPEN`)
			x.confirmClose()
			x.shows(`RUNNING`)
			for !x.showsWithin(`stopped: \d`, time.Second) {
				x.press("\x1a") // again, while keys are swallowed
			}
			x.shows(fmt.Sprintf(`(ended:|Exit) %d`, code)) // the shell tells it once, as it comes
			x.wait()
			x.restored()
			if !strings.Contains(x.output(), "close: 1 asked, 1 still running") {
				t.Errorf("no receipt in %q", tail(x.output()))
			}
		})
	}
}

// TestSuspend_WokenInTheBackground wakes the program up without
// giving it the terminal.
func TestSuspend_WokenInTheBackground(t *testing.T) {
	t.Parallel()
	const wake = `
set -m
"$@"
echo "stopped: $?"
bg >/dev/null
sleep 1
echo "still here"
read answer
bg >/dev/null; fg >/dev/null
echo "ended: $?"
`
	x := openProgram(t, "/bin/sh", nil, "-c", wake, "sh", program(), "--demo")
	x.shows(`▸  \d+ .*OPEN`)
	x.press("\x1a")
	x.shows("still here")
	x.restored()
	x.press("\r")
	x.shows(`▸  \d+ .*OPEN`)
	x.quit()
	x.restored()
	if !strings.Contains(x.output(), "ended: 0") {
		t.Errorf("it ended otherwise: %q", tail(x.output()))
	}
}

func TestSuspend_SignalJustBefore(t *testing.T) {
	t.Parallel()
	for _, after := range []time.Duration{0, 30 * time.Millisecond, 90 * time.Millisecond} {
		t.Run(after.String(), func(t *testing.T) {
			t.Parallel()
			const away = `
set -m
"$@" &
job=$!
echo "is $job"
fg >/dev/null
echo "back: $?"
while kill -0 $job 2>/dev/null; do sleep 0.1; kill -CONT $job; done 2>/dev/null
echo "gone"
`
			x := openProgram(t, "/bin/bash", nil, "-c", away, "bash", program(), "--demo")
			job, err := strconv.Atoi(regexp.MustCompile(`is (\d+)`).FindStringSubmatch(x.shows(`is \d+`))[1])
			if err != nil {
				t.Fatal(err)
			}
			x.shows(`▸  \d+ .*OPEN`)
			x.press("\x1a")
			x.showsWithin("gone", after) // into the time that it takes to let go of the terminal
			if err := syscall.Kill(job, syscall.SIGTERM); err != nil {
				t.Fatal(err)
			}
			x.shows("gone")
			x.wait()
			x.restored()
		})
	}
}
