package screen

import (
	"cmp"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"charm.land/lipgloss/v2"

	"tolokadash/internal/fleet"
	"tolokadash/internal/wording"
	"tolokadash/tolokaapi"
	"tolokadash/ui/styled"
	"tolokadash/ui/table"
	"tolokadash/ui/theme"
)

// A Header is the first line: where we are, whose account it is, and whether the
// server answers.
type Header struct {
	Theme       theme.Theme
	Words       *wording.Words
	Now         time.Time
	Environment styled.Span // and the profile where there are several
	Account     *tolokaapi.Requester
	WarnBelow   int // the balance warns under this; 0: never
	ReadOnly    bool
	Paused      bool
	Connection  fleet.Connection
	LastGood    time.Time   // of the answers
	Rate        int         // requests a second; 0 where they are not worth counting
	Others      []time.Time // when other instances for the account were started
}

// Line draws the header. What fits least goes first; the environment never goes.
func (h Header) Line(width int) string {
	lefts, rights := h.identity(), h.connection()
	for _, right := range rights {
		for _, left := range lefts {
			if gap := width - 2 - left.Width() - right.Width(); gap >= 2 {
				middle := styled.Text(h.Theme.Text, styled.Blanks(gap))
				l := append(styled.Line{styled.Text(h.Theme.Text, " ")}, left...)
				return append(append(l, middle), right...).Fit(width, "")
			}
		}
	}
	return h.cramped(width, rights[len(rights)-1])
}

// leastEnvironment is how many cells the environment keeps where nothing fits.
const leastEnvironment = 24

// cramped is the header where the environment fits beside nothing: it is cut in its
// middle, since profiles on one server differ in their end.
func (h Header) cramped(width int, right styled.Line) string {
	chip := h.chip()
	room := width - 3 - right.Width() // a blank at both ends and between them
	if over := chip.Width() - room; over > 0 {
		cells := max(table.Width(h.Environment.Text)-over, min(leastEnvironment, width-4))
		h.Environment.Text = table.CutMiddle(h.Environment.Text, cells, h.Theme.Glyphs.Ellipsis)
		chip = h.chip()
	}
	l := append(styled.Line{styled.Text(h.Theme.Text, " ")}, chip...)
	gap := styled.Text(h.Theme.Text, styled.Blanks(max(width-1-l.Width()-right.Width(), 1)))
	return append(append(l, gap), right...).Fit(width, h.Theme.Glyphs.Ellipsis)
}

// identity is the left of the header, from long to short.
func (h Header) identity() []styled.Line {
	t, chip := h.Theme, h.chip()
	brand := styled.Line{styled.Text(t.Faint, "tolokadash"), styled.Text(t.Text, " ")}
	if h.Account == nil {
		return []styled.Line{append(brand, chip...), chip}
	}
	who := h.Account
	named := append(append(styled.Line{}, chip...), styled.Text(t.Text, " "+cmp.Or(who.Name, who.ID)))
	rich := named
	if who.Balance != "" {
		amount, space := h.Words.Balance(who.Balance.String()), styled.Text(t.Text, "  ")
		balance := styled.Text(t.Strong, amount)
		if h.lowBalance() { // the glyph says it without colour
			balance = styled.Text(t.Wait, t.Glyphs.Alert+" "+amount)
		}
		rich = append(append(styled.Line{}, named...), space, balance)
		if h.lowBalance() { // it stays longer than the name
			named = append(append(styled.Line{}, chip...), space, balance)
		}
	}
	long := append(append(styled.Line{}, brand...), rich...)
	lines := []styled.Line{long, rich, named, chip}
	if others := h.others(); others != "" {
		said := styled.Text(t.Wait, "  "+others)
		lines = append([]styled.Line{append(append(styled.Line{}, long...), said), append(append(styled.Line{}, rich...), said)}, lines...)
	}
	return lines
}

// chip is the environment, and whether anything may be changed there.
func (h Header) chip() styled.Line {
	t := h.Theme
	chip := styled.Line{styled.Text(h.Environment.Style, " "+h.Environment.Text+" ")}
	if h.ReadOnly {
		chip = append(chip, styled.Text(t.Text, " "), styled.Text(t.Wait, "READ-ONLY"), styled.Text(t.Text, " "))
	}
	return chip
}

// lowBalance reports whether the balance is a number under the one that warns.
func (h Header) lowBalance() bool {
	balance, err := h.Account.Balance.Float64()
	return h.WarnBelow > 0 && err == nil && balance < float64(h.WarnBelow)
}

// others says that other instances act for the same account; "" without one.
func (h Header) others() string {
	switch len(h.Others) {
	case 0:
		return ""
	case 1:
		return "another tolokadash is running here since " + h.Words.Minute(h.Others[0], h.Now)
	}
	first := slices.MinFunc(h.Others, time.Time.Compare)
	return wording.Count(len(h.Others)) + " others are running here, the first since " + h.Words.Minute(first, h.Now)
}

// connection is the right of the header, from long to short. While listing is
// paused that takes the place of "live", and comes before what is wrong.
func (h Header) connection() []styled.Line {
	if !h.Paused {
		return h.connectionLines()
	}
	t := h.Theme
	paused := styled.Text(t.Wait, "PAUSED")
	dot := styled.Text(t.Faint, " "+t.Glyphs.Dot+" ")
	var lines []styled.Line
	if h.Connection.State != fleet.Live {
		for _, l := range h.connectionLines() {
			lines = append(lines, append(styled.Line{paused, dot}, l...))
		}
	} else if !h.LastGood.IsZero() {
		lines = append(lines, styled.Line{paused, dot, styled.Text(t.Text, h.asOf())})
	}
	return append(lines, styled.Line{paused})
}

// asOf is when the last good answer came.
func (h Header) asOf() string { return "as of " + h.Words.Moment(h.LastGood, h.Now) }

// connectionLines is how the server answers, from long to short.
func (h Header) connectionLines() []styled.Line {
	t := h.Theme
	words, style := h.connectionWords(h.Connection)
	at := ""
	if !h.LastGood.IsZero() {
		at = h.asOf()
	}
	glyph := t.Glyphs.Alert
	if h.Connection.State == fleet.Live {
		glyph = t.Glyphs.Live
	}
	mark := styled.Text(style, glyph+" ")
	if h.Connection.State != fleet.Live {
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
	for _, w := range h.sideTrouble(h.Connection.Side) {
		lines = append(lines, append(append(styled.Line{}, live...), styled.Text(t.Faint, dot), styled.Text(t.Wait, w)))
	}
	if what := h.Connection.Side.What; what != "" {
		return append(lines, append(append(styled.Line{}, brief...), styled.Text(t.Faint, dot), styled.Text(t.Wait, t.Glyphs.Alert+" "+what)), brief)
	}
	if h.Rate > 0 {
		lines = append(lines, append(append(styled.Line{}, live...), styled.Text(t.Faint, dot+strconv.Itoa(h.Rate)+" req/s")))
	}
	return append(lines, live, brief, live[:2])
}

// sideTrouble is what ails besides, from long to short.
func (h Header) sideTrouble(a fleet.SideTrouble) []string {
	if a.What == "" {
		return nil
	}
	why, next := a.What+": "+h.Words.Trouble(a.Problem), h.next(a.Problem, a.RetryAt)
	return []string{h.Words.Dotted(why, h.remedy(a.Problem), next), h.Words.Dotted(why, next), why}
}

// remedy says what to do about trouble with looking, unless that was said as the
// reason already.
func (h Header) remedy(p *fleet.Problem) string {
	if p != nil && p.Status == http.StatusForbidden && !p.Auth {
		return ""
	}
	return h.Words.Remedy(p)
}

// next is what happens next about a problem, and when.
func (h Header) next(p *fleet.Problem, at time.Time) string {
	switch {
	case !at.After(h.Now):
		return "trying again" + h.Theme.Glyphs.Ellipsis
	case p != nil && p.Status == http.StatusTooManyRequests:
		return "asking again in " + wording.TimeLeft(p, at, h.Now)
	}
	return "next try in " + wording.TimeLeft(p, at, h.Now)
}

// connectionWords is the connection in words, from long to short: the reason and the next
// try stay as long as there is room for both.
func (h Header) connectionWords(l fleet.Connection) ([]string, lipgloss.Style) {
	say := h.Words.Dotted
	why, cause, remedy := h.Words.Trouble(l.Problem), h.Words.Cause(l.Problem), h.remedy(l.Problem)
	next := h.next(l.Problem, l.RetryAt)
	soon := strings.Replace(next, "next try in", "again in", 1)
	switch l.State {
	case fleet.Live:
		return []string{"live"}, h.Theme.Good
	case fleet.Offline:
		since := "offline"
		if !l.Since.IsZero() {
			since += " since " + h.Words.Moment(l.Since, h.Now)
		}
		return []string{say(since, why, next), say(since, cause, next), say("offline", cause, next), say(since, next), say("offline", soon), "offline"}, h.Theme.Bad
	case fleet.OverQuota:
		return []string{say(why, next), say("over quota", next), "quota " + wording.TimeLeft(l.Problem, l.RetryAt, h.Now)}, h.Theme.Wait
	case fleet.Refused:
		return []string{say(why, remedy), say(cause, remedy), cause}, h.Theme.Bad
	case fleet.Troubled:
		return []string{say(why, remedy, next), say(why, next), say(cause, remedy, next), say(cause, next), say(cause, soon), cause}, h.Theme.Wait
	}
	return []string{"connecting to " + h.Words.Host, "connecting"}, h.Theme.Wait
}
