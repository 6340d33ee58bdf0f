package wording

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"tolokadash/internal/fleet"
	"tolokadash/tolokaapi"
)

// Elapsed is a duration as in "8 s", "1:07" or "2:03:11".
func Elapsed(d time.Duration) string {
	s := int(d / time.Second)
	if s < 60 {
		return strconv.Itoa(s) + " s"
	}
	return strings.TrimPrefix(Clock(d), "0")
}

// Clock is a duration as in "00:41" or "2:03:11".
func Clock(d time.Duration) string {
	s := int(d / time.Second)
	if s < 3600 {
		return fmt.Sprintf("%02d:%02d", s/60, s%60)
	}
	return fmt.Sprintf("%d:%02d:%02d", s/3600, s/60%60, s%60)
}

// Remaining is how long a wait goes on, as in "12 s" or "0:47" from a minute's
// wait on. It is rounded up, so a wait that is not over is never 0.
func Remaining(until, now time.Time) string {
	d := until.Sub(now)
	if d <= 0 {
		return "a moment"
	}
	return Elapsed(d + time.Second - 1)
}

// quotaLeft is how long a quota goes on, as in "0:47" or "23:59:59".
func quotaLeft(until, now time.Time) string {
	d := until.Sub(now)
	if d <= 0 {
		return "a moment"
	}
	return strings.TrimPrefix(Clock(d+time.Second-1), "0")
}

// TimeLeft is how long a wait for what went wrong goes on.
func TimeLeft(p *fleet.Problem, until, now time.Time) string {
	if p != nil && p.Status == http.StatusTooManyRequests {
		return quotaLeft(until, now)
	}
	return Remaining(until, now)
}

// Moment is a time of the day, after its date where that is not today's.
func (w *Words) Moment(t, now time.Time) string {
	t, now = t.In(w.Location), now.In(w.Location)
	if t.YearDay() == now.YearDay() && t.Year() == now.Year() {
		return t.Format("15:04:05")
	}
	return t.Format("Jan _2 15:04")
}

// Minute is Moment without the seconds.
func (w *Words) Minute(t, now time.Time) string {
	t, now = t.In(w.Location), now.In(w.Location)
	if t.YearDay() == now.YearDay() && t.Year() == now.Year() {
		return t.Format("15:04")
	}
	return t.Format("Jan _2 15:04")
}

// ClosedBy says when pools were closed together, and by what.
func (w *Words) ClosedBy(c fleet.Closing, now time.Time) string {
	said := "Closed at " + w.Minute(c.At, now)
	switch {
	case c.Earlier && c.Here:
		return said + " by an earlier run, in part again from here."
	case c.Earlier:
		return said + " by an earlier run."
	}
	return said + " from here."
}

// Day is a date in a column: with its time in this year, without in others.
func (w *Words) Day(d tolokaapi.Date, now time.Time) string {
	if !d.Valid() {
		return d.Text
	}
	t := d.Time.In(w.Location)
	if t.Year() != now.In(w.Location).Year() {
		return t.Format("Jan _2 2006")
	}
	return t.Format("Jan _2 15:04")
}

// Dated is a date with its age; the text as sent if it is no date.
func (w *Words) Dated(d tolokaapi.Date, now time.Time) string {
	if !d.Valid() {
		return d.Text
	}
	return w.Instant(d.Time, now)
}

// Instant is a time with its age, as in "Nov 25 22:55, 2 h ago", with the year
// where that is not this one; "" without a time.
func (w *Words) Instant(t, now time.Time) string {
	if t.IsZero() {
		return ""
	}
	t = t.In(w.Location)
	layout := "Jan _2 15:04"
	if t.Year() != now.In(w.Location).Year() {
		layout = "Jan _2 2006 15:04"
	}
	return t.Format(layout) + ", " + age(t, now)
}

// age is how long ago a time was, or how long it is still to come. It is rounded
// down, and under a minute it does not count: what follows the seconds would
// change with every message.
func age(t, now time.Time) string {
	d := now.Sub(t)
	if d.Abs() < time.Minute {
		return "just now"
	}
	const day = 24 * time.Hour
	var said string
	switch past := d.Abs(); {
	case past < time.Hour:
		said = Count(int(past/time.Minute)) + " min"
	case past < 2*day:
		said = Count(int(past/time.Hour)) + " h"
	case past < 90*day:
		said = Count(int(past/day)) + " d"
	case past < 2*365*day:
		said = Count(int(past/(30*day))) + " months"
	default:
		said = Count(int(past/(365*day))) + " years"
	}
	if d < 0 {
		return "in " + said
	}
	return said + " ago"
}
