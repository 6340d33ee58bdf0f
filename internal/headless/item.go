package headless

import (
	"time"

	"tolokadash/internal/fleet"
	"tolokadash/tolokaapi"
)

// item is a target that is followed.
type item struct {
	Result
	row       fleet.RowID
	other     fleet.RowID
	announced view
	begun     bool      // something was announced
	taken     time.Time // when it was found, of what is told once its name is known

	listedFrom time.Time // what was listed since then has the operation that kept it from its pool; zero: not yet
	searchOver bool      // none was found
}

// search looks for the operations that keep commands from their pools.
type search struct {
	running bool // some are looked for
	listing bool // in the lists of what was started elsewhere, where those are that ended
}

// Results are what became of the targets, in their order.
func (e *Engine) Results() []Result {
	all := make([]Result, len(e.items))
	for i, it := range e.items {
		all[i] = it.Result
		all[i].Searching = it.locked() && it.other == 0 && !it.searchOver
	}
	return all
}

// refreshItems brings the items up to date with the fleet and tells what has changed.
func (e *Engine) refreshItems() {
	searching := false
	for _, it := range e.items {
		e.update(it)
		if it.locked() && it.other == 0 && !it.searchOver {
			searching = e.searchHolder(it) || searching
		}
		if it.takesOver() {
			e.o.Recorder.Follow(it.row, *it.Other)
		}
		e.tell(it)
	}
	if e.search.listing && !searching {
		e.search.listing = false
		e.f.SetInterests(fleet.Interests{})
	}
	e.search.running = searching
}

// update copies what the fleet knows. A row that has left the table stays as it was.
func (e *Engine) update(it *item) {
	if it.row == 0 && it.Named != "" {
		named := e.f.NamedOperation(it.Named)
		it.row, it.Problem = named.Row, named.Problem
	}
	if row, ok := e.f.Row(it.row); ok {
		it.Row, it.Verb, it.On = row, row.Verb, row.On
		if row.Name != "" {
			it.Name = row.Name
		}
	}
	if it.other != 0 {
		if row, ok := e.f.Row(it.other); ok {
			it.Other = &row
		}
	}
	if it.Name != "" && it.Project != "" {
		return
	}
	if p, ok := e.f.Pool(it.On); ok && p.Name != "" {
		if it.Name == "" {
			it.Name = p.Name
		}
		it.Project = p.ProjectID
	}
}

// locked reports whether another operation kept a command from its pool.
func (it *item) locked() bool {
	p := it.Row.Problem
	return it.Row.State == fleet.Rejected && p != nil && p.Code == tolokaapi.CodeLockedByOther
}

// searchHolder looks for the operation that keeps a command from its pool. It may
// have ended meanwhile. It is false when there is nothing more to look for.
func (e *Engine) searchHolder(it *item) (searching bool) {
	if row, found := e.holder(it); found {
		it.other, it.Other = row.ID, &row
		return false
	}
	if e.f.FindingRunning() {
		return true // the core looks for what runs, since the command was refused
	}
	if it.listedFrom.IsZero() {
		it.listedFrom, e.search.listing = e.o.Now(), true // it ended meanwhile
		e.f.SetInterests(fleet.Interests{Others: true, Trainings: it.On.Subject == tolokaapi.SubjectTraining})
		return true
	}
	if !e.f.ListedSince(it.listedFrom, it.Verb, it.On.Subject) {
		return true
	}
	it.searchOver = true
	return false
}

// holder is the operation that kept a command from its pool: one that does the same
// before any other.
func (e *Engine) holder(it *item) (found fleet.Row, ok bool) {
	ids, _ := e.f.Rows()
	for _, id := range ids {
		row, _ := e.f.Row(id)
		held := !row.State.Finished() || row.End.After(it.Row.Asked.Add(-endedBefore))
		if row.Ours() || row.On != it.On || !held {
			continue
		}
		if row.Verb == it.Verb {
			return row, true
		}
		found, ok = row, true
	}
	return found, ok
}

// itemDone reports whether nothing more is waited for.
func (e *Engine) itemDone(it *item) bool {
	switch {
	case it.LeftOut != nil || it.Problem != nil:
		return true
	case it.row == 0:
		return false
	case it.locked() && it.other == 0:
		return it.searchOver
	case it.takesOver():
		return it.Other.State.Finished() || e.o.NoWait
	}
	return it.Row.State.Finished() || e.o.NoWait && it.GoesOn()
}

// allDone reports whether nothing more is waited for, or what is waited for does not
// matter any more.
func (e *Engine) allDone() bool {
	for _, it := range e.items {
		if !e.itemDone(it) {
			return false
		}
	}
	return true
}

// failed reports whether something that is done is not as it was asked for.
func (e *Engine) failed() bool {
	for _, it := range e.items {
		if e.itemDone(it) && !it.AsAsked() && !it.GoesOn() {
			return true
		}
	}
	return false
}
