package fleet

import (
	"cmp"
	"slices"
	"time"
)

// How long the ended rows of operations that were started elsewhere stay on the
// table, and how many of them at most. Whatever leaves by time would have been
// left at a dismissal too.
const (
	othersStay       = 10 * time.Minute // ended well
	othersFailedStay = 24 * time.Hour   // failed, or of unknown outcome
	othersAtMost     = 1000             // ended rows
)

// retention decides which ended rows of others stay on the table: until they are
// dismissed or their time is over, and never more than atMost. Those that
// ended well make room first, then those that failed, the oldest of each first.
type retention struct {
	atMost       int
	done, failed []*row // on the table, in the order in which they leave
	cut          []cutRows
}

// cutRows counts the rows that made room and whose time has not come yet. They are
// counted by the minute, so that a flood takes no memory.
type cutRows struct {
	until  time.Time // local clock: when the last of them would have left by time
	done   int
	failed int
}

// keep takes in a row that has ended.
func (t *retention) keep(r *row, now time.Time) {
	if r.State.Band() == Done {
		r.leaveAt = now.Add(othersStay)
		t.done = insert(t.done, r)
		return
	}
	r.leaveAt = now.Add(othersFailedStay)
	t.failed = insert(t.failed, r)
}

// insert puts a row in its place. Of those that one page of a list told of, which
// is newest first, the one that ended first leaves first.
func insert(list []*row, r *row) []*row {
	at, _ := slices.BinarySearchFunc(list, r, func(a, b *row) int {
		return cmp.Or(a.leaveAt.Compare(b.leaveAt), a.End.Compare(b.End))
	})
	return slices.Insert(list, at, r)
}

// forget takes out a row that left the table, whatever the reason.
func (t *retention) forget(r *row) {
	same := func(x *row) bool { return x == r }
	if r.State.Band() == Done {
		t.done = slices.DeleteFunc(t.done, same)
		return
	}
	t.failed = slices.DeleteFunc(t.failed, same)
}

// leaving takes out the rows that have to leave now: those whose time is over, and
// those that are too many.
func (t *retention) leaving(now time.Time) (gone []*row) {
	for _, list := range []*[]*row{&t.done, &t.failed} {
		n := 0
		for n < len(*list) && !now.Before((*list)[n].leaveAt) {
			n++
		}
		gone, *list = append(gone, (*list)[:n]...), slices.Delete(*list, 0, n)
	}
	for _, list := range []*[]*row{&t.done, &t.failed} {
		n := min(max(len(t.done)+len(t.failed)-t.atMost, 0), len(*list))
		for _, r := range (*list)[:n] {
			t.count(r)
		}
		gone, *list = append(gone, (*list)[:n]...), slices.Delete(*list, 0, n)
	}
	t.cut = slices.DeleteFunc(t.cut, func(c cutRows) bool { return !now.Before(c.until) })
	return gone
}

// count takes note of a row that made room.
func (t *retention) count(r *row) {
	until := r.leaveAt.Truncate(time.Minute).Add(time.Minute)
	at := slices.IndexFunc(t.cut, func(c cutRows) bool { return c.until.Equal(until) })
	if at < 0 {
		at, t.cut = len(t.cut), append(t.cut, cutRows{until: until})
	}
	if r.State.Band() == Done {
		t.cut[at].done++
	} else {
		t.cut[at].failed++
	}
}

// empty reports whether no ended row of others is left on the table.
func (t *retention) empty() bool { return len(t.done)+len(t.failed) == 0 }

// forgetCut stops counting the rows that made room: the user has dismissed what
// has ended.
func (t *retention) forgetCut() { t.cut = nil }

// notShown is how many rows made room.
func (t *retention) notShown() (done, failed int) {
	for _, c := range t.cut {
		done, failed = done+c.done, failed+c.failed
	}
	return done, failed
}

// shift moves every time by d; those of the rows are moved with the rows.
func (t *retention) shift(d time.Duration) {
	for i := range t.cut {
		t.cut[i].until = shiftTime(t.cut[i].until, d)
	}
}
