package dialog

import (
	"slices"

	"tolokadash/keymap"
	"tolokadash/tolokaapi"
)

// An Intent is what a key in the details is meant to do. The screen carries it
// out, about what is shown alone: not about the marked rows, nor about a row that
// has come under the cursor since.
type Intent struct {
	Kind IntentKind
	Verb tolokaapi.Verb // of IntentSubmit
}

// An IntentKind says what an [Intent] does.
type IntentKind int

// The intents.
const (
	IntentNone       IntentKind = iota // nothing else: the details have scrolled
	IntentClose                        // close the details
	IntentNext                         // show the row below
	IntentPrevious                     // show the row above
	IntentSubmit                       // ask to send the verb to the pool shown
	IntentRetry                        // ask to send the operation shown again
	IntentRetryAlike                   // the same, with all that failed alike
	IntentDismiss                      // take the operation shown off the table
	IntentCopyID                       // copy the id of what is shown
	IntentBrowse                       // open the page of the pool in the browser
	IntentReadOnly                     // nothing: the key changes something, and nothing may be changed
	IntentUnbound                      // nothing: the key works on rows
)

// keyIntents is what keys mean whatever is shown.
var keyIntents = map[keymap.Action]IntentKind{
	keymap.Details:     IntentClose,
	keymap.Down:        IntentNext,
	keymap.Up:          IntentPrevious,
	keymap.Retry:       IntentRetry,
	keymap.RetryAlike:  IntentRetryAlike,
	keymap.Dismiss:     IntentDismiss,
	keymap.CopyID:      IntentCopyID,
	keymap.OpenBrowser: IntentBrowse,
}

// Act takes in an action, and answers what follows from it for the screen.
func (d *Details) Act(a keymap.Action, c *DetailsContext) Intent {
	if c.ReadOnly && c.Keys.Changes(a) {
		return Intent{Kind: IntentReadOnly}
	}
	if verb, ok := c.Keys.Verb(a); ok && d.Pool.ID != "" {
		return Intent{IntentSubmit, verb}
	}
	if kind, ok := keyIntents[a]; ok {
		return Intent{Kind: kind}
	}
	if d.Move(a, len(d.inner(c)), c.room()) {
		return Intent{}
	}
	return Intent{Kind: IntentUnbound}
}

// Hints is the keys that do something to what is shown, and in which order to
// leave them out.
func (d *Details) Hints(c *DetailsContext) (show, drop []keymap.Action) {
	for _, a := range c.Keys.VerbActions() {
		if verb, _ := c.Keys.Verb(a); slices.Contains(c.Accepts, verb) {
			show = append(show, a)
		}
	}
	onTable := d.Row != 0 && c.Known
	if onTable && c.Row.Failed() {
		show = append(show, keymap.Retry)
	}
	if onTable && c.Row.State.Finished() {
		show = append(show, keymap.Dismiss)
	}
	show = append(show, keymap.CopyID)
	if c.Browser {
		show = append(show, keymap.OpenBrowser)
	}
	show = append(show, keymap.Down, keymap.Up)
	if len(d.inner(c)) > c.room() {
		show = append(show, keymap.HalfPageDown)
	}
	drop = []keymap.Action{keymap.Help, keymap.Up, keymap.Dismiss, keymap.OpenBrowser, keymap.CopyID, keymap.Clone, keymap.Archive, keymap.Down, keymap.HalfPageDown}
	return append(show, keymap.Back, keymap.Help), drop
}

// DetailsHint is what a key does in details where that is not what it does in the
// tables; "" if it is.
func DetailsHint(a keymap.Action) string {
	switch a {
	case keymap.Down:
		return "next"
	case keymap.Up:
		return "previous"
	case keymap.HalfPageDown:
		return "more"
	}
	return ""
}
