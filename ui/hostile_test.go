package ui

import (
	"regexp"
	"strings"
	"testing"
	"testing/synctest"
	"time"
	"unicode"

	"tolokadash/internal/fleet"
	"tolokadash/tolokaapi"
)

const evil = "\x1b]52;c;Zm9v\x07\x1b[2J\u009b31m\x1b]0;pwned\x1b\\\r\n\t\x00\u202eevil\u2066 e\u0301\u0301\u0301 👩\u200d🚀 \xff"

// The client makes text harmless, and the screen does not rely on it.
func TestHostileText_NothingActs(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newToloka(somePools())
		for i := range w.pools {
			p := &w.pools[i]
			p.Name, p.Comment, p.CloseReason, p.Type = evil, evil, evil, evil
		}
		w.pools[1].Unreadable = evil
		w.projects[0].Name = evil
		w.submit = func(fleet.Request) (tolokaapi.Outcome, error) {
			return tolokaapi.Outcome{}, &tolokaapi.Error{Status: 418, Code: evil, Message: evil, Payload: evil, RequestID: evil}
		}
		s := newStage(t, w, Options{}, 160, 40)
		s.wait(3 * time.Second)
		look := func(where string) {
			t.Helper()
			drawn := s.m.View().Content
			requireExact(t, drawn, 160, 40)
			requireOnlyColours(t, where, drawn)
		}
		look("the list")
		s.press("enter")
		look("the details of a pool")
		s.press("esc", "/")
		s.typing("evil")
		look("the filter")
		s.press("enter", "c")
		look("the confirmation")
		s.settle()
		s.press("y")
		s.wait(time.Second)
		look("the operations")
		s.press("2", "enter")
		look("the details of an operation")
		s.press("esc", "1")
		s.wait(time.Second)
		w.pools = w.pools[1:]
		for range 12 {
			s.wait(5 * time.Second)
			if strings.Contains(s.screen(), "is gone") {
				break
			}
		}
		s.sees("is gone")
		look("the notice")
	})
}

// requireOnlyColours fails if anything but colours and printable text is drawn.
func requireOnlyColours(t *testing.T, where, drawn string) {
	t.Helper()
	colour := regexp.MustCompile("\x1b\\[[0-9;:]*m")
	plain := colour.ReplaceAllString(drawn, "")
	bad := strings.IndexFunc(plain, func(r rune) bool {
		return r != '\n' && unicode.IsControl(r) || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069
	})
	if bad >= 0 {
		t.Errorf("%s: %q reaches the terminal", where, plain[bad:min(bad+12, len(plain))])
	}
}
