package fleet

import (
	"tolokadash/tolokaapi"
)

// A Refusal says why a pool was left out.
type Refusal struct {
	On     tolokaapi.Ref
	Reason Reason
	Status tolokaapi.PoolStatus // of the pool
	Row    RowID                // the row that keeps it busy
}

// A Reason is why a verb may not be sent to a pool.
type Reason int

// The reasons of a Refusal.
const (
	Already     Reason = iota + 1 // it already is what the verb makes of it
	Busy                          // an operation on it has not ended
	WrongStatus                   // its status does not allow the verb
	Unreadable                    // its record could not be read
	Gone                          // it is not known (any more)
	ReadOnly                      // the program was told to change nothing
)

// Eligible splits refs, in their order, into those the verb may be sent to now
// and those it may not. A pool named twice counts once. Submit decides by it.
func (o *operationTracker) Eligible(verb tolokaapi.Verb, refs []tolokaapi.Ref) (ok []tolokaapi.Ref, left []Refusal) {
	taken := make(map[tolokaapi.Ref]bool, len(refs))
	for _, ref := range refs {
		if taken[ref] {
			continue
		}
		taken[ref] = true
		if refusal, no := o.refuse(verb, ref); no {
			left = append(left, refusal)
			continue
		}
		ok = append(ok, ref)
	}
	return ok, left
}

func (o *operationTracker) refuse(verb tolokaapi.Verb, ref tolokaapi.Ref) (Refusal, bool) {
	no := Refusal{On: ref}
	p := o.pools.pools[ref]
	switch {
	case o.cfg.ReadOnly:
		no.Reason = ReadOnly
	case p == nil:
		no.Reason = Gone
	case p.Unreadable != "" || !tolokaapi.ValidID(ref.ID):
		no.Reason = Unreadable
	case len(o.table.active[ref]) > 0:
		no.Reason, no.Status, no.Row = Busy, p.Status, o.table.active[ref][0].ID
	case p.Status == verb.Becomes() && p.Status != "":
		no.Reason, no.Status = Already, p.Status
	case p.unread(): // tracked by its id: the server decides
		return Refusal{}, false
	case !verb.Accepts(p.Status):
		no.Reason, no.Status = WrongStatus, p.Status
	default:
		return Refusal{}, false
	}
	return no, true
}
