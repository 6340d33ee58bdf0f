package config

import (
	"fmt"
	"io"
	"log/slog"
)

// hidden is what a token shows of itself.
const hidden = "[hidden]"

// A Token never shows itself: not printed with any verb, not logged, not
// encoded. Only [Token.Reveal] gives it out.
type Token struct {
	reveal func() string // a closure, since %v prints unexported fields
}

// newToken wraps a secret.
func newToken(secret string) Token { return Token{reveal: func() string { return secret }} }

// Reveal is the token itself; "" for the zero Token.
func (t Token) Reveal() string {
	if t.reveal == nil {
		return ""
	}
	return t.reveal()
}

// String hides the token.
func (Token) String() string { return hidden }

// GoString hides the token from %#v.
func (Token) GoString() string { return hidden }

// Format hides the token from every verb.
func (Token) Format(s fmt.State, _ rune) { _, _ = io.WriteString(s, hidden) }

// LogValue hides the token from slog.
func (Token) LogValue() slog.Value { return slog.StringValue(hidden) }

// MarshalText hides the token from encoders.
func (Token) MarshalText() ([]byte, error) { return []byte(hidden), nil }
