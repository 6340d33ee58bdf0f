package tolokaapi

import (
	"time"
)

// A Date is a point in time as the API writes it: UTC without a zone suffix,
// with zero to nine fraction digits. Samples also hold a trailing Z, minutes
// only, a date only, and one impossible month 22, so a Date that cannot be
// parsed keeps its text and is no error.
type Date struct {
	Time time.Time // UTC; zero if absent or not a date
	Text string    // as sent, made harmless; "" if absent
}

// dateLayouts are tried in turn. The first takes any number of fraction digits.
var dateLayouts = [...]string{"2006-01-02T15:04:05", time.RFC3339, "2006-01-02T15:04", "2006-01-02"}

// ParseDate reads a date leniently; it cannot fail.
func ParseDate(s string) Date {
	return Date{Time: parseTime(s), Text: Harmless(s)}
}

// parseTime is the zero time for what is no date.
func parseTime(s string) time.Time {
	if s == "" {
		return time.Time{}
	}
	for _, layout := range dateLayouts {
		if t, err := time.Parse(layout, s); err == nil {
			return t.UTC()
		}
	}
	return time.Time{}
}

// DateOf is the Date of t, written as FormatDate writes it.
func DateOf(t time.Time) Date { return Date{Time: t.UTC(), Text: FormatDate(t)} }

// FormatDate writes t as queries want it: UTC, milliseconds, no zone.
func FormatDate(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000") }

// Valid reports whether the date could be read.
func (d Date) Valid() bool { return !d.Time.IsZero() }
