package ui

import (
	"math/rand/v2"
	"testing"
	"time"

	"tolokadash/internal/fleet"
	"tolokadash/internal/wording"
	"tolokadash/keymap"
)

func TestPanes_TheTwoOnTheScreen(t *testing.T) {
	f := fleet.New(fleet.Config{}, rand.New(rand.NewPCG(1, 2)))
	p := newPanes(f, &wording.Words{})
	for _, step := range []struct {
		to           paneID // -1: the other one
		focus, upper paneID
		attention    attention
	}{
		{-1, paneOperations, panePools, attention{}},
		{paneTrainings, paneTrainings, paneTrainings, attention{trainings: true}},
		{paneOperations, paneOperations, paneTrainings, attention{trainings: true}},
		{paneHistory, paneHistory, paneHistory, attention{past: 20}},
		{-1, paneOperations, paneHistory, attention{past: 20}},
		{panePools, panePools, panePools, attention{}},
	} {
		if step.to < 0 {
			p.goOn()
		} else {
			p.goTo(step.to)
		}
		before := p.attention
		if changed := p.attend(f, 10); changed != (before != step.attention) || p.attend(f, 10) {
			t.Errorf("going to %d: what is looked at is new: %v", step.to, changed)
		}
		if p.focus != step.focus || p.upper != step.upper || p.attention != step.attention {
			t.Errorf("going to %d: %d of %d has the keys, %+v is looked at", step.to, p.focus, p.upper, p.attention)
		}
		if got := f.Interests(); got.Trainings != step.attention.trainings || got.History != step.attention.past {
			t.Errorf("going to %d: the fleet reads %+v", step.to, got)
		}
	}
	p.goTo(paneTrainings)
	p.goTo(paneOperations)
	if p.poolPane() != p.trainings || p.sortOrFilter(keymap.SortNext) || !p.sortOrFilter(keymap.StatusFilter) {
		t.Error("operations have an order of their own, and a filter by state")
	}
}

func TestEarliest_OfWhatIsToCome(t *testing.T) {
	now := time.Unix(1000, 0)
	at := func(s int) time.Time { return now.Add(time.Duration(s) * time.Second) }
	for _, c := range []struct{ a, b, want time.Time }{
		{time.Time{}, at(5), at(5)},
		{at(3), at(5), at(3)},
		{at(5), at(3), at(3)},
		{at(5), at(-1), at(5)},
		{time.Time{}, time.Time{}, time.Time{}},
	} {
		if got := earliest(now, c.a, c.b); got != c.want {
			t.Errorf("of %v and %v: %v", c.a, c.b, got)
		}
	}
}
