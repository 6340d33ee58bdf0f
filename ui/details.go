package ui

import (
	"cmp"
	"strconv"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"tolokadash/internal/fleet"
	"tolokadash/internal/wording"
	"tolokadash/tolokaapi"
	"tolokadash/ui/dialog"
	"tolokadash/ui/styled"
	"tolokadash/ui/table"
	"tolokadash/ui/theme"
)

// details is everything known about one pool or operation. It is drawn from
// what the fleet knows at the moment, so it stays true while it is open.
type details struct {
	dialog.Scroll
	pool tolokaapi.Ref
	row  fleet.RowID           // 0: not one of the table
	past tolokaapi.OperationID // of the history; "": not one of those
}

// A fact is a label and what is known under it. Facts without a value are left
// out, those without a label are headings.
type fact struct {
	label, value string
	tone         theme.Tone // of the value
}

// openDetails shows what is known about the row under the cursor, if there is
// one.
func (m *Model) openDetails() bool {
	switch m.focus {
	case paneOperations:
		if id, ok := m.operations.Cursor(); ok {
			m.details = &details{row: id}
		}
	case paneHistory:
		if id, ok := m.history.Cursor(); ok {
			m.details = &details{past: id}
		}
	default:
		if ref, ok := m.poolPane().Cursor(); ok {
			m.details = &details{pool: ref}
		}
	}
	return m.details != nil
}

// detailLines is the facts, wrapped to the frame.
func (m *Model) detailLines() (name string, lines []styled.Line) {
	var facts []fact
	row, ok := m.fleet.Row(m.details.row)
	op, loaded := m.history.Operation(m.details.past)
	switch {
	case loaded:
		row = m.history.Past(op)
		name = cmp.Or(strings.TrimSpace(wording.Capital(string(row.Verb))+" "+row.On.ID), "Operation")
		facts = m.pastFacts(row)
	case m.details.past != "":
		name, facts = "Operation", []fact{{value: "This operation is being read again."}}
	case ok:
		name = wording.Capital(string(row.Verb)) + " " + row.On.ID
		facts = m.rowFacts(row)
	case m.details.row != 0:
		name, facts = "Operation", []fact{{value: "This row has left the table."}}
	default:
		name = wording.Capital(string(m.details.pool.Subject)) + " " + m.details.pool.ID
		facts = m.poolFacts(m.details.pool)
	}
	return name, m.layFacts(facts)
}

// layFacts aligns the labels and wraps the values.
func (m *Model) layFacts(facts []fact) []styled.Line {
	widest := 0
	for _, f := range facts {
		if f.value != "" {
			widest = max(widest, len(f.label))
		}
	}
	room := max(m.layout.Body().Inside().Width-widest-4, 10)
	var lines []styled.Line
	if m.layout.Body().Inside().Height > len(facts)/2 { // air, where there is any
		lines = append(lines, styled.Line{})
	}
	for _, f := range facts {
		if f.value == "" {
			continue
		}
		if f.label == "" {
			lines = append(lines, styled.Line{}, styled.Line{styled.Text(m.theme.Strong, " "+f.value)})
			continue
		}
		label := f.label
		for part := range strings.SplitSeq(ansi.Wrap(table.Normalize(f.value), room, ""), "\n") {
			lines = append(lines, styled.Line{styled.Text(m.theme.Faint, " "+table.Fit(label, widest, "")+"  "), styled.Text(m.theme.Tone(f.tone), part)})
			label = ""
		}
	}
	return lines
}

// readProblem says why what is shown of a pool is older than its newest read.
func readProblem(why string) string {
	if why == "" {
		return ""
	}
	return "its newest record cannot be read: " + why
}

// poolFacts is what is known of a pool: first what decides what may be done with
// it.
func (m *Model) poolFacts(ref tolokaapi.Ref) []fact {
	p, ok := m.fleet.Pool(ref)
	if !ok {
		return []fact{{value: "This " + wording.Noun(ref.Subject) + " is gone."}}
	}
	if p.Unreadable != "" {
		return []fact{{label: "Id", value: p.Ref.ID}, {"Unreadable", p.Unreadable, theme.ToneBad}, {label: "So", value: "no action accepts this " + wording.Noun(ref.Subject)}}
	}
	w := &m.words
	dated := func(d tolokaapi.Date) string { return w.Dated(d, m.fleet.ServerNow()) }
	status := string(p.Status)
	_, tone := m.theme.Glyphs.PoolStatus(p.Status)
	if busy, ok := m.fleet.Row(p.Busy); ok {
		status = w.Dotted(status, wording.Doing(busy.Verb), m.drawing().Step(busy))
		_, tone = m.theme.Glyphs.Busy(busy.State)
	}
	closed, closedBefore := p.CloseReason, ""
	if p.Status == tolokaapi.Open {
		closed, closedBefore = "", p.CloseReason
	}
	return []fact{
		{"Status", status, tone},
		{"Not as of now", readProblem(p.ReadProblem), theme.ToneStale},
		{label: "Closed because", value: closed},
		{"Comment", p.Comment, theme.ToneWait},
		{label: "Name", value: p.Name},
		{label: "Id", value: p.Ref.ID},
		{label: "Project", value: strings.TrimSpace(p.Project + " (" + p.ProjectID + ")")},
		{label: "Reward", value: w.Amount(p.Reward.String())},
		{label: "Created", value: dated(p.Created)},
		{label: "Last started", value: cmp.Or(dated(p.LastStarted), "never")},
		{label: "Last stopped", value: cmp.Or(dated(p.LastStopped), "never")},
		{label: "Last closed because", value: closedBefore},
		{label: "Expires", value: dated(p.WillExpire)},
		{label: "Type", value: p.Type},
		{label: "Priority", value: number(p.Priority, "")},
		{label: "Overlap", value: number(p.Overlap, "")},
		{label: "Tasks on a page", value: mix(p.Pool)},
		{label: "Time for a page", value: number(p.MaxDuration, " s")},
		{label: "Closes by itself", value: number(p.AutoCloseDelay, " s after the last task")},
		{label: "Accepts work", value: yes(p.AutoAccept, "by itself")},
		{label: "Adult content", value: yes(p.AdultContent, "may be present")},
		{label: "Owner", value: p.OwnerID + yes(p.Mine, " (you)")},
		{label: "Page", value: m.page(p.Pool)},
	}
}

// page is the address of a pool in the browser; "" if there is none.
func (m *Model) page(p tolokaapi.Pool) string {
	if m.o.Environment.WebURL == nil {
		return ""
	}
	return m.o.Environment.WebURL(p)
}

func number(n *int, unit string) string {
	if n == nil {
		return ""
	}
	return wording.Count(*n) + unit
}

func yes(is bool, word string) string {
	if is {
		return word
	}
	return ""
}

func times(n int) string {
	if n == 0 {
		return ""
	}
	return wording.Plural(n, "time", "times")
}

// mix is what a page of tasks is made of.
func mix(p tolokaapi.Pool) string {
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
