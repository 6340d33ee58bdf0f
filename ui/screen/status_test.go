package screen

import (
	"strings"
	"testing"
	"time"

	"tolokadash/internal/wording"
	"tolokadash/ui/table"
	"tolokadash/ui/theme"
)

var now = time.Date(2026, 3, 11, 14, 0, 0, 0, time.UTC)

func TestStatus_AdviceIsNotCut(t *testing.T) {
	for _, g := range []theme.Glyphs{theme.Unicode(), theme.ASCII()} {
		for _, said := range []wording.Message{
			{
				Text:   "of names only what is ASCII is shown, since the locale is not UTF-8",
				Advice: `set LC_ALL=C.UTF-8, or glyphs = "unicode" under [ui]`,
			},
			{Text: "32267700 failed: " + strings.Repeat("long; and. so "+g.Dash+" on ", 9), Advice: "2 then enter for details, R to retry"},
			{Text: "Every marked pool is hidden by the filter;", Advice: "esc clears it."},
		} {
			for cells := table.Width(said.Advice); cells < 200; cells++ {
				line := fitMessage(said, cells, g)
				if !strings.HasSuffix(line, said.Advice) {
					t.Fatalf("in %d cells it says %q", cells, line)
				}
				if table.Width(line) > cells {
					t.Fatalf("%q is wider than %d", line, cells)
				}
			}
		}
	}
}

func TestStatus_BriefAdvice(t *testing.T) {
	said := wording.Message{Text: "32267700 failed: no reason given", Advice: "2 then enter for details or R to retry", Brief: "2 then enter for details"}
	for cells, want := range map[int]string{
		80: "32267700 failed: no reason given — 2 then enter for details or R to retry",
		49: "3226770… — 2 then enter for details or R to retry",
		48: "2 then enter for details or R to retry",
		37: "32267700 … — 2 then enter for details",
		24: "2 then enter for details",
	} {
		if line := fitMessage(said, cells, theme.Unicode()); line != want {
			t.Errorf("in %d cells it says %q, want %q", cells, line, want)
		}
	}
}

func TestStatus_StaysLongerFromWarningOn(t *testing.T) {
	for level, stays := range map[Level]time.Duration{Plain: 4 * time.Second, Success: 4 * time.Second, Warning: 20 * time.Second, Failure: 20 * time.Second} {
		var s Status
		s.Show(now, level, wording.Message{Text: "said"})
		if got := s.Clock.At().Sub(now); got != stays || s.Empty() {
			t.Errorf("level %d stays %v, want %v", level, got, stays)
		}
		s.Clear()
		if !s.Empty() {
			t.Error("it is still said")
		}
	}
}

func TestStatus_KeptHasNoClock(t *testing.T) {
	var s Status
	s.Keep(Warning, wording.Message{Text: "said"})
	if s.Clock.Running() || s.Empty() || s.Level != Warning {
		t.Errorf("%+v", s)
	}
}
