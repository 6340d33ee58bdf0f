package tolokaapi

import (
	"errors"
	"io"
)

// maxBody bounds an answer, in bytes after decompression. The largest honest
// one, 300 pools with long instructions, is a tenth of it.
const maxBody = 32 << 20

var errTooLarge = errors.New("the answer is larger than 32 MiB")

// A boundedReader reads an answer up to a limit. Space between the tokens of
// JSON is reduced to one byte, since json.Decoder would keep and rescan it.
type boundedReader struct {
	from    io.Reader
	left    int
	failure error // why reading ended early; nil at a regular end

	quoted, escaped, spaced bool
}

func (r *boundedReader) Read(p []byte) (int, error) {
	for len(p) > 0 {
		n, err := r.from.Read(p[:min(len(p), r.left+1)])
		if r.left -= n; r.left < 0 {
			r.failure = errTooLarge
			return 0, errTooLarge
		}
		if err != nil && !errors.Is(err, io.EOF) {
			r.failure = err
		}
		if n = r.squeeze(p[:n]); n > 0 || err != nil {
			return n, err
		}
	}
	return 0, nil
}

// squeeze drops repeated space outside of strings, in place.
func (r *boundedReader) squeeze(p []byte) int {
	n := 0
	for _, b := range p {
		space := !r.quoted && (b == ' ' || b == '\t' || b == '\n' || b == '\r')
		if space && r.spaced {
			continue
		}
		r.spaced = space
		switch {
		case r.escaped:
			r.escaped = false
		case r.quoted && b == '\\':
			r.escaped = true
		case b == '"':
			r.quoted = !r.quoted
		}
		p[n] = b
		n++
	}
	return n
}
