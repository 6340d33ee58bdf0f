package ui

import (
	"cmp"
	"net/http"
	"strconv"
	"strings"
	"time"

	"charm.land/lipgloss/v2"

	"tolokadash/internal/fleet"
	"tolokadash/internal/wording"
	"tolokadash/ui/styled"
	"tolokadash/ui/theme"
)

// header is the first line: where we are, whose account it is, and whether the
// server answers. What fits least goes first; the environment never goes.
func (m *Model) header(width int) string {
	lefts, rights := m.identity(), m.connection()
	for _, right := range rights {
		for _, left := range lefts {
			if gap := width - 2 - left.Width() - right.Width(); gap >= 2 {
				middle := styled.Text(m.theme.Text, styled.Blanks(gap))
				l := append(styled.Line{styled.Text(m.theme.Text, " ")}, left...)
				return append(append(l, middle), right...).Fit(width, "")
			}
		}
	}
	l := append(styled.Line{styled.Text(m.theme.Text, " ")}, lefts[len(lefts)-1]...)
	l = append(l, styled.Text(m.theme.Text, "  "))
	return append(l, rights[len(rights)-1]...).Fit(width, m.theme.Glyphs.Ellipsis)
}

// identity is the left of the header, from long to short.
func (m *Model) identity() []styled.Line {
	t := m.theme
	chip := styled.Line{m.chip()}
	if m.o.ReadOnly {
		chip = append(chip, styled.Text(t.Text, " "), styled.Text(t.Wait, "READ-ONLY"), styled.Text(t.Text, " "))
	}
	brand := styled.Line{styled.Text(t.Faint, "tolokadash"), styled.Text(t.Text, " ")}
	if m.summary.Account == nil {
		return []styled.Line{append(brand, chip...), chip}
	}
	who := m.summary.Account
	named := append(append(styled.Line{}, chip...), styled.Text(t.Text, " "+cmp.Or(who.Name, who.ID)))
	rich := named
	if who.Balance != "" {
		rich = append(append(styled.Line{}, named...), styled.Text(t.Text, "  "), styled.Text(t.Strong, m.words.Amount(who.Balance.String())))
	}
	return []styled.Line{append(append(styled.Line{}, brand...), rich...), rich, named, chip}
}

// chip is the environment, and the profile where there are several: words, and a
// colour that only repeats them.
func (m *Model) chip() styled.Span {
	style := m.theme.ChipOther
	switch m.o.Environment.Kind {
	case Production:
		style = m.theme.ChipProduction
	case Sandbox:
		style = m.theme.ChipSandbox
	case Demo:
		style = m.theme.ChipDemo
	}
	name := m.o.Environment.Name
	if m.o.Profile != "" {
		name = m.words.Dotted(name, m.o.Profile)
	}
	return styled.Text(style, " "+name+" ")
}

// connection is the right of the header, from long to short. While listing is
// paused that takes the place of "live", and comes before what is wrong.
func (m *Model) connection() []styled.Line {
	if !m.fleet.Paused() {
		return m.linkLines()
	}
	t := m.theme
	paused := styled.Text(t.Wait, "PAUSED")
	dot := styled.Text(t.Faint, " "+t.Glyphs.Dot+" ")
	var lines []styled.Line
	if m.summary.Connection.State != fleet.Live {
		for _, l := range m.linkLines() {
			lines = append(lines, append(styled.Line{paused, dot}, l...))
		}
	} else if !m.summary.LastGood.IsZero() {
		lines = append(lines, styled.Line{paused, dot, styled.Text(t.Text, m.asOf())})
	}
	return append(lines, styled.Line{paused})
}

// asOf is when the last good answer came.
func (m *Model) asOf() string { return "as of " + m.words.Moment(m.summary.LastGood, m.now) }

// linkLines is how the server answers, from long to short.
func (m *Model) linkLines() []styled.Line {
	t, s := m.theme, m.summary
	words, style := m.link(s.Connection)
	at := ""
	if !s.LastGood.IsZero() {
		at = m.asOf()
	}
	glyph := t.Glyphs.Alert
	if s.Connection.State == fleet.Live {
		glyph = t.Glyphs.Live
	}
	mark := styled.Text(style, glyph+" ")
	if s.Connection.State != fleet.Live {
		lines := make([]styled.Line, len(words))
		for i, w := range words {
			lines[i] = styled.Line{mark, styled.Text(style, w)}
		}
		return lines
	}
	dot := " " + t.Glyphs.Dot + " "
	live := styled.Line{mark, styled.Text(style, "live"), styled.Text(t.Faint, dot), styled.Text(t.Text, at)}
	brief := styled.Line{mark, styled.Text(t.Text, at)}
	var lines []styled.Line
	for _, w := range m.aside(s.Connection.Side) {
		lines = append(lines, append(append(styled.Line{}, live...), styled.Text(t.Faint, dot), styled.Text(t.Wait, w)))
	}
	if what := s.Connection.Side.What; what != "" {
		return append(lines, append(append(styled.Line{}, brief...), styled.Text(t.Faint, dot), styled.Text(t.Wait, t.Glyphs.Alert+" "+what)), brief)
	}
	if m.working() && s.Rate > 0 {
		lines = append(lines, append(append(styled.Line{}, live...), styled.Text(t.Faint, dot+strconv.Itoa(s.Rate)+" req/s")))
	}
	return append(lines, live, brief)
}

// aside is what ails besides, from long to short.
func (m *Model) aside(a fleet.SideTrouble) []string {
	if a.What == "" {
		return nil
	}
	why, next := a.What+": "+m.words.Trouble(a.Problem), m.next(a.Problem, a.RetryAt)
	return []string{m.words.Dotted(why, m.remedy(a.Problem), next), m.words.Dotted(why, next), why}
}

// remedy says what to do about trouble with looking, unless that was said as the
// reason already.
func (m *Model) remedy(p *fleet.Problem) string {
	if p != nil && p.Status == http.StatusForbidden && !p.Auth {
		return ""
	}
	return m.words.Remedy(p)
}

// next is what happens next about a problem, and when.
func (m *Model) next(p *fleet.Problem, at time.Time) string {
	switch {
	case !at.After(m.now):
		return "trying again" + m.theme.Glyphs.Ellipsis
	case p != nil && p.Status == http.StatusTooManyRequests:
		return "asking again in " + wording.TimeLeft(p, at, m.now)
	}
	return "next try in " + wording.TimeLeft(p, at, m.now)
}

// working reports whether requests are worth counting: commands are under way
// or pools are being listed.
func (m *Model) working() bool {
	s := m.summary
	return s.Queued+s.Sending+s.Moving+s.Unconfirmed > 0 || m.listing()
}

// link is the connection in words, from long to short: the reason and the next
// try stay as long as there is room for both.
func (m *Model) link(l fleet.Connection) ([]string, lipgloss.Style) {
	say := m.words.Dotted
	why, cause, remedy := m.words.Trouble(l.Problem), m.words.Cause(l.Problem), m.remedy(l.Problem)
	next := m.next(l.Problem, l.RetryAt)
	soon := strings.Replace(next, "next try in", "again in", 1)
	switch l.State {
	case fleet.Live:
		return []string{"live"}, m.theme.Good
	case fleet.Offline:
		since := "offline"
		if !l.Since.IsZero() {
			since += " since " + m.words.Moment(l.Since, m.now)
		}
		return []string{say(since, why, next), say(since, cause, next), say("offline", cause, next), say(since, next), say("offline", soon), "offline"}, m.theme.Bad
	case fleet.OverQuota:
		return []string{say(why, next), say("over quota", next), "quota " + wording.TimeLeft(l.Problem, l.RetryAt, m.now)}, m.theme.Wait
	case fleet.Refused:
		return []string{say(why, remedy), say(cause, remedy), cause}, m.theme.Bad
	case fleet.Troubled:
		return []string{say(why, remedy, next), say(why, next), say(cause, remedy, next), say(cause, next), say(cause, soon), cause}, m.theme.Wait
	}
	return []string{"connecting to " + m.o.Environment.Host, "connecting"}, m.theme.Wait
}

// fold is the operations on one line.
func (m *Model) fold(width int) string {
	name := styled.Text(m.theme.Title, " Operations  ")
	said := styled.Join(m.operations.summary(m.drawing()), width-len(name.Text)-1, styled.Text(m.theme.Faint, m.theme.Glyphs.Dot))
	return append(styled.Line{name}, said...).Fit(width, m.theme.Glyphs.Ellipsis)
}

// toneOf is the style of a level of the status line.
func (m *Model) toneOf(l level) theme.Tone {
	switch l {
	case success:
		return theme.ToneGood
	case warning:
		return theme.ToneWait
	case failure:
		return theme.ToneBad
	}
	return theme.ToneText
}
