package screen

import (
	"strings"
	"testing"
	"time"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"

	"tolokadash/internal/fleet"
	"tolokadash/internal/wording"
	"tolokadash/tolokaapi"
	"tolokadash/ui/styled"
	"tolokadash/ui/theme"
)

func someHeader() Header {
	g := theme.Unicode()
	return Header{
		Theme: theme.New(true, g), Words: &wording.Words{Location: time.UTC, Dot: g.Dot, Ellipsis: g.Ellipsis}, Now: now,
		Environment: styled.Text(lipgloss.NewStyle(), "SANDBOX"), Account: &tolokaapi.Requester{ID: "1", Name: "Ada"},
		Connection: fleet.Connection{State: fleet.Live}, LastGood: now,
	}
}

func TestHeader_OtherInstances(t *testing.T) {
	h := someHeader()
	h.Others = []time.Time{now.Add(2 * time.Minute)}
	const said = "another tolokadash is running here since 14:02"
	if line := ansi.Strip(h.Line(140)); !strings.Contains(line, "Ada  "+said+" ") {
		t.Errorf("it is not said: %q", line)
	}
	line := ansi.Strip(h.Line(80)) // of all that is said it is dropped first
	if strings.Contains(line, "another") || !strings.Contains(line, "tolokadash  SANDBOX") || !strings.Contains(line, "live") {
		t.Errorf("in 80 columns: %q", line)
	}
	h.Others = append(h.Others, now.Add(-time.Minute))
	if line := ansi.Strip(h.Line(140)); !strings.Contains(line, "2 others are running here, the first since 13:59") {
		t.Errorf("of two it says %q", line)
	}
	h.Others = nil
	if line := ansi.Strip(h.Line(140)); strings.Contains(line, "running") {
		t.Errorf("of none it says %q", line)
	}
}

func TestHeader_AsWideAsTheWindow(t *testing.T) {
	h := someHeader()
	h.Others = []time.Time{now}
	for _, state := range []fleet.ConnectionState{fleet.Live, fleet.Offline, fleet.OverQuota} {
		h.Connection.State = state
		for width := LeastWidth; width < 160; width++ {
			line := h.Line(width)
			if lipgloss.Width(line) != width || !strings.Contains(ansi.Strip(line), "SANDBOX") {
				t.Fatalf("%d cells: %q", width, ansi.Strip(line))
			}
		}
	}
}

func TestHeader_PausedTakesThePlaceOfLive(t *testing.T) {
	h := someHeader()
	h.Paused = true
	if line := ansi.Strip(h.Line(80)); !strings.Contains(line, "PAUSED") || strings.Contains(line, "live") {
		t.Errorf("%q", line)
	}
}

func TestWindowTitle_CountsWhatIsUnderWay(t *testing.T) {
	if got := WindowTitle(fleet.Summary{}); got != "tolokadash" {
		t.Errorf("at rest it is %q", got)
	}
}
