package ui

import (
	"strings"

	"github.com/sahilm/fuzzy"
)

// A filter is what the user typed to see fewer rows: a substring, "!" before
// what must not be there, "~" before letters that may have others between
// them. Case never counts.
type filter struct {
	typed  string
	needle string
	mode   byte // 0, '!' or '~'
}

func parseFilter(typed string) filter {
	f := filter{typed: typed, needle: strings.ToLower(typed)}
	if f.needle != "" && (f.needle[0] == '!' || f.needle[0] == '~') {
		f.mode, f.needle = f.needle[0], f.needle[1:]
	}
	return f
}

// empty reports whether every row passes.
func (f filter) empty() bool { return f.needle == "" }

// hay is what is searched: lower case, by index.
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
