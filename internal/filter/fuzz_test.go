package filter

import (
	"slices"
	"strings"
	"testing"
	"time"

	"tolokadash/tolokaapi"
)

// seeds are filters that use every part of the language.
var seeds = []string{
	"", "!", "~", `"`, `""`, "audio week", "cats !hard", `"or dogs" menus`, "~ctdg", "!~ctdg", "status:open,locked", "status!=opne", "stauts:open",
	"project=77 reward>0.05", "reward<$1e-2%", "reward>nan", "started<2h", "started>=2026-03", "started:2026-03-11T14:00", "started:never", "expires<1w",
	"id:3226770", `name="Café"`, "comment!=\"\"", "done>=98", "12:30", "http://x", "１２ ｃａｔｓ\u3000тёксты", "e\u0301", "status:,", "!!cats", "\xff",
}

// FuzzParse holds for every filter and every name: nothing panics; a word that blocks
// lets nothing pass; words are where they say; a further word lets none pass that did
// not before; blanks between words do not count; a name finds its pool.
func FuzzParse(f *testing.F) {
	for _, typed := range seeds {
		f.Add(typed, "cats", "Café, week 12")
		f.Add(typed, "!hard", "商品画像 e\u0301 İ")
	}
	f.Fuzz(func(t *testing.T, typed, more, name string) {
		pools := somePools()
		pools[3].Name, pools[4].Comment = tolokaapi.Harmless(name), tolokaapi.Harmless(name)
		records := make([]Record, 0, len(pools))
		for _, p := range pools {
			records = append(records, PoolRecord(p))
		}
		pass := func(typed string) (Filter, []Problem, string) {
			f, problems := Parse(typed, Options{Records: Pools})
			return f, problems, passingOf(f, records)
		}
		parsed, problems, passed := pass(typed)
		words := make([]string, 0, len(problems))
		for _, token := range tokens(typed) {
			words = append(words, token.word.Text)
			if at := token.word.Pos; typed[at:at+len(token.word.Text)] != token.word.Text {
				t.Errorf("%q: %q is not at %d", typed, token.word.Text, at)
			}
		}
		open := false
		for _, p := range problems {
			open = open || p.Kind == OpenQuote
			if p.Blocks() && passed != "" {
				t.Errorf("%q: %v, and %s pass", typed, p, passed)
			}
			if p.Error() == "" || p.Short(func(s string) string { return s }) == "" {
				t.Errorf("%q: a problem without words: %+v", typed, p)
			}
		}
		if _, _, again := pass(strings.Join(words, " \u3000 ")); again != passed {
			t.Errorf("%q: %q pass, and with other blanks %q", typed, passed, again)
		}
		if _, _, fewer := pass(typed + " " + more); !open && strings.Trim(fewer, passed) != "" {
			t.Errorf("%q: %q pass, and with %q too %q", typed, passed, more, fewer)
		}
		parsed.Unmatched(slices.Values([]*Record{}), time.Time{})
		checkNegations(t, typed, parsed, records)
		if text := pools[3].Name; !strings.Contains(text, `"`) {
			if _, problems, found := pass(`name="` + text + `" "` + text + `"`); !strings.Contains(found, "3") {
				t.Errorf("%q finds %q (%v)", text, found, problems)
			}
		}
	})
}

// checkNegations holds for every term: no record passes it and its negation, and one
// that is known passes either.
func checkNegations(t *testing.T, typed string, f Filter, records []Record) {
	t.Helper()
	for _, term := range f.terms {
		opposite := term
		opposite.negated = !term.negated
		for i := range records {
			v, o := term.verdict(&records[i], now), opposite.verdict(&records[i], now)
			if v == yes && o == yes || (v == unknown) != (o == unknown) {
				t.Errorf("%q: pool %s is %d to %q and %d to its negation", typed, records[i].written.id, v, term.word.Text, o)
			}
		}
	}
}

// passingOf are the last digits of the pools that pass.
func passingOf(f Filter, records []Record) string {
	var ids strings.Builder
	for i := range records {
		if f.Match(&records[i], now) {
			ids.WriteString(strings.TrimPrefix(records[i].written.id, "3226770"))
		}
	}
	return ids.String()
}

// FuzzFold holds for every valid text: what was folded stays as it is.
func FuzzFold(f *testing.F) {
	for _, text := range append(seeds, "ÅNGSTRÖM", "İı", "x\u0302\u0323", "ёй", "が\u3099", "\u0344", "ΰ", "ǆ", "ﬃ") {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		text = strings.ToValidUTF8(text, "\ufffd")
		folded := Fold(text)
		if again := Fold(folded); again != folded {
			t.Errorf("%q folds to %q, and that to %q", text, folded, again)
		}
		if strings.ContainsAny(folded, "\n") != strings.ContainsAny(text, "\n") {
			t.Errorf("%q: its line breaks are others in %q", text, folded)
		}
	})
}
