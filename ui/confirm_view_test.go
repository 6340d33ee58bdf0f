package ui

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"tolokadash/internal/settings"
	"tolokadash/tolokaapi"
	"tolokadash/ui/theme"
)

// commented gives some pools a comment.
func commented(pools []tolokaapi.Pool, comment string, at ...int) []tolokaapi.Pool {
	for _, i := range at {
		pools[i].Comment = comment
	}
	return pools
}

const friday = "do not close before Friday"

func TestConfirmation_ShowsCommentAndProject(t *testing.T) {
	t.Parallel()
	for _, size := range []struct{ width, height int }{{120, 40}, {80, 24}, {60, 16}, {40, 12}, {30, 9}} {
		for _, glyphs := range []theme.Glyphs{theme.Unicode(), theme.ASCII()} {
			t.Run(fmt.Sprintf("%dx%d %s", size.width, size.height, glyphs.Alert), func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					w := newToloka(commented(somePools(), friday, 0))
					s := newStage(t, w, Options{Glyphs: glyphs}, size.width, size.height)
					s.wait(3 * time.Second)
					s.press("c")
					s.sees("32267700")
					said := strings.Join(strings.Fields(strings.NewReplacer("│", "", "|", "").Replace(s.screen())), " ")
					if !strings.Contains(said, glyphs.Alert+" "+friday) {
						t.Errorf("the comment is not on the screen:\n%s", s.screen())
					}
					if size.height >= 12 {
						s.sees("project Image labels")
					}
				})
			})
		}
	}
}

// In a high window a question names more of its pools: those with a comment come first.
func TestConfirmation_MoreTargetsInHighWindow(t *testing.T) {
	t.Parallel()
	for height, shown := range map[int]int{24: 4, 40: 6, 60: 10} {
		synctest.Test(t, func(t *testing.T) {
			pools := manyPools(40)
			for i := range pools {
				pools[i].Comment = friday
			}
			s := newStage(t, newToloka(pools), Options{}, 120, height)
			s.wait(3 * time.Second)
			s.press("a", "c")
			if n := strings.Count(s.screen(), "▲ "+friday); n != shown {
				t.Errorf("in %d lines it shows %d comments, want %d:\n%s", height, n, shown, s.screen())
			}
			s.sees(fmt.Sprintf("… and %d more", 40-shown))
			s.sees("Type 40 to close them")
		})
	}
}

func TestConfirmation_LongComment(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newToloka(commented(somePools(), strings.Repeat("wait for the answer of the customer ", 20)+"THE END", 0))
		s := newStage(t, w, Options{}, 80, 24)
		s.press("c")
		for _, shown := range []string{"▲ wait for the answer", "…", "Work already taken", "No, keep open", "y yes"} {
			s.sees(shown)
		}
		lines := 0
		for l := range strings.Lines(s.screen()) {
			if strings.Contains(l, "answer") || strings.Contains(l, "customer") {
				lines++
			}
		}
		if lines != 4 {
			t.Errorf("the comment takes %d lines, want 4:\n%s", lines, s.screen())
		}
		requireExact(t, s.m.View().Content, 80, 24)
	})
}

func TestConfirmation_SumOfMany(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		pools := commented(manyPools(40), friday, 7, 20, 39)
		for i := range pools {
			pools[i].ProjectID = strconv.Itoa(i % 11)
		}
		s := newStage(t, newToloka(pools), Options{}, 80, 24)
		s.wait(3 * time.Second)
		s.press("a", "c")
		s.sees("40 pools, 11 projects, 3 with a comment, these first")
		for _, i := range []int{7, 20, 39} {
			s.sees(pools[i].Ref.ID)
		}
		if n := strings.Count(s.screen(), "▲ "+friday); n != 3 {
			t.Errorf("%d comments are in sight:\n%s", n, s.screen())
		}
		s.settle()
		s.sayYes()
		s.wait(time.Second)
		if s.posts() != 40 {
			t.Errorf("%d commands were sent", s.posts())
		}
	})
}

// TestConfirmation_ScrollsToTheLast scrolls a list whose first targets take two
// lines each.
func TestConfirmation_ScrollsToTheLast(t *testing.T) {
	t.Parallel()
	for _, size := range []struct{ width, height int }{{80, 24}, {40, 12}, {100, 40}} {
		for _, key := range []string{"down", "pgdown", "end"} {
			synctest.Test(t, func(t *testing.T) {
				s := newStage(t, newToloka(commented(manyPools(30), friday, 1, 2, 3, 4)), Options{}, size.width, size.height)
				s.press("a", "c")
				s.settle()
				seen := map[string]bool{}
				for range 40 {
					screen := s.screen()
					for _, p := range s.w.pools {
						if strings.Contains(screen, "  "+p.Ref.ID+"  "+p.Name) {
							seen[p.Ref.ID] = true
						}
					}
					s.press(key)
				}
				s.sees("39999971")
				s.seesNot("to see them")
				if key != "end" && len(seen) != 30 {
					t.Errorf("%v, %s: %d of 30 were in sight", size, key, len(seen))
				}
				s.press("up", "home")
				s.sees("39999999") // the first with a comment
			})
		}
	}
}

func TestConfirmation_SameName(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		pools := somePools()
		s := newStage(t, newToloka(pools), Options{}, 100, 30)
		s.press("c")
		s.seesNot("started Mar 11 09:15")
	})
	synctest.Test(t, func(t *testing.T) {
		pools := somePools()
		pools[1].Name = pools[0].Name
		s := newStage(t, newToloka(pools), Options{}, 100, 30)
		s.press("c") // the other one is no target
		s.sees("project Image labels · started Mar 11 09:15")
		s.press("esc")
		s.settle()
		s.press("space", "j", "space", "c")
		s.sees("started Mar 11 09:15")
		s.sees("started Mar 11 09:12")
	})
}

// Two pools of one name are told apart by their start in a narrow window too.
func TestConfirmation_SameNameNarrow(t *testing.T) {
	t.Parallel()
	for _, size := range []struct{ width, height int }{{40, 12}, {32, 9}} {
		synctest.Test(t, func(t *testing.T) {
			pools := somePools()
			pools[1].Name = pools[0].Name
			s := newStage(t, newToloka(pools), Options{}, size.width, size.height)
			s.press("c")
			s.sees("32267700")
			s.sees("started Mar 11 09:15")
			s.press("esc")
			s.settle()
			s.press("space", "j", "space", "c")
			s.sees("32267700  Mar 11 09:15")
			s.sees("32267699  Mar 11 09:12")
			requireExact(t, s.m.View().Content, size.width, size.height)
		})
	}
}

func TestConfirmation_CountTypedFrom(t *testing.T) {
	t.Parallel()
	production := Environment{Name: "PRODUCTION", Kind: Production}
	for _, c := range []struct {
		name    string
		options Options
		key     string
		n       int
		typed   bool
	}{
		{"9 in the sandbox", Options{}, "c", 9, false},
		{"10 in the sandbox", Options{}, "c", 10, true},
		{"2 on production", Options{Environment: production}, "c", 2, false},
		{"3 on production", Options{Environment: production}, "c", 3, true},
		{"3 opened on production", Options{Environment: production}, "O", 3, true},
		{"3 in the demo", Options{Environment: Environment{Name: "DEMO", Kind: Demo}}, "c", 3, false},
		{"3 at an address that is not known", Options{Environment: Environment{Name: "gateway.example"}}, "c", 3, true},
		{"3 on this machine", Options{Environment: Environment{Name: "127.0.0.1:8089", Loopback: true}}, "c", 3, false},
		{"one archived", Options{}, "x", 1, true},
		{"one archived, from 2 on", Options{Confirm: settings.Confirm{TypeCountFromArchive: 2}}, "x", 1, false},
		{"5 on production, from 6 on", Options{Environment: production, Confirm: settings.Confirm{TypeCountFromProduction: 6}}, "c", 5, false},
		{"5 on production, from 10 and 4 on", Options{Environment: production, Confirm: settings.Confirm{TypeCountFromProduction: 10, TypeCountFrom: 4}}, "c", 5, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				pools := manyPools(c.n)
				for i := range pools {
					if c.key != "c" {
						pools[i].Status = tolokaapi.Closed
					}
				}
				s := newStage(t, newToloka(pools), c.options, 100, 30)
				s.wait(3 * time.Second)
				s.press("a", c.key)
				s.settle()
				if typed := s.m.confirm.Typed(); typed != c.typed {
					t.Errorf("the count is typed: %v, want %v", typed, c.typed)
				}
			})
		})
	}
}

func TestConfirmation_ArchiveLooksDifferent(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		pools := somePools()
		pools[0].Status, pools[1].Status = tolokaapi.Closed, tolokaapi.Open
		s := newStage(t, newToloka(pools[:2]), Options{}, 100, 30)
		s.wait(3 * time.Second)
		frameOf := func(title string) string {
			for l := range strings.Lines(s.m.View().Content) {
				if before, _, ok := strings.Cut(l, title); ok {
					return before
				}
			}
			t.Fatalf("no frame %q:\n%s", title, s.screen())
			return ""
		}
		s.press("c")
		closing := frameOf("Close pool")
		s.press("esc")
		s.settle()
		s.press("j", "x")
		archiving := frameOf("Archive pool for good")
		colour := regexp.MustCompile(`38;2;[\d;]+\d`).FindString(theme.New(true, theme.Unicode()).BorderFinal.Render("x"))
		if colour == "" || !strings.Contains(archiving, colour) || strings.Contains(closing, colour) {
			t.Errorf("the frames are alike:\n%q\n%q", archiving, closing)
		}
		s.sees("▲ Archive pool for good")
		s.sees("Type 1 to archive it:")
		s.settle()
		s.press("y", "enter")
		if s.posts() != 0 {
			t.Error("it was archived without the count")
		}
		s.press("backspace", "1")
		s.sees("enter archives 1 pool · esc keeps it")
		s.press("enter")
		if s.posts() != 1 {
			t.Error("it was not archived")
		}
	})
}

func TestConfirmation_RightCountIsSaid(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newStage(t, newToloka(manyPools(40)), Options{}, 80, 24)
		s.press("a", "c")
		s.settle()
		const right = "enter closes 40 pools"
		s.sees("once the count is right")
		s.press("4")
		s.seesNot(right)
		s.press("0")
		s.sees(right)
		s.seesNot("once the count is right")
		s.press("0")
		s.seesNot(right)
		s.press("backspace", "left") // the caret does not matter
		s.sees(right)
		s.press("enter")
		s.wait(time.Second)
		if s.posts() != 40 {
			t.Errorf("%d commands were sent", s.posts())
		}
	})
}

func TestHints_CountOfMarks(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newStage(t, newToloka(somePools()), Options{}, 120, 30)
		s.hints("c close", "c close 1")
		s.press("space", "j", "space", "j", "space")
		s.hints("c close 3")
	})
}

// Where only closed pools are shown, and no other is marked, none can be closed.
func TestHints_MarkedClosedPools(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newStage(t, newToloka(somePools()), Options{}, 120, 30)
		s.wait(3 * time.Second)
		s.press("f", "f", "a")
		s.sees("CLOSED only")
		s.hints("O open 3", "c close")
		s.press("f", "f", "f", "space", "f", "f") // an open one is marked too
		s.sees("CLOSED only")
		s.hints("c close")
	})
}

// TestRetry_TakesWhatOtherKeysTake presses R on a row of a group, with and
// without marks, and the key that takes the group.
func TestRetry_TakesWhatOtherKeysTake(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		keys string
		says []string
	}{
		{"R", []string{"Close 1 pool again on", "Left out: 2 that failed alike (A takes them too)"}},
		{"A", []string{"Close 3 pools again on"}},
		{"space j space R", []string{"Close 2 pools again on", "Left out: 1 that failed alike (A takes them too)"}},
		{"space j space A", []string{"Close 3 pools again on"}},
		{"j j j R", []string{"Close 1 pool again on", "39999997"}},
		{"j j j A", []string{"Close 1 pool again on", "39999997"}},
		{"a R", []string{"Close 4 pools again on"}},
	} {
		t.Run(c.keys, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := refusing(t, "SAME", "SAME", "SAME", "OTHER")
				s.press("g")
				s.press(strings.Fields(c.keys)...)
				for _, says := range c.says {
					s.sees(says)
				}
			})
		})
	}
}

func TestConfirmation_ProfilesOnOneServerDiffer(t *testing.T) {
	t.Parallel()
	for _, size := range []struct{ width, height int }{{30, 9}, {40, 12}, {80, 24}, {120, 40}} {
		for _, profile := range []string{"acme", "beta"} {
			t.Run(fmt.Sprintf("%dx%d %s", size.width, size.height, profile), func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					s := newStage(t, newToloka(somePools()), Options{Profile: profile}, size.width, size.height)
					s.wait(3 * time.Second)
					s.press("c")
					question := ""
					for l := range strings.Lines(s.screen()) {
						if strings.Contains(l, "Close 1") {
							question = l
						}
					}
					if !strings.Contains(question, profile) {
						t.Errorf("the profile %s is not in the question %q:\n%s", profile, question, s.screen())
					}
				})
			})
		}
	}
}
