package ui

import (
	"math/rand/v2"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"tolokadash/internal/fleet"
	"tolokadash/internal/wording"
	"tolokadash/keymap"
)

func TestPanes_TheTwoOnTheScreen(t *testing.T) {
	t.Parallel()
	f := fleet.New(fleet.Config{}, rand.New(rand.NewPCG(1, 2)))
	p, now := newPanes(f, &wording.Words{}), time.Unix(1e9, 0)
	for _, step := range []struct {
		to           paneID // -1: the other one
		focus, upper paneID
		attention    attention
	}{
		{-1, paneOperations, panePools, attention{}},
		{paneTrainings, paneTrainings, paneTrainings, attention{trainings: true}},
		{paneOperations, paneOperations, paneTrainings, attention{trainings: true}},
		{paneHistory, paneHistory, paneHistory, attention{past: 20, history: true}},
		{-1, paneOperations, paneHistory, attention{past: 20, history: true}},
		{panePools, panePools, panePools, attention{}},
	} {
		if step.to < 0 {
			p.goOn()
		} else {
			p.goTo(step.to)
		}
		before := p.attention
		if changed := p.attend(f, 10, false, now); changed != (before != step.attention) || p.attend(f, 10, false, now) {
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
	t.Parallel()
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

func TestPanes_ReachedFromHelpAndDetails(t *testing.T) {
	t.Parallel()
	for _, over := range []string{"?", "enter"} {
		synctest.Test(t, func(t *testing.T) {
			s := newStage(t, newToloka(somePools()), Options{}, 120, 30)
			s.wait(3 * time.Second)
			s.press(over, "3")
			if s.m.help != nil || s.m.details != nil || s.m.focus != paneTrainings {
				t.Errorf("after %s and 3:\n%s", over, s.screen())
			}
		})
	}
}

func TestPanes_NumberAndTab(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := withTrainings(t, Options{})
		for _, step := range []struct {
			key          string
			focus, upper paneID
		}{
			{"3", paneTrainings, paneTrainings},
			{"tab", paneOperations, paneTrainings},
			{"tab", paneTrainings, paneTrainings},
			{"shift+tab", paneOperations, paneTrainings},
			{"4", paneHistory, paneHistory},
			{"tab", paneOperations, paneHistory},
			{"shift+tab", paneHistory, paneHistory},
			{"2", paneOperations, paneHistory},
			{"1", panePools, panePools},
			{"tab", paneOperations, panePools},
			{"tab", panePools, panePools},
		} {
			s.press(step.key)
			if s.m.focus != step.focus || s.m.upper != step.upper {
				t.Errorf("after %s pane %d is above and %d has the keys", step.key, s.m.upper, s.m.focus)
			}
			s.sees("─ " + s.m.pane(step.upper).Name() + " ─")
			if step.focus == paneOperations {
				s.sees(" " + strings.ToLower(s.m.pane(step.upper).Name()))
			} else {
				s.sees("tab operations")
			}
		}
	})
}

func TestPanes_KeepTheirState(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := withTrainings(t, Options{})
		s.press("j", "space", "s")
		s.press("3")
		s.wait(2 * time.Second)
		s.seesNot("marked")
		s.sees("newest first")
		s.press("j", "space", "/", "т", "е", "enter")
		s.sees("1 marked")
		s.sees("filter “те” 1 of 3")
		s.press("1")
		s.seesNot("filter “")
		s.sees("1 marked · 3 open · 3 closed · by id")
		if s.under() != "32267699" {
			t.Errorf("the cursor is on %s", s.under())
		}
		s.press("3", "esc")
		if ref, _ := s.m.trainings.Cursor(); ref.ID != "31000002" || s.m.trainings.MarkedShown() != 1 {
			t.Errorf("the cursor is on %s", ref.ID)
		}
	})
}
