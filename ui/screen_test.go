package ui

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"

	"tolokadash/internal/fleet"
	"tolokadash/keymap"
	"tolokadash/tolokaapi"
)

func TestAScreenAtRestStaysStill(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStage(t, newToloka(somePools()), Options{}, 120, 30)
		s.wait(20 * time.Second)
		drawn := s.m.View().Content
		asked := len(s.w.sent)
		for range 200 {
			s.wait(50 * time.Millisecond)
			if len(s.w.sent) > asked {
				break // an answer may change the clock of the header
			}
			if s.m.View().Content != drawn {
				t.Fatal("something changed by itself")
			}
		}
		if s.m.counter.at != (time.Time{}) {
			t.Error("a countdown ticks that nobody sees")
		}
	})
}

func TestACountdownTicksOnlyWhileItIsInSight(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newToloka(somePools())
		s := newStage(t, w, Options{}, 120, 30)
		s.wait(5 * time.Second)
		w.err = &tolokaapi.Error{Status: 429, Retry: 2 * time.Minute}
		s.press("r")
		s.wait(time.Second)
		seen := map[string]bool{}
		for range 10 {
			seen[s.line("asking again in")] = true
			s.wait(time.Second)
		}
		if len(seen) < 10 {
			t.Errorf("in ten seconds the countdown showed %d times", len(seen))
		}
		w.err = nil
		s.wait(3 * time.Minute)
		s.sees("● live")
		if !s.m.counter.at.IsZero() && s.m.counter.at.After(s.m.now) {
			t.Error("it ticks on")
		}
	})
}

func TestATickOfAnOlderChainAsksNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStage(t, newToloka(somePools()), Options{}, 120, 30)
		s.wait(5 * time.Second)
		at, tag := s.m.alarm.at, s.m.alarm.tag
		s.send(alarmRangMsg{tag - 1})
		if s.m.alarm.at != at || s.m.alarm.tag != tag {
			t.Error("an old tick was taken for the one waited for")
		}
	})
}

func TestTheHeaderTellsOfTrouble(t *testing.T) {
	for _, c := range []struct {
		err  error
		says string
	}{
		{&tolokaapi.TransportError{Cause: tolokaapi.CauseDNS, Err: errors.New("x")}, "▲ offline since 14:02:1"},
		{&tolokaapi.Error{Status: 429, Interval: tolokaapi.PerHour}, "▲ over quota (per hour) · asking again in "},
		{&tolokaapi.Error{Status: 401, Code: "AUTHENTICATION_ERROR"}, "▲ Toloka refused the token (401) · check the token, then start again"},
		{&tolokaapi.Error{Status: 503}, "▲ Toloka has a problem (503 Service Unavailable) · next try in "},
		{&tolokaapi.Error{Status: 302, Location: "evil.example"}, "points elsewhere (302 to evil.example)"},
	} {
		synctest.Test(t, func(t *testing.T) {
			w := newToloka(somePools())
			s := newStage(t, w, Options{}, 160, 30)
			s.wait(5 * time.Second)
			w.err = c.err
			s.press("r")
			s.wait(2 * time.Second)
			s.sees(c.says)
			s.sees("32267700") // what was known stays
		})
	}
}

func TestWhatIsTooOldIsDrawnAsOld(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newToloka(somePools())
		s := newStage(t, w, Options{}, 120, 30)
		s.wait(5 * time.Second)
		fresh := s.m.View().Content
		w.err = &tolokaapi.TransportError{Cause: tolokaapi.CauseTimeout, Err: errors.New("x")}
		s.wait(40 * time.Second)
		s.seesNot("stale")
		s.wait(time.Minute)
		s.sees("stale since 14:02:1")
		if old := s.m.View().Content; coloursOf(old, "Cats or dogs, batch 7") == coloursOf(fresh, "Cats or dogs, batch 7") {
			t.Error("rows that are old look like fresh ones")
		}
		w.err = nil
		s.wait(40 * time.Second)
		s.seesNot("stale")
		s.sees("● live")
	})
}

// coloursOf is the line that holds a text, with its colours.
func coloursOf(drawn, text string) string {
	for l := range strings.Lines(drawn) {
		if strings.Contains(l, text) {
			return l
		}
	}
	return ""
}

func TestReadOnlyRefusesEveryActionThatChangesSomething(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newToloka(somePools())
		s := newStage(t, w, Options{ReadOnly: true}, 140, 60)
		s.wait(3 * time.Second)
		s.sees("READ-ONLY")
		s.seesNot("c close")
		tried := 0
		for _, d := range keymap.List() {
			if !d.Changes {
				continue
			}
			tried++
			if d.Scope == keymap.Operations {
				s.press("2")
			} else {
				s.press("1")
			}
			s.press(strings.Fields(d.Defaults)...)
			s.sees("This is read-only: nothing is sent.")
			if s.m.confirm != nil {
				t.Errorf("%s asks", d.Action)
			}
		}
		if tried == 0 || w.count(fleet.Submit) != 0 {
			t.Errorf("%d actions tried, %d commands sent", tried, w.count(fleet.Submit))
		}
		s.press("?")
		s.seesNot("close the marked pools")
	})
}

func TestEveryActionOfThePanesDoesSomething(t *testing.T) {
	// An action that is in the list and does nothing would be a dead key.
	for _, d := range keymap.List() {
		if d.Scope == keymap.Dialog || d.Scope == keymap.Field || d.Defaults == "" {
			continue
		}
		t.Run(string(d.Action), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := newToloka(manyPools(60))
				s := newStage(t, w, Options{}, 120, 30)
				s.wait(3 * time.Second)
				s.press("G", "k", "k")
				if d.Scope == keymap.Operations || d.Action == keymap.PoolsPane {
					s.press("2")
				}
				if d.Action == keymap.Back {
					s.press("?")
				}
				before, asked, others := s.m.View().Content, len(s.w.sent), len(s.other)
				s.press(strings.Fields(d.Defaults)[0])
				if s.m.View().Content == before && len(s.w.sent) == asked && !s.quit && len(s.other) == others {
					t.Errorf("%s changes nothing", d.Action)
				}
			})
		})
	}
}

func TestFailuresAreRetriedTogetherAfterAQuestion(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newToloka(manyPools(4))
		w.submit = func(r fleet.Request) (tolokaapi.Outcome, error) {
			if r.On.ID == "39999999" {
				return tolokaapi.Outcome{}, &tolokaapi.Error{Status: 409, Code: "OTHER"}
			}
			return tolokaapi.Outcome{}, &tolokaapi.Error{Status: 400, Code: "SAME", Message: "no"}
		}
		s := newStage(t, w, Options{}, 160, 40)
		s.press("a", "c")
		s.settle()
		s.press("y")
		s.wait(time.Second)
		s.sees("4 failed, last")
		s.press("2", "R")
		s.sees("Close again 3 pools on")
		w.submit = nil
		s.settle()
		s.press("y")
		s.wait(time.Second)
		if n := w.count(fleet.Submit); n != 7 {
			t.Errorf("%d commands were sent", n)
		}
		s.sees("3 of 3 done")
		s.sees("OTHER")
		s.seesNot("SAME")
	})
}

func TestTheLastBatchIsReopened(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newToloka(manyPools(3))
		w.accepts(tolokaapi.Success, 100)
		s := newStage(t, w, Options{}, 120, 30)
		s.press("space", "j", "space", "c")
		s.settle()
		w.pools[0].Status, w.pools[1].Status = tolokaapi.Closed, tolokaapi.Closed
		s.press("y")
		s.wait(time.Second)
		s.sees("2 pools closed")
		s.press("u")
		s.sees("Open 2 pools on")
		s.settle()
		s.press("y")
		s.wait(time.Second)
		if n := w.count(fleet.Submit); n != 4 {
			t.Errorf("%d commands were sent", n)
		}
	})
}

func TestACloneShowsTheNewPool(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newToloka(somePools())
		w.submit = func(r fleet.Request) (tolokaapi.Outcome, error) {
			op := operation(r.Verb, r.On, tolokaapi.Success, 100)
			op.Created = tolokaapi.PoolRef("55555555")
			return tolokaapi.Outcome{Operation: op}, nil
		}
		s := newStage(t, w, Options{}, 160, 30)
		s.press("N")
		s.sees("without tasks")
		s.settle()
		s.press("y")
		s.wait(time.Second)
		s.sees("new pool 55555555")
	})
}

func TestFinishedRowsAreDismissed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newToloka(manyPools(4))
		s := newStage(t, w, Options{}, 120, 30)
		w.submit = func(r fleet.Request) (tolokaapi.Outcome, error) {
			if r.On.ID == "40000000" {
				op := operation(r.Verb, r.On, tolokaapi.Running, 10)
				w.operations = []tolokaapi.Operation{op}
				return tolokaapi.Outcome{Operation: op}, nil
			}
			return tolokaapi.Outcome{Unchanged: true}, nil
		}
		s.press("a", "c")
		s.settle()
		s.press("y")
		s.wait(time.Second)
		s.press("2", "G", "d")
		if n := s.m.operations.table.Len(); n != 3 {
			t.Errorf("after d %d rows are left", n)
		}
		s.press("D", "D")
		if n := s.m.operations.table.Len(); n != 1 {
			t.Errorf("after D %d rows are left", n)
		}
		s.sees("nothing finished to dismiss")
	})
}

func TestAnIDIsCopiedAndSaid(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStage(t, newToloka(somePools()), Options{}, 120, 30)
		s.wait(2 * time.Second)
		before := len(s.other)
		s.press("y")
		s.sees("Copied the pool's id: 32267700")
		if got := fmt.Sprint(s.other[before:]); got != "[32267700]" {
			t.Errorf("the clipboard got %v", got)
		}
	})
}

func TestTheBrowserOpensOnlyWebPages(t *testing.T) {
	for _, c := range []struct {
		page  string
		opens bool
	}{{"https://platform.toloka.ai/x", true}, {"http://127.0.0.1/x", true}, {"file:///etc/passwd", false}, {"javascript:1", false}, {"", false}} {
		synctest.Test(t, func(t *testing.T) {
			var opened []string
			o := Options{OpenURL: func(u string) error { opened = append(opened, u); return errors.New("none") }}
			o.Environment = Environment{Name: "X", WebURL: func(tolokaapi.Pool) string { return c.page }}
			s := newStage(t, newToloka(somePools()), o, 120, 30)
			s.wait(2 * time.Second)
			s.press("b")
			if (len(opened) == 1) != c.opens {
				t.Errorf("%q: opened %v", c.page, opened)
			}
			if c.opens {
				s.sees("The browser cannot be opened; the page is " + c.page)
			}
		})
	}
}

func TestQuitting(t *testing.T) {
	t.Run("nothing is lost, so nothing is asked", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			s := newStage(t, newToloka(somePools()), Options{}, 120, 30)
			s.press("q")
			if !s.quit || s.m.Exit() != Quit {
				t.Errorf("quit %v, exit %v", s.quit, s.m.Exit())
			}
		})
	})
	t.Run("ctrl+c quits at once", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			s := newStage(t, newToloka(somePools()), Options{}, 120, 30)
			s.press("ctrl+c")
			if !s.quit || s.m.Exit() != Interrupted {
				t.Errorf("quit %v, exit %v", s.quit, s.m.Exit())
			}
		})
	})
	for _, c := range []struct {
		name    string
		latency time.Duration
		after   time.Duration // when it ends at the latest
	}{
		{"the replies are waited for", time.Second, time.Second},
		{"but not for long", time.Minute, 2 * time.Second},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := newToloka(somePools())
				w.latency = c.latency
				s := newStage(t, w, Options{}, 120, 30)
				s.press("c")
				s.settle()
				s.press("y")
				s.wait(250 * time.Millisecond)
				s.press("q")
				s.sees("1 command is on the way")
				s.wait(250 * time.Millisecond)
				s.press("y")
				if s.quit {
					t.Fatal("it did not wait")
				}
				s.sees("Waiting for 1 reply")
				asked := len(w.sent)
				s.wait(c.after + 10*time.Millisecond)
				if !s.quit || s.m.Exit() != Quit || len(w.sent) != asked {
					t.Errorf("quit %v, exit %v, %d requests more", s.quit, s.m.Exit(), len(w.sent)-asked)
				}
			})
		})
	}
}

func TestWhatIsGivenUpOnQuittingIsNotSent(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newToloka(somePools())
		w.submit = func(fleet.Request) (tolokaapi.Outcome, error) {
			return tolokaapi.Outcome{}, &tolokaapi.Error{Status: 429, Interval: tolokaapi.PerDay}
		}
		s := newStage(t, w, Options{}, 120, 30)
		s.press("c")
		s.settle()
		s.press("y")
		s.settle()
		s.press("q")
		s.sees("1 command is still queued and will not be sent")
		s.settle()
		s.press("y")
		ids, _ := s.m.fleet.Rows()
		if r, _ := s.m.fleet.Row(ids[0]); r.State != fleet.NotSent || !s.quit {
			t.Errorf("the row is %v, quit %v", r.State, s.quit)
		}
	})
}

func TestAClockThatLeapsDelaysNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		leap := time.Duration(0)
		w := newToloka(somePools())
		s := newStage(t, w, Options{Now: func() time.Time { return wall().Add(leap) }}, 120, 30)
		s.wait(5 * time.Second)
		leap = 8 * time.Hour // as after a night asleep
		asked := len(w.sent)
		s.press("p", "p")
		if len(w.sent) == asked {
			t.Error("nothing is asked after the leap")
		}
		s.wait(100 * time.Millisecond)
		if !s.m.alarm.at.After(s.m.now) {
			t.Errorf("the next tick is due at %v, and it is %v", s.m.alarm.at, s.m.now)
		}
	})
}

func TestBatchesThatRunTogetherAreCountedTogether(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newToloka(manyPools(6))
		w.accepts(tolokaapi.Running, 10)
		s := newStage(t, w, Options{}, 120, 30)
		closeOne := func(end bool) {
			s.press("c")
			s.settle()
			s.press("y")
			s.wait(time.Second)
			if end {
				w.becomes(s.under(), tolokaapi.Success, 100)
				s.wait(5 * time.Second)
			}
			s.press("j")
		}
		closeOne(true)
		s.sees("1 of 1 done")
		closeOne(false)
		s.sees("0 of 1 done · 1 running")
		closeOne(true)
		s.sees("1 of 2 done · 1 running")
	})
}

func TestResizingNeverBreaksTheScreen(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStage(t, newToloka(manyPools(50)), Options{}, 200, 60)
		s.wait(3 * time.Second)
		open := []func(){
			func() {},
			func() { s.press("?") },
			func() { s.press("?", "enter") },
			func() { s.press("esc", "/", "a") },
			func() { s.press("esc", "2", "2") },
			func() { s.press("1", "a", "c") },
		}
		for _, change := range open {
			change()
			for _, size := range [][2]int{{200, 60}, {61, 16}, {60, 16}, {40, 9}, {20, 5}, {19, 5}, {1, 1}, {0, 0}, {3, 40}, {200, 4}, {80, 24}} {
				s.send(tea.WindowSizeMsg{Width: size[0], Height: size[1]})
				drawn := s.m.View()
				if !drawn.AltScreen {
					t.Errorf("%v leaves the alternate screen", size)
				}
				if size[0] > 0 {
					requireExact(t, drawn.Content, size[0], size[1])
				}
			}
		}
	})
}

func TestMessagesOfTheStatusLineGoAway(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStage(t, newToloka(somePools()), Options{Notice: "others can read token.txt"}, 120, 30)
		s.sees("▲ others can read token.txt")
		s.press("u")
		s.seesNot("token.txt")
		s.sees("Nothing has been closed")
		s.wait(19 * time.Second)
		s.sees("Nothing has been closed")
		s.wait(2 * time.Second)
		s.seesNot("Nothing has been closed")
		s.press("u", "j")
		s.seesNot("Nothing has been closed")
	})
}

func TestPausingStopsLookingForNews(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newToloka(somePools())
		s := newStage(t, w, Options{}, 120, 30)
		s.wait(5 * time.Second)
		s.press("p")
		s.sees("PAUSED")
		asked := len(w.sent)
		s.wait(5 * time.Minute)
		if len(w.sent) != asked {
			t.Errorf("%d requests were made", len(w.sent)-asked)
		}
		s.press("p")
		s.wait(time.Second)
		if len(w.sent) == asked {
			t.Error("it does not go on")
		}
		s.seesNot("PAUSED")
	})
}

func TestTheWindowTitleHoldsNothingRemote(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newToloka(somePools())
		w.accepts(tolokaapi.Running, 10)
		s := newStage(t, w, Options{Environment: Environment{Name: "evil\x1b]0;x\x07"}}, 120, 30)
		if got := s.m.View().WindowTitle; got != "tolokadash" {
			t.Errorf("the title is %q", got)
		}
		s.press("c")
		s.settle()
		s.press("y")
		s.wait(time.Second)
		if got := s.m.View().WindowTitle; got != "1 running - tolokadash" {
			t.Errorf("the title is %q", got)
		}
	})
}
