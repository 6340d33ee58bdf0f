package filter

import (
	"math"
	"strconv"
	"strings"
	"time"
)

// never is the value of a date that is absent.
const never = "never"

// takeDate adds the term of a date, an age or "never".
func (p *parser) takeDate(t token, f *field) {
	value := Fold(t.value)
	if value == never {
		if t.operator[0] == '<' || t.operator[0] == '>' {
			p.block(t, Problem{Kind: BadOperator, Allowed: []string{":", "=", "!="}})
			return
		}
		p.add(t, f.projects, func(r *Record, _ time.Time) verdict {
			d, known := f.date(r)
			if !known {
				return unknown
			}
			return verdictOf(!d.Valid() && d.Text == "")
		})
		return
	}
	compare := p.comparison(t.operator, value, f)
	if compare == nil {
		p.block(t, Problem{Kind: BadDate})
		return
	}
	p.add(t, f.projects, func(r *Record, now time.Time) verdict {
		d, known := f.date(r)
		switch {
		case !known, !d.Valid() && d.Text != "":
			return unknown
		case !d.Valid():
			return no // it never was
		}
		return verdictOf(compare(d.Time, now))
	})
}

// comparison is the comparison of a date with a value; nil if that is neither a
// date nor an age.
func (p *parser) comparison(operator, value string, f *field) func(at, now time.Time) bool {
	if age, ok := parseAge(value); ok {
		return compareAge(operator, age, f.future)
	}
	if period := p.parsePeriod(value); period != nil {
		return comparePeriod(operator, period)
	}
	return nil
}

// compareAge compares how long ago a date is, or how far ahead. Without an
// operator of its own an age is the most it may be.
func compareAge(operator string, age time.Duration, future bool) func(at, now time.Time) bool {
	distance := func(at, now time.Time) time.Duration {
		if future {
			return at.Sub(now)
		}
		return now.Sub(at)
	}
	return func(at, now time.Time) bool {
		switch d := distance(at, now); operator {
		case "<":
			return d < age
		case ">":
			return d > age
		case ">=":
			return d >= age
		default:
			return d <= age
		}
	}
}

// comparePeriod compares a date with a period: before it is before its begin,
// after it is after its end.
func comparePeriod(operator string, period func(now time.Time) (from, to time.Time)) func(at, now time.Time) bool {
	return func(at, now time.Time) bool {
		from, to := period(now)
		switch operator {
		case "<":
			return at.Before(from)
		case "<=":
			return at.Before(to)
		case ">":
			return !at.Before(to)
		case ">=":
			return !at.Before(from)
		default:
			return !at.Before(from) && at.Before(to)
		}
	}
}

// units of an age.
var units = map[byte]time.Duration{'m': time.Minute, 'h': time.Hour, 'd': 24 * time.Hour, 'w': 7 * 24 * time.Hour}

// parseAge reads a duration such as 90m, 2h, 30d or 1w.
func parseAge(s string) (time.Duration, bool) {
	if len(s) < 2 {
		return 0, false
	}
	unit, ok := units[s[len(s)-1]]
	n, err := strconv.ParseUint(s[:len(s)-1], 10, 32)
	if !ok || err != nil || n > uint64(math.MaxInt64/unit) {
		return 0, false
	}
	return time.Duration(n) * unit, true
}

// layouts of dates, and the period that each names.
var layouts = []struct {
	layout              string
	years, months, days int
	rest                time.Duration
}{
	{layout: "2006", years: 1},
	{layout: "2006-01", months: 1},
	{layout: "2006-01-02", days: 1},
	{layout: "2006-01-02T15:04", rest: time.Minute},
	{layout: "2006-01-02T15:04:05", rest: time.Second},
}

// parsePeriod reads a year, a month, a day, a minute, a second, today or
// yesterday; nil if it is none.
func (p *parser) parsePeriod(s string) func(now time.Time) (from, to time.Time) {
	ago := 0
	switch s {
	case "yesterday":
		ago = 1
		fallthrough
	case "today":
		return func(now time.Time) (from, to time.Time) {
			y, m, d := now.In(p.Location).Date()
			return time.Date(y, m, d-ago, 0, 0, 0, 0, p.Location), time.Date(y, m, d-ago+1, 0, 0, 0, 0, p.Location)
		}
	}
	for _, l := range layouts {
		if from, err := time.ParseInLocation(l.layout, strings.ToUpper(s), p.Location); err == nil {
			to := from.AddDate(l.years, l.months, l.days).Add(l.rest)
			return func(time.Time) (time.Time, time.Time) { return from, to }
		}
	}
	return nil
}
