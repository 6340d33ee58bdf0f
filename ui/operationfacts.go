package ui

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"tolokadash/internal/fleet"
	"tolokadash/internal/wording"
	"tolokadash/tolokaapi"
	"tolokadash/ui/theme"
)

// rowFacts is what is known of an operation on the table.
func (m *Model) rowFacts(r fleet.Row) []fact {
	w := &m.words
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
	tone := theme.StateTone(r.State)
	facts := []fact{
		{label: "Command", value: string(r.Verb) + ", " + by},
		{label: wording.Capital(wording.Noun(r.On.Subject)), value: strings.TrimSpace(r.On.ID + " " + r.Name)},
		{label: "Progress", value: percent(r)},
		{label: "Elapsed", value: took},
		{label: "Asked", value: w.Instant(r.Asked, m.fleet.ServerNow())},
		{label: "Sent", value: sent},
		{label: "Last heard of", value: w.Instant(r.Seen, m.fleet.ServerNow())},
		{label: "Found", value: found, tone: theme.ToneWait},
	}
	return slices.Concat([]fact{{"State", m.drawing().Step(r), tone}}, m.reasonFacts(r), facts, m.operationFacts(r), m.problemFacts(r.Problem))
}

// pastFacts is what is known of an operation from the history.
func (m *Model) pastFacts(r fleet.Row) []fact {
	word, tone := m.words.State(r), theme.StateTone(r.State)
	took := ""
	if !r.End.IsZero() {
		took = wording.Elapsed(r.Elapsed())
	}
	as := ""
	if seen := m.history.OldNews(r, m.now); !seen.IsZero() {
		as, tone = m.words.Moment(seen, m.now), theme.ToneStale
	}
	facts := []fact{
		{label: "Command", value: string(r.Verb)},
		{label: wording.Capital(wording.Noun(r.On.Subject)), value: strings.TrimSpace(r.On.ID + " " + r.Name)},
		{label: "Progress", value: percent(r)},
		{label: "Took", value: took},
	}
	state := []fact{{"State", word, tone}, {"As of", as, tone}}
	return slices.Concat(state, m.reasonFacts(r), facts, m.operationFacts(r), m.problemFacts(r.Problem))
}

// reasonFacts is why an operation is in its state, what to do about that, and the
// comment of its pool.
func (m *Model) reasonFacts(r fleet.Row) []fact {
	why, tone := m.words.Problem(r.Problem), theme.ToneWait
	if r.Failed() {
		why, tone = m.words.Reason(r), theme.ToneBad
	}
	p, _ := m.fleet.Pool(r.On)
	return []fact{
		{"Reason", why, tone},
		{label: "What to do", value: m.words.Remedy(r.Problem)},
		{"Comment", p.Comment, theme.ToneWait},
	}
}

// operationFacts is what the server says of a row's operation.
func (m *Model) operationFacts(r fleet.Row) []fact {
	op := r.Op
	dated := func(d tolokaapi.Date) string { return m.words.Dated(d, m.fleet.ServerNow()) }
	details := op.Details
	if r.Failed() && m.words.Reason(r) == details {
		details = "" // it is the reason
	}
	return []fact{
		{label: "Operation", value: string(op.ID)},
		{label: "Type", value: string(op.Type)},
		{label: "Submitted", value: dated(op.Submitted)},
		{label: "Started", value: dated(op.Started)},
		{label: "Finished", value: dated(op.Finished)},
		{label: "New " + wording.Noun(op.Created.Subject), value: op.Created.ID},
		{label: "Details", value: details},
	}
}

// percent is how far an operation came, in words.
func percent(r fleet.Row) string {
	if r.Percent < 0 {
		return "none given"
	}
	text := strconv.Itoa(r.Percent) + " %"
	if r.ProgressFell {
		text += " (it has fallen)"
	}
	return text
}

// problemFacts is what the server gave about a failure word by word, for the user
// and for Toloka's support.
func (m *Model) problemFacts(p *fleet.Problem) []fact {
	if p == nil {
		return nil
	}
	status := ""
	if p.Status != 0 {
		status = strconv.Itoa(p.Status)
	}
	facts := []fact{
		{label: "HTTP status", value: status},
		{label: "Code", value: p.Code},
		{label: "Message", value: p.Message},
		{label: "Payload", value: p.Payload},
		{label: "Request id", value: p.RequestID},
	}
	if !slices.ContainsFunc(facts, func(f fact) bool { return f.value != "" }) {
		return nil
	}
	return append([]fact{{value: "What went wrong"}}, facts...)
}
