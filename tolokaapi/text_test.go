package tolokaapi

import (
	"encoding/json"
	"regexp"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

// Harmless text acts on no terminal.
func TestHarmless_Text(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"plain text stays", "Audio transcripts, week 10", "Audio transcripts, week 10"},
		{"other scripts stay", "Пул №5 · 音声 · עברית", "Пул №5 · 音声 · עברית"},
		{"accents stay", "e\u0301tude", "e\u0301tude"},
		{"emoji keep what joins them", "👩🏽\u200d🚀 ❤\ufe0f 1\ufe0f\u20e3", "👩🏽\u200d🚀 ❤\ufe0f 1\ufe0f\u20e3"},
		{"the flag of a region stays", "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f", "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"},
		{"a non-joiner inside a word stays", "می\u200cخواهم", "می\u200cخواهم"},
		{"control characters go", "a\x00b\x07c\x08d\x7fe", "abcde"},
		{"a tab is a space", "a\tb", "a b"},
		{"a line end of two characters is one space", "a\r\nb", "a b"},
		{"line and paragraph separators are one space", "a\u2028\u2029b", "a b"},
		{"the C1 line end is a space", "a\u0085b", "a b"},
		{"a colour goes whole", "a\x1b[31;1mred\x1b[0m", "ared"},
		{"a private mode goes whole", "\x1b[?1049hx", "x"},
		{"a title goes whole, ended by BEL", "a\x1b]0;evil\x07b", "ab"},
		{"a title goes whole, ended by ST", "a\x1b]0;evil\x1b\\b", "ab"},
		{"a title goes whole, ended by the C1 ST", "a\x1b]0;evil\u009cb", "ab"},
		{"a link goes, its text stays", "\x1b]8;;http://evil\x1b\\here\x1b]8;;\x1b\\", "here"},
		{"a title without an end loses what begins it", "a\x1b]0;evil", "a0;evil"},
		{"a clipboard write goes whole", "\x1b]52;c;ZXZpbA==\x07x", "x"},
		{"device, application, privacy and start strings go", "a\x1bPq\x1b\\b\x1b_q\x1b\\c\x1b^q\x1b\\d\x1bXq\x1b\\e", "abcde"},
		{"BEL does not end a device string", "\x1bPa\x07b\x1b\\c", "c"},
		{"a string ends where another sequence begins", "\x1b]0;evil\x1b[31mtext", "text"},
		{"a string is cut short by CAN", "\x1b]0;evil\x18text", "text"},
		{"a letter with a byte like ST does not end a string", "\x1b]0;МММ\x07x", "x"},
		{"sequences of two characters go", "\x1bcx\x1b7y\x1b(Bz", "xyz"},
		{"a lone ESC goes", "a\x1b", "a"},
		{"ESC before a letter of another script goes alone", "a\x1bй", "aй"},
		{"an unfinished CSI loses what begins it", "a\x1b[12", "a12"},
		{"an unfinished charset choice loses its ESC", "a\x1b(", "a("},
		{"the C1 CSI goes whole", "a\u009b31mred", "ared"},
		{"a raw C1 byte counts too", "a\x9b31mred", "ared"},
		{"other C1 go", "a\u0080\u0084\u009ab", "ab"},
		{"bytes that are no text are marked", "a\xff\xc3b", "a\ufffd\ufffdb"},
		{"pieces of a character do not join", "\xe2\x1b[0m\x80\xae", "\ufffd\ufffd"},
		{"bidirectional controls go", "a\u061cb\u200ec\u200fd\u202ae\u202ef\u2066g\u2069h", "abcdefgh"},
		{"invisible characters go", "a\ufeffb\u200bc\u2060d\u00ade\ufff9f\u180eg", "abcdefg"},
		{"the fillers of Hangul go", "a\u115fb\u1160c\u3164d\uffa0e", "abcde"},
		{"a name of fillers is none", strings.Repeat("\u3164", 1000), ""},
		{"what Unicode lets programs ignore goes", "a\u034fb\u17b4c\u2065d\ufff0e\ufff8f\U000e0000g\U000e0080h\U000e01f0i\U000e0fffj", "abcdefghij"},
		{"tags go without a flag", "Pool A\U000e0049\U000e0047\U000e004e", "Pool A"},
		{"tags go from a flag they do not end", "🏴\U000e0067\U000e0062\U000e0065x", "🏴x"},
		{"tags go from a flag of too short a region", "🏴\U000e0067\U000e0062\U000e007fx", "🏴x"},
		{"tags go from a flag of too long a region", "🏴" + strings.Repeat("\U000e0067", 8) + "\U000e007fx", "🏴x"},
		{"tags go from a flag of no region", "🏴\U000e0047\U000e0042\U000e0045\U000e007fx", "🏴x"},
		{"tags go from a flag already whole", "🏴\U000e0075\U000e0073\U000e0063\U000e0061\U000e007f\U000e0061\U000e007f", "🏴\U000e0075\U000e0073\U000e0063\U000e0061\U000e007f"},
		{"what is no character is marked", "a\ufffeb\uffffc\ufdd0d\U0010ffffe\u0378f", "a\ufffdb\ufffdc\ufffdd\ufffde\ufffdf"},
		{"what is for private use is marked", "a\ue000b\uf8ffc\U000f0000d\U00100000e", "a\ufffdb\ufffdc\ufffdd\ufffde"},
		{"selectors of a glyph stay", "葛\U000e0100 ᠠ\u180b", "葛\U000e0100 ᠠ\u180b"},
		{"number signs that enclose digits stay", "\u0600\u0661", "\u0600\u0661"},
		{"Hangul in pieces stays", "\u1112\u1161\u11ab\u1100\u1173\u11af", "\u1112\u1161\u11ab\u1100\u1173\u11af"},
		{"vowels of Hangul do not pile up", "\u1112" + strings.Repeat("\u1161", 300), "\u1112" + strings.Repeat("\u1161", 8)},
		{"a mark has nothing to sit on", "\u0301a", "a"},
		{"a joiner at the end goes", "a\u200d", "a"},
		{"marks climb no higher than eight", "a" + strings.Repeat("\u0301", 300) + "b", "a" + strings.Repeat("\u0301", 8) + "b"},
		{"joiners do not start the count again", "a" + strings.Repeat("\u0301\u200d", 300) + "b", "a" + strings.Repeat("\u0301\u200d", 4) + "b"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := Harmless(test.in); got != test.want {
				t.Errorf("Harmless(%q)\n got %q\nwant %q", test.in, got, test.want)
			}
		})
	}
}

// A lone surrogate in JSON becomes a replacement character.
func TestHarmless_LoneSurrogate(t *testing.T) {
	var s string
	if err := json.Unmarshal([]byte(`"a\ud800b"`), &s); err != nil {
		t.Fatal(err)
	}
	if got := Harmless(s); got != "a\ufffdb" {
		t.Errorf("got %q", got)
	}
}

// Long text is cut between characters.
func TestHarmlessN_Cut(t *testing.T) {
	tests := []struct {
		name, in string
		limit    int
		want     string
	}{
		{"what fits is whole", "abcdef", 6, "abcdef"},
		{"one too many", "abcdefg", 6, "abc…"},
		{"inside a character", "ббббб", 8, "бб…"},
		{"a joiner before the cut goes", "aaa\u200dbbbbbb", 9, "aaa…"},
		{"a flag is cut to its cloth", "a🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007fbc", 20, "a🏴…"},
		{"a flag that fits is whole", "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007fbcdefgh", 31, "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f…"},
		{"no room for the dots", "abc", 2, "ab"},
		{"no room at all", "abc", 0, ""},
		{"less than nothing", "abc", -1, ""},
		{"what goes does not count", "\x1b[31mabcdef", 6, "abcdef"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := HarmlessN(test.in, test.limit); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
	if got := len(Harmless(strings.Repeat("д", 1<<20))); got > maxText {
		t.Errorf("got %d bytes", got)
	}
}

// flags are the flags of regions.
var flags = regexp.MustCompile(`\x{1f3f4}[\x{e0030}-\x{e0039}\x{e0061}-\x{e007a}]{3,7}\x{e007f}`)

// assertHarmless checks what Harmless promises.
func assertHarmless(t *testing.T, s string, limit int) {
	t.Helper()
	if !utf8.ValidString(s) {
		t.Errorf("%q is not UTF-8", s)
	}
	if len(s) > max(limit, 0) {
		t.Errorf("%d bytes are over %d", len(s), limit)
	}
	for _, r := range s {
		if unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) || r == '\u2028' || r == '\u2029' || r == '\ufeff' {
			t.Errorf("%q holds %U", s, r)
		}
		if unicode.Is(unicode.Other_Default_Ignorable_Code_Point, r) || unicode.In(r, unicode.Co, unicode.Cs) || r&0xfffe == 0xfffe {
			t.Errorf("%+q holds %U", s, r)
		}
	}
	if bare := flags.ReplaceAllString(s, ""); strings.IndexFunc(bare, tag) >= 0 {
		t.Errorf("%+q has tags without a flag", s)
	}
	if again := HarmlessN(s, limit); again != s {
		t.Errorf("not idempotent:\n first %q\nsecond %q", s, again)
	}
}

func FuzzHarmless(f *testing.F) {
	for _, s := range []string{
		"", "plain", "\x1b[31mred\x1b[0m", "\x1b]0;t\x07", "\x1bP\x9c", "\xe2\x1b[0m\x80\xae", "a\u0301\u200d", "\u009d\u009c",
		"👩🏽\u200d🚀", "\x1b\x1b[", "\u202eevil", "a\r\n\tb", "\xff\xfe\x85", "\x1b(\x1b)B", "🏴\U000e0067\U000e007f", "🏴\U000e0067\U000e0062\U000e0065\U000e007f\u0301\U000e007f", "\u3164\u1161\ufffe\ue000", " \u0301\n",
	} {
		f.Add(s, 16)
		f.Add(s, maxText)
	}
	f.Fuzz(func(t *testing.T, s string, limit int) {
		assertHarmless(t, HarmlessN(s, limit), limit)
		assertHarmless(t, Harmless(s), maxText)
	})
}
