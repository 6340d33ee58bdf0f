package fleet

import (
	"slices"

	"tolokadash/tolokaapi"
)

// A reopening is what can be opened again in one go: the pools that were closed
// together last.
type reopening struct {
	last   []tolokaapi.Ref
	before []tolokaapi.Ref // what last was before; it counts if nothing of last was closed from here
	batch  BatchID         // the last that closed something; 0 if none did
	own    bool            // something was closed in this run
}

// reopens reports whether opening takes a verb back.
func reopens(v tolokaapi.Verb) bool { return v.Undo() == tolokaapi.VerbOpen }

// closing takes note of pools that are being closed together. A retry belongs to
// the confirmation of which it repeats a part.
func (o *reopening) closing(refs []tolokaapi.Ref, retry bool) {
	o.own = true
	known := func(ref tolokaapi.Ref) bool { return slices.Contains(o.last, ref) }
	if !retry || !slices.ContainsFunc(refs, known) {
		o.before, o.last = o.last, slices.Clone(refs)
		return
	}
	o.last = slices.Clone(o.last) // callers may hold the old slice
	for _, ref := range refs {
		if !known(ref) {
			o.last = append(o.last, ref)
		}
	}
}

// restored takes note of pools that an earlier run closed together. What this run
// closed counts before that.
func (o *reopening) restored(refs []tolokaapi.Ref, batch BatchID) {
	if !o.own && len(refs) > 0 {
		o.before, o.last, o.batch = o.last, refs, batch
	}
}

// unchanged takes out a pool that turned out to have been closed before: that was
// not done from here.
func (o *reopening) unchanged(ref tolokaapi.Ref) {
	same := func(r tolokaapi.Ref) bool { return r == ref }
	o.before = slices.DeleteFunc(slices.Clone(o.before), same)
	if !slices.Contains(o.last, ref) {
		return
	}
	o.last = slices.DeleteFunc(slices.Clone(o.last), same)
	if len(o.last) == 0 {
		o.last, o.before = o.before, nil
	}
}

// Reopenable is the pools that were closed together last from here, and those of
// them whose closing was only found done after a lost reply: another may have
// closed those. The slices are not to be changed.
func (f *Fleet) Reopenable() (on, found []tolokaapi.Ref) {
	on = f.table.reopening.last
	if len(on) == 0 {
		return nil, nil
	}
	for _, v := range tolokaapi.Verbs {
		if reopens(v) {
			found = append(found, f.table.foundDone(v, on)...)
		}
	}
	return on, found
}
