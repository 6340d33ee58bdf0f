package ui

import (
	"strings"

	"github.com/sahilm/fuzzy"
	"golang.org/x/text/unicode/norm"
)

// A filter is what the user typed to see fewer rows: a substring, "!" before
// what must not be there, "~" before letters that may have others between
// them. Case never counts, nor whether é or 한 is written as one character or as
// its pieces, nor the width of １ and ｱ.
type filter struct {
	typed  string
	needle string
	mode   byte // 0, '!' or '~'
}

func parseFilter(typed string) filter {
	f := filter{typed: typed}
	if typed != "" && (typed[0] == '!' || typed[0] == '~') {
		f.mode, typed = typed[0], typed[1:]
	}
	f.needle = folded(typed)
	return f
}

// folded is a text as it is searched: what looks the same is the same.
func folded(s string) string { return strings.ToLower(norm.NFKC.String(s)) }

// empty reports whether every row passes.
func (f filter) empty() bool { return f.needle == "" }

// hay is what is searched: folded, by index.
type hay interface{ fuzzy.Source }

// pass calls keep with the index of every piece of hay that passes.
func (f filter) pass(h hay, keep func(i int)) {
	if f.mode == '~' && !f.empty() {
		for _, match := range fuzzy.FindFromNoSort(f.needle, h) {
			keep(match.Index)
		}
		return
	}
	for i := range h.Len() {
		if f.empty() || strings.Contains(h.String(i), f.needle) == (f.mode != '!') {
			keep(i)
		}
	}
}
