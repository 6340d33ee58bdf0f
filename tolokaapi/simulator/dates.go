package simulator

import (
	"strings"
	"time"
)

// wholeSeconds is how Toloka writes a date: UTC and without a zone.
const wholeSeconds = "2006-01-02T15:04:05"

// formatDate writes t as Toloka does, with three fraction digits or none. The
// zero time is "", which the wire types leave out.
func formatDate(t time.Time) string {
	switch {
	case t.IsZero():
		return ""
	case t.Nanosecond() == 0:
		return t.UTC().Format(wholeSeconds)
	default:
		return t.UTC().Format(wholeSeconds + ".000")
	}
}

// parseDate reads a date of a range parameter: a date or a date and time, in
// UTC, with or without a trailing Z.
func parseDate(text string) (time.Time, bool) {
	text = strings.TrimSuffix(text, "Z")
	for _, layout := range []string{wholeSeconds, "2006-01-02T15:04", "2006-01-02"} {
		if t, err := time.Parse(layout, text); err == nil {
			return t, true
		}
	}
	return time.Time{}, false
}
