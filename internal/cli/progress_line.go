package cli

import (
	"fmt"
	"io"
	"strings"
	"time"

	"tolokadash/internal/fleet"
	"tolokadash/internal/headless"
	"tolokadash/tolokaapi"
	"tolokadash/ui/table"
	"tolokadash/ui/theme"
)

// lineProgress draws one line again in place.
type lineProgress struct {
	w       io.Writer
	glyphs  theme.Glyphs
	ascii   bool
	width   int
	command string
	drawn   string
	trouble waitReason // of the connection
}

// A waitReason says what is waited for and until when, in full and in short.
type waitReason struct{ full, short string }

// widestBar is how long a bar is at most, in cells.
const widestBar = 24

func newLineProgress(w io.Writer, width int, ascii bool) *lineProgress {
	p := &lineProgress{w: w, glyphs: theme.Unicode(), width: width, ascii: ascii}
	if ascii {
		p.glyphs = theme.ASCII()
	}
	if p.width <= 0 {
		p.width = 80
	}
	return p
}

func (p *lineProgress) event(e headless.Event) {
	if e.Type == headless.EventVersion {
		p.command = e.Command
	}
	if e.All == nil {
		return
	}
	results := e.All()
	switch {
	case e.Type == headless.EventConnection && e.State == "live":
		p.trouble = waitReason{}
	case e.Type == headless.EventConnection:
		p.trouble = waitReason{connectionState(e), strings.ReplaceAll(e.State, "_", " ") + nextTry(e.Until)}
	}
	switch {
	case e.Type == headless.EventFigures && *e.Known == e.Of:
		p.clear() // a question or a table follows
	case e.Type == headless.EventFigures:
		words := figuresWords(e)
		p.draw(p.line(100*(*e.Known)/e.Of, words, words, waitReason{}))
	case len(results) > 0:
		counts, reason := headless.Count(results), p.trouble
		if reason == (waitReason{}) {
			reason = retryReason(results)
		}
		done := fmt.Sprintf("%d of %d", counts.Succeeded+counts.Unchanged, counts.Total)
		p.draw(p.line(headless.Progress(results), countWords(counts), done, reason))
	case p.trouble != (waitReason{}):
		p.draw([]string{p.command + "  " + p.trouble.full, p.command + "  " + p.trouble.short, p.trouble.short})
	default:
		p.clear()
	}
}

// nextTry says until when nothing is tried.
func nextTry(until *time.Time) string {
	if until == nil {
		return ""
	}
	return ", next try " + until.Local().Format(time.TimeOnly)
}

// retryReason is why commands wait to be sent again, and until when the first does.
func retryReason(results []headless.Result) waitReason {
	var first *fleet.Row
	for i := range results {
		row := results[i].Decisive()
		if row.State == fleet.Queued && !row.RetryAt.IsZero() && (first == nil || row.RetryAt.Before(first.RetryAt)) {
			first = &row
		}
	}
	if first == nil {
		return waitReason{}
	}
	next := strings.TrimPrefix(nextTry(&first.RetryAt), ", ")
	if first.Problem == nil {
		return waitReason{next, next}
	}
	return waitReason{problemWords(first.Problem) + ", " + next, next}
}

// line is how far all is, from the longest to the shortest: first the bar is left out, then
// what matters less than what is waited for.
func (p *lineProgress) line(percent int, words, done string, reason waitReason) []string {
	bar, rest := p.glyphs.Bar(min(widestBar, p.width/3), percent, true)
	if reason == (waitReason{}) {
		return []string{
			fmt.Sprintf("%s  %s %3d %%  %s", p.command, bar+rest, percent, words),
			fmt.Sprintf("%s %d %%  %s", p.command, percent, words), words, done,
		}
	}
	return []string{
		fmt.Sprintf("%s  %s %3d %%  %s, %s", p.command, bar+rest, percent, words, reason.full),
		fmt.Sprintf("%s %d %%  %s, %s", p.command, percent, words, reason.full),
		fmt.Sprintf("%s %d %%  %s, %s", p.command, percent, words, reason.short),
		fmt.Sprintf("%s  %s, %s", p.command, done, reason.short),
		done + ", " + reason.short,
		reason.short,
	}
}

// draw draws the first of some lines that fits, and cuts the last where none does. A line
// that is as wide as the terminal would wrap on some.
func (p *lineProgress) draw(lines []string) {
	line := ""
	for _, line = range lines {
		if line = tolokaapi.Harmless(line); p.ascii {
			line = asciiOnly(line)
		}
		if table.Width(line) < p.width {
			break
		}
	}
	line = table.Cut(line, p.width-1, p.glyphs.Ellipsis)
	if line != p.drawn {
		p.drawn = line
		_, _ = io.WriteString(p.w, "\r"+line+"\x1b[K")
	}
}

func (p *lineProgress) clear() {
	if p.drawn != "" {
		_, _ = io.WriteString(p.w, "\r\x1b[K")
	}
	p.drawn = ""
}

func (p *lineProgress) end() { p.clear() }
