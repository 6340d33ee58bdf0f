package message

import (
	"cmp"

	"tolokadash/internal/fleet"
	"tolokadash/internal/wording"
	"tolokadash/keymap"
	"tolokadash/tolokaapi"
	"tolokadash/ui/pane"
)

// Refused says why a verb can be sent to none of the pools. busy is the operation that
// keeps the first of them busy; noun is what the pane shows.
func (w Writer) Refused(verb tolokaapi.Verb, at pane.Selection, left []fleet.Refusal, busy fleet.Row, noun string) wording.Message {
	switch {
	case len(at.Refs) == 0 && at.Hidden > 0:
		return w.AllHidden(at.One)
	case len(left) == 0:
		return wording.Message{Text: "There is no " + cmp.Or(at.One, noun) + " to " + string(verb) + " here."}
	}
	one := wording.Noun(left[0].On.Subject)
	if at.Marked {
		one = at.One
	}
	why := wording.Refusal(verb, left[0], busy)
	switch {
	case !at.Marked && len(left) == 1:
		return wording.Message{Text: left[0].On.ID + " is " + why + ".", Advice: w.closeFirst(verb, left[0])}
	case !at.Marked:
		return wording.Message{Text: "None of the " + wording.Count(len(left)) + " " + one + "s can be " + wording.Passive(verb) + ": " + w.Words.Dotted(wording.RefusalCounts(verb, left)...) + "."}
	case len(left) == 1:
		why = "The 1 marked " + one + ", " + left[0].On.ID + ", is " + why
	default:
		why = "None of the " + wording.Count(len(left)) + " marked " + one + "s can be " + wording.Passive(verb) + ": " + w.Words.Dotted(wording.RefusalCounts(verb, left)...)
	}
	if at.Hidden > 0 {
		why += "; " + wording.Count(at.Hidden) + " more marked but hidden by the filter"
	}
	if advice := w.unmarkKey(at.Marks); advice != "" {
		return wording.Message{Text: why + ";", Advice: advice + "."}
	}
	return wording.Message{Text: why + "."}
}

// closeFirst says how to archive what is open: by closing it first.
func (w Writer) closeFirst(verb tolokaapi.Verb, left fleet.Refusal) string {
	key := w.Keys.KeyOf(keymap.Close)
	if verb != tolokaapi.VerbArchive || left.Reason != fleet.WrongStatus || left.Status != tolokaapi.Open || key == "" {
		return ""
	}
	return key + " closes it first."
}

// AllHidden says that there are marks, and none of them is in sight.
func (w Writer) AllHidden(one string) wording.Message {
	said := "Every marked " + one + " is hidden by the filter"
	if key := w.Keys.KeyOf(keymap.Back); key != "" {
		return wording.Message{Text: said + ";", Advice: key + " clears it."}
	}
	return wording.Message{Text: said + "."}
}

// unmarkKey says how to take the marks off that are in sight.
func (w Writer) unmarkKey(at pane.Marks) string {
	key := w.Keys.KeyOf(keymap.MarkAll)
	switch {
	case key == "":
		return ""
	case at.All:
		return key + " unmarks"
	}
	return key + " twice unmarks"
}

// NotRetried says what else is not sent again, and why.
func (w Writer) NotRetried(again fleet.Retry) (parts []string) {
	add := func(n int, why string) {
		if n > 0 {
			parts = append(parts, wording.Count(n)+" "+why)
		}
	}
	add(again.NotFailed, "that did not fail")
	add(again.OtherCommand, "of another command")
	alike := "that failed alike"
	if key := w.Keys.KeyOf(keymap.RetryAlike); key != "" {
		alike += " (" + key + " takes them too)"
	}
	add(again.Alike, alike)
	add(again.AlikeHidden, "that failed alike but hidden by the filter")
	return parts
}

// NotSent says that nothing of what was confirmed was sent, and why.
func NotSent(why wording.Message) wording.Message {
	return wording.Message{Text: "Nothing was sent: " + why.Text, Advice: why.Advice, Brief: why.Brief}
}
