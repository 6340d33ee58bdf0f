package ui

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/dustin/go-humanize"

	"tolokadash/internal/fleet"
	"tolokadash/tolokaapi"
)

// count is a number with thousands separators.
func count(n int) string { return humanize.Comma(int64(n)) }

// plural is a number and what is counted.
func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return count(n) + " " + many
}

// elapsed is a duration as in "8 s", "1:07" or "2:03:11".
func elapsed(d time.Duration) string {
	s := int(d / time.Second)
	if s < 60 {
		return strconv.Itoa(s) + " s"
	}
	return strings.TrimPrefix(clock(d), "0")
}

// clock is a duration as in "00:41" or "2:03:11".
func clock(d time.Duration) string {
	s := int(d / time.Second)
	if s < 3600 {
		return fmt.Sprintf("%02d:%02d", s/60, s%60)
	}
	return fmt.Sprintf("%d:%02d:%02d", s/3600, s/60%60, s%60)
}

// remaining is how long a wait goes on, as in "12 s" or "0:47" from a minute's
// wait on. It is rounded up, so a wait that is not over is never 0.
func remaining(until, now time.Time) string {
	d := until.Sub(now)
	if d <= 0 {
		return "a moment"
	}
	return elapsed(d + time.Second - 1)
}

// quotaLeft is how long a quota goes on, as in "0:47" or "23:59:59".
func quotaLeft(until, now time.Time) string {
	d := until.Sub(now)
	if d <= 0 {
		return "a moment"
	}
	return strings.TrimPrefix(clock(d+time.Second-1), "0")
}

// left is how long a wait for what went wrong goes on.
func left(p *fleet.Problem, until, now time.Time) string {
	if p != nil && p.Status == http.StatusTooManyRequests {
		return quotaLeft(until, now)
	}
	return remaining(until, now)
}

// moment is a time of the day, after its date where that is not today's.
func (w *words) moment(t, now time.Time) string {
	t, now = t.In(w.location), now.In(w.location)
	if t.YearDay() == now.YearDay() && t.Year() == now.Year() {
		return t.Format("15:04:05")
	}
	return t.Format("Jan _2 15:04")
}

// day is a date in a column: with its time in this year, without in others.
func (w *words) day(d tolokaapi.Date, now time.Time) string {
	if !d.Valid() {
		return d.Text
	}
	t := d.Time.In(w.location)
	if t.Year() != now.In(w.location).Year() {
		return t.Format("Jan _2 2006")
	}
	return t.Format("Jan _2 15:04")
}

// dated is a date with its age; the text as sent if it is no date.
func (w *words) dated(d tolokaapi.Date, now time.Time) string {
	if !d.Valid() {
		return d.Text
	}
	return w.instant(d.Time, now)
}

// instant is a time with its age, as in "Nov 25 22:55, 2 h ago", with the year
// where that is not this one; "" without a time.
func (w *words) instant(t, now time.Time) string {
	if t.IsZero() {
		return ""
	}
	t = t.In(w.location)
	layout := "Jan _2 15:04"
	if t.Year() != now.In(w.location).Year() {
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
		said = count(int(past/time.Minute)) + " min"
	case past < 2*day:
		said = count(int(past/time.Hour)) + " h"
	case past < 90*day:
		said = count(int(past/day)) + " d"
	case past < 2*365*day:
		said = count(int(past/(30*day))) + " months"
	default:
		said = count(int(past/(365*day))) + " years"
	}
	if d < 0 {
		return "in " + said
	}
	return said + " ago"
}

// money is a number as it is written, with the sign of its currency.
func (w *words) money(literal string) string {
	switch {
	case literal == "":
		return ""
	case w.currency == "USD":
		if rest, negative := strings.CutPrefix(literal, "-"); negative {
			return "-$" + rest
		}
		return "$" + literal
	case w.currency == "RUB" && !w.ascii:
		return literal + " ₽"
	case w.currency == "":
		return literal
	}
	return literal + " " + w.currency
}

// amount is a sum of money with thousands separators and at least two decimals,
// so that points stand below each other.
// Nothing is rounded; an amount in another notation stays as it was sent.
func (w *words) amount(literal string) string {
	whole, fraction, _ := strings.Cut(literal, ".")
	sign := ""
	if rest, negative := strings.CutPrefix(whole, "-"); negative {
		sign, whole = "-", rest
	}
	n, err := strconv.ParseUint(whole, 10, 53)
	if err != nil || strings.Trim(fraction, "0123456789") != "" {
		return w.money(literal)
	}
	for len(fraction) < 2 {
		fraction += "0"
	}
	return w.money(sign + humanize.Comma(int64(n)) + "." + fraction)
}
