package dialog

import (
	"slices"
	"time"

	"tolokadash/internal/fleet"
	"tolokadash/internal/wording"
	"tolokadash/tolokaapi"
	"tolokadash/ui/theme"
)

// Of the operations of a pool those are shown that are neither older nor more.
const (
	operationsAge = 7 * 24 * time.Hour
	operationsMax = 10
)

const operationsHeading = "Known operations of the last 7 days"

// poolOperationFacts is what was done to a pool, newest first: when, how it ended and
// how long it took.
func poolOperationFacts(c *DetailsContext) []fact {
	facts := make([]fact, len(c.Operations))
	for i, r := range c.Operations {
		facts[i] = fact{
			label: string(r.Verb), tone: theme.StateTone(r.State),
			value: c.Words.Dotted(c.Words.Day(tolokaapi.DateOf(operationTime(r)), c.ServerNow), c.Words.State(r), took(r)),
		}
	}
	return facts
}

// NewestOperations are the operations of a pool that its details show, of those on the
// table and those of the past. The table knows more of one that is in both.
func NewestOperations(rows, past []fleet.Row, serverNow time.Time) []fleet.Row {
	all := slices.Clone(rows)
	for _, r := range past {
		if !slices.ContainsFunc(rows, func(row fleet.Row) bool { return row.Op.ID == r.Op.ID }) {
			all = append(all, r)
		}
	}
	from := serverNow.Add(-operationsAge)
	all = slices.DeleteFunc(all, func(r fleet.Row) bool { return operationTime(r).Before(from) })
	slices.SortStableFunc(all, func(a, b fleet.Row) int { return operationTime(b).Compare(operationTime(a)) })
	return all[:min(len(all), operationsMax)]
}

// operationTime is when an operation was asked for, by the server's clock.
func operationTime(r fleet.Row) time.Time {
	if r.Asked.IsZero() {
		return r.Op.Submitted.Time
	}
	return r.Asked
}

// took is how long an operation took that has ended.
func took(r fleet.Row) string {
	if r.Start.IsZero() || r.End.IsZero() {
		return ""
	}
	return "took " + wording.Elapsed(r.Elapsed())
}
