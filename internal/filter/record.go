package filter

import (
	"cmp"
	"strconv"
	"strings"

	"tolokadash/internal/fleet"
	"tolokadash/tolokaapi"
)

// A Record is what a filter looks at: a pool, or an operation with its pool. Its
// text is folded once, when it is set.
type Record struct {
	written written
	folded  written
	text    string // the folded parts, a line each, and words

	poolKnown    bool // name, project and comment are
	projectKnown bool // the name of the project is, or there is no project

	status            tolokaapi.PoolStatus
	reason            string
	reward            number
	priority          number
	done, spent       number // figures, which come later than the pool
	created           tolokaapi.Date
	started           tolokaapi.Date
	stopped           tolokaapi.Date
	expires           tolokaapi.Date
	verb              string
	state             string
	progress          number
	submitted, finish tolokaapi.Date
}

// written is the text of a record in its parts.
type written struct{ id, name, projectID, project, comment, code, httpStatus, words string }

// A number may be absent.
type number struct {
	value float64
	known bool
}

// PoolRecord is the record of a pool or training.
func PoolRecord(p fleet.Pool) Record {
	var r Record
	r.SetPool(p)
	return r
}

// SetPool makes r the record of a pool or training. What was folded before is
// used again where the text is the same.
func (r *Record) SetPool(p fleet.Pool) {
	r.SetText(p)
	r.setPool(p)
	r.started = p.LastStarted
}

// SetText takes from a pool what it and its project are called, and leaves the
// rest as it was.
func (r *Record) SetText(p fleet.Pool) {
	r.setText(written{id: p.Ref.ID, name: p.Name, projectID: p.ProjectID, project: p.Project, comment: p.Comment})
	r.setKnown(p)
}

// setKnown notes what of the text is known.
func (r *Record) setKnown(p fleet.Pool) {
	r.poolKnown = p.Unreadable == ""
	r.projectKnown = r.poolKnown && (p.Project != "" || p.ProjectID == "")
}

// setPool takes from a pool what is no text.
func (r *Record) setPool(p fleet.Pool) {
	r.setKnown(p)
	r.status, r.reason = p.Status, p.CloseReason
	r.created, r.stopped, r.expires = p.Created, p.LastStopped, p.WillExpire
	r.reward, r.priority = number{}, number{}
	if reward, err := p.Reward.Float64(); err == nil {
		r.reward = number{reward, true}
	}
	if p.Priority != nil {
		r.priority = number{float64(*p.Priority), true}
	}
}

// OperationRecord is the record of an operation. known says whether p is its
// pool; else only the row speaks.
func OperationRecord(row fleet.Row, p fleet.Pool, known bool) Record {
	var r Record
	if !known {
		p = fleet.Pool{}
		p.Ref, p.Name, p.Unreadable = row.On, row.Name, "not listed"
	}
	name := row.Name
	if name == "" {
		name = p.Name
	}
	words := []string{string(row.Verb), row.State.String(), string(row.Op.Status), stateWord(row.State), string(row.Op.ID), row.Op.Details}
	code, httpStatus := codeOf(row)
	r.setText(written{
		id: row.On.ID, name: name, projectID: p.ProjectID, project: p.Project, comment: p.Comment,
		code: code, httpStatus: httpStatus, words: strings.Join(words, "\n"),
	})
	r.setPool(p)
	r.verb, r.state = string(row.Verb), row.State.String()
	r.progress = number{float64(row.Percent), row.Percent >= 0}
	r.submitted, r.started, r.finish = row.Op.Submitted, tolokaapi.Date{Time: row.Start}, tolokaapi.Date{Time: row.End}
	if !r.submitted.Valid() {
		r.submitted = tolokaapi.Date{Time: row.Asked}
	}
	return r
}

// stateWord is what the screen calls a state, where that is a word of its own.
func stateWord(s fleet.State) string {
	switch s {
	case fleet.Unconfirmed:
		return "looking"
	case fleet.Unchanged:
		return "already"
	}
	return ""
}

// codeOf is why a row failed or was refused, in the codes of the server, and the
// HTTP status that came with it.
func codeOf(row fleet.Row) (code, httpStatus string) {
	switch {
	case row.Problem != nil && row.Problem.Status != 0:
		return row.Problem.Code, strconv.Itoa(row.Problem.Status)
	case row.Problem != nil:
		return row.Problem.Code, ""
	case row.State == fleet.Failed:
		code, _, _ = row.Op.Reason()
		return cmp.Or(code, row.Op.Details), ""
	}
	return "", ""
}

// setText folds the text of a record if it is another one.
func (r *Record) setText(w written) {
	if r.text != "" && r.written == w {
		return
	}
	r.written = w
	r.text = Fold(strings.Join([]string{w.id, w.name, w.projectID, w.project, w.comment, w.code, w.httpStatus, w.words}, "\n"))
	parts := strings.SplitN(r.text, "\n", 8)
	r.folded = written{parts[0], parts[1], parts[2], parts[3], parts[4], parts[5], parts[6], parts[7]}
}

// Name is the name, folded: to order by.
func (r *Record) Name() string { return r.folded.name }

// Number is how a number is read from a record, by the name of its field: to order by.
func Number(name string) func(r *Record) (value float64, known bool) {
	f := fieldNamed(name)
	return func(r *Record) (float64, bool) {
		n := f.number(r)
		return n.value, n.known
	}
}

// HasFigure reports whether a figure of a pool is known.
func (r *Record) HasFigure(name tolokaapi.FigureName) bool {
	return name == tolokaapi.FigureCompletion && r.done.known || name == tolokaapi.FigureSpent && r.spent.known
}

// TakeFigure takes a figure of a pool as it is known. One that is infinite is no number
// to compare.
func (r *Record) TakeFigure(figures *fleet.Figures, ref tolokaapi.Ref, name tolokaapi.FigureName) (fleet.Figure, bool) {
	figure, known := figures.Of(ref, name)
	value, err := figure.Value.Float64()
	r.SetFigure(name, value, known && err == nil && !figure.Infinite)
	return figure, known
}

// SetFigure sets a figure of a pool; known is false where it is not.
func (r *Record) SetFigure(name tolokaapi.FigureName, value float64, known bool) {
	switch name {
	case tolokaapi.FigureCompletion:
		r.done = number{value, known}
	case tolokaapi.FigureSpent:
		r.spent = number{value, known}
	}
}

// Date is how a date is read from a record, by the name of its field: to order by.
func Date(name string) func(r *Record) tolokaapi.Date {
	f := fieldNamed(name)
	return func(r *Record) tolokaapi.Date {
		d, _ := f.date(r)
		return d
	}
}

// fieldNamed is the field of pools of a name that stands in the source.
func fieldNamed(name string) *field {
	f, found := find(name, Pools)
	if !found {
		panic("no field is called " + name) // a test makes every order
	}
	return f
}

// Project is the name of the project, its id until that is known, folded: to
// order by.
func (r *Record) Project() string {
	if r.folded.project == "" {
		return r.folded.projectID
	}
	return r.folded.project
}
