package main

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"
)

// static is the least a Bubble Tea program can be: 56 rows that never change.
type static struct{ content string }

func (static) Init() tea.Cmd { return nil }

func (s static) Update(tea.Msg) (tea.Model, tea.Cmd) { return s, nil }

func (s static) View() tea.View {
	v := tea.NewView(s.content)
	v.AltScreen = true
	return v
}

// bare runs the static program at the frame rate of the real one.
func bare() error {
	var rows strings.Builder
	for i := range 56 {
		fmt.Fprintf(&rows, "   %d  a pool that never changes  OPEN\n", 32_000_000+i)
	}
	_, err := tea.NewProgram(static{rows.String()}, tea.WithFPS(30)).Run()
	return err
}
