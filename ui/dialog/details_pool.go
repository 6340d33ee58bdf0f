package dialog

import (
	"cmp"
	"strconv"
	"strings"

	"tolokadash/internal/wording"
	"tolokadash/tolokaapi"
	"tolokadash/ui/theme"
)

// poolSections is what is known of a pool, section by section.
var poolSections = []section{
	{facts: poolStateFacts},
	{facts: figureFacts},
	{facts: poolNameFacts, right: true},
	{facts: poolTimeFacts, right: true},
	{facts: poolTaskFacts, right: true},
	{facts: poolPlaceFacts, right: true},
	{heading: operationsHeading, facts: poolOperationFacts},
}

// unreadableSections is what is known of a pool whose record makes no sense.
var unreadableSections = []section{{facts: unreadableFacts}}

// poolStateFacts is the state of a pool, why it is in it, and its comment.
func poolStateFacts(c *DetailsContext) []fact {
	p := &c.Pool
	status := string(p.Status)
	_, tone := c.Theme.Glyphs.PoolStatus(p.Status)
	if c.Busy.ID != 0 {
		status = c.Words.Dotted(status, wording.Doing(c.Busy.Verb), c.step(c.Busy))
		_, tone = c.Theme.Glyphs.Busy(c.Busy.State)
	}
	closed := p.CloseReason
	if p.Status == tolokaapi.Open {
		closed = ""
	}
	return []fact{
		{label: "Status", value: status, tone: tone},
		{label: "Not as of now", value: readProblem(p.ReadProblem), tone: theme.ToneStale},
		{label: "Closed because", value: wording.CloseReason(closed)},
		{label: "Comment", value: p.Comment, tone: theme.ToneWait},
	}
}

// readProblem says why what is shown of a pool is older than its newest read.
func readProblem(why string) string {
	if why == "" {
		return ""
	}
	return "its newest record cannot be read: " + why
}

// poolNameFacts is what a pool is called, what it is part of and what it pays.
func poolNameFacts(c *DetailsContext) []fact {
	p := &c.Pool
	return []fact{
		{label: "Name", value: p.Name},
		{label: "Id", value: p.Ref.ID},
		{label: "Project", value: strings.TrimSpace(p.Project + " (" + p.ProjectID + ")")},
		{label: "Reward", value: c.Words.Amount(p.Reward.String())},
	}
}

// poolTimeFacts is when a pool was made, started and stopped.
func poolTimeFacts(c *DetailsContext) []fact {
	p := &c.Pool
	closedBefore := ""
	if p.Status == tolokaapi.Open {
		closedBefore = p.CloseReason
	}
	return []fact{
		{label: "Created", value: c.dated(p.Created)},
		{label: "Last started", value: cmp.Or(c.dated(p.LastStarted), "never")},
		{label: "Last stopped", value: cmp.Or(c.dated(p.LastStopped), "never")},
		{label: "Last close", value: wording.CloseReason(closedBefore)},
		{label: "Expires", value: c.dated(p.WillExpire)},
	}
}

// poolTaskFacts is how a pool gives out its tasks.
func poolTaskFacts(c *DetailsContext) []fact {
	p := &c.Pool
	return []fact{
		{label: "Type", value: p.Type},
		{label: "Priority", value: number(p.Priority, "")},
		{label: "Overlap", value: number(p.Overlap, "")},
		{label: "Tasks on a page", value: taskMix(p.Pool)},
		{label: "Time for a page", value: number(p.MaxDuration, " s")},
		{label: "Closes by itself", value: number(p.AutoCloseDelay, " s after the last task")},
		{label: "Accepts work", value: wordIf(p.AutoAccept, "by itself")},
		{label: "Adult content", value: wordIf(p.AdultContent, "may be present")},
	}
}

// poolPlaceFacts is whose a pool is, and where it is in the browser.
func poolPlaceFacts(c *DetailsContext) []fact {
	return []fact{
		{label: "Owner", value: c.Pool.OwnerID + wordIf(c.Pool.Mine, " (you)")},
		{label: "Page", value: c.Page},
	}
}

func unreadableFacts(c *DetailsContext) []fact {
	return []fact{
		{label: "Id", value: c.Pool.Ref.ID},
		{label: "Unreadable", value: c.Pool.Unreadable, tone: theme.ToneBad},
		{label: "So", value: "no action accepts this " + wording.Noun(c.Pool.Ref.Subject)},
	}
}

// number is a count with its unit; "" for one that is not given.
func number(n *int, unit string) string {
	if n == nil {
		return ""
	}
	return wording.Count(*n) + unit
}

// wordIf is a word where something is so, else "".
func wordIf(so bool, word string) string {
	if so {
		return word
	}
	return ""
}

// taskMix is what a page of tasks is made of.
func taskMix(p tolokaapi.Pool) string {
	var parts []string
	for _, part := range []struct {
		n    *int
		word string
	}{{p.RealTasks, "real"}, {p.GoldenTasks, "control"}, {p.TrainingTasks, "training"}} {
		if part.n != nil {
			parts = append(parts, strconv.Itoa(*part.n)+" "+part.word)
		}
	}
	return strings.Join(parts, ", ")
}
