package cli

import "time"

// escapeTimeout is how long Bubble Tea waits for the rest of an escape sequence.
// What has not come by then was a key, such as esc or alt+[.
const escapeTimeout = 50 * time.Millisecond

// An inputKind says what a piece of input is.
type inputKind int

const (
	plainKey       inputKind = iota // one character
	sequenceKey                     // a key that is sent as an escape sequence
	terminalReport                  // an escape sequence that is no key: the focus, the mouse, an answer
	pasted                          // a mark of pasted text, or a byte of that text
)

// key reports whether Bubble Tea makes a key of it.
func (k inputKind) key() bool { return k == plainKey || k == sequenceKey }

// An inputItem is a piece of input that must not be cut.
type inputItem struct {
	text   []byte
	kind   inputKind
	begins bool // it does not begin in an earlier read
	ends   bool // it does not go on in the next read
}

// A scanPlace is the place within an item.
type scanPlace int

const (
	between scanPlace = iota
	afterEscape
	inCSI    // parameters, then a final byte
	inString // of OSC, DCS, APC, PM or SOS
	afterStringEscape
	fixedLength // a number of bytes that is known
)

// An inputScanner splits what a terminal sends into items. Its place survives
// from one read to the next.
type inputScanner struct {
	place   scanPlace
	head    []byte // the first bytes of the item
	length  int    // of the item
	rest    int    // bytes that it still has, where that is known
	kind    inputKind
	pasting bool // inside of text that is marked as pasted
	matched int  // bytes of pasteEnd that were seen in that text
}

// headLimit bounds the first bytes that are kept of an item. Those that tell
// sequences apart are fewer.
const headLimit = 16

// split splits what was read.
func (s *inputScanner) split(p []byte, items []inputItem) []inputItem {
	begins := s.whole() || s.pasting
	start := 0
	for i := 0; i < len(p); i++ {
		done, again := s.step(p[i])
		if !done {
			continue
		}
		end := i + 1
		if again { // the byte begins the next item
			end = i
			i--
		}
		items = append(items, inputItem{p[start:end], s.kind, begins, true})
		start, begins = end, true
		s.reset()
	}
	if start < len(p) {
		items = append(items, inputItem{p[start:], s.partial(), begins, false})
	}
	return items
}

// whole reports whether nothing is incomplete.
func (s *inputScanner) whole() bool { return s.place == between && !s.pasting }

// expire gives up to wait for the rest of an item.
func (s *inputScanner) expire() { s.reset() }

func (s *inputScanner) reset() {
	s.place, s.head, s.length, s.rest = between, s.head[:0], 0, 0
}

// partial is the kind of an item that is not complete, as far as that can be said.
func (s *inputScanner) partial() inputKind {
	switch s.place {
	case inString, afterStringEscape:
		return terminalReport
	case fixedLength:
		return s.kind
	}
	return sequenceKey
}

// step takes in a byte. done tells that an item is over, before this byte if it
// is to be taken in again.
func (s *inputScanner) step(b byte) (done, again bool) {
	if s.pasting {
		return s.stepPasted(b), false
	}
	s.length++
	if len(s.head) < headLimit {
		s.head = append(s.head, b)
	}
	switch s.place {
	case afterEscape:
		return s.stepEscape(b)
	case inCSI:
		return s.stepCSI(b)
	case inString, afterStringEscape:
		return s.stepString(b)
	case fixedLength:
		if s.kind == plainKey && b&0xc0 != 0x80 {
			return true, true // the character was cut off
		}
		s.rest--
		return s.rest == 0, false
	}
	return s.stepFirst(b), false
}

// stepPasted looks for the end of pasted text. Each byte of it is an item.
func (s *inputScanner) stepPasted(b byte) bool {
	switch b {
	case pasteEnd[s.matched]:
		s.matched++
	case pasteEnd[0]: // it is not what was expected, else the case above holds
		s.matched = 1
	default:
		s.matched = 0
	}
	if s.matched == len(pasteEnd) {
		s.pasting, s.matched = false, 0
	}
	s.kind = pasted
	return true
}

func (s *inputScanner) stepFirst(b byte) bool {
	s.kind = plainKey
	switch {
	case b == '\x1b':
		s.place = afterEscape
		return false
	case b >= 0xf0:
		s.place, s.rest = fixedLength, 3
	case b >= 0xe0:
		s.place, s.rest = fixedLength, 2
	case b >= 0xc0:
		s.place, s.rest = fixedLength, 1
	}
	return s.place == between
}

func (s *inputScanner) stepEscape(b byte) (done, again bool) {
	switch b {
	case '[':
		s.place = inCSI
	case 'O':
		s.place, s.rest, s.kind = fixedLength, 1, sequenceKey
	case ']', 'P', '_', '^', 'X':
		s.place = inString
	default:
		s.kind = sequenceKey
		return true, b == '\x1b'
	}
	return false, false
}

func (s *inputScanner) stepCSI(b byte) (done, again bool) {
	first := s.length == len("\x1b[")+1
	switch {
	case first && b == 'M': // the mouse, without parameters
		s.place, s.rest, s.kind = fixedLength, 3, terminalReport
		return false, false
	case first && b == '[': // a function key of the Linux console
		s.place, s.rest, s.kind = fixedLength, 1, sequenceKey
		return false, false
	case b >= 0x20 && b < 0x40:
		return s.tooLong(), false
	case b < 0x20:
		s.kind = sequenceKey
		return true, true
	}
	s.kind = s.ofCSI(b)
	return true, false
}

// ofCSI is the kind of a sequence with this final byte.
func (s *inputScanner) ofCSI(final byte) inputKind {
	switch string(s.head) {
	case pasteStart:
		s.pasting = true
		return pasted
	case pasteEnd:
		return pasted
	}
	parameters := s.length > len("\x1b[")+1
	switch private := parameters && s.head[2] >= '<' && s.head[2] <= '?'; {
	case private, final == 't', final == 'y', final == 'n', final == 'c':
		return terminalReport
	case !parameters && (final == 'I' || final == 'O'): // the focus came, or went
		return terminalReport
	}
	return sequenceKey
}

func (s *inputScanner) stepString(b byte) (done, again bool) {
	s.kind = terminalReport
	switch {
	case s.place == afterStringEscape:
		return true, b != '\\' // another escape sequence ended it
	case b == '\x07', b == '\x18':
		return true, false
	case b == '\x1b':
		s.place = afterStringEscape
		return false, false
	}
	return s.tooLong(), false
}

// tooLong gives up an item that no terminal sends.
func (s *inputScanner) tooLong() bool {
	if s.length <= floodBytes {
		return false
	}
	s.kind = sequenceKey
	return true
}
