package screen

import (
	"encoding/json"
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
	if line := ansi.Strip(h.Line(88)); !strings.Contains(line, " SANDBOX  Ada  "+said+" ") || strings.Contains(line, "tolokadash  SANDBOX") {
		t.Errorf("it comes before the program's name: %q", line)
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
	for closed, want := range map[int]string{1: "1 running, 1 closed by itself - tolokadash", 40: "1 running, 40 closed by themselves - tolokadash"} {
		if got := WindowTitle(fleet.Summary{Counts: fleet.Counts{fleet.Running: 1}}, closed); got != want {
			t.Errorf("it is %q, want %q", got, want)
		}
	}
	if got := WindowTitle(fleet.Summary{}, 0); got != "tolokadash" {
		t.Errorf("at rest it is %q", got)
	}
}

func TestHeader_LowBalance(t *testing.T) {
	for _, c := range []struct {
		balance, says string
		below         int
		warns         bool
	}{
		{"4.99", "▲ $4.99", 5, true},
		{"-1", "▲ -$1.00", 5, true},
		{"0", "▲ $0.00", 5, true},
		{"5", "$5.00", 5, false},
		{"3.2", "$3.20", 0, false},
		{"soon", "soon", 5, false},
	} {
		h := someHeader()
		h.Words.Currency, h.WarnBelow = "USD", c.below
		h.Account.Balance = json.Number(c.balance)
		line := h.Line(100)
		if !strings.Contains(ansi.Strip(line), c.says) || strings.Contains(ansi.Strip(line), "▲") != c.warns {
			t.Errorf("balance %s, warned below %d: %q", c.balance, c.below, ansi.Strip(line))
		}
		if amber := h.Theme.Wait.Render(c.says); strings.Contains(line, amber) != c.warns {
			t.Errorf("balance %s, warned below %d: amber is wrong in %q", c.balance, c.below, line)
		}
		h.Theme = theme.New(true, theme.ASCII()).WithoutColor()
		if line := ansi.Strip(h.Line(100)); strings.Contains(line, "! ") != c.warns {
			t.Errorf("balance %s, warned below %d, in ASCII: %q", c.balance, c.below, line)
		}
	}
	h := someHeader()
	h.Words.Currency, h.WarnBelow, h.Account = "USD", 5, &tolokaapi.Requester{Name: "A requester with a long name", Balance: "3.2"}
	if line := ansi.Strip(h.Line(60)); !strings.Contains(line, "SANDBOX   ▲ $3.20 ") || strings.Contains(line, "requester") {
		t.Errorf("in 60 columns: %q", line)
	}
}
