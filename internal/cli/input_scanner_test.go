//go:build unix

package cli

import (
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/term"
	"github.com/creack/pty"
)

// reports are what terminals send that is no key.
var reports = map[string]string{
	"focus":           "\x1b[I",
	"focus lost":      "\x1b[O",
	"mouse":           "\x1b[<0;12;7M",
	"mouse released":  "\x1b[<0;12;7m",
	"old mouse":       "\x1b[M !!",
	"size":            "\x1b[48;30;100;600;800t",
	"mode":            "\x1b[?2026;2$y",
	"attributes":      "\x1b[?62;22c",
	"keyboard":        "\x1b[?1u",
	"colour, with ST": "\x1b]11;rgb:0000/0000/0000\x1b\\",
	"colour, BEL":     "\x1b]11;rgb:0000/0000/0000\a",
	"capability":      "\x1bP1+r5463\x1b\\",
}

// TestFloodGate_ReportsPass puts reports into a flood, whole and cut by reads at
// each of their bytes: they pass whole, and no key does.
func TestFloodGate_ReportsPass(t *testing.T) {
	flood := strings.Repeat("y", 2000)
	for name, report := range reports {
		for cut := range len(report) {
			first := burst{time.Second, flood}
			got := passed(first, burst{time.Millisecond, "yy" + report[:cut]}, burst{time.Millisecond, report[cut:] + "yy"})
			got = strings.ReplaceAll(got, pasteStart+pasteEnd, "")
			if got != report {
				t.Errorf("%s, cut at %d: %q passes", name, cut, got)
			}
		}
	}
}

// TestFloodGate_KeysThatAreSequences are part of a flood.
func TestFloodGate_KeysThatAreSequences(t *testing.T) {
	for _, key := range []string{"\x1b[A", "\x1bOA", "\x1b[15~", "\x1b[1;5C", "\x1by", "\x1b[[A", "é", "界", "😀"} {
		got := passed(burst{time.Second, strings.Repeat("y", 2000)}, burst{time.Millisecond, strings.Repeat(key, 3)})
		if want := strings.Repeat(pasteStart+pasteEnd, 2); got != want {
			t.Errorf("%q: %q passes, want %q", key, got, want)
		}
	}
}

// TestFloodGate_NothingChangedWhileOpen reads in pieces of any size.
func TestFloodGate_NothingChangedWhileOpen(t *testing.T) {
	text := "cé界\x1b[A\x1b[I" + pasteStart + "a\x1bb" + pasteEnd + "\x1b\x1b[B\x1b]11;x\a y\xff\xc3y"
	for size := 1; size <= len(text); size++ {
		var bursts []burst
		for rest := text; rest != ""; {
			n := min(size, len(rest))
			bursts = append(bursts, burst{time.Millisecond, rest[:n]})
			rest = rest[n:]
		}
		if got := passed(bursts...); got != text {
			t.Errorf("in pieces of %d: %q", size, got)
		}
	}
}

// TestTerminalInput_Waiting follows keys from the terminal to their delivery.
func TestTerminalInput_Waiting(t *testing.T) {
	hand, end, err := pty.Open()
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _, _ = hand.Close(), end.Close() }()
	if _, err := term.MakeRaw(end.Fd()); err != nil {
		t.Fatal(err)
	}
	input := newTerminalInput(end, func() { t.Error("the terminal is gone") })
	waits := func(when string, want bool) {
		t.Helper()
		if got := input.waiting(); got != want {
			t.Errorf("%s: waiting is %v", when, got)
		}
	}
	buf := make([]byte, 4096)
	read := func(keys string) string {
		t.Helper()
		if _, err := hand.WriteString(keys); err != nil {
			t.Fatal(err)
		}
		for !unread(end) {
			<-time.After(time.Millisecond)
		}
		waits("in the terminal: "+keys, true)
		n, err := input.Read(buf)
		if err != nil {
			t.Fatal(err)
		}
		return string(buf[:n])
	}
	waits("at first", false)
	if got := read("c"); got != "c"+deliveryMark {
		t.Errorf("read %q", got)
	}
	waits("read", true)
	input.delivered(tea.ModeReportMsg{Mode: ansi.DECMode(2026)})
	waits("another report came", true)
	input.delivered(tea.ModeReportMsg{Mode: deliveryMode})
	waits("delivered", false)
	if got := read("\x1b[A"); got != "\x1b[A" {
		t.Errorf("read %q", got)
	}
	waits("an arrow alone", false)
	read("c\x1b")
	waits("a sequence is not whole", true)
	read("[Bj")
	waits("now it has a mark", true)
	input.delivered(tea.ModeReportMsg{Mode: deliveryMode})
	waits("delivered too", false)
}
