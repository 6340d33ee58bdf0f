package filter

import (
	"slices"
	"strings"

	"tolokadash/internal/fleet"
	"tolokadash/tolokaapi"
)

// Records says what a filter is for, which decides about its fields.
type Records int

// What can be filtered.
const (
	Pools Records = 1 << iota
	Trainings
	Operations
)

// A field is a part of a record that a word can name. One of texts, choice,
// number and date reads it.
type field struct {
	name  string
	alias string
	of    Records
	help  string

	texts   func(r *Record) (texts [2]string, known bool) // folded
	choice  func(r *Record) string                        // "" if not known
	choices []choice
	number  func(r *Record) number
	date    func(r *Record) (d tolokaapi.Date, known bool)
	future  bool // the date lies ahead: its age is the time until then

	projects bool                 // of the name of the project
	figure   tolokaapi.FigureName // that it looks at; "" if it looks at none
}

// A choice is a value a field can have, and what else it is called.
type choice struct {
	value string
	other []string
}

// pools and everything are what fields belong to.
const (
	pools      = Pools | Trainings
	everything = pools | Operations
)

// fields is every field there is.
var fields = []field{
	{name: "id", of: everything, help: "of the pool", texts: func(r *Record) ([2]string, bool) { return [2]string{r.folded.id}, true }},
	{name: "name", of: everything, texts: func(r *Record) ([2]string, bool) {
		return [2]string{r.folded.name}, r.poolKnown || r.folded.name != ""
	}},
	{name: "project", of: everything, help: "name or id", projects: true, texts: func(r *Record) ([2]string, bool) {
		return [2]string{r.folded.project, r.folded.projectID}, r.projectKnown
	}},
	{name: "comment", of: everything, texts: func(r *Record) ([2]string, bool) { return [2]string{r.folded.comment}, r.poolKnown }},
	{name: "code", of: Operations, help: "why it failed or was rejected", texts: func(r *Record) ([2]string, bool) {
		return [2]string{r.folded.code, r.folded.httpStatus}, true
	}},

	{name: "status", of: pools, choices: statuses, choice: func(r *Record) string { return string(r.status) }},
	{name: "reason", of: pools, help: "why it is closed", choices: reasons, choice: func(r *Record) string {
		if r.poolKnown && (r.reason == "" || r.status == tolokaapi.Open) { // an open pool keeps the reason of its last close
			return "none"
		}
		return r.reason
	}},
	{name: "verb", of: Operations, choices: verbs, choice: func(r *Record) string { return r.verb }},
	{name: "state", alias: "status", of: Operations, choices: states, choice: func(r *Record) string { return r.state }},

	{name: "done", of: Pools, help: "in percent", figure: tolokaapi.FigureCompletion, number: func(r *Record) number { return r.done }},
	{name: "spent", of: Pools, help: "so far, without fee", figure: tolokaapi.FigureSpent, number: func(r *Record) number { return r.spent }},
	{name: "reward", of: Pools, number: func(r *Record) number { return r.reward }},
	{name: "priority", of: Pools, number: func(r *Record) number { return r.priority }},
	{name: "progress", of: Operations, help: "in percent", number: func(r *Record) number { return r.progress }},

	{name: "created", of: pools, date: func(r *Record) (tolokaapi.Date, bool) { return r.created, r.poolKnown }},
	{name: "started", of: everything, help: "last", date: func(r *Record) (tolokaapi.Date, bool) { return r.started, r.poolKnown || r.verb != "" }},
	{name: "stopped", of: pools, help: "last", date: func(r *Record) (tolokaapi.Date, bool) { return r.stopped, r.poolKnown }},
	{name: "expires", of: Pools, help: "when it closes by itself", future: true, date: func(r *Record) (tolokaapi.Date, bool) { return r.expires, r.poolKnown }},
	{name: "submitted", of: Operations, date: func(r *Record) (tolokaapi.Date, bool) { return r.submitted, true }},
	{name: "finished", of: Operations, date: func(r *Record) (tolokaapi.Date, bool) { return r.finish, true }},
}

// statuses are those of pools. The web page says Labeling and Labeled.
var statuses = []choice{
	{string(tolokaapi.Open), []string{"labeling"}},
	{string(tolokaapi.Closed), []string{"labeled"}},
	{string(tolokaapi.Locked), nil},
	{string(tolokaapi.Archived), nil},
}

// reasons are why pools were closed, as far as the API documents it.
var reasons = []choice{
	{"MANUAL", nil},
	{"EXPIRED", nil},
	{"COMPLETED", nil},
	{"NOT_ENOUGH_BALANCE", []string{"balance"}},
	{"ASSIGNMENTS_LIMIT_EXCEEDED", []string{"limit"}},
	{"BLOCKED", nil},
	{"FOR_UPDATE", []string{"update"}},
	{"none", nil},
}

var verbs = func() (all []choice) {
	for _, v := range tolokaapi.Verbs {
		all = append(all, choice{value: string(v)})
	}
	return all
}()

// states are those of operations in the words of the core, of the server and of
// the screen.
var states = []choice{
	{fleet.Queued.String(), nil},
	{fleet.Sending.String(), nil},
	{fleet.Unconfirmed.String(), []string{"looking"}},
	{fleet.Pending.String(), nil},
	{fleet.Running.String(), nil},
	{fleet.Succeeded.String(), []string{"success"}},
	{fleet.Unchanged.String(), []string{"already"}},
	{fleet.Failed.String(), []string{"fail"}},
	{fleet.Rejected.String(), nil},
	{fleet.Unknown.String(), nil},
	{fleet.NotSent.String(), []string{"notsent", "not-sent"}},
}

// A Field describes a field to the user.
type Field struct {
	Name   string
	Help   string   // "" if the name says it all
	Values []string // the values of a field that has only so many
}

// Fields are those that records of a kind have.
func Fields(of Records) []Field {
	var all []Field
	for _, f := range fields {
		if f.of&of != 0 {
			all = append(all, Field{Name: f.name, Help: f.help, Values: f.values()})
		}
	}
	return all
}

// values are the values of a field that has only so many.
func (f *field) values() []string {
	var all []string
	for _, c := range f.choices {
		all = append(all, c.value)
	}
	return all
}

// find is the field of a name. of is 0 if no records have it, and others than
// asked for if only those have it.
func find(name string, of Records) (f *field, found bool) {
	for i := range fields {
		if g := &fields[i]; g.of&of != 0 && (g.name == name || g.alias == name) {
			return g, true
		}
	}
	at := slices.IndexFunc(fields, func(g field) bool { return g.name == name })
	if at < 0 {
		return nil, false
	}
	return &fields[at], false
}

// names are the names of all fields of records.
func names(of Records) []string {
	var all []string
	for _, f := range Fields(of) {
		all = append(all, f.Name)
	}
	return all
}

// lookUp finds the choices that a value names, in full or by its beginning or by
// that of one of its words. exact says that it is named in full.
func (f *field) lookUp(value string) (found []string, exact bool) {
	value = Fold(value)
	if value == "" {
		return nil, false
	}
	for _, c := range f.choices {
		whole := strings.ToLower(c.value)
		if whole == value || slices.Contains(c.other, value) {
			return []string{c.value}, true
		}
		for rest, more := whole, true; more; _, rest, more = strings.Cut(rest, "_") {
			if strings.HasPrefix(rest, value) {
				found = append(found, c.value)
				break
			}
		}
		if !slices.Contains(found, c.value) && slices.ContainsFunc(c.other, func(o string) bool { return strings.HasPrefix(o, value) }) {
			found = append(found, c.value)
		}
	}
	return found, false
}
