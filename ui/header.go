package ui

import (
	"net/http"
	"strconv"
	"strings"
	"time"

	"charm.land/lipgloss/v2"

	"tolokadash/internal/fleet"
	"tolokadash/ui/theme"
)

// header is the first line: where we are, whose account it is, and whether the
// server answers. What fits least goes first; the environment never goes.
func (m *Model) header(width int) string {
	lefts, rights := m.identity(), m.connection()
	for _, right := range rights {
		for _, left := range lefts {
			if gap := width - 2 - left.width() - right.width(); gap >= 2 {
				middle := span{m.theme.Text, blanks(gap)}
				l := append(line{{m.theme.Text, " "}}, left...)
				return append(append(l, middle), right...).fit(width, "")
			}
		}
	}
	l := append(line{{m.theme.Text, " "}}, lefts[len(lefts)-1]...)
	l = append(l, span{m.theme.Text, "  "})
	return append(l, rights[len(rights)-1]...).fit(width, m.theme.Glyphs.Ellipsis)
}

// identity is the left of the header, from long to short.
func (m *Model) identity() []line {
	t := m.theme
	chip := line{m.chip()}
	if m.o.ReadOnly {
		chip = append(chip, span{t.Text, " "}, span{t.Wait, "READ-ONLY"}, span{t.Text, " "})
	}
	brand := line{{t.Faint, "tolokadash"}, {t.Text, " "}}
	if m.summary.Account == nil {
		return []line{append(brand, chip...), chip}
	}
	who := m.summary.Account
	named := append(append(line{}, chip...), span{t.Text, " " + or(who.Name, who.ID)})
	rich := named
	if who.Balance != "" {
		rich = append(append(line{}, named...), span{t.Text, "  "}, span{t.Strong, m.words.amount(who.Balance.String())})
	}
	return []line{append(append(line{}, brand...), rich...), rich, named, chip}
}

// chip is the environment, and the profile where there are several: words, and a
// colour that only repeats them.
func (m *Model) chip() span {
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
		name = m.words.dotted(name, m.o.Profile)
	}
	return span{style, " " + name + " "}
}

// connection is the right of the header, from long to short. While listing is
// paused that takes the place of "live", and comes before what is wrong.
func (m *Model) connection() []line {
	if !m.fleet.Paused() {
		return m.linkLines()
	}
	t := m.theme
	paused := span{t.Wait, "PAUSED"}
	dot := span{t.Faint, " " + t.Glyphs.Dot + " "}
	var lines []line
	if m.summary.Connection.State != fleet.Live {
		for _, l := range m.linkLines() {
			lines = append(lines, append(line{paused, dot}, l...))
		}
	} else if !m.summary.LastGood.IsZero() {
		lines = append(lines, line{paused, dot, {t.Text, m.asOf()}})
	}
	return append(lines, line{paused})
}

// asOf is when the last good answer came.
func (m *Model) asOf() string { return "as of " + m.words.moment(m.summary.LastGood, m.now) }

// linkLines is how the server answers, from long to short.
func (m *Model) linkLines() []line {
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
	mark := span{style, glyph + " "}
	if s.Connection.State != fleet.Live {
		lines := make([]line, len(words))
		for i, w := range words {
			lines[i] = line{mark, {style, w}}
		}
		return lines
	}
	dot := " " + t.Glyphs.Dot + " "
	live := line{mark, {style, "live"}, {t.Faint, dot}, {t.Text, at}}
	brief := line{mark, {t.Text, at}}
	var lines []line
	for _, w := range m.aside(s.Connection.Side) {
		lines = append(lines, append(append(line{}, live...), span{t.Faint, dot}, span{t.Wait, w}))
	}
	if what := s.Connection.Side.What; what != "" {
		return append(lines, append(append(line{}, brief...), span{t.Faint, dot}, span{t.Wait, t.Glyphs.Alert + " " + what}), brief)
	}
	if m.working() && s.Rate > 0 {
		lines = append(lines, append(append(line{}, live...), span{t.Faint, dot + strconv.Itoa(s.Rate) + " req/s"}))
	}
	return append(lines, live, brief)
}

// aside is what ails besides, from long to short.
func (m *Model) aside(a fleet.SideTrouble) []string {
	if a.What == "" {
		return nil
	}
	why, next := a.What+": "+m.words.trouble(a.Problem), m.next(a.Problem, a.RetryAt)
	return []string{m.words.dotted(why, m.remedy(a.Problem), next), m.words.dotted(why, next), why}
}

// remedy says what to do about trouble with looking, unless that was said as the
// reason already.
func (m *Model) remedy(p *fleet.Problem) string {
	if p != nil && p.Status == http.StatusForbidden && !p.Auth {
		return ""
	}
	return m.words.remedy(p)
}

// next is what happens next about a problem, and when.
func (m *Model) next(p *fleet.Problem, at time.Time) string {
	switch {
	case !at.After(m.now):
		return "trying again" + m.theme.Glyphs.Ellipsis
	case p != nil && p.Status == http.StatusTooManyRequests:
		return "asking again in " + left(p, at, m.now)
	}
	return "next try in " + left(p, at, m.now)
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
	say := m.words.dotted
	why, cause, remedy := m.words.trouble(l.Problem), m.words.cause(l.Problem), m.remedy(l.Problem)
	next := m.next(l.Problem, l.RetryAt)
	soon := strings.Replace(next, "next try in", "again in", 1)
	switch l.State {
	case fleet.Live:
		return []string{"live"}, m.theme.Good
	case fleet.Offline:
		since := "offline"
		if !l.Since.IsZero() {
			since += " since " + m.words.moment(l.Since, m.now)
		}
		return []string{say(since, why, next), say(since, cause, next), say("offline", cause, next), say(since, next), say("offline", soon), "offline"}, m.theme.Bad
	case fleet.OverQuota:
		return []string{say(why, next), say("over quota", next), "quota " + left(l.Problem, l.RetryAt, m.now)}, m.theme.Wait
	case fleet.Refused:
		return []string{say(why, remedy), say(cause, remedy), cause}, m.theme.Bad
	case fleet.Troubled:
		return []string{say(why, remedy, next), say(why, next), say(cause, remedy, next), say(cause, next), say(cause, soon), cause}, m.theme.Wait
	}
	return []string{"connecting to " + m.o.Environment.Host, "connecting"}, m.theme.Wait
}

// fold is the operations on one line.
func (m *Model) fold(width int) string {
	name := span{m.theme.Title, " Operations  "}
	said := join(m.operations.summary(m), width-len(name.text)-1, span{m.theme.Faint, m.theme.Glyphs.Dot})
	return append(line{name}, said...).fit(width, m.theme.Glyphs.Ellipsis)
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
