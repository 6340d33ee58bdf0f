package table

import (
	"strings"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
)

// Normalize returns s as text that is equally wide by both measures terminals use:
// the sum over its runes (wcwidth), which places the cells of a terminal that
// was not asked for anything better, and the sum over its grapheme clusters.
//
// A cluster on which they differ (families, keycaps, skin tones, U+FE0F, some
// Indic and Thai) is cut to its first rune. What takes no cell of its own goes:
// control characters, marks with nothing before them, characters that would
// swallow the blank after the text. Tabs and line ends become blanks, and a run
// of bytes that are no UTF-8 becomes U+FFFD. Text that is normalized comes back
// unchanged.
func Normalize(s string) string {
	s, _ = normalize(s)
	return s
}

// Width returns how many cells the normalized text of s takes.
func Width(s string) int {
	_, width := normalize(s)
	return width
}

// normalize returns the normalized text and its width in cells.
func normalize(s string) (string, int) {
	if printableASCII(s) {
		return s, len(s)
	}
	if onlySimple(s) {
		return s, ansi.StringWidthWc(s)
	}
	s = strings.ToValidUTF8(s, string(utf8.RuneError))
	for {
		text, width, changed := normalizeOnce(s)
		if !changed {
			return s, width
		}
		s = text
	}
}

// normalizeOnce normalizes each cluster. What was cut from clusters can let their
// neighbours join, so it is to be called until nothing changes.
func normalizeOnce(s string) (text string, width int, changed bool) {
	var b strings.Builder
	for i := 0; i < len(s); {
		if n, cells := leadingSimple(s[i:]); n > 0 {
			if changed {
				b.WriteString(s[i : i+n])
			}
			width += cells
			i += n
			continue
		}
		cluster, cells := ansi.FirstGraphemeCluster(s[i:], ansi.GraphemeWidth)
		kept := cluster
		if !agrees(cluster, cells) || swallows(s, i, len(cluster)) {
			kept, cells = firstRune(cluster, i == 0, i+len(cluster) == len(s))
		}
		if kept != cluster && !changed {
			changed = true
			b.WriteString(s[:i])
		}
		if changed {
			b.WriteString(kept)
		}
		width += cells
		i += len(cluster)
	}
	return b.String(), width, changed
}

// agrees reports whether a cluster takes a cell and is equally wide by both
// measures.
func agrees(cluster string, cells int) bool {
	return cells > 0 && cells == ansi.StringWidthWc(cluster)
}

// swallows reports whether the cluster of n bytes at i would form one cluster
// with the blank or border that stands before or after the text.
func swallows(s string, i, n int) bool {
	return i == 0 && joinsBefore(s[:n]) || i+n == len(s) && joinsAfter(s[i:])
}

func joinsBefore(cluster string) bool {
	first, _ := ansi.FirstGraphemeCluster(" "+cluster, ansi.GraphemeWidth)
	return len(first) > 1
}

func joinsAfter(cluster string) bool {
	first, _ := ansi.FirstGraphemeCluster(cluster+" ", ansi.GraphemeWidth)
	return len(first) > len(cluster)
}

// firstRune returns the first rune of a cluster and its width if that can stand
// alone, a blank for white space, and nothing otherwise.
func firstRune(cluster string, atStart, atEnd bool) (string, int) {
	r, size := utf8.DecodeRuneInString(cluster)
	if r == '\t' || r == '\n' || r == '\r' {
		return " ", 1
	}
	first := cluster[:size]
	cells := ansi.StringWidth(first)
	if cells == 0 || cells != ansi.StringWidthWc(first) ||
		atStart && joinsBefore(first) || atEnd && joinsAfter(first) {
		return "", 0
	}
	return first, cells
}
