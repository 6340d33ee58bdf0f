package fleet

import (
	"slices"
	"testing"
	"time"

	"tolokadash/tolokaapi"
)

func refsOf(ids ...string) (refs []tolokaapi.Ref) {
	for _, id := range ids {
		refs = append(refs, tolokaapi.PoolRef(id))
	}
	return refs
}

func TestReopening_WhatWasClosedTogetherLast(t *testing.T) {
	type step struct {
		closing   []tolokaapi.Ref
		retry     bool
		unchanged string
	}
	for name, c := range map[string]struct {
		steps []step
		want  []tolokaapi.Ref
	}{
		"nothing yet":                           {},
		"the last confirmation":                 {[]step{{closing: refsOf("1")}, {closing: refsOf("2", "3")}}, refsOf("2", "3")},
		"a retry belongs to what it repeats":    {[]step{{closing: refsOf("1", "2")}, {closing: refsOf("2", "3"), retry: true}}, refsOf("1", "2", "3")},
		"a retry of something older":            {[]step{{closing: refsOf("1")}, {closing: refsOf("2"), retry: true}}, refsOf("2")},
		"closed before, one of two":             {[]step{{closing: refsOf("1", "2")}, {unchanged: "1"}}, refsOf("2")},
		"closed before, all of them":            {[]step{{closing: refsOf("1")}, {unchanged: "1"}}, nil},
		"then what was closed before it counts": {[]step{{closing: refsOf("1")}, {closing: refsOf("2")}, {unchanged: "2"}}, refsOf("1")},
		"but not the same pool again":           {[]step{{closing: refsOf("1")}, {closing: refsOf("1")}, {unchanged: "1"}}, nil},
		"another pool is nothing to it":         {[]step{{closing: refsOf("1")}, {unchanged: "9"}}, refsOf("1")},
	} {
		t.Run(name, func(t *testing.T) {
			var o reopening
			for _, s := range c.steps {
				if s.unchanged != "" {
					o.unchanged(tolokaapi.PoolRef(s.unchanged))
					continue
				}
				o.closing(s.closing, s.retry, time.Time{})
			}
			if !slices.Equal(o.last.on, c.want) {
				t.Errorf("it is %v, want %v", o.last.on, c.want)
			}
		})
	}
}

// What a caller holds stays as it was.
func TestReopening_OlderAnswersStay(t *testing.T) {
	var o reopening
	o.closing(refsOf("1", "2"), false, time.Time{})
	held := o.last.on
	o.closing(refsOf("2", "3"), true, time.Time{})
	o.unchanged(tolokaapi.PoolRef("1"))
	if !slices.Equal(held, refsOf("1", "2")) || !slices.Equal(o.last.on, refsOf("2", "3")) {
		t.Errorf("held %v, now %v", held, o.last.on)
	}
}

func TestReopenable_FoundAfterALostReply(t *testing.T) {
	s := listed(t, slow(time.Second))
	if on, _, _ := s.f.Reopenable(); on != nil {
		t.Fatalf("%v before anything was closed", on)
	}
	id := s.loses()
	s.until("it has ended", func() bool { return s.row(id).State.Finished() })
	for range 2 { // with its row, and without
		on, found, _ := s.f.Reopenable()
		if want := []tolokaapi.Ref{pool1000}; !slices.Equal(on, want) || !slices.Equal(found, want) {
			t.Errorf("%v, of which %v were found", on, found)
		}
		s.f.Dismiss([]RowID{id})
	}
	s.run(10 * time.Second)
	s.submit(tolokaapi.VerbOpen, pool1000)
	s.run(10 * time.Second)
	if on, _, _ := s.f.Reopenable(); len(on) != 1 {
		t.Errorf("after opening %v", on)
	}
}

func TestReopening_WhenAndByWhat(t *testing.T) {
	at := time.Date(2026, 3, 11, 13, 50, 0, 0, time.UTC)
	var o reopening
	o.restored(refsOf("1", "2"), at)
	if want := (Closing{At: at, Earlier: true}); o.last.Closing != want {
		t.Errorf("restored: %+v", o.last.Closing)
	}
	o.closing(refsOf("2"), true, at.Add(time.Hour)) // a retry belongs to what it repeats
	if want := (Closing{At: at, Earlier: true, Here: true}); o.last.Closing != want {
		t.Errorf("repeated in part: %+v", o.last.Closing)
	}
	o.closing(refsOf("3"), false, at.Add(2*time.Hour))
	if want := (Closing{At: at.Add(2 * time.Hour), Here: true}); o.last.Closing != want {
		t.Errorf("closed here: %+v", o.last.Closing)
	}
	o.unchanged(tolokaapi.PoolRef("3"))
	if want := (Closing{At: at, Earlier: true, Here: true}); o.last.Closing != want {
		t.Errorf("what was before counts again: %+v", o.last.Closing)
	}
}
