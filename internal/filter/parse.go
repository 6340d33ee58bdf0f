package filter

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"tolokadash/internal/nearest"
)

// Options say what a filter is read for.
type Options struct {
	Records  Records
	Location *time.Location // the zone of dates; nil: UTC
}

// Parse reads a filter. The filter is usable whatever the problems: a word with
// a problem that blocks matches nothing, negated or not.
func Parse(text string, o Options) (Filter, []Problem) {
	if o.Location == nil {
		o.Location = time.UTC
	}
	p := parser{Options: o}
	for _, t := range tokens(text) {
		p.take(t)
	}
	return p.filter, p.problems
}

type parser struct {
	Options
	filter   Filter
	problems []Problem
}

// take adds the term of a token.
func (p *parser) take(t token) {
	if t.open {
		p.report(t, Problem{Kind: OpenQuote})
	}
	if t.field == "" {
		p.takeText(t)
		return
	}
	if t.operator == "!=" {
		t.negated = !t.negated
	}
	f, found := find(strings.ToLower(t.field), p.Records)
	switch {
	case f == nil:
		all := names(p.Records)
		p.block(t, Problem{Kind: UnknownField, Nearest: nearest.Word(strings.ToLower(t.field), all), Allowed: all})
	case !found:
		p.block(t, Problem{Kind: OtherField, Allowed: names(p.Records)})
	case Fold(t.value) == "" && (!t.quoted || f.texts == nil || t.operator == ":"): // only an exact text can be none
		p.report(t, Problem{Kind: MissingValue, Allowed: f.values()})
	case f.number == nil && f.date == nil && strings.ContainsAny(t.operator, "<>"):
		p.block(t, Problem{Kind: BadOperator, Allowed: []string{":", "=", "!="}})
	case f.choices != nil:
		p.takeChoice(t, f)
	case f.texts != nil:
		p.takeFieldText(t, f)
	case f.number != nil:
		p.takeNumber(t, f)
	default:
		p.takeDate(t, f)
	}
}

// report notes a problem of a token.
func (p *parser) report(t token, problem Problem) {
	problem.Word, problem.Field, problem.Operator, problem.Value = t.word, t.field, t.operator, t.value
	p.problems = append(p.problems, problem)
}

// block reports a problem of a token, which then matches nothing.
func (p *parser) block(t token, problem Problem) {
	p.report(t, problem)
	p.add(t, false, nothing)
}

func (p *parser) add(t token, projects bool, test func(*Record, time.Time) verdict) {
	p.filter.terms = append(p.filter.terms, term{word: t.word, negated: t.negated, projects: projects, test: test})
}

// takeText adds the term of a word without a field. A single "!" or "~", as one
// begins to type, asks for nothing.
func (p *parser) takeText(t token) {
	needle := Fold(t.value)
	if needle == "" {
		p.report(t, Problem{Kind: MissingText})
		return
	}
	in := func(r *Record) bool { return strings.Contains(r.text, needle) }
	if t.fuzzy {
		in = func(r *Record) bool {
			return inOrder(r.folded.name, needle) || inOrder(r.folded.project, needle) || inOrder(r.folded.id, needle)
		}
	}
	p.add(t, true, func(r *Record, _ time.Time) verdict {
		switch {
		case in(r):
			return yes
		case !r.projectKnown:
			return unknown
		}
		return no
	})
}

// inOrder reports whether the letters of needle come in this order in text.
func inOrder(text, needle string) bool {
	for _, r := range needle {
		at := strings.IndexRune(text, r)
		if at < 0 {
			return false
		}
		text = text[at+len(string(r)):]
	}
	return true
}

// takeFieldText adds the term of a text that a field holds or is.
func (p *parser) takeFieldText(t token, f *field) {
	needle := Fold(t.value)
	is := func(text string) bool { return text == needle }
	if t.operator == ":" {
		is = func(text string) bool { return strings.Contains(text, needle) }
	}
	p.add(t, f.projects, func(r *Record, _ time.Time) verdict {
		texts, known := f.texts(r)
		switch {
		case is(texts[0]) && (needle != "" || known), texts[1] != "" && is(texts[1]):
			return yes
		case !known:
			return unknown
		}
		return no
	})
}

// takeChoice adds the term of a field that has only so many values.
func (p *parser) takeChoice(t token, f *field) {
	var wanted []string
	for value := range strings.SplitSeq(t.value, ",") {
		if value == "" {
			continue // the next one is about to be typed
		}
		found, exact := f.lookUp(value)
		t.value = value
		switch {
		case len(found) == 0:
			p.block(t, Problem{Kind: UnknownValue, Nearest: f.nearest(value), Allowed: f.values()})
			return
		case !exact:
			p.report(t, Problem{Kind: Abbreviated, Allowed: found})
		}
		wanted = append(wanted, found...)
	}
	if len(wanted) == 0 {
		p.report(t, Problem{Kind: MissingValue, Allowed: f.values()})
		return
	}
	p.add(t, f.projects, func(r *Record, _ time.Time) verdict {
		is := f.choice(r)
		if is == "" {
			return unknown
		}
		return verdictOf(slices.Contains(wanted, is))
	})
	last := &p.filter.terms[len(p.filter.terms)-1]
	last.field, last.choices = f.name, wanted
}

// nearest is the value that was probably meant.
func (f *field) nearest(value string) string {
	lower := map[string]string{}
	var all []string
	for _, c := range f.choices {
		for _, name := range append([]string{strings.ToLower(c.value)}, c.other...) {
			lower[name] = c.value
			all = append(all, name)
		}
	}
	return lower[nearest.Word(strings.ToLower(value), all)]
}

// takeNumber adds the term of a number.
func (p *parser) takeNumber(t token, f *field) {
	wanted, err := strconv.ParseFloat(strings.TrimSuffix(strings.TrimPrefix(Fold(t.value), "$"), "%"), 64)
	if err != nil || math.IsNaN(wanted) || math.IsInf(wanted, 0) {
		p.block(t, Problem{Kind: BadNumber})
		return
	}
	p.add(t, f.projects, func(r *Record, _ time.Time) verdict {
		n := f.number(r)
		switch {
		case !n.known:
			return unknown
		case t.operator == "<":
			return verdictOf(n.value < wanted)
		case t.operator == "<=":
			return verdictOf(n.value <= wanted)
		case t.operator == ">":
			return verdictOf(n.value > wanted)
		case t.operator == ">=":
			return verdictOf(n.value >= wanted)
		}
		return verdictOf(n.value == wanted)
	})
	p.filter.terms[len(p.filter.terms)-1].figure = f.figure
}
