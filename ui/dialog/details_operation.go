package dialog

import (
	"cmp"
	"strconv"
	"strings"

	"tolokadash/internal/fleet"
	"tolokadash/internal/wording"
	"tolokadash/ui/theme"
)

// operationSections is what is known of an operation on the table, section by
// section.
var operationSections = []section{
	{facts: operationStateFacts},
	{facts: reasonFacts},
	{facts: commandFacts},
	{facts: operationFacts},
	problemSection,
}

// pastSections is what is known of an operation from the history.
var pastSections = []section{
	{facts: pastStateFacts},
	{facts: reasonFacts},
	{facts: pastCommandFacts},
	{facts: operationFacts},
	problemSection,
}

// problemSection is what the server gave about a failure word by word.
var problemSection = section{heading: "What went wrong", facts: problemFacts}

func operationStateFacts(c *DetailsContext) []fact {
	return []fact{{label: "State", value: c.step(c.Row), tone: theme.StateTone(c.Row.State)}}
}

func pastStateFacts(c *DetailsContext) []fact {
	tone, as := theme.StateTone(c.Row.State), ""
	if !c.AsOf.IsZero() {
		as, tone = c.Words.Moment(c.AsOf, c.Now), theme.ToneStale
	}
	return []fact{{label: "State", value: c.Words.State(c.Row), tone: tone}, {label: "As of", value: as, tone: tone}}
}

// reasonFacts is why an operation is in its state, what to do about that, and the
// comment of its pool.
func reasonFacts(c *DetailsContext) []fact {
	why, tone := c.Words.Problem(c.Row.Problem), theme.ToneWait
	if c.Row.Failed() {
		why, tone = c.Words.Reason(c.Row), theme.ToneBad
	}
	return []fact{
		{label: "Reason", value: why, tone: tone},
		{label: "What to do", value: c.Words.Remedy(c.Row.Problem)},
		{label: "Comment", value: c.Pool.Comment, tone: theme.ToneWait},
	}
}

// commandFacts is who asked for an operation of the table, of which pool, and how
// far it came.
func commandFacts(c *DetailsContext) []fact {
	r := &c.Row
	by, sent := "started elsewhere", ""
	if r.Ours() {
		by, sent = "asked for here", cmp.Or(times(r.Tries), "not yet")
	}
	took := ""
	if !r.Start.IsZero() {
		took = wording.Elapsed(r.Elapsed())
	}
	found := ""
	if r.Found {
		found = wording.FoundAfter(r.Named)
	}
	return []fact{
		{label: "Command", value: string(r.Verb) + ", " + by},
		poolFact(r),
		{label: "Progress", value: percent(r)},
		{label: "Elapsed", value: took},
		{label: "Asked", value: c.instant(r.Asked)},
		{label: "Sent", value: sent},
		{label: "Last heard of", value: c.instant(r.Seen)},
		{label: "Found", value: found, tone: theme.ToneWait},
	}
}

// pastCommandFacts is the same of an operation of the past.
func pastCommandFacts(c *DetailsContext) []fact {
	r := &c.Row
	took := ""
	if !r.End.IsZero() {
		took = wording.Elapsed(r.Elapsed())
	}
	return []fact{
		{label: "Command", value: string(r.Verb)},
		poolFact(r),
		{label: "Progress", value: percent(r)},
		{label: "Took", value: took},
	}
}

// poolFact names the pool that an operation is about.
func poolFact(r *fleet.Row) fact {
	return fact{label: wording.Capital(wording.Noun(r.On.Subject)), value: strings.TrimSpace(r.On.ID + " " + r.Name)}
}

// operationFacts is what the server says of an operation.
func operationFacts(c *DetailsContext) []fact {
	op := &c.Row.Op
	details := op.Details
	if c.Row.Failed() && c.Words.Reason(c.Row) == details {
		details = "" // it is the reason
	}
	return []fact{
		{label: "Operation", value: string(op.ID)},
		{label: "Type", value: string(op.Type)},
		{label: "Submitted", value: c.dated(op.Submitted)},
		{label: "Started", value: c.dated(op.Started)},
		{label: "Finished", value: c.dated(op.Finished)},
		{label: "New " + wording.Noun(op.Created.Subject), value: op.Created.ID},
		{label: "Details", value: details},
	}
}

// problemFacts is for the user and for Toloka's support.
func problemFacts(c *DetailsContext) []fact {
	p := c.Row.Problem
	if p == nil {
		return nil
	}
	status := ""
	if p.Status != 0 {
		status = strconv.Itoa(p.Status)
	}
	return []fact{
		{label: "HTTP status", value: status},
		{label: "Code", value: p.Code},
		{label: "Message", value: p.Message},
		{label: "Payload", value: p.Payload},
		{label: "Request id", value: p.RequestID},
	}
}

// percent is how far an operation came, in words.
func percent(r *fleet.Row) string {
	if r.Percent < 0 {
		return "none given"
	}
	text := strconv.Itoa(r.Percent) + " %"
	if r.ProgressFell {
		text += " (it has fallen)"
	}
	return text
}

// times is how often something was done; "" for never.
func times(n int) string {
	if n == 0 {
		return ""
	}
	return wording.Plural(n, "time", "times")
}
