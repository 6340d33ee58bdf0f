package cli

import (
	"strings"
	"testing"
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

func TestSuspendingGivesTheTerminalBackAndComingBackTakesItAgain(t *testing.T) {
	t.Parallel()
	x := openProgram(t, "/bin/sh", nil, "-c", jobControl, "sh", program, "--demo")
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

func TestWithoutAShellItRefusesToBeSuspended(t *testing.T) {
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
