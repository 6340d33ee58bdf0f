package nearest

import (
	"strings"
	"testing"
)

func TestWord_Typos(t *testing.T) {
	among := []string{"close", "clone", "refresh", "mark", "mark_all", "up"}
	if got := Word("b", []string{"a", "ab"}); got != "" {
		t.Errorf("one letter is as near to any other: got %q", got)
	}
	for word, want := range map[string]string{
		"clsoe": "close", "close": "close", "refesh": "refresh", "mark_al": "mark_all", "makr": "mark",
		"quack": "", "": "", "u": "", "x": "", "uq": "", "upp": "up", strings.Repeat("close", 1000): "",
	} {
		if got := Word(word, among); got != want {
			t.Errorf("%.20q: got %q, want %q", word, got, want)
		}
	}
}
