package ui

import (
	"image/color"
	"testing"
	"testing/synctest"

	tea "charm.land/bubbletea/v2"
)

func TestTheme_ChosenStays(t *testing.T) {
	t.Parallel()
	for chosen, dark := range map[string]bool{"light": true, "dark": false} {
		synctest.Test(t, func(t *testing.T) {
			s := newStage(t, newToloka(somePools()), Options{Theme: chosen}, 120, 30)
			before := s.m.View().Content
			s.send(tea.BackgroundColorMsg{Color: backgroundOf(dark)})
			if s.m.View().Content != before {
				t.Errorf("%s gives way", chosen)
			}
			auto := newStage(t, newToloka(somePools()), Options{}, 120, 30)
			before = auto.m.View().Content
			auto.send(tea.BackgroundColorMsg{Color: backgroundOf(false)})
			if auto.m.View().Content == before {
				t.Error("without a chosen theme the terminal's answer counts for nothing")
			}
		})
	}
}

// backgroundOf is what a dark or a light terminal answers.
func backgroundOf(dark bool) color.Color {
	if dark {
		return color.Black
	}
	return color.White
}
