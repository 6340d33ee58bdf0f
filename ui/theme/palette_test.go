package theme

import (
	"image/color"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/colorprofile"
)

// luminance is the relative luminance of WCAG 2, from 0 to 1.
func luminance(c color.Color) float64 {
	r, g, b, _ := c.RGBA()
	linear := func(v uint32) float64 {
		x := float64(v) / 0xffff
		if x <= 0.04045 {
			return x / 12.92
		}
		return math.Pow((x+0.055)/1.055, 2.4)
	}
	return 0.2126*linear(r) + 0.7152*linear(g) + 0.0722*linear(b)
}

func contrast(a, b color.Color) float64 {
	x, y := luminance(a), luminance(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

func (p palette) texts() map[string]color.Color {
	return map[string]color.Color{
		"accent": p.accent, "good": p.good, "bad": p.bad, "wait": p.wait, "faint": p.faint,
	}
}

func TestPalette_Contrast(t *testing.T) {
	tests := map[string]struct {
		palette palette
		on      []string
	}{
		"dark":  {onDark(), []string{"#000000", "#1e1e2e", "#282c34", "#2b303b"}},
		"light": {onLight(), []string{"#ffffff", "#fafafa", "#fdf6e3", "#eff1f5"}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			backgrounds := []color.Color{tt.palette.row}
			for _, hex := range tt.on {
				backgrounds = append(backgrounds, lipgloss.Color(hex))
			}
			for meaning, text := range tt.palette.texts() {
				for _, background := range backgrounds {
					if got := contrast(text, background); got < 4.5 {
						t.Errorf("%s on %v has contrast %.2f, want at least 4.5", meaning, background, got)
					}
				}
			}
			for _, block := range []color.Color{tt.palette.alarm, tt.palette.caution} {
				if got := contrast(tt.palette.onChip, block); got < 4.5 {
					t.Errorf("a chip has contrast %.2f, want at least 4.5", got)
				}
			}
		})
	}
}

func TestPalette_PlainTextOnCursorRow(t *testing.T) {
	for _, tt := range []struct {
		palette palette
		text    string // the plainest default text of such a terminal
	}{{onDark(), "#abb2bf"}, {onDark(), "#ffffff"}, {onLight(), "#000000"}, {onLight(), "#4c4f69"}} {
		if got := contrast(lipgloss.Color(tt.text), tt.palette.row); got < 4.5 {
			t.Errorf("%s on the cursor row has contrast %.2f, want at least 4.5", tt.text, got)
		}
	}
}

func TestPalette_FewColorsOnCursorRow(t *testing.T) {
	for _, profile := range []colorprofile.Profile{colorprofile.ANSI, colorprofile.ANSI256} {
		for _, p := range []palette{onDark(), onLight()} {
			row := profile.Convert(p.row)
			for meaning, text := range p.texts() {
				if got := profile.Convert(text); got == row {
					t.Errorf("with %v %s is %v, the colour of the cursor row", profile, meaning, got)
				}
			}
		}
	}
}

func TestPalette_OnlyPlaceOfColors(t *testing.T) {
	literal := regexp.MustCompile(`lipgloss\.(Color|ANSIColor|RGBColor|Black|Red|Green|Yellow|Blue|Magenta|Cyan|White|Bright\w+)\b|color\.(RGBA|NRGBA|Gray)\b|\\x1b\[[0-9;]*m`)
	seen := 0
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		if strings.HasPrefix(path, filepath.Join("..", "theme")) {
			return nil
		}
		source, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		seen++
		if hit := literal.Find(source); hit != nil {
			t.Errorf("%s names the colour %s", path, hit)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if seen == 0 {
		t.Fatal("no source was looked at")
	}
}
