package dialog

import (
	"time"

	"tolokadash/internal/fleet"
	"tolokadash/internal/wording"
	"tolokadash/tolokaapi"
	"tolokadash/ui/theme"
)

// Of the operations of a pool those are shown that are neither older nor more.
const (
	OperationsAge = 7 * 24 * time.Hour
	OperationsMax = 10
)

const operationsHeading = "Operations of the last 7 days, as far as they are known"

// poolOperationFacts is what was done to a pool, newest first: when, how it ended and
// how long it took.
func poolOperationFacts(c *DetailsContext) []fact {
	facts := make([]fact, len(c.Operations))
	for i, r := range c.Operations {
		facts[i] = fact{
			label: string(r.Verb), tone: theme.StateTone(r.State),
			value: c.Words.Dotted(c.Words.Day(tolokaapi.DateOf(OperationTime(r)), c.ServerNow), c.Words.State(r), took(r)),
		}
	}
	return facts
}

// OperationTime is when an operation was asked for, by the server's clock.
func OperationTime(r fleet.Row) time.Time {
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
