package ui

import (
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"tolokadash/internal/fleet"
	"tolokadash/internal/wording"
	"tolokadash/tolokaapi"
	"tolokadash/ui/theme"
)

func TestStatusLine_AdviceIsNotCut(t *testing.T) {
	t.Parallel()
	notice := wording.Message{
		Text:   "of names only what is ASCII is shown, since the locale is not UTF-8",
		Advice: `set LC_ALL=C.UTF-8, or glyphs = "unicode" under [ui]`,
		Brief:  "set LC_ALL=C.UTF-8",
	}
	for _, width := range []int{40, 60, 120} {
		synctest.Test(t, func(t *testing.T) {
			s := newStage(t, newToloka(somePools()), Options{Glyphs: theme.ASCII(), Notice: notice}, width, 30)
			s.wait(3 * time.Second)
			if width >= 60 {
				s.sees(notice.Advice)
			} else {
				s.sees("of names only .. - set LC_ALL=C.UTF-8")
			}
			s.press("c")
			s.settle()
			s.press("esc")
			s.settle()
			s.press("space", "/", "n", "o", "n", "e", "enter", "c")
			s.sees("esc clears it.")
		})
	}
}

// What others failed at is told after the first key: until then nobody can have
// read the notice.
func TestStatusLine_NoticeStaysUntilAKey(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newToloka(somePools())
		w.operations = []tolokaapi.Operation{operation(tolokaapi.VerbClose, w.pools[0].Ref, tolokaapi.Fail, 40)}
		justBefore(w)
		s := newStage(t, w, Options{Notice: wording.Message{Text: "token.txt can be read", Advice: "run: chmod 600 token.txt"}}, 120, 30)
		s.wait(time.Minute)
		s.sees("▲ token.txt can be read — run: chmod 600 token.txt")
		s.sees("none running · 1 failed")
		s.press("j")
		s.sees("✗ 32267700 failed: no reason given — 2 then enter for details")
		s.press("j")
		s.seesNot("32267700 failed")
		s.wait(time.Minute)
		s.seesNot("32267700 failed")
	})
}

// The first key may lead to a message of its own: the failure follows it.
func TestStatusLine_FailureAfterFirstKey(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newToloka(somePools())
		w.operations = []tolokaapi.Operation{operation(tolokaapi.VerbClose, w.pools[0].Ref, tolokaapi.Fail, 40)}
		justBefore(w)
		s := newStage(t, w, Options{Notice: wording.Message{Text: "token.txt can be read"}}, 120, 30)
		s.wait(time.Minute)
		s.press("u")
		s.sees("Nothing has been closed from here yet.")
		s.wait(21 * time.Second)
		s.sees("✗ 32267700 failed: no reason given")
	})
}

func TestHeader_PausedWhileOffline(t *testing.T) {
	t.Parallel()
	for _, width := range []int{60, 80, 120, 200} {
		synctest.Test(t, func(t *testing.T) {
			w := newToloka(somePools())
			s := newStage(t, w, Options{}, width, 30)
			s.wait(3 * time.Second)
			s.press("p")
			w.err = &tolokaapi.TransportError{Cause: tolokaapi.CauseRefused, Err: errors.New("refused")}
			s.press("r")
			s.wait(5 * time.Second)
			header, _, _ := strings.Cut(s.screen(), "\n")
			if strings.Count(header, "PAUSED") != 1 || strings.Contains(header, "live") || width > 60 && strings.Count(header, "offline") != 1 {
				t.Errorf("at %d: %s", width, header)
			}
			if strings.Contains(strings.TrimPrefix(s.screen(), header), "PAUSED") {
				t.Errorf("said in two places:\n%s", s.screen())
			}
		})
	}
}

func TestHeader_ProfilesOnOneServerDiffer(t *testing.T) {
	t.Parallel()
	for _, width := range []int{20, 40, 60, 80, 120, 200} {
		for _, profiles := range [][]string{{"acme", "beta"}, {"production-of-acme-in-europe-one", "production-of-acme-in-europe-two"}} {
			var headers []string
			for _, profile := range profiles {
				synctest.Test(t, func(t *testing.T) {
					s := newStage(t, newToloka(somePools()), Options{Profile: profile, Environment: Environment{Name: "127.0.0.1:18100"}}, width, 30)
					s.wait(3 * time.Second)
					header, _, _ := strings.Cut(s.screen(), "\n")
					headers = append(headers, header)
					if width >= 40 && !strings.Contains(header, "● live") && !strings.Contains(header, "● as of 14:02:1") {
						t.Errorf("at %d it does not say how the server answers: %s", width, header)
					}
				})
			}
			if headers[0] == headers[1] {
				t.Errorf("at %d both are %s", width, headers[0])
			}
		}
	}
}

func TestPools_ListCutShort(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newToloka(somePools())
		w.carry = func(r fleet.Request) (fleet.Response, bool) {
			var a fleet.Response
			a.Pools.Query, a.Pools.HasMore = r.Query, true
			return a, r.Kind == fleet.ListPools
		}
		s := newStage(t, w, Options{}, 120, 30)
		s.wait(10 * time.Second)
		s.sees("The list of pools cannot be read to its end: there may be some.")
		s.sees("not all of them")
		s.seesNot("No pools yet")
	})
}

func TestHeader_PausedInPlaceOfLive(t *testing.T) {
	t.Parallel()
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
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newStage(t, newToloka(somePools()), Options{Profile: "acme"}, 120, 30)
		s.sees("SANDBOX · acme ")
	})
}

func TestPoolsSummary_NoNumbersBeforeAnAnswer(t *testing.T) {
	t.Parallel()
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

func TestPoolSort_CursorFollowsFirstRow(t *testing.T) {
	t.Parallel()
	for keys, follows := range map[string]bool{"s": true, "S": true, "j s": false, "j S": false} {
		synctest.Test(t, func(t *testing.T) {
			s := newStage(t, newToloka(somePools()), Options{}, 120, 30)
			s.wait(3 * time.Second)
			press := strings.Fields(keys)
			sort := press[len(press)-1]
			s.press(press[:len(press)-1]...)
			was, _ := s.m.pools.Cursor()
			for range 5 {
				s.press(sort)
				is, _ := s.m.pools.Cursor()
				if row, _ := s.m.pools.Index(is); follows && row != 0 {
					t.Errorf("after %s the cursor is on row %d", keys, row)
				}
				if !follows && is != was {
					row, _ := s.m.pools.Index(was)
					t.Errorf("after %s the cursor left its pool, which is on row %d", keys, row)
				}
				if row, _ := s.m.pools.Index(is); row == 0 && !follows {
					break // from there the next press follows the top
				}
			}
		})
	}
}

func TestOperationBar_NoTrackWithoutProgressAtTheEnd(t *testing.T) {
	t.Parallel()
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
	t.Parallel()
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

// Blanks beside short keys do not make words go on below.
func TestHelp_NoBlanksBesideWrappedWords(t *testing.T) {
	t.Parallel()
	for width, line := range map[int]string{
		40:  "   O  open the marked ones, else",
		80:  "   O  open the marked ones, else the one under the cursor; asks first ",
		100: "   x  archive the marked ones for good, else the one under the cursor; asks first ",
		160: "   c  close the marked ones, else the one under the cursor; asks first ",
	} {
		for _, glyphs := range []theme.Glyphs{theme.Unicode(), theme.ASCII()} {
			synctest.Test(t, func(t *testing.T) {
				s := newStage(t, newToloka(somePools()), Options{Glyphs: glyphs}, width, 60)
				s.press("?")
				s.sees(line)
			})
		}
	}
}

func TestHelp_TwoColumnsWhereTheyFit(t *testing.T) {
	t.Parallel()
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
