package fleet

import (
	"slices"
	"time"

	"tolokadash/tolokaapi"
)

// A reopening is what can be opened again in one go: the pools that were closed
// together last.
type reopening struct {
	last   closedTogether
	before closedTogether // what last was before; it counts if nothing of last was closed from here
	own    bool           // something was closed in this run
}

// closedTogether is pools of one confirmation and of retries that belong to it.
type closedTogether struct {
	on []tolokaapi.Ref
	Closing
}

// A Closing says when pools were closed together, and by what.
type Closing struct {
	At      time.Time // local clock, when it was confirmed
	Earlier bool      // by an earlier run
	Here    bool      // by this run; of an earlier one's it has repeated a part, if both are set
}

// reopens reports whether opening takes a verb back.
func reopens(v tolokaapi.Verb) bool { return v.Undo() == tolokaapi.VerbOpen }

// closing takes note of pools that are being closed together. A retry belongs to
// the confirmation of which it repeats a part.
func (o *reopening) closing(refs []tolokaapi.Ref, retry bool, at time.Time) {
	o.own = true
	known := func(ref tolokaapi.Ref) bool { return slices.Contains(o.last.on, ref) }
	if !retry || !slices.ContainsFunc(refs, known) {
		o.before, o.last = o.last, closedTogether{slices.Clone(refs), Closing{At: at, Here: true}}
		return
	}
	o.last.Here = true
	o.last.on = slices.Clone(o.last.on) // callers may hold the old slice
	for _, ref := range refs {
		if !known(ref) {
			o.last.on = append(o.last.on, ref)
		}
	}
}

// restored takes note of pools that an earlier run closed together. What this run
// closed counts before that.
func (o *reopening) restored(refs []tolokaapi.Ref, at time.Time) {
	if !o.own && len(refs) > 0 {
		o.before, o.last = o.last, closedTogether{refs, Closing{At: at, Earlier: true}}
	}
}

// unchanged takes out a pool that turned out to have been closed before: that was
// not done from here.
func (o *reopening) unchanged(ref tolokaapi.Ref) {
	same := func(r tolokaapi.Ref) bool { return r == ref }
	o.before.on = slices.DeleteFunc(slices.Clone(o.before.on), same)
	if !slices.Contains(o.last.on, ref) {
		return
	}
	o.last.on = slices.DeleteFunc(slices.Clone(o.last.on), same)
	if len(o.last.on) == 0 {
		o.last, o.before = o.before, closedTogether{}
	}
}

// Reopenable is the pools that were closed together last from here, and those of
// them whose closing was only found done after a lost reply: another may have
// closed those. The slices are not to be changed.
func (o *operationTracker) Reopenable() (on, found []tolokaapi.Ref, closed Closing) {
	last := o.table.reopening.last
	if len(last.on) == 0 {
		return nil, nil, Closing{}
	}
	for _, v := range tolokaapi.Verbs {
		if reopens(v) {
			found = append(found, o.table.foundDone(v, last.on)...)
		}
	}
	return last.on, found, last.Closing
}
