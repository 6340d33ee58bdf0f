package screen

import (
	"strings"

	"tolokadash/internal/fleet"
	"tolokadash/internal/wording"
)

// WindowTitle holds fixed words and numbers only: terminals act on what is in
// a title. closed is how many pools closed by themselves and nobody may have seen it.
func WindowTitle(s fleet.Summary, closed int) string {
	var parts []string
	say := func(n int, word string) {
		if n > 0 {
			parts = append(parts, wording.Count(n)+" "+word)
		}
	}
	say(s.Queued(), "queued")
	say(s.Sending(), "sending")
	say(s.Unconfirmed(), "unconfirmed")
	say(s.Running(), "running")
	say(s.Failed(), "failed")
	say(s.Unknown(), "unknown")
	say(closed, wording.ClosedByItself(closed))
	if len(parts) == 0 {
		return "tolokadash"
	}
	return strings.Join(parts, ", ") + " - tolokadash"
}
