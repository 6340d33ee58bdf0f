package ui

import (
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"

	"tolokadash/internal/journal"
	"tolokadash/internal/runner"
)

// TestHeader_SessionsOfTheJournal holds that the header names what the journal found
// running beside.
func TestHeader_SessionsOfTheJournal(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newStage(t, newToloka(somePools()), Options{}, 160, 30)
		s.wait(3 * time.Second)
		s.seesNot("another tolokadash")
		started := s.m.now.Add(-time.Minute)
		s.send(earlierReadMsg{earlier: runner.Earlier{Running: []journal.Session{{Started: started}}}})
		s.sees("another tolokadash is running here since " + s.m.words.Minute(started, s.m.now))
		s.send(tea.WindowSizeMsg{Width: 80, Height: 24})
		s.seesNot("another tolokadash")
	})
}
