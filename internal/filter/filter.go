package filter

import (
	"iter"
	"slices"
	"time"

	"tolokadash/tolokaapi"
)

// A Filter decides which records pass. The zero Filter lets every record pass.
type Filter struct{ terms []term }

// A term is a word with its meaning.
type term struct {
	word     Word
	negated  bool
	projects bool // looks at the names of projects
	field    string
	choices  []string             // the values asked for, of a field that has only so many
	figure   tolokaapi.FigureName // that it looks at; "" if at none
	test     func(r *Record, now time.Time) verdict
}

// A verdict is whether a record passes a test.
type verdict int8

const (
	no verdict = iota
	yes
	unknown // the record does not hold what the test looks at, yet
)

// verdictOf is the verdict on something that is known.
func verdictOf(passes bool) verdict {
	if passes {
		return yes
	}
	return no
}

// verdict is that on the word, negation included.
func (t *term) verdict(r *Record, now time.Time) verdict {
	v := t.test(r, now)
	switch {
	case !t.negated || v == unknown:
		return v
	case v == yes:
		return no
	}
	return yes
}

// nothing is the test of a word that makes no sense. Its negation makes none
// either.
func nothing(*Record, time.Time) verdict { return unknown }

// Empty reports whether every record passes.
func (f Filter) Empty() bool { return len(f.terms) == 0 }

// Match reports whether a record passes. Ages count from now.
func (f Filter) Match(r *Record, now time.Time) bool {
	for i := range f.terms {
		if f.terms[i].verdict(r, now) != yes {
			return false
		}
	}
	return true
}

// MatchBesideFigures reports whether a record passes every word but those about
// figures: it may pass them too once its figures are known.
func (f Filter) MatchBesideFigures(r *Record, now time.Time) bool {
	for i := range f.terms {
		if f.terms[i].figure == "" && f.terms[i].verdict(r, now) != yes {
			return false
		}
	}
	return true
}

// Figures are those that words look at, each once.
func (f Filter) Figures() []tolokaapi.FigureName {
	var names []tolokaapi.FigureName
	for _, t := range f.terms {
		if t.figure != "" && !slices.Contains(names, t.figure) {
			names = append(names, t.figure)
		}
	}
	return names
}

// Asks reports whether a word asks for a value of a field that has only so many.
func (f Filter) Asks(field, value string) bool {
	for _, t := range f.terms {
		if t.field == field && !t.negated && slices.Contains(t.choices, value) {
			return true
		}
	}
	return false
}

// NeedProjects returns the words that look at the names of projects: a record
// may pass them or cease to once its project's name is known.
func (f Filter) NeedProjects() []Word {
	var words []Word
	for _, t := range f.terms {
		if t.projects {
			words = append(words, t.word)
		}
	}
	return words
}

// Unmatched returns the words that none of the records passes. Without one each
// word has its records, but no record passes all words.
func (f Filter) Unmatched(records iter.Seq[*Record], now time.Time) []Word {
	matched := make([]bool, len(f.terms))
	left := len(f.terms)
	for r := range records {
		if left == 0 {
			return nil
		}
		for i := range f.terms {
			if !matched[i] && f.terms[i].verdict(r, now) == yes {
				matched[i] = true
				left--
			}
		}
	}
	var words []Word
	for i := range f.terms {
		if !matched[i] {
			words = append(words, f.terms[i].word)
		}
	}
	return words
}
