package table

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
)

const family = "👨\u200d👩\u200d👧\u200d👦"

// A script is a text that terminals, fonts and measures disagree about.
type script struct{ text, normalized string }

func scripts() map[string]script {
	return map[string]script{
		"latin":                        {"Cats or dogs", "Cats or dogs"},
		"cyrillic":                     {"Отзывы о ресторанах", "Отзывы о ресторанах"},
		"chinese and japanese":         {"商品画像の分類 第2回", "商品画像の分類 第2回"},
		"korean":                       {"고양이", "고양이"},
		"korean in pieces":             {"\u1112\u1161\u11ab", "\u1112"},
		"arabic":                       {"مجموعة المهام", "مجموعة المهام"},
		"thai with marks":              {"สวัสดี", "สวัสดี"},
		"thai sara am":                 {"น\u0e33", "น"},
		"devanagari conjunct":          {"स\u094d\u0924\u0947", "स"},
		"devanagari plain":             {"कख", "कख"},
		"combining accent":             {"e\u0301te\u0301", "e\u0301te\u0301"},
		"many accents":                 {"a\u0301\u0302\u0303\u0304b", "a\u0301\u0302\u0303\u0304b"},
		"family of four":               {"a" + family + "b", "a👨b"},
		"skin tone":                    {"👍🏽!", "👍!"},
		"flag":                         {"🇩🇪🇫🇷", "🇩🇪🇫🇷"},
		"half a flag":                  {"🇩", ""},
		"keycap":                       {"1\ufe0f\u20e3 first", "1 first"},
		"emoji variation":              {"❤\ufe0f", "❤"},
		"text variation":               {"❤\ufe0e", "❤\ufe0e"},
		"leadingSimple combining mark": {"\u0301a", "a"},
		"leadingSimple spacing mark":   {"\u0903a", "a"},
		"zero width space":             {"a\u200bb", "ab"},
		"byte order mark":              {"\ufeffname", "name"},
		"number sign at the end":       {"a\u0600", "a"},
		"jamo that would join":         {"\u1112\u1112\u1161", "\u1112"},
		"tab and line end":             {"a\tb\nc", "a b c"},
		"colour sequence":              {"\x1b[31mred", "[31mred"},
		"c1 control":                   {"a\u009b31mb", "a31mb"},
		"delete":                       {"a\x7fb", "ab"},
		"no utf-8":                     {"a\xff\xfeb", "a\ufffdb"},
		"half a rune":                  {"a\xe5\x95", "a\ufffd"},
		"nothing":                      {"", ""},
		"nothing that can be seen":     {"\u200d\u200b\u0301", ""},
	}
}

// requireWidth fails unless text takes want cells by both measures, alone and
// between the borders of a frame.
func requireWidth(t *testing.T, text string, want int) {
	t.Helper()
	framed := "│ " + text + " │"
	for measure, got := range map[string]int{
		"grapheme": ansi.StringWidth(text), "wcwidth": ansi.StringWidthWc(text),
		"framed grapheme": ansi.StringWidth(framed) - 4, "framed wcwidth": ansi.StringWidthWc(framed) - 4,
	} {
		if got != want {
			t.Errorf("%+q is %d cells wide by %s, want %d", text, got, measure, want)
		}
	}
	if !utf8.ValidString(text) {
		t.Errorf("%+q is no UTF-8", text)
	}
	for _, r := range text {
		if r < ' ' || r >= 0x7f && r < 0xa0 {
			t.Errorf("%+q holds the control character %U", text, r)
		}
	}
}

func TestFit_ClustersOfUnclearWidth(t *testing.T) {
	for name, tt := range scripts() {
		t.Run(name, func(t *testing.T) {
			got := Normalize(tt.text)
			if got != tt.normalized {
				t.Errorf("Normalize(%+q) = %+q, want %+q", tt.text, got, tt.normalized)
			}
			requireWidth(t, got, Width(tt.text))
		})
	}
}

func TestFit_EveryScript(t *testing.T) {
	for name, tt := range scripts() {
		t.Run(name, func(t *testing.T) {
			for width := range 24 {
				for _, ellipsis := range []string{"…", "..", ""} {
					requireWidth(t, Fit(tt.text, width, ellipsis), width)
					requireWidth(t, fitRight(tt.text, width, ellipsis), width)
					middle := CutMiddle(tt.text, width, ellipsis)
					requireWidth(t, middle, min(ansi.StringWidth(middle), width))
					cut := Cut(tt.text, width, ellipsis)
					requireWidth(t, cut, min(ansi.StringWidth(cut), width))
				}
			}
		})
	}
}

// fitRight is Fit for a column whose text stands at the right.
func fitRight(s string, width int, ellipsis string) string {
	return string(fitting{ellipsis: ellipsis, right: true}.append(nil, s, width))
}

func TestFit_SplitsNoCluster(t *testing.T) {
	tests := map[string]struct {
		got, want string
	}{
		"text that fits is filled":                {Fit("pool", 6, "…"), "pool  "},
		"text that fits exactly is left":          {Fit("pool", 4, "…"), "pool"},
		"long text ends in an ellipsis":           {Fit("transcripts", 5, "…"), "tran…"},
		"an ellipsis can take two cells":          {Fit("transcripts", 5, ".."), "tra.."},
		"an ellipsis can be cut itself":           {Fit("transcripts", 1, ".."), "."},
		"half a wide character leaves a blank":    {Fit("商品画像", 6, "…"), "商品… "},
		"no room for a wide character":            {Fit("商品", 1, "…"), "…"},
		"marks stay with their letter":            {Fit("e\u0301e\u0301e\u0301", 2, "…"), "e\u0301…"},
		"flags stay whole":                        {Fit("🇩🇪🇫🇷🇮🇹", 4, "…"), "🇩🇪… "},
		"right text is filled before":             {fitRight("12 s", 6, "…"), "  12 s"},
		"right text is cut at its end":            {fitRight("1234567", 4, "…"), "123…"},
		"a middle keeps start and end":            {CutMiddle("Cats or dogs, hard ones, batch 24", 27, "…"), "Cats or dogs, ha…, batch 24"},
		"a middle of two cells":                   {CutMiddle("transcripts, week 10", 12, ".."), "transc..k 10"},
		"a wide middle is not split":              {CutMiddle("商品画像の分類 第2回", 12, "…"), "商品画像…2回"},
		"a wide middle that is half a cell short": {CutMiddle("商品画像の分類", 11, "…"), "商品画…分類"},
		"flags in a middle stay whole":            {CutMiddle("🇩🇪🇫🇷🇮🇹🇪🇸", 7, "…"), "🇩🇪🇫🇷…🇪🇸"},
		"too little room for a middle":            {CutMiddle("transcripts", 5, "…"), "tran…"},
		"cut fills nothing":                       {Cut("商品画像", 4, "…"), "商…"},
		"a width below nothing is nothing":        {Fit("pool", -1, "…") + Cut("pool", -1, "…"), ""},
		"no ellipsis is needed":                   {Fit("transcripts", 5, ""), "trans"},
		"empty text is blank":                     {Fit("", 3, "…"), "   "},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if tt.got != tt.want {
				t.Errorf("got %+q, want %+q", tt.got, tt.want)
			}
		})
	}
}

func TestSimpleRune_FormsNoCluster(t *testing.T) {
	known := 0
	for r := rune(0); r <= 0x10ffff; r++ {
		if !simpleRune(r) {
			continue
		}
		known++
		alone := string(r)
		if g, w := ansi.StringWidth(alone), ansi.StringWidthWc(alone); g != w || g < 1 {
			t.Errorf("%U is %d and %d cells wide", r, g, w)
		}
		for _, neighbour := range []string{"a", " ", "é", "ж", "…", "━", "か", "カ", "品", "각", "가", alone} {
			for _, pair := range []string{alone + neighbour, neighbour + alone} {
				if g, w := ansi.StringWidth(pair), ansi.StringWidthWc(pair); g != w {
					t.Errorf("%+q is %d and %d cells wide", pair, g, w)
				}
			}
		}
	}
	if known < 30_000 {
		t.Errorf("only %d runes are known to be simpleRune", known)
	}
}

func FuzzFit(f *testing.F) {
	var all strings.Builder
	for _, s := range scripts() {
		f.Add(s.text, 7)
		all.WriteString(s.text)
	}
	f.Add(all.String(), 40)
	f.Add("\u0600\u0600a", 2)
	f.Add("\u1112\u1112\u1112\u1161\u0301", 3)
	f.Fuzz(func(t *testing.T, text string, width int) {
		if width > 500 || len(text) > 4096 {
			return
		}
		want := max(width, 0)
		for _, ellipsis := range []string{"…", ".."} {
			fitted := Fit(text, width, ellipsis)
			requireWidth(t, fitted, want)
			if again := Fit(fitted, width, ellipsis); again != fitted {
				t.Errorf("fitted twice %+q became %+q", fitted, again)
			}
			requireWidth(t, fitRight(text, width, ellipsis), want)
			requireWidth(t, string(fitting{ellipsis: ellipsis, middle: true}.append(nil, text, width)), want)
		}
		normalized := Normalize(text)
		requireWidth(t, normalized, Width(text))
		if again := Normalize(normalized); again != normalized {
			t.Errorf("normalized twice %+q became %+q", normalized, again)
		}
	})
}

func BenchmarkFit(b *testing.B) {
	for _, text := range []string{"Cats or dogs, batch 8", "Отзывы о ресторанах", "商品画像の分類 第2回", family} {
		b.Run(text, func(b *testing.B) {
			b.ReportAllocs()
			var dst []byte
			for b.Loop() {
				dst = fitting{ellipsis: "…"}.append(dst[:0], text, 16)
			}
		})
	}
}
