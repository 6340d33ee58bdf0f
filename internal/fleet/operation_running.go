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
func (f *Fleet) FindingRunning(on tolokaapi.Subject) bool { return f.scan.needs(on) }

// needs reports whether a scan of a subject that is needed is still to come.
func (s *activeScan) needs(on tolokaapi.Subject) bool {
	return slices.ContainsFunc(s.todo, func(target scanTarget) bool {
		subject, _, _ := target.typ.Action()
		return subject == on && s.needed[target.typ]
	})
}

// ListedSince reports whether the operations of a verb on a subject were listed
// to the end, others' too, in a pass that did not begin before that time. A list that cannot
// be continued counts as listed.
func (f *Fleet) ListedSince(since time.Time, verb tolokaapi.Verb, on tolokaapi.Subject) bool {
	return f.pollers.listedSince(since, verb.Type(on))
}

// listedSince reports whether a type was listed to the end in a pass that did not begin
// before that time.
func (ps *operationPollers) listedSince(since time.Time, typ tolokaapi.OperationType) bool {
	return slices.ContainsFunc(ps.list, func(p *operationPoller) bool {
		return p.typ == typ && p.pass == nil && !p.passBegan.Before(since)
	})
}

// ReadPools makes pools known and reads each by its id. [Fleet.Settled] tells when
// that is done.
func (f *Fleet) ReadPools(refs ...tolokaapi.Ref) {
	f.pools.track(refs)
	f.refresh.readSingly(refs)
}

// readSingly makes pools due, each to be read by its id.
func (s *poolRefresh) readSingly(refs []tolokaapi.Ref) {
	for _, ref := range refs {
		s.refreshPool(ref)
		if d := s.due[ref]; d != nil {
			d.single = true
		}
	}
}
