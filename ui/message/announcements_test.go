package message

import (
	"strconv"
	"testing"

	"tolokadash/internal/fleet"
	"tolokadash/internal/wording"
	"tolokadash/keymap"
	"tolokadash/tolokaapi"
	"tolokadash/ui/screen"
)

// A fakeCore is a core that the tests change.
type fakeCore struct {
	rows       []fleet.Row
	version    uint64
	batches    map[fleet.BatchID]fleet.Batch
	reopenable []tolokaapi.Ref
	notices    []fleet.Notice
}

func (c *fakeCore) Rows() (ids []fleet.RowID, version uint64) {
	for _, r := range c.rows {
		ids = append(ids, r.ID)
	}
	return ids, c.version
}

func (c *fakeCore) Row(id fleet.RowID) (fleet.Row, bool) {
	for _, r := range c.rows {
		if r.ID == id {
			return r, true
		}
	}
	return fleet.Row{}, false
}

func (c *fakeCore) Batch(id fleet.BatchID) (fleet.Batch, bool) {
	b, ok := c.batches[id]
	return b, ok
}

func (c *fakeCore) Reopenable() (on, found []tolokaapi.Ref, closed fleet.Closing) {
	return c.reopenable, nil, fleet.Closing{}
}

func (c *fakeCore) TakeNotices() []fleet.Notice {
	taken := c.notices
	c.notices = nil
	return taken
}

// fails adds a row that failed.
func (c *fakeCore) fails(id fleet.RowID, on string) {
	c.rows = append(c.rows, fleet.Row{ID: id, On: tolokaapi.PoolRef(on), State: fleet.Failed})
	c.version++
}

// loses says that a pool is gone.
func (c *fakeCore) loses(id, name string) {
	c.notices = append(c.notices, fleet.Notice{Kind: fleet.PoolGone, On: tolokaapi.PoolRef(id), Name: name})
}

// writer writes in ASCII with the default keys.
func writer() Writer {
	return Writer{Words: &wording.Words{Dot: "-", Dash: "--"}, Keys: keymap.Default()}
}

// announces fails unless that and nothing else is announced; "" for nothing.
func announces(t *testing.T, a *Announcements, at Place, l screen.Level, want string) {
	t.Helper()
	level, said := a.Next(at)
	if got := said.Line("--"); got != want || want != "" && level != l {
		t.Errorf("it says %q, level %d, want %q, level %d", got, level, want, l)
	}
}

func TestAnnouncements_FailureOnce(t *testing.T) {
	core := &fakeCore{}
	a := NewAnnouncements(core, writer())
	announces(t, a, Place{}, 0, "")
	core.fails(1, "77")
	announces(t, a, Place{}, screen.Failure, "77 failed: no reason given -- 2 then enter for details or R to retry")
	core.version++
	announces(t, a, Place{}, 0, "")
	core.fails(2, "78")
	announces(t, a, Place{Operations: true, Moved: true, Cursor: 1}, screen.Failure,
		"2 failed, last 78 failed: no reason given -- g then enter for details, R to retry") // the first may not have been read
	a.KeyPressed()
	core.fails(3, "79")
	announces(t, a, Place{Operations: true}, screen.Failure, "79 failed: no reason given -- enter for details, R to retry")
}

// What to do is whole in a window of 40 columns.
func TestAnnouncements_AdviceInNarrowWindow(t *testing.T) {
	const room = 40 - len(" x ")
	core := &fakeCore{}
	a := NewAnnouncements(core, writer())
	said := []wording.Message{ReadOnly, NothingFailed, a.writer.CloseFirst("the details"), a.writer.AllHidden("training")}
	for i, at := range []Place{{}, {Operations: true}, {Moved: true}, {Operations: true, Moved: true}} {
		core.fails(fleet.RowID(i+1), "77")
		_, failed := a.Next(at)
		said = append(said, failed, wording.Together("-", wording.Message{Text: "2 gone"}, failed, ReadOnly))
	}
	for _, m := range said {
		if shortest := m.Advised()[len(m.Advised())-1]; shortest == "" || len(shortest) > room {
			t.Errorf("%q takes more than %d cells", shortest, room)
		}
	}
}

// Where another row stands on top, no key is named that would lead to that one.
func TestAnnouncements_FailureBelowOthers(t *testing.T) {
	for _, tc := range []struct {
		at   Place
		want string
	}{
		{Place{Top: 9}, "77 failed: no reason given -- 2 to see it"},
		{Place{Top: 9, Operations: true}, "77 failed: no reason given"},
		{Place{Top: 9, Operations: true, Moved: true, Cursor: 1}, "77 failed: no reason given -- enter for details, R to retry"},
		{Place{Top: 9, Operations: true, Open: true, Shown: 1, Moved: true, Cursor: 1}, "77 failed: no reason given -- R to retry"},
		{Place{Top: 1}, "77 failed: no reason given -- 2 then enter for details or R to retry"},
	} {
		core := &fakeCore{}
		a := NewAnnouncements(core, writer())
		core.fails(1, "77")
		announces(t, a, tc.at, screen.Failure, tc.want)
	}
	core := &fakeCore{}
	a := NewAnnouncements(core, writer())
	core.fails(1, "77")
	core.fails(2, "78")
	announces(t, a, Place{Top: 9, Operations: true, Moved: true, Cursor: 1}, screen.Failure, "2 failed, last 78 failed: no reason given")
}

func TestAnnouncements_PoolGoneBesideFailure(t *testing.T) {
	core := &fakeCore{}
	a := NewAnnouncements(core, writer())
	core.loses("77", "cats")
	gone := "77 cats is gone, or may no longer be seen: it was taken off the list."
	announces(t, a, Place{}, screen.Warning, gone)
	core.fails(1, "78")
	announces(t, a, Place{Operations: true}, screen.Failure, "78 failed: no reason given - "+gone+" enter for details, R to retry")
	a.KeyPressed()
	core.fails(2, "79")
	announces(t, a, Place{Operations: true}, screen.Failure, "79 failed: no reason given -- enter for details, R to retry")
}

func TestAnnouncements_HeldForNotice(t *testing.T) {
	core := &fakeCore{}
	a := NewAnnouncements(core, writer())
	a.HoldForNotice()
	core.loses("77", "cats")
	announces(t, a, Place{Saying: true}, 0, "")
	a.KeyPressed()
	announces(t, a, Place{Saying: true}, 0, "") // the answer to the key is read first
	announces(t, a, Place{}, screen.Warning, "77 cats is gone, or may no longer be seen: it was taken off the list.")
	if a.Held() {
		t.Error("the notice of the start holds it still")
	}
}

func TestAnnouncements_LeftOutStaysUntilAKey(t *testing.T) {
	a := NewAnnouncements(&fakeCore{}, writer())
	said := a.LeaveOut(tolokaapi.VerbClose, []fleet.Refusal{{Reason: fleet.Busy}, {Reason: fleet.Busy}})
	if said != "Left out since you were asked: 2 busy" || a.Expired() != said {
		t.Errorf("it says %q", said)
	}
	a.KeyPressed()
	if stays := a.Expired(); stays != "" {
		t.Errorf("after a key it says %q", stays)
	}
}

func TestAnnouncements_ExpiredNoticeIsNotRepeated(t *testing.T) {
	core := &fakeCore{}
	a := NewAnnouncements(core, writer())
	core.loses("77", "cats")
	a.Next(Place{})
	a.Expired()
	core.loses("78", "dogs")
	announces(t, a, Place{}, screen.Warning, "78 dogs is gone, or may no longer be seen: it was taken off the list.")
}

func TestAnnouncements_BatchesTogether(t *testing.T) {
	core := &fakeCore{batches: map[fleet.BatchID]fleet.Batch{}}
	a := NewAnnouncements(core, writer())
	ends := func(id fleet.BatchID, succeeded, unchanged int) {
		b := core.batches[id]
		b.ID, b.Verb, b.Succeeded, b.Unchanged = id, tolokaapi.VerbClose, succeeded, unchanged
		b.Began, b.Heard, b.End = testTime, testTime.Add(5e9), testTime.Add(5e9)
		core.batches[id] = b
		core.version++
	}
	for id := fleet.BatchID(1); id <= 2; id++ {
		core.batches[id] = fleet.Batch{ID: id, Verb: tolokaapi.VerbClose}
		a.Begin(id, tolokaapi.SubjectPool)
	}
	ends(1, 2, 1)
	announces(t, a, Place{}, 0, "")
	ends(2, 1, 0)
	core.reopenable = make([]tolokaapi.Ref, 1)
	announces(t, a, Place{}, screen.Success, "3 pools closed - 1 already closed - 00:05 -- u reopens the last 1")
}

func TestNotices_SeveralPoolsGone(t *testing.T) {
	said := Notices([]fleet.Notice{
		{Kind: fleet.PoolGone, On: tolokaapi.PoolRef("1"), Name: "one"},
		{Kind: fleet.ListStuck, On: tolokaapi.PoolRef("")},
		{Kind: fleet.PoolGone, On: tolokaapi.PoolRef("2"), Name: "two"},
	})
	want := "2 are gone, or may no longer be seen, and were taken off the list: 1 one, 2 two. " +
		"The list of pools cannot be read to its end: what is shown is not all."
	if said != want {
		t.Errorf("it says %q", said)
	}
}

// A notice names the list that it is about.
func TestNotices_NameTheirList(t *testing.T) {
	for kind, want := range map[fleet.NoticeKind]string{
		fleet.ListStuck:       "The list of trainings cannot be read to its end: what is shown is not all.",
		fleet.OperationsStuck: "A list of operations cannot be read to its end: what it misses is asked for one by one.",
		fleet.HistoryStuck:    "The past operations cannot be read to their end: what is shown is not all.",
	} {
		n := fleet.Notice{Kind: kind, On: tolokaapi.Ref{Subject: tolokaapi.SubjectTraining}}
		if said := Notices([]fleet.Notice{n}); said != want {
			t.Errorf("it says %q", said)
		}
	}
}

// closes says that a pool closed by itself.
func (c *fakeCore) closes(id, name, reason string) {
	c.notices = append(c.notices, fleet.Notice{Kind: fleet.PoolClosed, On: tolokaapi.PoolRef(id), Name: name, Reason: reason})
}

// Each pool is announced once; those of which nobody has read are counted together.
func TestAnnouncements_PoolsClosedByThemselves(t *testing.T) {
	core := &fakeCore{}
	a := NewAnnouncements(core, writer())
	core.closes("77", "cats", fleet.ClosedNotEnoughBalance)
	announces(t, a, Place{}, screen.Warning, "77 cats closed by itself: the balance was not enough.")
	announces(t, a, Place{}, 0, "")
	for i := range 39 {
		core.closes(strconv.Itoa(100+i), "dogs", fleet.ClosedNotEnoughBalance)
	}
	core.closes("8", "birds", fleet.ClosedExpired)
	announces(t, a, Place{}, screen.Warning,
		"40 pools closed by themselves: the balance was not enough. 8 birds closed by itself: the expiry date was reached.")
	if a.Expired(); a.Closed() != 41 { // the title keeps what nobody has read
		t.Errorf("%d are counted", a.Closed())
	}
	a.KeyPressed()
	if a.Closed() != 0 {
		t.Errorf("%d are counted after a key", a.Closed())
	}
	announces(t, a, Place{}, 0, "")
}

// A training is not called a pool, and one that closed twice is one.
func TestNotices_ClosedSubjects(t *testing.T) {
	closed := func(ref tolokaapi.Ref) fleet.Notice {
		return fleet.Notice{Kind: fleet.PoolClosed, On: ref, Name: "n", Reason: fleet.ClosedBlocked}
	}
	said := Notices([]fleet.Notice{
		closed(tolokaapi.PoolRef("1")), closed(tolokaapi.PoolRef("1")), closed(tolokaapi.TrainingRef("2")), closed(tolokaapi.TrainingRef("3")),
		{Kind: fleet.PoolGone, On: tolokaapi.PoolRef("4"), Name: "four"},
	})
	want := "1 n closed by itself: blocked by Toloka. 2 trainings closed by themselves: blocked by Toloka. " +
		"4 four is gone, or may no longer be seen: it was taken off the list."
	if said != want {
		t.Errorf("it says %q", said)
	}
}
