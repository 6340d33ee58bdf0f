package styled

import (
	"testing"

	"charm.land/lipgloss/v2"
)

func TestLine_Fit(t *testing.T) {
	plain := lipgloss.NewStyle()
	l := Line{Text(plain, "Close "), Text(plain, "画像"), Text(plain, "!")}
	for width, want := range map[int]string{
		0: "", 3: "Cl…", 6: "Close…", 7: "Close …", 9: "Close 画…", 11: "Close 画像!", 13: "Close 画像!  ",
	} {
		if got := l.Fit(width, "…"); got != want {
			t.Errorf("in %d cells it is %q, want %q", width, got, want)
		}
	}
}

func TestJoin_HighestRankGoesFirst(t *testing.T) {
	plain := lipgloss.NewStyle()
	part := func(text string, rank int) Part { return Part{Line: Line{Text(plain, text)}, Rank: rank} }
	parts := []Part{part("first", 9), part("second", 1), part("third", 2)}
	for width, want := range map[int]string{30: "first · second · third", 20: "first · second", 10: "first", 2: "first"} {
		l := Join(parts, width, Text(plain, "·"))
		if got := l.Fit(l.Width(), ""); got != want {
			t.Errorf("in %d cells it is %q, want %q", width, got, want)
		}
	}
}
