package ui

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"tolokadash/internal/fleet"
	"tolokadash/tolokaapi"
	"tolokadash/ui/table"
	"tolokadash/ui/theme"
)

func TestStatusLine_AdviceIsNotCut(t *testing.T) {
	notice := `of names only what is ASCII is shown, since the locale is not UTF-8; set LC_ALL=C.UTF-8, or glyphs = "unicode" under [ui]`
	for _, g := range []theme.Glyphs{theme.Unicode(), theme.ASCII()} {
		for text, advice := range map[string]string{
			notice: `set LC_ALL=C.UTF-8, or glyphs = "unicode" under [ui]`,
			"32267700 failed: " + strings.Repeat("long ", 40) + g.Dash + " 2 then enter for details, R to retry": "2 then enter for details, R to retry",
			"Every marked pool is hidden by the filter. Press esc to clear it.":                                  "Press esc to clear it.",
		} {
			for cells := table.Width(advice); cells < 200; cells++ {
				said := cutBeforeAdvice(text, cells, g)
				if !strings.HasSuffix(said, advice) {
					t.Fatalf("in %d cells it says %q", cells, said)
				}
				if table.Width(said) > cells {
					t.Fatalf("%q is wider than %d", said, cells)
				}
			}
		}
	}
	synctest.Test(t, func(t *testing.T) {
		s := newStage(t, newToloka(somePools()), Options{Glyphs: theme.ASCII(), Notice: notice}, 120, 30)
		s.wait(3 * time.Second)
		s.sees(`set LC_ALL=C.UTF-8, or glyphs = "unicode" under [ui]`)
	})
}

func TestHeader_PausedInPlaceOfLive(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStage(t, newToloka(somePools()), Options{}, 120, 30)
		s.wait(3 * time.Second)
		s.sees("● live · as of 14:02:1")
		s.press("p")
		s.sees("PAUSED · as of 14:02:1")
		s.seesNot("live")
	})
}

func TestHeader_ProfileBesideEnvironment(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStage(t, newToloka(somePools()), Options{Profile: "acme"}, 120, 30)
		s.sees("SANDBOX · acme ")
	})
}

func TestPoolsSummary_NoNumbersBeforeAnAnswer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newToloka(somePools())
		w.carry = func(r fleet.Request) (fleet.Response, bool) {
			if r.On.Subject == tolokaapi.SubjectTraining {
				time.Sleep(10 * time.Second)
			}
			return fleet.Response{}, false
		}
		s := newStage(t, w, Options{}, 120, 30)
		s.press("3")
		s.wait(time.Second)
		s.sees("Listing trainings…")
		s.seesNot("0 open")
	})
}

func TestPoolSort_FirstRowLeadsToNewFirstRow(t *testing.T) {
	for keys, follows := range map[string]bool{"s": true, "S": true, "j s": false, "j S": false} {
		synctest.Test(t, func(t *testing.T) {
			s := newStage(t, newToloka(somePools()), Options{}, 120, 30)
			s.wait(3 * time.Second)
			press := strings.Fields(keys)
			sort := press[len(press)-1]
			s.press(press[:len(press)-1]...)
			was, _ := s.m.pools.table.Cursor()
			for range 5 {
				s.press(sort)
				is, _ := s.m.pools.table.Cursor()
				if row, _ := s.m.pools.table.Index(is); follows && row != 0 {
					t.Errorf("after %s the cursor is on row %d", keys, row)
				}
				if !follows && is != was {
					row, _ := s.m.pools.table.Index(was)
					t.Errorf("after %s the cursor left its pool, which is on row %d", keys, row)
				}
				if row, _ := s.m.pools.table.Index(is); row == 0 && !follows {
					break // from there the next press follows the top
				}
			}
		})
	}
}

func TestOperationBar_NoTrackWithoutProgressAtTheEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newToloka(somePools())
		w.submit = func(r fleet.Request) (tolokaapi.Outcome, error) {
			return tolokaapi.Outcome{Operation: operation(r.Verb, r.On, tolokaapi.Success, -1)}, nil
		}
		s := newStage(t, w, Options{}, 120, 30)
		s.wait(3 * time.Second)
		s.press("c")
		s.settle()
		s.press("y")
		s.wait(time.Second)
		if l := s.line("SUCCESS"); strings.Contains(l, "╌") {
			t.Errorf("an empty track: %s", l)
		}
	})
}

func TestThemeWithoutColor_CursorRowReversed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStage(t, newToloka(somePools()), Options{NoColor: true}, 120, 30)
		s.wait(3 * time.Second)
		for l := range strings.Lines(s.m.View().Content) {
			if strings.Contains(l, "32267700") {
				if !strings.Contains(l, "\x1b[1;7") && !strings.Contains(l, ";7;") && !strings.Contains(l, ";7m") {
					t.Errorf("not reversed: %q", l)
				}
			}
		}
	})
}

func TestHelp_TwoColumnsWhereTheyFit(t *testing.T) {
	for width, two := range map[int]bool{80: false, 120: true, 200: true} {
		synctest.Test(t, func(t *testing.T) {
			s := newStage(t, newToloka(somePools()), Options{}, width, 40)
			s.press("?")
			if l := s.line("On pools and trainings"); strings.Contains(l, "On operations") != two {
				t.Errorf("at %d: %s", width, l)
			}
		})
	}
}
