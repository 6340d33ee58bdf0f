package simulator

import (
	"cmp"
	"container/heap"
	"time"
)

// An agenda holds what will happen by itself: operations that end, pools that
// reopen, an external actor. Nothing runs it; it is caught up with
// before every answer, in order of time, so it costs nothing while idle.
type agenda struct {
	events []event
	count  int
}

type event struct {
	at  time.Time
	seq int // order of planning, for events of the same time
	do  func(at time.Time)
}

// schedule makes do happen at the given time.
func (a *agenda) schedule(at time.Time, do func(at time.Time)) {
	a.count++
	heap.Push(a, event{at: at, seq: a.count, do: do})
}

// due removes and returns the earliest event at or before now.
func (a *agenda) due(now time.Time) (event, bool) {
	if len(a.events) == 0 || a.events[0].at.After(now) {
		return event{}, false
	}
	return heap.Pop(a).(event), true
}

// Len, Less, Swap, Push and Pop are for container/heap.
func (a *agenda) Len() int { return len(a.events) }

// Less orders by time, then by order of planning.
func (a *agenda) Less(i, j int) bool {
	x, y := a.events[i], a.events[j]
	return cmp.Or(x.at.Compare(y.at), cmp.Compare(x.seq, y.seq)) < 0
}

// Swap exchanges two events.
func (a *agenda) Swap(i, j int) { a.events[i], a.events[j] = a.events[j], a.events[i] }

// Push appends an event.
func (a *agenda) Push(e any) { a.events = append(a.events, e.(event)) }

// Pop takes the last event off.
func (a *agenda) Pop() any {
	last := a.events[len(a.events)-1]
	a.events[len(a.events)-1] = event{}
	a.events = a.events[:len(a.events)-1]
	return last
}
