package theme_test

import (
	"reflect"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"tolokadash/ui/theme"
)

// glyphsOf returns every glyph of a set by its name, those of the border too.
func glyphsOf(t *testing.T, set theme.Glyphs) map[string]string {
	t.Helper()
	glyphs := map[string]string{}
	for _, part := range []reflect.Value{reflect.ValueOf(set), reflect.ValueOf(set.Border)} {
		for i := range part.NumField() {
			if field := part.Type().Field(i); field.Type.Kind() == reflect.String {
				glyphs[part.Type().Name()+"."+field.Name] = part.Field(i).String()
			}
		}
	}
	return glyphs
}

func TestGlyphs_OneCellWide(t *testing.T) {
	for _, set := range []theme.Glyphs{theme.Unicode(), theme.ASCII()} {
		for name, glyph := range glyphsOf(t, set) {
			want := 1
			if glyph == ".." {
				want = 2
			}
			if g, w := ansi.StringWidth(glyph), ansi.StringWidthWc(glyph); g != want || w != want {
				t.Errorf("%s %q is %d and %d cells wide, want %d", name, glyph, g, w, want)
			}
		}
	}
}

func TestGlyphs_ASCII(t *testing.T) {
	set := theme.ASCII()
	glyphs := glyphsOf(t, set)
	glyphs["bar"], glyphs["track"] = set.Bar(9, 40, true)
	for name, glyph := range glyphs {
		for _, r := range glyph {
			if r > '~' {
				t.Errorf("%s is %q", name, glyph)
			}
		}
	}
}

func TestGlyphs_StatesDiffer(t *testing.T) {
	for _, g := range []theme.Glyphs{theme.Unicode(), theme.ASCII()} {
		for _, group := range [][]string{
			{g.Open, g.Locked, g.Closed, g.Archived, g.Moving, g.Queued},
			{g.Queued, g.Moving, g.Done, g.Failed, g.Unsure, g.Foreign, g.Already},
			{g.Live, g.Alert},
			{g.Cursor, g.Mark, g.Ellipsis},
			{g.Ascending, g.Descending},
		} {
			seen := map[string]bool{}
			for _, glyph := range group {
				if seen[glyph] {
					t.Errorf("%q stands for two things in %q", glyph, group)
				}
				seen[glyph] = true
			}
		}
	}
}
