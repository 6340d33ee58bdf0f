package fleet

import (
	"strconv"
	"testing"
	"time"

	"tolokadash/tolokaapi"
)

// Every row of an unknown pool gets its name.
func TestOperationTable_NamesOfUnknownPools(t *testing.T) {
	w := newWorld(0)
	ref := w.addPool("7000", tolokaapi.Archived) // not listed
	w.fate = func(tolokaapi.Ref) worldOp { return worldOp{takes: 2 * time.Second} }
	s := newScene(t, w, Config{})
	s.run(10 * time.Second)
	for range 2 {
		_, _ = w.act(tolokaapi.VerbClone, ref, false)
		s.f.Refresh(w.now)
		s.run(5 * time.Second)
	}
	ids, _ := s.f.Rows()
	s.f.Dismiss(ids[:1])
	interest(s.f, func(is *Interests) { is.Archived = true })
	s.run(5 * time.Second)
	if got := s.row(ids[1]).Name; got != "pool "+strconv.Itoa(7000) {
		t.Errorf("the row left is named %q", got)
	}
}

// A dismissed operation is not adopted again.
func TestOperationTable_DismissedNotAdoptedAgain(t *testing.T) {
	s := listed(t, newWorld(1))
	id := s.submit(tolokaapi.VerbClose, pool1000)
	s.run(10 * time.Second)
	if s.f.Dismiss([]RowID{id}) != 1 {
		t.Fatal("the finished row was not dismissed")
	}
	s.run(20 * time.Minute)
	if ids, _ := s.f.Rows(); len(ids) != 0 {
		t.Errorf("it came back: %v", ids)
	}
}

// A moving row cannot be dismissed.
func TestOperationTable_MovingRowNotDismissed(t *testing.T) {
	s := listed(t, newWorld(1))
	id := s.submit(tolokaapi.VerbClose, pool1000)
	s.run(time.Second)
	if n := s.f.Dismiss([]RowID{id}); n != 0 {
		t.Errorf("%d rows dismissed", n)
	}
	s.row(id)
}
