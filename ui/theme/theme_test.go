package theme_test

import (
	"reflect"
	"strings"
	"testing"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"

	"tolokadash/ui/theme"
)

// uncoloured returns what a terminal told NO_COLOR is sent.
func uncoloured(t *testing.T, s string) string {
	t.Helper()
	var b strings.Builder
	w := &colorprofile.Writer{Forward: &b, Profile: colorprofile.ASCII}
	if _, err := w.WriteString(s); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestTheme_PlainTextUncolored(t *testing.T) {
	for _, dark := range []bool{true, false} {
		th := theme.New(dark, theme.Unicode())
		if got := th.Text.Render("pool"); got != "pool" {
			t.Errorf("text is drawn as %q, want it bare", got)
		}
	}
}

func TestTheme_DarkAndLight(t *testing.T) {
	dark, light := theme.New(true, theme.Unicode()), theme.New(false, theme.Unicode())
	if dark.Good.Render("x") == light.Good.Render("x") {
		t.Error("success has one colour on dark and on light")
	}
	d, l := reflect.ValueOf(dark), reflect.ValueOf(light)
	for i := range d.NumField() {
		a, ok := d.Field(i).Interface().(lipgloss.Style)
		if !ok {
			continue
		}
		b := l.Field(i).Interface().(lipgloss.Style)
		if x, y := uncoloured(t, a.Render("x")), uncoloured(t, b.Render("x")); x != y {
			t.Errorf("%s without colours is %q on dark and %q on light", d.Type().Field(i).Name, x, y)
		}
	}
}

func TestTheme_WithoutColor(t *testing.T) {
	th := theme.New(true, theme.ASCII())
	for name, style := range map[string]lipgloss.Style{
		"cursor row": th.CursorRow, "production": th.ChipProduction, "other": th.ChipOther,
		"chosen button": th.ButtonChosen, "focused border": th.BorderFocused,
		"focused title": th.TitleFocused, "failure": th.Bad, "key": th.Key,
	} {
		if got := uncoloured(t, style.Render("x")); got == ansi.Strip(got) {
			t.Errorf("%s without colours is %q, like ordinary text", name, got)
		}
	}
	if p, s := uncoloured(t, th.ChipProduction.Render("x")), uncoloured(t, th.ChipSandbox.Render("x")); p == s {
		t.Errorf("production and sandbox are both %q", p)
	}
}

func TestTheme_EveryTone(t *testing.T) {
	th := theme.New(true, theme.Unicode())
	want := map[theme.Tone]lipgloss.Style{
		theme.ToneText: th.Text, theme.ToneStrong: th.Strong, theme.ToneFaint: th.Faint,
		theme.ToneAccent: th.Accent, theme.ToneGood: th.Good, theme.ToneBad: th.Bad,
		theme.ToneWait: th.Wait, theme.ToneStale: th.Stale, -1: th.Text, 99: th.Text,
	}
	if len(th.Tones()) != len(want)-2 {
		t.Errorf("%d tones are listed, want %d", len(th.Tones()), len(want)-2)
	}
	for tone, style := range want {
		if got := th.Tone(tone).Render("x"); got != style.Render("x") {
			t.Errorf("tone %d draws %q, want %q", tone, got, style.Render("x"))
		}
	}
}
