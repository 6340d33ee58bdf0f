package ui

import (
	"cmp"
	"slices"

	tea "charm.land/bubbletea/v2"

	"tolokadash/internal/filter"
	"tolokadash/internal/fleet"
	"tolokadash/internal/wording"
	"tolokadash/tolokaapi"
	"tolokadash/ui/dialog"
	"tolokadash/ui/pane"
	"tolokadash/ui/screen"
)

// A confirmation is a question that stands before everything that cannot be
// taken back. What it is about was frozen when it opened.
type confirmation struct {
	purpose purpose
	verb    tolokaapi.Verb
	targets []target        // those with a comment first
	order   []fleet.Target  // the same in the order in which they are sent
	dated   bool            // some share their name with another pool: dates tell them apart
	found   string          // which of them another may have closed
	leftOut []string        // counts with their reasons
	already []tolokaapi.Ref // left out because nothing has to be done
	foreign bool            // what is sent again was not asked for here
	twice   bool            // it may have been done already, and would be done twice

	armed   bool
	early   bool   // a yes, or what is typed, came before it was armed
	yes     bool   // the chosen button; No is chosen first
	typed   *field // the count, instead of buttons; nil for buttons
	wrong   bool   // enter was pressed on another count
	unclear bool   // a key was pressed that is y on one keyboard and n on another
	dialog.Scroll
}

// A purpose says what follows a yes.
type purpose int

const (
	toSubmit purpose = iota
	toRetry
	toQuit
)

// A target is a pool as it was named in the question.
type target struct {
	ref       tolokaapi.Ref
	name      string
	project   string // its name, or its id while that is not known
	projectID string
	comment   string
	started   tolokaapi.Date
}

// subject is what the targets are; they are all alike.
func (c *confirmation) subject() tolokaapi.Subject {
	if len(c.targets) == 0 {
		return ""
	}
	return c.targets[0].ref.Subject
}

// commented is how many targets have a comment.
func (c *confirmation) commented() int {
	n := 0
	for _, t := range c.targets {
		if t.comment != "" {
			n++
		}
	}
	return n
}

// countLimit bounds what can be typed where a count is asked for.
const countLimit = 12

// countFrom is the number of targets from which on it is typed. Where several
// thresholds apply the lowest counts.
func (o *Options) countFrom(verb tolokaapi.Verb) int {
	from := o.Confirm.TypeCountFrom
	if o.Environment.paid() {
		from = min(from, o.Confirm.TypeCountFromProduction)
	}
	if verb == tolokaapi.VerbArchive {
		from = min(from, o.Confirm.TypeCountFromArchive)
	}
	return from
}

// ask opens a confirmation. It takes no yes until no key has come for a while,
// so that keys that were meant for something else answer nothing.
func (m *Model) ask(c *confirmation) tea.Cmd {
	if c.purpose != toQuit && len(c.targets) >= m.o.countFrom(c.verb) {
		c.typed = newField("", countLimit)
	}
	m.confirm = c
	return m.arming.Start(m.now, m.o.Confirm.ArmAfter)
}

// askToSubmit asks whether to send a verb to pools, or says why it cannot be
// sent to any of them.
func (m *Model) askToSubmit(verb tolokaapi.Verb, at pane.Selection, what purpose) tea.Cmd {
	ok, left := m.fleet.Eligible(verb, at.Refs)
	if len(ok) == 0 {
		return m.show(screen.Warning, m.cannot(verb, at, left))
	}
	c := &confirmation{purpose: what, verb: verb, leftOut: m.words.LeftOut(verb, left)}
	if at.Hidden > 0 {
		c.leftOut = append(c.leftOut, wording.Count(at.Hidden)+" marked but hidden by the filter")
	}
	c.leftOut = append(c.leftOut, at.Aside...)
	for _, r := range left {
		if r.Reason == fleet.Already {
			c.already = append(c.already, r.On)
		}
	}
	for _, ref := range ok {
		pool, _ := m.fleet.Pool(ref)
		c.targets = append(c.targets, newTarget(pool))
		c.order = append(c.order, fleet.Target{On: ref, Name: pool.Name})
	}
	slices.SortStableFunc(c.targets, commentedFirst)
	c.dated = m.sharesName(c.targets)
	return m.ask(c)
}

func newTarget(p fleet.Pool) target {
	return target{ref: p.Ref, name: p.Name, project: cmp.Or(p.Project, p.ProjectID), projectID: p.ProjectID, comment: p.Comment, started: p.LastStarted}
}

func commentedFirst(a, b target) int {
	switch {
	case a.comment != "" && b.comment == "":
		return -1
	case a.comment == "" && b.comment != "":
		return 1
	}
	return 0
}

// sharesName reports whether a target has the name of another pool, be that a
// target or not.
func (m *Model) sharesName(targets []target) bool {
	named := make(map[string]int, len(targets))
	for _, t := range targets {
		named[filter.Fold(t.name)] = 0
	}
	ids, _ := m.fleet.Pools(targets[0].ref.Subject)
	for _, ref := range ids {
		p, _ := m.fleet.Pool(ref)
		name := filter.Fold(p.Name)
		if n, asked := named[name]; asked {
			if n > 0 {
				return true
			}
			named[name]++
		}
	}
	return false
}

// pressConfirm is a key while a confirmation is open. Nothing else gets it.
func (m *Model) pressConfirm(msg tea.KeyPressMsg) tea.Cmd {
	c := m.confirm
	held := !c.armed || m.layout.TooSmall // what cannot be seen cannot be confirmed
	switch c.press(m.keys, msg, held, m.confirmView(c).inSight()) {
	case answerYes:
		return m.accept()
	case answerNo:
		return m.closeConfirm()
	case answerInterrupt:
		return m.interrupt()
	case answerDropped:
		m.arming.Postpone(m.now)
	}
	return nil
}

// closeConfirm changes nothing.
func (m *Model) closeConfirm() tea.Cmd {
	m.confirm = nil
	return m.dropKeys()
}

// accept does what was asked.
func (m *Model) accept() tea.Cmd {
	c := m.confirm
	m.confirm = nil
	if c.purpose == toQuit {
		return m.leave()
	}
	return tea.Batch(m.dropKeys(), m.submit(c))
}
