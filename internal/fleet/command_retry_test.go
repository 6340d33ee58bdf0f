package fleet

import (
	"slices"
	"testing"
	"time"

	"tolokadash/tolokaapi"
)

// failures is a fleet with rows that ended: of each what was given.
func failures(t *testing.T, rows ...Row) *Fleet {
	t.Helper()
	f := New(Config{}, testRand())
	for _, r := range rows {
		f.table.add(&row{Row: r})
	}
	return f
}

func rejected(id, code string) Row {
	return Row{Batch: 1, Verb: tolokaapi.VerbClose, On: tolokaapi.PoolRef(id), State: Rejected, Problem: &Problem{Code: code}}
}

func idsOf(rows []Row) (ids []string) {
	for _, r := range rows {
		ids = append(ids, r.On.ID)
	}
	return ids
}

func TestRetry_WhatIsSentAgain(t *testing.T) {
	foreign, unknown, done, open := rejected("4", "A"), rejected("5", "A"), rejected("6", ""), rejected("7", "A")
	foreign.Batch, unknown.State, done.State, open.Verb = 0, Unknown, Succeeded, tolokaapi.VerbOpen
	f := failures(t, rejected("1", "A"), rejected("2", "A"), rejected("3", "B"), foreign, unknown, done, open)
	for name, c := range map[string]struct {
		chosen []RowID
		alike  bool
		hidden RowID
		want   Retry
		pools  []string
	}{
		"one":                                   {chosen: []RowID{1}, want: Retry{Alike: 1}, pools: []string{"1"}},
		"one, nothing alike in sight":           {chosen: []RowID{1}, hidden: 2, pools: []string{"1"}},
		"all alike":                             {chosen: []RowID{1}, alike: true, pools: []string{"1", "2"}},
		"all alike in sight":                    {chosen: []RowID{1}, alike: true, hidden: 2, want: Retry{AlikeHidden: 1}, pools: []string{"1"}},
		"several reasons":                       {chosen: []RowID{1, 2, 3}, pools: []string{"1", "2", "3"}},
		"another command, and one that is done": {chosen: []RowID{1, 2, 7, 6}, want: Retry{NotFailed: 1, OtherCommand: 1}, pools: []string{"1", "2"}},
		"what others asked for is apart":        {chosen: []RowID{4, 1}, want: Retry{OtherCommand: 1}, pools: []string{"4"}},
		"an unknown outcome is a reason":        {chosen: []RowID{5}, alike: true, pools: []string{"5"}},
		"nothing failed":                        {chosen: []RowID{6}, alike: true, want: Retry{NotFailed: 1}},
		"nothing chosen":                        {alike: true},
	} {
		t.Run(name, func(t *testing.T) {
			var chosen []Row
			for _, id := range c.chosen {
				r, _ := f.Row(id)
				chosen = append(chosen, r)
			}
			got := f.Retry(chosen, c.alike, func(id RowID) bool { return id != c.hidden })
			if !slices.Equal(idsOf(got.Rows), c.pools) {
				t.Errorf("pools %v, want %v", idsOf(got.Rows), c.pools)
			}
			got.Rows = nil
			if got.NotFailed != c.want.NotFailed || got.OtherCommand != c.want.OtherCommand || got.Alike != c.want.Alike || got.AlikeHidden != c.want.AlikeHidden {
				t.Errorf("%+v, want %+v", got, c.want)
			}
		})
	}
}

// Operations that failed are alike where their details name the same code.
func TestRetry_AlikeByCodeInDetails(t *testing.T) {
	failed := func(id, details string) Row {
		return Row{Batch: 1, Verb: tolokaapi.VerbClose, On: tolokaapi.PoolRef(id), State: Failed, Op: tolokaapi.Operation{Status: tolokaapi.Fail, Details: details}}
	}
	f := failures(t, failed("1", `{"code":"A","message":"at 7"}`), failed("2", `{"code":"A","message":"at 8"}`), failed("3", `{"code":"B"}`), failed("4", ""), failed("5", `{"code":7}`))
	for id, want := range map[RowID][]string{1: {"1", "2"}, 3: {"3"}, 4: {"4", "5"}} {
		r, _ := f.Row(id)
		if got := idsOf(f.Retry([]Row{r}, true, func(RowID) bool { return true }).Rows); !slices.Equal(got, want) {
			t.Errorf("%d takes along %v, want %v", id, got, want)
		}
	}
}

func TestRetry_MayRepeat(t *testing.T) {
	for _, v := range tolokaapi.Verbs {
		for _, s := range []State{Rejected, Unknown} {
			r := Row{Verb: v, State: s}
			if got, want := retryOf([]Row{r}).MayRepeat(), v == tolokaapi.VerbClone && s == Unknown; got != want {
				t.Errorf("%s, %v: %v, want %v", v, s, got, want)
			}
		}
	}
}

// The rows of the pools that take the verb leave the table, the others stay.
func TestSubmitConfirmed_ReplacesFailedRows(t *testing.T) {
	s := listed(t, newWorld(3))
	s.once(failing(&tolokaapi.Error{Status: 400, Code: "NO"}))
	together, _ := s.f.Submit(s.w.now, tolokaapi.VerbClose, refsOf("1000", "1001"))
	b, _ := s.f.Batch(together)
	first, other := b.Rows[0], b.Rows[1]
	s.until("both have ended", func() bool { return s.row(first).State.Finished() && s.row(other).State.Finished() })
	again := s.f.Retry([]Row{s.row(first), s.row(other)}, false, func(RowID) bool { return true })
	if len(again.Rows) != 1 || again.NotFailed != 1 {
		t.Fatalf("%+v", again)
	}
	batch, left := s.f.SubmitConfirmed(s.w.now, again.Verb(), []Target{
		{On: pool1000, Replaces: again.Replaces(pool1000)},
		{On: tolokaapi.PoolRef("1001"), Replaces: []RowID{other}}, // is closed already
	})
	if batch == 0 || len(left) != 1 {
		t.Fatalf("batch %d, left out %v", batch, left)
	}
	if _, stays := s.f.Row(first); stays {
		t.Error("the row that was sent again stays")
	}
	s.row(other)
	s.run(10 * time.Second)
	if on, _, _ := s.f.Reopenable(); len(on) != 2 {
		t.Errorf("of what was closed together %v is left", on)
	}
}
