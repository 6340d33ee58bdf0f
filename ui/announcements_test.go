package ui

import (
	"fmt"
	"image/color"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"

	"tolokadash/internal/fleet"
	"tolokadash/internal/settings"
	"tolokadash/tolokaapi"
	"tolokadash/ui/dialog"
	"tolokadash/ui/theme"
)

// What the screen advises can be done: a key that leads nowhere is not named.
func TestNoMessageNamesAKeyThatIsNotBound(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newToloka(somePools())
		w.submit = func(fleet.Request) (tolokaapi.Outcome, error) {
			return tolokaapi.Outcome{}, &tolokaapi.Error{Status: 400, Code: "SAME"}
		}
		unbound := map[string]string{}
		for _, name := range []string{"back", "refresh", "details", "operations_pane", "status_filter", "mark_all", "retry", "top"} {
			unbound[name] = ""
		}
		s := newStage(t, w, Options{Keys: remapped(t, unbound)}, 120, 30)
		s.wait(3 * time.Second)
		s.press("c")
		s.settle()
		s.press("y")
		s.wait(time.Second)
		s.sees("32267700 was rejected: SAME ")
		s.seesNot("SAME —")
		s.press("space", "/", "z", "z", "enter")
		s.sees("No pool passes the filter “zz”.")
		s.press("c")
		s.sees("Every marked pool is hidden by the filter. ")
		s.seesNot("Press ")
		s.press("tab", "/", "z", "z", "enter")
		s.sees("No operation passes the filter “zz”.")
		s.seesNot("Press ")
	})
}

func TestTheWayToWhatFailedIsTheOneFromHere(t *testing.T) {
	for _, c := range []struct {
		name, before, says string
	}{
		{"from the pools", "", "2 then enter for details or R to retry"},
		{"in the operations", "2", "— enter for details, R to retry"},
		{"with the cursor elsewhere", "2 G", "— g then enter for details, R to retry"},
		{"from the pools, with the cursor elsewhere", "2 G 1", "2 then g then enter for details or R to retry"},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := closing(t, 3)
				s.press(strings.Fields(c.before)...)
				r, _ := s.m.fleet.Row(s.m.operations.Rows()[1])
				s.w.becomes(r.On.ID, tolokaapi.Fail, 40)
				s.wait(4 * time.Second)
				s.sees(c.says)
			})
		})
	}
}

func TestWhatFailsWhileOneTypesIsToldAfterwards(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := closing(t, 3)
		s.press("/")
		s.w.becomes(s.w.operations[0].Target.ID, tolokaapi.Fail, 40)
		s.wait(4 * time.Second)
		s.press("c", "r", "enter")
		s.sees("failed: no reason given")
	})
}

// Every key is answered: by what it does, or by why it does nothing.
func TestKeysThatDoNothingSayWhy(t *testing.T) {
	for _, c := range []struct{ opens, keys, says string }{
		{"?", "c", "That works on rows. Press esc to close the keys."},
		{"?", "y", "That works on rows. Press esc to close the keys."},
		{"enter", "d", "That works on rows. Press esc to close the details."},
		{"enter", "space", "That works on rows. Press esc to close the details."},
		{"4", "space", "The past is only to be looked at"},
		{"4", "S", "The past is only to be looked at"},
		{"2", "y", "There is no row here."},
		{"2", "b", "There is no row here."},
		{"2", "enter", "There is no row here."},
	} {
		t.Run(c.opens+" "+c.keys, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newStage(t, newToloka(somePools()), Options{}, 120, 30)
				s.wait(3 * time.Second)
				s.press(c.opens, c.keys)
				s.sees(c.says)
				if s.m.confirm != nil || s.m.pools.MarkedShown() != 0 {
					t.Error("it did something all the same")
				}
			})
		})
	}
}

func TestOtherPanesAreReachedFromWhatLiesOverThem(t *testing.T) {
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

func TestCtrlCEndsTheWaitForReplies(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newToloka(somePools())
		w.latency = time.Minute
		s := newStage(t, w, Options{}, 120, 30)
		s.press("c")
		s.settle()
		s.press("y")
		s.wait(250 * time.Millisecond)
		s.press("q")
		s.settle()
		s.press("y")
		s.sees("Press ctrl+c to quit at once.")
		s.press("ctrl+c")
		if !s.quit || s.m.Exit() != Interrupted {
			t.Errorf("quit %v, exit %v", s.quit, s.m.Exit())
		}
	})
}

func TestATimeThatWasSleptThroughIsNoWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newToloka(somePools())
		s := newStage(t, w, Options{}, 120, 30)
		s.wait(3 * time.Second)
		s.m.wake.Set(s.m.now, s.m.wake.At()) // its tick never fires
		asked := len(w.sent)
		s.wait(2 * time.Minute)
		if len(w.sent) != asked {
			t.Fatal("something else asks: this test sees nothing")
		}
		s.send(tea.ResumeMsg{})
		s.wait(time.Minute)
		if len(w.sent) == asked {
			t.Error("nothing is asked for after the sleep")
		}
	})
}

func TestAChosenThemeStaysWhateverTheTerminalSays(t *testing.T) {
	for chosen, dark := range map[string]bool{"light": true, "dark": false} {
		synctest.Test(t, func(t *testing.T) {
			s := newStage(t, newToloka(somePools()), Options{Theme: chosen}, 120, 30)
			before := s.m.View().Content
			s.send(tea.BackgroundColorMsg{Color: backgroundOf(dark)})
			if s.m.View().Content != before {
				t.Errorf("%s gives way", chosen)
			}
			auto := newStage(t, newToloka(somePools()), Options{}, 120, 30)
			before = auto.m.View().Content
			auto.send(tea.BackgroundColorMsg{Color: backgroundOf(false)})
			if auto.m.View().Content == before {
				t.Error("without a chosen theme the terminal's answer counts for nothing")
			}
		})
	}
}

// backgroundOf is what a dark or a light terminal answers.
func backgroundOf(dark bool) color.Color {
	if dark {
		return color.Black
	}
	return color.White
}

// In a narrow window the name of the place is shortened, and never what is done.
func TestAQuestionAlwaysSaysWhatIsDone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		host := "toloka-gateway.internal.research.example-company.com:8443"
		s := newStage(t, newToloka(somePools()), Options{Environment: Environment{Name: host}}, 120, 30)
		s.wait(3 * time.Second)
		s.press("c")
		for _, width := range []int{120, 80, 60, 40, 30} {
			s.send(tea.WindowSizeMsg{Width: width, Height: 24})
			s.sees("toloka-g")
			if !strings.Contains(s.screen(), "Close 1 pool on ") && !strings.Contains(s.screen(), " Close 1?") {
				t.Errorf("at %d columns the question does not say what is done:\n%s", width, s.screen())
			}
		}
	})
}

func TestTheCaretStaysInSight(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStage(t, newToloka(somePools()), Options{}, 60, 20)
		s.wait(3 * time.Second)
		s.press("/")
		for i := range dialog.FilterLimit {
			s.press(string(rune('a' + i%26)))
			s.sees(s.m.theme.Glyphs.Caret)
			if l := s.line(" / "); !strings.Contains(l, string(rune('a'+i%26))+s.m.theme.Glyphs.Caret) {
				t.Fatalf("after %d letters the caret stands elsewhere: %s", i+1, l)
			}
		}
		for range dialog.FilterLimit {
			s.send(tea.KeyPressMsg{Code: tea.KeyLeft})
			s.sees(s.m.theme.Glyphs.Caret)
		}
	})
}

func TestAmountsAreNeverCut(t *testing.T) {
	for _, currency := range []string{"USD", "RUB"} {
		for _, width := range []int{80, 100, 120, 200} {
			synctest.Test(t, func(t *testing.T) {
				pools := somePools()
				pools[0].Reward = "99.999"
				s := newStage(t, newToloka(pools), Options{Glyphs: theme.ASCII(), Environment: Environment{Name: "X", Currency: currency}}, width, 30)
				s.wait(3 * time.Second)
				if want := map[string]string{"USD": "$99.999", "RUB": "99.999 RUB"}[currency]; strings.Contains(s.screen(), "REWARD") {
					s.sees(want)
				}
			})
		}
	}
}

func TestABatchIsToldWhenAllAreOver(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newToloka(manyPools(2))
		w.accepts(tolokaapi.Running, 10)
		s := newStage(t, w, Options{}, 120, 30)
		s.wait(3 * time.Second)
		for range 2 {
			s.press("c")
			s.settle()
			s.press("y", "j")
			s.settle()
			s.press("j")
		}
		s.w.becomes(s.w.operations[0].Target.ID, tolokaapi.Success, 100)
		s.wait(4 * time.Second)
		s.seesNot("u reopens")
		s.w.becomes(s.w.operations[1].Target.ID, tolokaapi.Success, 100)
		s.wait(3 * time.Second)
		s.sees("u reopens")
	})
}

func TestWhatIsPausedIsNotOld(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStage(t, newToloka(somePools()), Options{}, 120, 30)
		s.wait(3 * time.Second)
		s.press("p")
		s.wait(10 * time.Minute)
		s.seesNot("stale")
	})
}

func TestWhatIsClosedAgainIsReopened(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newToloka(manyPools(1)) // answers 204 at first
		s := newStage(t, w, Options{}, 120, 30)
		s.wait(3 * time.Second)
		closeIt := func() {
			s.press("c")
			s.settle()
			s.press("y")
			s.wait(2 * time.Second)
		}
		closeIt()
		w.has(w.pools[0].Ref, tolokaapi.Open) // elsewhere
		s.press("r")
		s.wait(5 * time.Second)
		w.accepts(tolokaapi.Running, 10)
		closeIt()
		s.w.becomes(s.w.operations[0].Target.ID, tolokaapi.Success, 100)
		s.w.pools[0].Status = tolokaapi.Closed
		s.wait(5 * time.Second)
		s.press("u")
		s.sees("Open 1 pool on")
	})
}

func TestLeavingAFilterGoesBackToWhereOneWas(t *testing.T) {
	for _, pane := range []string{"1", "2"} {
		synctest.Test(t, func(t *testing.T) {
			s := closing(t, 12)
			cursor := func() string {
				pool, _ := s.m.pools.Cursor()
				row, _ := s.m.operations.Cursor()
				return fmt.Sprint(pool, row)
			}
			s.press(pane, "j", "j")
			at := cursor()
			s.press("/", "c", "r", "o", "p", " ", "2", "esc")
			if back := cursor(); back != at {
				t.Errorf("the cursor was on %s, and is on %s", at, back)
			}
			s.press("/", "c", "r", "o", "p", " ", "2", "enter")
			if cursor() == at {
				t.Error("enter goes back too")
			}
		})
	}
}

func TestTheLastTargetIsNamedAndNotCounted(t *testing.T) {
	for n, says := range map[int]string{9: "39999992", 10: "and 2 more"} {
		synctest.Test(t, func(t *testing.T) {
			s := newStage(t, newToloka(manyPools(n)), Options{Confirm: settings.Confirm{TypeCountFrom: 100}}, 100, 40)
			s.wait(3 * time.Second)
			s.press("a", "c")
			s.sees(says)
			if n == 9 {
				s.seesNot("more (")
			}
		})
	}
}

func TestACloneThatMayHaveBeenMadeIsNotMadeAgainUnwarned(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newToloka(somePools())
		w.submit = func(fleet.Request) (tolokaapi.Outcome, error) {
			return tolokaapi.Outcome{}, &tolokaapi.Error{Status: 500}
		}
		s := newStage(t, w, Options{}, 120, 40)
		s.wait(3 * time.Second)
		s.press("N")
		s.seesNot("second copy")
		s.settle()
		s.press("y")
		s.wait(2 * time.Minute)
		s.sees("unknown")
		s.press("2", "R")
		s.sees("this may make a second copy")
	})
	synctest.Test(t, func(t *testing.T) {
		w := newToloka(somePools())
		w.submit = func(fleet.Request) (tolokaapi.Outcome, error) {
			return tolokaapi.Outcome{}, &tolokaapi.Error{Status: 400, Code: "NO"}
		}
		s := newStage(t, w, Options{}, 120, 40)
		s.wait(3 * time.Second)
		s.press("N")
		s.settle()
		s.press("y")
		s.settle()
		s.press("2", "R")
		s.sees("Clone 1 pool again on")
		s.seesNot("second copy") // it was rejected: there is no first
	})
}

// The time of a batch is ours, whatever the server's clock does meanwhile.
func TestTheTimeOfABatchIsTheTimeThatPassed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := closing(t, 2)
		w := s.w
		w.carry = func(fleet.Request) (fleet.Response, bool) {
			w.carry, w.ahead = nil, time.Hour
			return fleet.Response{}, false
		}
		s.wait(20 * time.Second)
		if l := s.line("─ Operations "); !strings.Contains(l, "· 00:1") && !strings.Contains(l, "· 00:2") {
			t.Errorf("after about twenty seconds: %s", l)
		}
	})
}

func TestACountIsTakenAsItIsShown(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStage(t, newToloka(manyPools(1005)), Options{}, 120, 40)
		s.wait(6 * time.Second)
		s.press("a", "c")
		s.sees("Close 1,005 pools")
		s.settle()
		s.press("1", ",", "0", "0", "5", "enter")
		if s.m.confirm != nil {
			t.Errorf("the count is not taken as it is shown:\n%s", s.screen())
		}
	})
}

func TestHelpAndDetailsShowSomethingInTheSmallestWindow(t *testing.T) {
	for _, key := range []string{"?", "enter"} {
		synctest.Test(t, func(t *testing.T) {
			s := newStage(t, newToloka(somePools()), Options{}, 20, 5)
			s.wait(3 * time.Second)
			s.press(key)
			if l := strings.Trim(strings.Split(s.screen(), "\n")[2], " │"); l == "" {
				t.Errorf("%s shows nothing:\n%s", key, s.screen())
			}
			if last := s.screen()[strings.LastIndex(s.screen(), "\n"):]; strings.Contains(last, "…") {
				t.Errorf("a hint is cut: %s", last)
			}
		})
	}
}
