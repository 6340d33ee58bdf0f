package message

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"tolokadash/internal/fleet"
	"tolokadash/internal/wording"
	"tolokadash/keymap"
	"tolokadash/tolokaapi"
)

// A Writer writes messages in the words of a screen, and names the keys that are bound.
type Writer struct {
	Words    *wording.Words
	Keys     *keymap.Map
	ReadOnly bool
}

// ReadOnly is the answer to whatever would change a pool, where nothing may.
var ReadOnly = wording.Message{
	Text:   "read-only: nothing is sent;",
	Advice: "start without --read-only (or read_only = true) to change pools",
	Brief:  "start without --read-only",
}

// NothingFailed is the answer to sending again what did not fail.
var NothingFailed = wording.Message{
	Text:   "Nothing failed here:",
	Advice: "put the cursor on a failed row, or mark some.",
	Brief:  "go to a failed row, or mark some.",
}

// NoRow is the answer to what needs a row where there is none.
const NoRow = "There is no row here."

// CloseFirst says how to get back to the rows from what lies over them, such as "the
// details".
func (w Writer) CloseFirst(over string) wording.Message {
	return wording.Message{Text: "That works on rows.", Advice: w.Keys.PressFor(keymap.Back, "close "+over)}
}

// OtherPane says of a key that means nothing in the pane that has the keys in which one
// it works; nothing if it works in none.
func (w Writer) OtherPane(msg tea.KeyPressMsg, inHistory bool) wording.Message {
	where, pane := "the pools", keymap.PoolsPane
	a, ok := w.Keys.Action(msg, keymap.Pools)
	if !ok {
		where, pane = "the operations", keymap.OperationsPane
		a, ok = w.Keys.Action(msg, keymap.Operations)
	}
	_, chooses := w.Keys.Action(msg, keymap.Choosing)
	switch {
	case !ok && inHistory && chooses:
		return wording.Message{Text: "The past is only to be looked at: nothing is marked or sorted here."}
	case !ok:
		return wording.Message{}
	case w.ReadOnly && w.Keys.Changes(a):
		return ReadOnly
	}
	said := w.Keys.KeyOf(a) + " works in " + where
	if key := w.Keys.KeyOf(pane); key != "" {
		return wording.Message{Text: said + ":", Advice: "press " + key + " first."}
	}
	return wording.Message{Text: said + "."}
}

// Refreshing says what is asked for again. noun is what the upper pane shows; "" for the
// past.
func (w Writer) Refreshing(paused bool, noun string) wording.Message {
	switch {
	case !paused:
		return wording.Message{Text: "Asking Toloka for everything again."}
	case noun == "":
		return wording.Message{Text: "Paused: the past is not read.", Advice: w.Keys.PressFor(keymap.Pause, "go on")}
	}
	return wording.Message{Text: "Listing the " + noun + "s once; looking for news stays paused."}
}

// brief is why a row failed, by its code where there is one.
func (w Writer) brief(r fleet.Row) string {
	if r.Problem != nil {
		return w.Words.Problem(r.Problem)
	}
	return w.Words.Reason(r)
}

// Notices says what has happened that no row shows.
func Notices(all []fleet.Notice) string {
	var gone []string
	var stuck string
	for _, n := range all {
		switch n.Kind {
		case fleet.PoolGone:
			gone = append(gone, n.On.ID+" "+n.Name)
		case fleet.PoolClosed:
		default:
			stuck = truncated(n)
		}
	}
	said := closed(all)
	switch len(gone) {
	case 0:
	case 1:
		said = append(said, gone[0]+" is gone, or may no longer be seen: it was taken off the list.")
	default:
		said = append(said, wording.Count(len(gone))+" are gone, or may no longer be seen, and were taken off the list: "+strings.Join(gone, ", ")+".")
	}
	if stuck != "" {
		said = append(said, stuck)
	}
	return strings.Join(said, " ")
}

// closed says which pools closed by themselves, a sentence for each reason.
func closed(all []fleet.Notice) (said []string) {
	for _, reason := range fleet.ClosedReasons {
		for _, subject := range [...]tolokaapi.Subject{tolokaapi.SubjectPool, tolokaapi.SubjectTraining} {
			if what := closedFor(all, reason, subject); what != "" {
				said = append(said, what+": "+wording.ClosedBecause(reason)+".")
			}
		}
	}
	return said
}

// closedFor says which of a subject closed for a reason: its name, or how many. One that
// did more than once counts once.
func closedFor(all []fleet.Notice, reason string, subject tolokaapi.Subject) string {
	seen := map[tolokaapi.Ref]bool{}
	last := ""
	for _, n := range all {
		if n.Kind == fleet.PoolClosed && n.Reason == reason && n.On.Subject == subject {
			seen[n.On], last = true, strings.TrimSpace(n.On.ID+" "+n.Name)
		}
	}
	noun := wording.Noun(subject)
	switch n := len(seen); n {
	case 0:
		return ""
	case 1:
		return last + " " + wording.ClosedByItself(n)
	default:
		return wording.Plural(n, noun, noun+"s") + " " + wording.ClosedByItself(n)
	}
}

// truncated says which list could not be read to its end.
func truncated(n fleet.Notice) string {
	switch n.Kind {
	case fleet.OperationsStuck:
		return "A list of operations cannot be read to its end: what it misses is asked for one by one."
	case fleet.HistoryStuck:
		return "The past operations cannot be read to their end: what is shown is not all."
	}
	return "The list of " + string(n.On.Subject) + "s cannot be read to its end: what is shown is not all."
}
