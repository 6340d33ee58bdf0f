package fleet

import (
	"slices"
	"time"

	"tolokadash/tolokaapi"
)

// FindRunning lists once what has not ended on a subject, whoever started it and
// whatever is of interest. Each operation found gets a row.
func (f *Fleet) FindRunning(on tolokaapi.Subject) {
	f.pollers.addPollers(on)
	f.carryOut()
	f.scan.scanForOthers(on)
}

// FindingRunning reports whether a list that FindRunning wanted, or that a command
// wanted which another operation kept from its pool, was not read to its end.
func (f *Fleet) FindingRunning(on tolokaapi.Subject) bool {
	return slices.ContainsFunc(f.scan.todo, func(w scanTarget) bool {
		subject, _, _ := w.typ.Action()
		return subject == on && f.scan.needed[w.typ]
	})
}

// ListedSince reports whether the operations of a verb on a subject were listed
// to the end, others' too, in a pass that did not begin before that time. A list that cannot
// be continued counts as listed.
func (f *Fleet) ListedSince(since time.Time, verb tolokaapi.Verb, on tolokaapi.Subject) bool {
	for _, w := range f.pollers.list {
		if w.typ == verb.Type(on) {
			return w.pass == nil && !w.passBegan.Before(since)
		}
	}
	return false
}

// ReadPools makes pools known and reads each by its id. [Fleet.Settled] tells when
// that is done.
func (f *Fleet) ReadPools(refs ...tolokaapi.Ref) {
	f.Track(refs...)
	for _, ref := range refs {
		f.refresh.refreshPool(ref)
		if d := f.refresh.due[ref]; d != nil {
			d.single = true
		}
	}
}
