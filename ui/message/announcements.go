package message

import (
	"slices"
	"strings"

	"tolokadash/internal/fleet"
	"tolokadash/internal/wording"
	"tolokadash/keymap"
	"tolokadash/tolokaapi"
	"tolokadash/ui/screen"
)

// A Core is what announcements look at of the fleet.
type Core interface {
	Rows() (ids []fleet.RowID, version uint64)
	Row(id fleet.RowID) (fleet.Row, bool)
	Batch(id fleet.BatchID) (fleet.Batch, bool)
	Reopenable() (on, found []tolokaapi.Ref, closed fleet.Closing)
	TakeNotices() []fleet.Notice
}

// Announcements notice what has happened since the screen was last drawn and must be
// said once. What nobody can have read yet is said again with what comes next.
type Announcements struct {
	core   Core
	writer Writer

	version   uint64                              // of the core's rows when last looked at
	batches   map[fleet.BatchID]tolokaapi.Subject // confirmed and not over
	over      []finished                          // not announced yet, since others are not over
	announced map[fleet.RowID]bool                // failures
	failures  []fleet.Row                         // announced since the last key press
	notices   []fleet.Notice                      // the same of what no row shows
	closed    map[tolokaapi.Ref]bool              // pools that closed by themselves since the last key press
	leftOut   string                              // what a confirmation left out; it stays until a key is pressed

	startNotice bool // the program began with a notice, and no key was pressed yet
	postponed   bool // something was not announced since the notice stood there
}

// NewAnnouncements makes the announcements of a core.
func NewAnnouncements(c Core, w Writer) *Announcements {
	return &Announcements{core: c, writer: w, batches: map[fleet.BatchID]tolokaapi.Subject{}, announced: map[fleet.RowID]bool{}, closed: map[tolokaapi.Ref]bool{}}
}

// A Place is where on the screen an announcement is read: the way to what failed begins
// there.
type Place struct {
	Operations bool        // the operations have the keys
	Moved      bool        // their cursor was moved off the top
	Cursor     fleet.RowID // of the operations; 0 for none
	Top        fleet.RowID // the first of the operations shown; 0 for none
	Open       bool        // details or help are open: they have the keys
	Shown      fleet.RowID // the operation that the details show; 0 for none
	Saying     bool        // the status line says something
}

// Begin remembers a confirmation until it is over.
func (a *Announcements) Begin(id fleet.BatchID, about tolokaapi.Subject) { a.batches[id] = about }

// LeaveOut says what a confirmation left out, until a key is pressed.
func (a *Announcements) LeaveOut(verb tolokaapi.Verb, left []fleet.Refusal) string {
	a.leftOut = "Left out since you were asked: " + a.writer.Words.Dotted(wording.RefusalCounts(verb, left)...)
	return a.leftOut
}

// HoldForNotice announces nothing until a key is pressed: the program begins with a
// notice.
func (a *Announcements) HoldForNotice() { a.startNotice = true }

// Held reports whether the notice of the start stands until a key is pressed.
func (a *Announcements) Held() bool { return a.startNotice }

// KeyPressed takes in that what was announced has been read. What came while the notice
// of the start stood there was not.
func (a *Announcements) KeyPressed() {
	a.startNotice = false
	if !a.postponed {
		a.failures, a.notices, a.leftOut = nil, nil, ""
		clear(a.closed)
	}
}

// Closed is how many pools closed by themselves since the last key press: the window
// title says it for as long.
func (a *Announcements) Closed() int { return len(a.closed) }

// Expired takes in that the time of a message is over. It returns what stays: no row
// shows what was left out.
func (a *Announcements) Expired() (stays string) {
	if a.leftOut == "" {
		a.notices = nil // else those of a week would be announced together
	}
	return a.leftOut
}

// Next is what has to be announced now; nothing most times.
func (a *Announcements) Next(at Place) (screen.Level, wording.Message) {
	notices := a.core.TakeNotices()
	a.notices = append(a.notices, notices...)
	for _, n := range notices {
		if n.Kind == fleet.PoolClosed {
			a.closed[n.On] = true
		}
	}
	var failures []fleet.Row
	var over wording.Message
	if _, version := a.core.Rows(); version != a.version {
		a.version = version
		a.collectOver()
		over = a.summary(a.takeOver())
		failures = a.newFailures()
		a.failures = append(a.failures, failures...)
	}
	fresh := len(failures)+len(notices) > 0
	if a.startNotice { // it is announced at the first key
		a.postponed = a.postponed || fresh
		return screen.Plain, wording.Message{}
	}
	if a.postponed && !at.Saying {
		a.postponed, fresh = false, true
	}
	leftOut, gone := wording.Message{Text: a.leftOut}, wording.Message{Text: Notices(a.notices)}
	words := a.writer.Words
	switch {
	case len(a.failures) > 0 && fresh:
		return screen.Failure, words.Together(leftOut, a.writer.failed(a.failures, at), gone)
	case len(a.notices) > 0 && (!over.Empty() || fresh):
		return screen.Warning, words.Together(leftOut, over, gone)
	case !over.Empty() && a.leftOut != "":
		return screen.Warning, words.Together(leftOut, over)
	}
	return screen.Success, over
}

// newFailures are the rows that have failed since the last look, whoever
// started them: this program, an earlier run of it, or somebody else.
func (a *Announcements) newFailures() []fleet.Row {
	ids, _ := a.core.Rows()
	var fresh []fleet.Row
	still := make(map[fleet.RowID]bool, len(a.announced))
	for _, id := range ids { // what needs the user comes first
		r, ok := a.core.Row(id)
		if !ok || r.State.Band() != fleet.NeedsYou {
			break
		}
		if !r.Failed() {
			continue
		}
		still[id] = true
		if !a.announced[id] {
			fresh = append(fresh, r)
		}
	}
	a.announced = still
	return fresh
}

// failed says what failed and what to do next.
func (w Writer) failed(rows []fleet.Row, at Place) wording.Message {
	r := rows[len(rows)-1]
	what, pronoun := r.On.ID+" "+wording.Ended(r.State), "it"
	if len(rows) > 1 {
		what, pronoun = wording.Count(len(rows))+" failed, last "+what, "them"
	}
	if why := w.brief(r); why != "" {
		what += ": " + why
	}
	if !reachable(rows, at) {
		advice := ""
		if key := w.Keys.KeyOf(keymap.OperationsPane); key != "" && !at.Operations {
			advice = key + " to see " + pronoun
		}
		return wording.Message{Text: what, Advice: advice}
	}
	shown := at.Shown == r.ID
	var next []string
	if keys := w.keysTo(r.ID, at); keys != "" && !shown {
		next = append(next, keys+" for details")
	}
	ofOther := at.Operations && at.Open && !shown // the key is about what is open
	if key := w.Keys.KeyOf(keymap.Retry); key != "" && !w.ReadOnly && !ofOther {
		next = append(next, key+" to retry")
	}
	and := ", "
	if !at.Operations { // both are keys of that pane
		and = " or "
	}
	said := wording.Message{Text: what, Advice: strings.Join(next, and)}
	if len(next) > 1 {
		said.Brief = next[0]
	}
	return said
}

// reachable reports whether keys lead to a row that failed: the last one is shown or
// under the cursor, or one is on top. Others that need the user may stand there.
func reachable(failed []fleet.Row, at Place) bool {
	last := failed[len(failed)-1].ID
	return last == at.Shown || at.Moved && last == at.Cursor || at.Top == 0 ||
		slices.ContainsFunc(failed, func(r fleet.Row) bool { return r.ID == at.Top })
}

// keysTo is the keys that lead to the details of the row under the cursor, if that is the
// failed one, else of the row on top; "" where one of them is not bound.
func (w Writer) keysTo(id fleet.RowID, at Place) string {
	var actions []keymap.Action
	switch {
	case !at.Operations: // this closes what is open
		actions = append(actions, keymap.OperationsPane)
	case at.Open:
		actions = append(actions, keymap.Back)
	}
	if at.Moved && at.Cursor != id {
		actions = append(actions, keymap.Top)
	}
	keys := make([]string, 0, 3)
	for _, action := range append(actions, keymap.Details) {
		key := w.Keys.KeyOf(action)
		if key == "" {
			return ""
		}
		keys = append(keys, key)
	}
	return strings.Join(keys, " then ")
}
