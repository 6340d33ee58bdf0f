package config

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"tolokadash/tolokaapi"
)

// An Error is one mistake in the configuration: a sentence that says what to
// do, and where. It holds no control character and never a token.
type Error struct {
	File    string // "" if the mistake is in a flag or the environment
	Line    int    // from 1; 0 if it belongs to no line
	Column  int    // from 1, in characters
	Message string // whole sentences, the first begun small
}

// Error is "file:line:column: message", without what is not known. As with
// every reason not to start, one sentence alone has no full stop.
func (e *Error) Error() string {
	message := e.Message
	if !strings.Contains(message, ". ") && !strings.Contains(message, "? ") {
		message = strings.TrimSuffix(message, ".")
	}
	switch {
	case e.File == "":
		return message
	case e.Line == 0:
		return fmt.Sprintf("%s: %s", e.File, message)
	}
	return fmt.Sprintf("%s:%d:%d: %s", e.File, e.Line, e.Column, message)
}

// Errors is all mistakes of a file, from its first line to its last.
type Errors []*Error

// Error is one mistake per line.
func (e Errors) Error() string {
	lines := make([]string, len(e))
	for i, one := range e {
		lines[i] = one.Error()
	}
	return strings.Join(lines, "\n")
}

// Unwrap gives errors.As the single mistakes.
func (e Errors) Unwrap() []error {
	all := make([]error, len(e))
	for i, one := range e {
		all[i] = one
	}
	return all
}

// maxErrors is how many mistakes are told at once: what goes beyond is most
// likely not a configuration at all.
const maxErrors = 20

// ordered sorts mistakes by place and cuts a flood of them. It is nil, the
// error, if there are none.
func (e Errors) ordered() error {
	if len(e) == 0 {
		return nil
	}
	slices.SortStableFunc(e, func(a, b *Error) int {
		if a.Line != b.Line {
			return a.Line - b.Line
		}
		return a.Column - b.Column
	})
	if len(e) > maxErrors {
		e = append(e[:maxErrors:maxErrors], &Error{File: e[0].File, Message: "there are more mistakes; mend these first."})
	}
	return e
}

// problem is a mistake outside the file. What it quotes is made harmless.
func problem(format string, args ...any) *Error {
	return &Error{Message: tolokaapi.Harmless(fmt.Sprintf(format, args...))}
}

// quote is text of others between quotation marks, on one line and not long.
func quote(text string) string { return `"` + tolokaapi.HarmlessN(text, 64) + `"` }

// reason is what went wrong in words, without the path that the message around
// it names already.
func reason(err error) string {
	for inner := errors.Unwrap(err); inner != nil; inner = errors.Unwrap(err) {
		err = inner
	}
	return tolokaapi.HarmlessN(err.Error(), 200)
}
