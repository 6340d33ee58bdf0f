package palette

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

func (p Palette) texts() map[string]color.Color {
	return map[string]color.Color{
		"accent": p.Accent, "good": p.Good, "bad": p.Bad, "wait": p.Wait, "faint": p.Faint,
	}
}

// backgrounds are those of common terminals, and plainTexts the plainest default texts
// on them.
func (p Palette) backgrounds() []string {
	if p.Dark {
		return []string{"#000000", "#1e1e2e", "#282c34", "#2b303b"}
	}
	return []string{"#ffffff", "#fafafa", "#fdf6e3", "#eff1f5"}
}

func (p Palette) plainTexts() []string {
	if p.Dark {
		return []string{"#abb2bf", "#ffffff"}
	}
	return []string{"#000000", "#4c4f69"}
}

func TestPalette_Contrast(t *testing.T) {
	for _, p := range All() {
		t.Run(p.Name, func(t *testing.T) {
			backgrounds := []color.Color{p.Row}
			for _, hex := range p.backgrounds() {
				backgrounds = append(backgrounds, lipgloss.Color(hex))
			}
			for meaning, text := range p.texts() {
				for _, background := range backgrounds {
					if got := contrast(text, background); got < 4.5 {
						t.Errorf("%s on %v has contrast %.2f, want at least 4.5", meaning, background, got)
					}
				}
			}
			for _, block := range []color.Color{p.Alarm, p.Caution} {
				if got := contrast(p.OnChip, block); got < 4.5 {
					t.Errorf("a chip has contrast %.2f, want at least 4.5", got)
				}
			}
		})
	}
}

func TestPalette_PlainTextOnCursorRow(t *testing.T) {
	for _, p := range All() {
		for _, text := range p.plainTexts() {
			if got := contrast(lipgloss.Color(text), p.Row); got < 4.5 {
				t.Errorf("%s: %s on the cursor row has contrast %.2f, want at least 4.5", p.Name, text, got)
			}
		}
	}
}

func TestPalette_FewColorsOnCursorRow(t *testing.T) {
	for _, profile := range []colorprofile.Profile{colorprofile.ANSI, colorprofile.ANSI256} {
		for _, p := range All() {
			row := profile.Convert(p.Row)
			for meaning, text := range p.texts() {
				if got := profile.Convert(text); got == row {
					t.Errorf("with %v %s of %s is %v, the colour of the cursor row", profile, meaning, p.Name, got)
				}
			}
		}
	}
}

func TestPalette_Names(t *testing.T) {
	for _, dark := range []bool{true, false} {
		if p := For(dark); p.Dark != dark {
			t.Errorf("the palette for dark %v is %s", dark, p.Name)
		}
	}
	seen := map[string]bool{"auto": true}
	for _, name := range Names() {
		p, found := Named(name)
		if !found || p.Name != name || seen[name] || strings.ContainsAny(name, " \"") {
			t.Errorf("the name %q leads to %q", name, p.Name)
		}
		seen[name] = true
	}
	if _, found := Named("auto"); found {
		t.Error("auto is a palette")
	}
}

func TestPalette_OnlyPlaceOfColors(t *testing.T) {
	literal := regexp.MustCompile(`lipgloss\.(Color|ANSIColor|RGBColor|Black|Red|Green|Yellow|Blue|Magenta|Cyan|White|Bright\w+)\b|color\.(RGBA|NRGBA|Gray)\b|\\x1b\[[0-9;]*m`)
	seen := 0
	err := filepath.WalkDir(filepath.Join("..", "..", "ui"), func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
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
