package tolokaapi

import (
	"errors"
	"fmt"
	"strings"
	"time"
)

// errStuck means that a list says it has more but gives no way on: its cursor
// does not advance, it is empty, or it is not in the order that was asked for.
// Going on would loop for ever or miss rows.
var errStuck = errors.New("the list says it has more, but does not advance")

// A Page is one answer of a list.
type Page[T any] struct {
	Items   []T
	HasMore bool
	Server  time.Time // Date header; zero if absent or unreadable
	Query   Query     // what was asked
}

// Next is the query of the page after this one. more is false on the last page.
// It is the only place where a cursor is made and guarded: the error says why
// the list cannot be continued.
//
// Pages by id go on strictly after the last id. Pages by -submitted go on at
// most at the last date, since operations may share one, so the first rows of
// such a page can repeat: callers count operations by id. Lists whose first
// sort key is neither id nor submitted cannot be continued.
func (p Page[T]) Next() (next Query, more bool, err error) {
	if !p.HasMore {
		return Query{}, false, nil
	}
	if len(p.Items) == 0 {
		return Query{}, false, fmt.Errorf("%w: the page is empty", errStuck)
	}
	next = p.Query
	key, _, _ := strings.Cut(p.Query.sort(), ",")
	switch key {
	case "id":
		next.ID.GTE = ""
		next.ID.GT, err = lastID(p.Items, ascending, p.Query.ID.GT)
	case "-id":
		next.ID.LTE = ""
		next.ID.LT, err = lastID(p.Items, descending, p.Query.ID.LT)
	case "submitted":
		next.Submitted.GT = ""
		next.Submitted.GTE, err = lastSubmitted(p.Items, ascending, p.Query.Submitted.GTE)
	case "-submitted":
		next.Submitted.LT = ""
		next.Submitted.LTE, err = lastSubmitted(p.Items, descending, p.Query.Submitted.LTE)
	default:
		err = fmt.Errorf("%w: there is no cursor for the order %q", errStuck, Harmless(key))
	}
	if err != nil {
		return Query{}, false, err
	}
	return next, true, nil
}

// Directions of a list, as factors of a comparison.
const (
	ascending  = +1
	descending = -1
)

// placeOf is where a record stands in a list. id is empty and submitted not
// valid where the record does not say.
func placeOf[T any](item T) (id string, submitted Date) {
	switch record := any(item).(type) {
	case Pool:
		return record.Ref.ID, Date{}
	case Operation:
		return string(record.ID), record.Submitted
	case Project:
		return record.ID, Date{}
	case Assignment:
		return record.ID, Date{}
	case Analysis:
		return placeOf(record.Operation)
	}
	return "", Date{}
}

// lastID is the id at which a page ends. Every id must lie beyond the one
// before it, and the first beyond the cursor.
func lastID[T any](items []T, direction int, cursor string) (string, error) {
	last := cursor
	for _, item := range items {
		id, _ := placeOf(item)
		switch {
		case id == "":
			continue
		case last != "" && CompareIDs(id, last)*direction <= 0:
			return "", fmt.Errorf("%w: id %s follows %s", errStuck, id, last)
		}
		last = id
	}
	if last == cursor {
		return "", fmt.Errorf("%w: no row of the page has a readable id", errStuck)
	}
	return last, nil
}

// lastSubmitted is the date at which a page ends. Dates may repeat, so the
// cursor has advanced only if the page reaches beyond it.
func lastSubmitted[T any](items []T, direction int, cursor string) (string, error) {
	begin := ParseDate(cursor)
	last := begin
	for _, item := range items {
		_, submitted := placeOf(item)
		switch {
		case !submitted.Valid():
			continue
		case last.Valid() && submitted.Time.Compare(last.Time)*direction < 0:
			return "", fmt.Errorf("%w: %s follows %s", errStuck, submitted.Text, last.Text)
		}
		last = submitted
	}
	switch {
	case !last.Valid():
		return "", fmt.Errorf("%w: no row of the page has a readable date", errStuck)
	case last.Time.Equal(begin.Time):
		return "", fmt.Errorf("%w: the whole page was submitted at %s", errStuck, last.Text)
	}
	return exactly(last), nil
}

// exactly writes a date for a query without losing a fraction digit, which
// [FormatDate] would: a bound cut to milliseconds leaves out its own row.
func exactly(d Date) string {
	const nanoseconds = "2006-01-02T15:04:05.999999999"
	if s := FormatDate(d.Time); ParseDate(s).Time.Equal(d.Time) {
		return s
	}
	return d.Time.Format(nanoseconds)
}

// An Answer is one record and the server's clock when it was given.
type Answer[T any] struct {
	Value  T
	Server time.Time // Date header; zero if absent or unreadable
}

// An Outcome is what an action answered: an operation to follow, or nothing to
// do because the pool already was as asked (204).
type Outcome struct {
	Status    int       // of HTTP, a 2xx
	Unchanged bool      // 204; then Operation is zero
	Operation Operation // any status, even SUCCESS
	Server    time.Time // Date header; zero if absent or unreadable
}
