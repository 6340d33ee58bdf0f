package cli

import (
	"io"
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// asciiOnly is a text for a terminal that is not known to take UTF-8: a question
// mark for each cell of what is not ASCII. To a terminal of eight bits some bytes
// of it would be commands.
func asciiOnly(s string) string {
	foreign := func(r rune) bool { return r > '~' }
	if strings.IndexFunc(s, foreign) < 0 {
		return s
	}
	var b strings.Builder
	for _, r := range s {
		if !foreign(r) {
			b.WriteRune(r)
			continue
		}
		for range ansi.StringWidthWc(string(r)) {
			b.WriteByte('?')
		}
	}
	return b.String()
}

// An asciiWriter passes on whole texts as asciiOnly has them.
type asciiWriter struct{ to io.Writer }

func (w asciiWriter) Write(p []byte) (int, error) {
	if _, err := io.WriteString(w.to, asciiOnly(string(p))); err != nil {
		return 0, err
	}
	return len(p), nil
}
