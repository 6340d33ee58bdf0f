package tolokaapi

import (
	"strings"
	"unicode/utf8"
)

// The introducers of control sequences, by the byte that follows ESC. Each has
// a C1 control of the same meaning, 0x40 above it.
const (
	escape       = 0x1b
	csi          = '['
	osc          = ']'
	c1Offset     = 0x40
	bell         = 0x07
	finalOfST    = '\\'
	firstC1      = 0x80
	lastC1       = 0x9f
	cancel       = 0x18
	substitute   = 0x1a
	nextLine     = 0x85
	stringStarts = "]PX^_" // OSC, DCS, SOS, PM, APC
)

// sequence is the length in bytes of the control sequence s begins with, 0 if
// with none. A sequence that never ends is given as its introducer alone: what
// follows is shown, but nothing acts on it.
func sequence(s string) int {
	kind, start := introducer(s)
	switch {
	case start == 0 || kind == 0:
		return start
	case kind == csi:
		return start + parameters(s[start:])
	case strings.IndexByte(stringStarts, kind) >= 0:
		return start + controlString(s[start:], kind == osc)
	}
	return start
}

// introducer reads what begins a sequence, written with ESC, as a C1 control or
// as a raw C1 byte. kind is 0 if n bytes say all there is.
func introducer(s string) (kind byte, n int) {
	if s[0] != escape {
		c, size := c1(s)
		if size == 0 || c == nextLine {
			return 0, 0
		}
		return c - c1Offset, size
	}
	n = 1
	for n < len(s) && s[n] >= ' ' && s[n] <= '/' { // as in ESC ( B
		n++
	}
	switch {
	case n == len(s) || s[n] < '0' || s[n] > '~':
		return 0, 1
	case n > 1:
		return 0, n + 1
	}
	return s[1], 2
}

// c1 is the C1 control s begins with; size is 0 if with none. A byte of that
// range counts only where it is no part of a rune.
func c1(s string) (c byte, size int) {
	r, size := utf8.DecodeRuneInString(s)
	if r == utf8.RuneError && size == 1 {
		r = rune(s[0])
	}
	if r < firstC1 || r > lastC1 {
		return 0, 0
	}
	return byte(r), size
}

// parameters is the length of what follows a CSI: parameters, intermediates and
// the final byte; 0 if there is no final byte.
func parameters(s string) int {
	n := 0
	for n < len(s) && s[n] >= '0' && s[n] <= '?' {
		n++
	}
	for n < len(s) && s[n] >= ' ' && s[n] <= '/' {
		n++
	}
	if n == len(s) || s[n] < '@' || s[n] > '~' {
		return 0
	}
	return n + 1
}

// controlString is the length of the text of an OSC, DCS, SOS, PM or APC with
// its terminator; 0 if it has none. As in terminals, any other control that
// starts a sequence ends the text too, and is left standing.
func controlString(s string, belled bool) int {
	for i := 0; i < len(s); {
		switch b := s[i]; {
		case b == bell && belled, b == cancel, b == substitute:
			return i + 1
		case b == escape && i+1 < len(s) && s[i+1] == finalOfST:
			return i + 2
		case b == escape:
			return i
		}
		if c, size := c1(s[i:]); size > 0 {
			if c == finalOfST+c1Offset {
				return i + size
			}
			return i
		}
		_, size := utf8.DecodeRuneInString(s[i:])
		i += size
	}
	return 0
}
