package ui_test

import (
	"encoding/json"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"testing/synctest"
	"time"
	"unicode"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"tolokadash/tolokaapi/simulator"
)

// evilText acts on a terminal that prints it. A lone surrogate, which no Go
// string can hold, is among what the simulator does by itself.
const evilText = "\x1b[31mred\x1b[2J\x1b]0;owned\x07\x1b]8;;http://evil.example\x1b\\link\x1b]9;hi\x07\x1b]52;c;cm0gLXJm\x07" +
	"\u009b31m\u009d0;owned\u009c\x00\x07\r\n\t\u202eesrever\u2066\u2067\u061c\x7f"

// TestHostileText_SimulatorNothingActs walks through the whole program while
// whatever the server sends is meant to do harm.
func TestHostileText_SimulatorNothingActs(t *testing.T) {
	payload, err := json.Marshal(map[string]string{"field": evilText})
	if err != nil {
		t.Fatal(err)
	}
	said := simulator.Fault{Kind: simulator.Status, Status: 418, Code: evilText, Message: evilText, Payload: payload}
	long := said
	long.Code, long.Message = strings.Repeat(evilText, 2000), strings.Repeat("長い e\u0301", 200_000)
	for _, c := range []struct {
		name string
		get  simulator.Fault // of everything that is looked at; no kind: of nothing
		post simulator.Fault
		pool string // the name of a further pool
	}{
		{"in names and messages", simulator.Fault{Kind: simulator.Hostile}, said, evilText},
		{"in statuses, types and codes", simulator.Fault{Kind: simulator.HostileEnums}, simulator.Fault{Kind: simulator.HostileEnums}, evilText},
		{"in ids", simulator.Fault{Kind: simulator.OddIDs}, simulator.Fault{Kind: simulator.OddIDs}, evilText},
		{"a megabyte of it", simulator.Fault{}, long, strings.Repeat(evilText, 1<<20/len(evilText))},
		{"a megabyte without a space", simulator.Fault{}, long, strings.Repeat("漢", 1<<20/3)},
		{"four hundred combining marks", simulator.Fault{Kind: simulator.Hostile, Text: "e" + strings.Repeat("\u0301", 400)}, said, "e" + strings.Repeat("\u0301", 400)},
		{"joiners, keycaps, scripts", simulator.Fault{Kind: simulator.Hostile, Text: "👨‍👩‍👧1️⃣👍🏽❤️นำसत्ते\u200d\u200d"}, said, "\u0301\u200d\ufe0f"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				r := startUnseen(t)
				r.sim.AddPool(simulator.Pool{Status: "OPEN", Name: c.pool})
				c.post.Method = http.MethodPost
				r.suffers(c.post)
				if c.get.Kind != "" {
					r.suffers(c.get)
				}
				r.press('r')
				r.wait(3 * time.Second)
				r.tour()
				for _, text := range *r.w.copied {
					if !harmless(text) || len(text) > 128 {
						t.Errorf("the clipboard was given %q", text)
					}
				}
				if len(*r.w.copied) < 2 {
					t.Errorf("only %q was copied", *r.w.copied)
				}
				r.sim.Clear()
				r.quit()
			})
		})
	}
}

// tour opens all there is and checks what is drawn of it.
func (r *run) tour() {
	r.t.Helper()
	for _, step := range []struct {
		where string
		keys  []rune
	}{
		{"the list", []rune{'1'}},
		{"its order by name", []rune{'s', 's', 'S'}},
		{"the details of a pool", []rune{'g', tea.KeyEnter}},
		{"the filter", []rune{tea.KeyEscape, '/', 'r', 'e', 'd', tea.KeyEnter}},
		{"the question", []rune{tea.KeyEscape, 'g', 'c'}},
		{"the answer", []rune{'y'}},
		{"the operations", []rune{'2'}},
		{"the details of an operation", []rune{tea.KeyEnter}},
		{"what was copied", []rune{tea.KeyEscape, 'y'}},
		{"what was copied of a pool", []rune{'1', 'y'}},
		{"the trainings", []rune{'3'}},
		{"the history", []rune{'4'}},
		{"the details of the past", []rune{tea.KeyEnter}},
		{"the page of a pool", []rune{tea.KeyEscape, '1', 'b'}},
		{"the keys", []rune{'?'}},
		{"the end", []rune{'?'}},
	} {
		r.press(step.keys...)
		r.wait(700 * time.Millisecond)
		r.drawsOnlyText(step.where)
	}
}

// drawsOnlyText fails if the screen holds more than text and colours, is not as
// wide everywhere as the window by both measures, or has a title of its own.
func (r *run) drawsOnlyText(where string) {
	r.t.Helper()
	r.w.mu.Lock()
	v := r.model.View()
	r.w.mu.Unlock()
	plain := regexp.MustCompile("\x1b\\[[0-9;:]*m").ReplaceAllString(v.Content, "")
	lines := strings.Split(plain, "\n")
	if len(lines) != 30 {
		r.t.Errorf("%s: %d lines", where, len(lines))
	}
	for _, l := range lines {
		if !harmless(l) {
			r.t.Errorf("%s: %q is drawn", where, l)
		}
		if g, w := ansi.StringWidth(l), ansi.StringWidthWc(l); g != 120 || w != 120 {
			r.t.Errorf("%s: %d and %d cells wide: %q", where, g, w, l)
		}
	}
	if !regexp.MustCompile(`^(\d+ (queued|sending|unconfirmed|running|failed)(, \d+ (sending|unconfirmed|running|failed|closed by (itself|themselves)))* - )?tolokadash$`).MatchString(v.WindowTitle) {
		r.t.Errorf("%s: the title is %q", where, v.WindowTitle)
	}
}

// harmless reports whether a text is one line that does nothing to a terminal.
func harmless(s string) bool {
	return utf8.ValidString(s) && !strings.ContainsFunc(s, func(r rune) bool {
		return unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) || r == '\u2028' || r == '\u2029'
	})
}
