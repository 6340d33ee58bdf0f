package ui

import (
	"slices"
	"strconv"
	"strings"

	"tolokadash/internal/fleet"
	"tolokadash/tolokaapi"
)

// rowFacts is what is known of an operation on the table.
func (m *Model) rowFacts(r fleet.Row) []fact {
	w := &m.words
	by, sent := "started elsewhere", ""
	if r.Ours() {
		by, sent = "asked for here", or(times(r.Tries), "not yet")
	}
	took := ""
	if !r.Start.IsZero() {
		took = elapsed(r.Elapsed())
	}
	found := ""
	if r.Found {
		found = "after a lost reply; another may have started it"
	}
	facts := []fact{
		{"Command", string(r.Verb) + ", " + by},
		{capital(noun(r.On.Subject)), strings.TrimSpace(r.On.ID + " " + r.Name)},
		{"State", m.step(r)},
		{"Progress", percent(r)},
		{"Elapsed", took},
		{"Asked", w.instant(r.Asked)},
		{"Sent", sent},
		{"Last heard of", w.instant(r.Seen)},
		{"Found", found},
	}
	return slices.Concat(facts, m.operationFacts(r.Op), m.problemFacts(r))
}

// pastFacts is what is known of an operation from the history.
func (m *Model) pastFacts(r fleet.Row) []fact {
	word, _ := m.words.state(r)
	took := ""
	if !r.End.IsZero() {
		took = elapsed(r.Elapsed())
	}
	as := ""
	if seen := m.history.oldNews(r, m); !seen.IsZero() {
		as = m.words.moment(seen, m.now)
	}
	facts := []fact{
		{"Command", string(r.Verb)},
		{capital(noun(r.On.Subject)), strings.TrimSpace(r.On.ID + " " + r.Name)},
		{"State", word},
		{"As of", as},
		{"Progress", percent(r)},
		{"Took", took},
	}
	return slices.Concat(facts, m.operationFacts(r.Op), m.problemFacts(r))
}

// operationFacts is what the server says of an operation.
func (m *Model) operationFacts(op tolokaapi.Operation) []fact {
	w := &m.words
	return []fact{
		{"Operation", string(op.ID)},
		{"Type", string(op.Type)},
		{"Submitted", w.date(op.Submitted)},
		{"Started", w.date(op.Started)},
		{"Finished", w.date(op.Finished)},
		{"New " + noun(op.Created.Subject), op.Created.ID},
		{"Details", op.Details},
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

// problemFacts is everything the server gave about a failure, for the user and
// for Toloka's support.
func (m *Model) problemFacts(r fleet.Row) []fact {
	p := r.Problem
	if p == nil {
		if r.State == fleet.Failed && r.Op.Details == "" {
			return []fact{{"Reason", "no reason given"}}
		}
		return nil
	}
	status := ""
	if p.Status != 0 {
		status = strconv.Itoa(p.Status)
	}
	return []fact{
		{"", "What went wrong"},
		{"In short", m.words.problem(p)},
		{"HTTP status", status},
		{"Code", p.Code},
		{"Message", p.Message},
		{"Payload", p.Payload},
		{"Request id", p.RequestID},
		{"What to do", m.words.remedy(p)},
	}
}
