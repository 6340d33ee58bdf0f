package wording

import (
	"strings"
	"time"
	"unicode/utf8"

	"tolokadash/tolokaapi"
)

// Words puts what the core knows into words for one screen or one run of a command.
// It holds what these depend on beside the facts. Its text has no colour, and no glyph
// but those given here.
type Words struct {
	Location *time.Location // of every date
	Currency string         // ISO 4217 code of all amounts
	Host     string         // of the API
	ASCII    bool           // nothing but ASCII is written

	Ellipsis              string
	Dot                   string // between two facts
	Dash                  string // before advice
	OpenQuote, CloseQuote string
}

// Dotted joins parts that are not empty, with the dot between two facts.
func (w *Words) Dotted(parts ...string) string {
	var said []string
	for _, p := range parts {
		if p != "" {
			said = append(said, p)
		}
	}
	return strings.Join(said, " "+w.Dot+" ")
}

// Together is several messages in one line.
func (w *Words) Together(messages ...Message) Message { return Together(w.Dot, messages...) }

// Quote puts what the user typed in quotes.
func (w *Words) Quote(s string) string { return w.OpenQuote + s + w.CloseQuote }

// Capital is a text as the beginning of a sentence.
func Capital(s string) string {
	if s == "" {
		return ""
	}
	_, size := utf8.DecodeRuneInString(s)
	return strings.ToUpper(s[:size]) + s[size:]
}

// Noun is what a subject is called; without one, it is about a pool.
func Noun(s tolokaapi.Subject) string {
	if s == tolokaapi.SubjectTraining {
		return "training"
	}
	return "pool"
}
