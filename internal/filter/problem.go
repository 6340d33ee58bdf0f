package filter

import "strings"

// A ProblemKind says what is wrong with a word.
type ProblemKind int

// The kinds of problems.
const (
	UnknownField ProblemKind = iota + 1
	OtherField               // the field exists, but not for these records
	UnknownValue             // the field has no such value
	BadNumber                // the field is compared with something that is no number
	BadDate                  // the field is compared with something that is no date and no age
	BadOperator              // the field cannot be compared this way
	MissingValue             // nothing follows the operator; the word is passed over
	MissingText              // the word asks for no text; it is passed over
	OpenQuote                // the quote does not end; it is taken to end with the text
	Abbreviated              // the value is the beginning of one; it counts as that
)

// A Problem is a word that cannot be taken as it stands.
type Problem struct {
	Kind     ProblemKind
	Word     Word
	Field    string   // the field as it was written
	Operator string   // the operator as it was written
	Value    string   // the value as it was written
	Nearest  string   // the field or value that was probably meant; "" if none is near
	Allowed  []string // what could stand there
}

// Blocks reports whether the word matches nothing because of the problem.
func (p Problem) Blocks() bool {
	switch p.Kind {
	case MissingValue, MissingText, OpenQuote, Abbreviated:
		return false
	}
	return true
}

// Error is the problem in a sentence with straight quotes.
func (p Problem) Error() string {
	return p.Sentence(func(s string) string { return `"` + s + `"` })
}

// Sentence is the problem in a sentence, without a full stop. What was written
// is put in quotes by quote.
func (p Problem) Sentence(quote func(string) string) string {
	switch p.Kind {
	case UnknownField:
		return p.Short(quote) + p.orOneOf() + "; in quotes it is text"
	case OtherField, UnknownValue, MissingValue:
		return p.Short(quote) + p.orOneOf()
	}
	return p.Short(quote)
}

// Short is Sentence without what all could stand there.
func (p Problem) Short(quote func(string) string) string {
	switch p.Kind {
	case UnknownField:
		return "no field " + quote(p.Field) + p.meant()
	case OtherField:
		return "no field " + quote(p.Field) + " here"
	case UnknownValue:
		return "no " + p.Field + " " + quote(p.Value) + p.meant()
	case BadNumber:
		return quote(p.Value) + " is no number; write " + p.Field + p.Operator + "0.05"
	case BadDate:
		return quote(p.Value) + " is no date and no age; write " + p.Field + p.Operator + "2026-03-11 or 2h, 30d"
	case BadOperator:
		return p.Field + " takes " + strings.Join(p.Allowed, " ") + ", not " + p.Operator
	case MissingValue:
		return p.Field + p.Operator + " wants a value"
	case MissingText:
		return quote(p.Word.Text) + " asks for no text"
	case OpenQuote:
		return "the quote of " + quote(p.Value) + " does not end"
	}
	return quote(p.Value) + " is short for " + strings.Join(p.Allowed, ", ")
}

// meant asks whether something was meant, if it is near.
func (p Problem) meant() string {
	if p.Nearest == "" {
		return ""
	}
	return ": did you mean " + p.Nearest + "?"
}

// orOneOf says what could stand there, if nothing is near.
func (p Problem) orOneOf() string {
	if p.Nearest != "" || len(p.Allowed) == 0 {
		return ""
	}
	return ": one of " + strings.Join(p.Allowed, ", ")
}
