package tolokaapi

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"sync"
	"sync/atomic"
)

// Bounds of an answer, in bytes after decompression. They bound memory too: the
// buffer of an answer doubles up to maxBody, so it and its predecessor hold at
// most 48 MiB; all answers that one client reads at a time hold at most maxHeld.
// The largest honest answer, 300 pools with long instructions, has 3 MiB.
const (
	maxBody = 32 << 20
	maxHeld = 2 * maxBody

	firstBuffer = 4 << 10
	maxReused   = 1 << 20 // larger buffers are not kept for the next answer
)

// maxDepth is how deep encoding/json reads nested values.
const maxDepth = 10_000

var (
	errTooLarge  = errors.New("the answer is larger than 32 MiB")
	errAllLarger = errors.New("the answers that are being read are larger than 64 MiB together")
)

// buffers are kept between answers. Nothing decoded refers to one.
var buffers = sync.Pool{New: func() any { return new(make([]byte, 0, firstBuffer)) }}

// A boundedReader reads the JSON object that an answer begins with, up to a
// limit. Repeated space outside of strings is dropped.
type boundedReader struct {
	from    io.Reader
	left    int
	held    *atomic.Int64 // bytes held by all readers of the client; nil if not counted
	failure error         // why reading ended early; nil at a regular end

	buffer *[]byte
	scan   bodyScan
}

// object reads as far as the brace that closes the object, so an answer that is
// complete does not wait for the end of its body. The bytes are valid JSON, and
// stay valid until release.
func (r *boundedReader) object() ([]byte, error) {
	buffer := buffers.Get().(*[]byte)
	if !r.reserve(cap(*buffer)) {
		r.failure = errAllLarger
		return nil, errAllLarger
	}
	*buffer = (*buffer)[:0]
	r.buffer = buffer
	for !r.scan.done {
		if err := r.fill(); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			r.failure = err
			return nil, explain(err)
		}
	}
	data := *r.buffer
	switch {
	case len(data) == 0 || data[0] == '{' && !r.scan.done:
		return nil, errCut
	case data[0] != '{' && json.Valid(data[:1]) || isAny(data[0], `["-tfn`):
		return nil, errNotObject
	case !json.Valid(data):
		return nil, explain(json.Unmarshal(data, new(any)))
	}
	return data, nil
}

// fill reads once. An io.EOF is given alone, after the last bytes were taken in.
func (r *boundedReader) fill() error {
	data := *r.buffer
	if len(data) == cap(data) {
		if err := r.grow(); err != nil {
			return err
		}
		data = *r.buffer
	}
	space := data[len(data):cap(data)]
	n, err := r.from.Read(space[:min(len(space), r.left+1)])
	if r.left -= n; r.left < 0 {
		return errTooLarge
	}
	*r.buffer = data[:len(data)+r.scan.squeeze(space[:n])]
	if r.scan.done {
		return nil
	}
	return err
}

func (r *boundedReader) grow() error {
	before := *r.buffer
	size := 2 * cap(before)
	if size >= maxBody {
		size = maxBody + 1 // room for the byte that is too much
	}
	if !r.reserve(size) {
		return errAllLarger
	}
	*r.buffer = append(make([]byte, 0, size), before...)
	r.reserve(-cap(before))
	return nil
}

// reserve counts bytes, if all readers together may hold them.
func (r *boundedReader) reserve(bytes int) bool {
	if r.held == nil {
		return true
	}
	for {
		before := r.held.Load()
		after := before + int64(bytes)
		if bytes > 0 && after > maxHeld {
			return false
		}
		if r.held.CompareAndSwap(before, after) {
			return true
		}
	}
}

// release gives the buffer back.
func (r *boundedReader) release() {
	if r.buffer == nil {
		return
	}
	r.reserve(-cap(*r.buffer))
	if cap(*r.buffer) <= maxReused {
		buffers.Put(r.buffer)
	}
	r.buffer = nil
}

// A bodyScan finds where a JSON value ends, before it is known to be valid.
type bodyScan struct {
	quoted, escaped, spaced bool
	depth                   int
	done                    bool
}

// squeeze drops leading and repeated space outside of strings, in place, and
// what follows the value.
func (s *bodyScan) squeeze(p []byte) int {
	n := 0
	for _, b := range p {
		if s.quoted {
			switch {
			case s.escaped:
				s.escaped = false
			case b == '\\':
				s.escaped = true
			case b == '"':
				s.quoted = false
			}
			p[n] = b
			n++
			continue
		}
		switch b {
		case ' ', '\t', '\n', '\r':
			if s.spaced || s.depth == 0 {
				continue
			}
			s.spaced = true
			p[n] = b
			n++
			continue
		case '"':
			s.quoted = true
		case '{', '[':
			s.depth++
		case '}', ']':
			s.depth--
		}
		s.spaced = false
		p[n] = b
		n++
		if s.depth <= 0 || s.depth > maxDepth { // the end, or no object at all
			s.done = true
			return n
		}
	}
	return n
}

// explain says in words what a reader or decoder found.
func explain(err error) error {
	var syntax *json.SyntaxError
	switch {
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return errCut
	case errors.As(err, &syntax):
		return fmt.Errorf("the answer is not JSON: %w", err)
	}
	return err
}
