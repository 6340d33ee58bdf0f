package pane

import (
	"iter"
	"strings"
	"time"

	"tolokadash/internal/filter"
	"tolokadash/internal/wording"
	"tolokadash/tolokaapi"
)

// A TextFilter is what the user typed to see fewer rows, and what it means.
type TextFilter struct {
	filter.Filter
	Typed     string
	problems  []filter.Problem
	archived  bool          // asks for archived pools
	unmatched []filter.Word // words that no row passes; found when no row is shown
}

// parseFilter reads what was typed for rows of a kind, with dates in the zone of
// the screen.
func parseFilter(w *wording.Words, typed string, of filter.Records) TextFilter {
	parsed, problems := filter.Parse(typed, filter.Options{Records: of, Location: w.Location})
	return TextFilter{Filter: parsed, Typed: typed, problems: problems, archived: parsed.Asks("status", string(tolokaapi.Archived))}
}

// recordsOf is what a filter of a subject's pools is for.
func recordsOf(s tolokaapi.Subject) filter.Records {
	if s == tolokaapi.SubjectTraining {
		return filter.Trainings
	}
	return filter.Pools
}

// explain finds the words that none of the records passes.
func (f *TextFilter) explain(records iter.Seq[*filter.Record], now time.Time) {
	f.unmatched = f.Unmatched(records, now)
}

// Problem is the first problem that is worth a word while one types, the long
// sentence and the short one; nothing without one. What is merely not typed to
// its end is none.
func (f *TextFilter) Problem(w *wording.Words) []string {
	for _, p := range f.problems {
		if p.Blocks() || p.Kind == filter.MissingValue {
			return []string{p.Sentence(w.Quote), p.Short(w.Quote)}
		}
	}
	return nil
}

// why says why no row passes, in sentences; "" if the filter itself says it.
func (f *TextFilter) why(w *wording.Words) string {
	var said []string
	blocked := map[int]bool{}
	for _, p := range f.problems {
		if p.Blocks() {
			blocked[p.Word.Pos] = true
			said = append(said, sentence(wording.Capital(p.Sentence(w.Quote))))
		}
	}
	var alone []string
	for _, word := range f.unmatched {
		if !blocked[word.Pos] && word.Text != f.Typed {
			alone = append(alone, w.Quote(word.Text))
		}
	}
	switch {
	case len(alone) == 1:
		said = append(said, alone[0]+" matches nothing.")
	case len(alone) > 1:
		said = append(said, strings.Join(alone, " and ")+" match nothing.")
	case len(f.unmatched) == 0:
		said = append(said, "Each word matches some, but none matches all.")
	}
	return strings.Join(said, "\n")
}

// sentence is a text with a full stop, if it does not end in a mark.
func sentence(s string) string {
	if strings.HasSuffix(s, "?") || strings.HasSuffix(s, ".") {
		return s
	}
	return s + "."
}

// refused is what stands in the place of rows if none passes a filter.
func (f *TextFilter) refused(first, last string, w *wording.Words) string {
	if why := f.why(w); why != "" {
		return first + "\n" + why + "\n" + strings.TrimSpace(last)
	}
	return first + last
}

// filterHints are words of the filter to learn from, from long to short.
func filterHints(examples ...string) []string {
	return []string{
		strings.Join(examples, " ") + ` !not ~fuzzy "as it is"`,
		strings.Join(examples[:2], " ") + ` !not ~fuzzy "as it is"`,
		strings.Join(examples[:2], " ") + " !not",
		examples[0] + " !not",
	}
}

// FilterHints are words of the filter to learn from, from long to short.
func (p *Pools) FilterHints() []string {
	if p.subject == tolokaapi.SubjectTraining {
		return filterHints("status:open", "project:audio", "started<2d")
	}
	return filterHints("status:open", "reward>0.05", "started<2d")
}

// FilterHints are words of the filter to learn from, from long to short.
func (o *Operations) FilterHints() []string {
	return filterHints("verb:close", "state:failed", "code:locked")
}

// FilterHints are words of the filter to learn from, from long to short.
func (h *History) FilterHints() []string {
	return filterHints("verb:close", "state:failed", "code:locked")
}

// Records is what the filter is for.
func (p *Pools) Records() filter.Records { return recordsOf(p.subject) }

// Records is what the filter is for.
func (o *Operations) Records() filter.Records { return filter.Operations }

// Records is what the filter is for.
func (h *History) Records() filter.Records { return filter.Operations }
