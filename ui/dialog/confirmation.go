package dialog

import (
	"cmp"
	"slices"

	"tolokadash/internal/filter"
	"tolokadash/internal/fleet"
	"tolokadash/internal/wording"
	"tolokadash/tolokaapi"
)

// A Confirmation is a question that stands before everything that cannot be
// taken back. What it is about was frozen when it opened.
type Confirmation struct {
	Purpose Purpose
	Verb    tolokaapi.Verb
	Targets []Target        // those with a comment first
	Order   []fleet.Target  // the same in the order in which they are sent
	Dated   bool            // some share their name with another pool: dates tell them apart
	Found   string          // which of them another may have closed
	Closed  string          // when and by what the pools that are opened again were closed
	LeftOut []string        // counts with their reasons
	Already []tolokaapi.Ref // left out because nothing has to be done
	Foreign bool            // what is sent again was not asked for here
	Twice   bool            // it may have been done already, and would be done twice

	Armed   bool
	early   bool   // a yes, or what is typed, came before it was armed
	yes     bool   // the chosen button; No is chosen first
	typed   *Field // the count, instead of buttons; nil for buttons
	wrong   bool   // enter was pressed on another count
	unclear bool   // a key was pressed that is y on one keyboard and n on another
	Scroll
}

// A Purpose says what follows a yes.
type Purpose int

// The purposes.
const (
	ToSubmit Purpose = iota
	ToRetry
	ToQuit
)

// A Target is a pool as it was named in the question.
type Target struct {
	Ref       tolokaapi.Ref
	Name      string
	Project   string // its name, or its id while that is not known
	ProjectID string
	Comment   string
	Started   tolokaapi.Date
	Done      *tolokaapi.Figure // how far it is; nil where that was not known
}

// NewSubmission asks whether to send a verb to pools that accept it. left is why it is
// not sent to others.
func NewSubmission(f *fleet.Fleet, what Purpose, verb tolokaapi.Verb, accept []tolokaapi.Ref, left []fleet.Refusal) *Confirmation {
	c := &Confirmation{Purpose: what, Verb: verb, LeftOut: wording.RefusalCounts(verb, left)}
	for _, r := range left {
		if r.Reason == fleet.Already {
			c.Already = append(c.Already, r.On)
		}
	}
	for _, ref := range accept {
		p, _ := f.Pool(ref)
		c.Order = append(c.Order, fleet.Target{On: ref, Name: p.Name})
		t := Target{
			Ref: p.Ref, Name: p.Name, Project: cmp.Or(p.Project, p.ProjectID), ProjectID: p.ProjectID, Comment: p.Comment, Started: p.LastStarted,
		}
		if done, known := f.Figures().Of(ref, tolokaapi.FigureCompletion); known && verb == tolokaapi.VerbClose {
			t.Done = &done.Figure
		}
		c.Targets = append(c.Targets, t)
	}
	slices.SortStableFunc(c.Targets, commentedFirst)
	c.Dated = sharesName(f, c.Targets)
	return c
}

// sharesName reports whether a target has the name of another pool, be that a
// target or not.
func sharesName(f *fleet.Fleet, targets []Target) bool {
	named := make(map[string]int, len(targets))
	for _, t := range targets {
		named[filter.Fold(t.Name)] = 0
	}
	ids, _ := f.Pools(targets[0].Ref.Subject)
	for _, ref := range ids {
		p, _ := f.Pool(ref)
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

// subject is what the targets are; they are all alike.
func (c *Confirmation) subject() tolokaapi.Subject {
	if len(c.Targets) == 0 {
		return ""
	}
	return c.Targets[0].Ref.Subject
}

// Counts reports whether suites of the targets are counted while the question is open:
// closing pools leaves them undone.
func (c *Confirmation) Counts() bool {
	return c.Verb == tolokaapi.VerbClose && c.subject() == tolokaapi.SubjectPool
}

// Counted are the pools whose suites are counted.
func (c *Confirmation) Counted() []tolokaapi.Ref {
	if c == nil || !c.Counts() {
		return nil
	}
	refs := make([]tolokaapi.Ref, len(c.Targets))
	for i, t := range c.Targets {
		refs[i] = t.Ref
	}
	return refs
}

// commented is how many targets have a comment.
func (c *Confirmation) commented() int {
	n := 0
	for _, t := range c.Targets {
		if t.Comment != "" {
			n++
		}
	}
	return n
}

// countLimit bounds what can be typed where a count is asked for.
const countLimit = 12

// TypeCount has the count of the targets typed instead of a button pressed.
func (c *Confirmation) TypeCount() { c.typed = NewField("", countLimit) }

// Typed reports whether the count is to be typed.
func (c *Confirmation) Typed() bool { return c.typed != nil }

// commentedFirst orders targets: those with a comment first.
func commentedFirst(a, b Target) int {
	switch {
	case a.Comment != "" && b.Comment == "":
		return -1
	case a.Comment == "" && b.Comment != "":
		return 1
	}
	return 0
}
