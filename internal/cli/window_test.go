//go:build unix

package cli

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"tolokadash/tolokaapi/simulator"
)

// TestScreen_ManyResizes changes the size of the window again
// and again while rows change.
func TestScreen_ManyResizes(t *testing.T) {
	t.Parallel()
	_, url := served(t, simulator.WithOperationTime(time.Hour, 0))
	x := dashboard(t, url)
	x.press(" j j ")
	x.confirm("Close 3 pools")
	x.shows(`(?s)RUNNING.*RUNNING.*RUNNING`)
	for range 10 {
		for _, size := range [][2]int{{200, 60}, {20, 5}, {1, 1}, {61, 16}, {19, 40}, {120, 4}} {
			x.resize(size[0], size[1])
			x.press("j")
		}
	}
	x.resize(1, 1)
	x.resize(100, 30)
	x.press("2g")
	x.shows(`(?s)╭─ Pools.*▸ .*╭─ Operations.*▸ .*RUNNING.*RUNNING.*RUNNING`)
	cut := func(l string) bool { return strings.HasPrefix(l, "│") && !strings.HasSuffix(l, "│") }
	for slices.ContainsFunc(strings.Split(x.text(), "\n"), cut) { // until the frame is drawn to its end
		x.changes()
	}
	if code := x.quit(); code != 0 {
		t.Errorf("exit code %d, want 0", code)
	}
	x.restored()
}

// colour is the part of an SGR sequence that sets a colour.
var colour = regexp.MustCompile(`\x1b\[(?:[\d;]*;)?(?:3[0-8]|4[0-8]|9[0-7]|10[0-7])(?:;[\d;]*)?m`)

// Rows, a confirmation and a bar are without colour; for most values the rows do.
func TestScreen_AnyValueOfNoColor(t *testing.T) {
	t.Parallel()
	_, url := served(t, simulator.WithOperationTime(20*time.Second, 0)) // so that there is a bar soon
	for name, tc := range map[string]struct {
		env  []string
		want bool
		act  bool
	}{
		"not set": {nil, true, false},
		"empty":   {[]string{"NO_COLOR="}, false, false},
		"yes":     {[]string{"NO_COLOR=yes"}, false, false},
		"false":   {[]string{"NO_COLOR=false", "COLORTERM=truecolor", "CLICOLOR_FORCE=1"}, false, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			x := open(t, append(tc.env, "TOLOKA_TOKEN=x"), "--api-url", url)
			x.shows(`▸ (?s:.*)● OPEN`)
			if tc.act {
				x.confirmClose()
				x.shows(`RUNNING +━`)
			}
			x.quit()
			if got := colour.FindString(x.output()); (got != "") != tc.want {
				t.Errorf("found %q in what was written; want colour: %v", got, tc.want)
			}
		})
	}
}
