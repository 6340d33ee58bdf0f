package ui

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"tolokadash/internal/fleet"
	"tolokadash/tolokaapi"
)

func TestFilter_FindsRows(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ typed, rows string }{
		{"cats", "09"},
		{"CATS", "09"},
		{"отзывы", "6"},
		{"第2回", "5"},
		{"32267698", "8"},
		{"image labels", "0954"},
		{`!"image labels"`, "876"},
		{"cats 7", "09"},
		{"cats !batch-", "09"},
		{`cats "batch 7"`, "9"},
		{"status:closed", "654"},
		{"reward>0.03 status:labeling", "8"},
		{"project:audio", "87"},
		{"friday", "5"},
		{"status:opne", ""},
		{"~ctbt8", "0"},
		{"zzz", ""},
		{"!", "0987654"},
		{"", "0987654"},
	} {
		t.Run(c.typed, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := newToloka(somePools())
				w.pools[5].Comment = "do not close before Friday"
				s := newStage(t, w, Options{}, 120, 30)
				s.wait(3 * time.Second)
				s.press("/")
				s.typing(c.typed)
				if s.ids() != c.rows {
					t.Errorf("the rows are %q, want %q", s.ids(), c.rows)
				}
				s.press("enter")
				if c.rows != "0987654" {
					s.sees("filter “" + c.typed + "”")
				}
				if c.rows == "" {
					s.sees("No pool passes the filter")
				}
				s.press("esc")
				if s.ids() != "0987654" {
					t.Errorf("esc leaves %q", s.ids())
				}
			})
		})
	}
}

func TestFilter_UnicodeForms(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ pool, typed string }{
		"an accent of its own": {"Cafe\u0301 menus", "café"},
		"an accent typed so":   {"Café menus", "CAFE\u0301"},
		"Hangul in pieces":     {"\u1112\u1161\u11ab\u1100\u116e\u11a8 간판", "한국"},
		"kana with a mark":     {"\u30cf\u3099ス停", "バス"},
		"wide digits":          {"第１２回", "12"},
		"narrow kana":          {"ｶﾀｶﾅ", "カタカナ"},
		"a wide wave":          {"10時～12時", "～12"},
		"a wide shout":         {"急げ！", "！"},
		"dots":                 {"and so on…", "on…"},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := newToloka(somePools())
				w.pools[2].Name = c.pool
				s := newStage(t, w, Options{}, 120, 30)
				s.wait(3 * time.Second)
				all := s.ids()
				s.press("/")
				s.typing(c.typed)
				if got := s.ids(); len(got) != 1 || got[0] != w.pools[2].Ref.ID[len(w.pools[2].Ref.ID)-1] {
					t.Errorf("%q finds %q of %q", c.typed, got, all)
				}
			})
		})
	}
}

func TestFilter_ProjectNamesLate(t *testing.T) {
	t.Parallel()
	for _, keys := range []string{"/ a u d i o enter", "s S s S s"} {
		synctest.Test(t, func(t *testing.T) {
			w := newToloka(somePools())
			w.carry = func(r fleet.Request) (fleet.Response, bool) {
				if r.Kind == fleet.ListProjects {
					time.Sleep(time.Minute)
				}
				return fleet.Response{}, false
			}
			s := newStage(t, w, Options{}, 120, 30)
			s.wait(3 * time.Second)
			s.press(strings.Fields(keys)...)
			early := s.ids()
			s.wait(90 * time.Second)
			switch late := s.ids(); keys {
			case "s S s S s": // by number: 7, 8, 9; by name: Audio, Image labels, Тексты
				if early != "0954876" || late != "8709546" {
					t.Errorf("by project the rows are %s, then %s", early, late)
				}
			default: // one pool is named so, the other is in the project
				if early != "8" || late != "87" {
					t.Errorf("found are %s, then %s", early, late)
				}
			}
		})
	}
}

func TestStatusFilter_GoesAround(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newToloka(somePools())
		w.pools[6].Status = tolokaapi.Archived
		s := newStage(t, w, Options{}, 120, 30)
		s.wait(3 * time.Second)
		for _, want := range []string{"098765", "098", "65", "7", "4", "098765"} {
			if s.ids() != want {
				t.Errorf("the rows are %q, want %q", s.ids(), want)
			}
			s.press("f")
			s.wait(3 * time.Second)
		}
	})
}

func TestStatusFilter_BusyPoolStays(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newToloka(somePools())
		w.accepts(tolokaapi.Success, 100)
		s := newStage(t, w, Options{}, 120, 30)
		s.wait(3 * time.Second)
		s.press("f", "c")
		s.settle()
		w.pools[0].Status = tolokaapi.Closed
		s.press("y")
		s.wait(time.Second)
		s.press("r")
		if s.ids() != "980" {
			t.Errorf("the rows are %q", s.ids())
		}
		s.settle()
		s.press("2", "d", "1", "r")
		if s.ids() != "98" {
			t.Errorf("after it was dismissed the rows are %q", s.ids())
		}
	})
}

func TestFilter_SaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ typed, field, kept string }{
		{"cats status:opne", "no status “opne”: did you mean OPEN?", "No status “opne”: did you mean OPEN?"},
		{"stauts:open", "no field “stauts”: did you mean status?", "No field “stauts”: did you mean status?"},
		{"!status:opne", "did you mean OPEN?", "did you mean OPEN?"},
		{"verb:close", "no field “verb” here", "No field “verb” here"},
		{"cats audoi", "0 of 6", "“audoi” matches nothing."},
		{"zzz yyy cats", "0 of 6", "“zzz” and “yyy” match nothing."},
		{"cats status:closed", "0 of 6", "Each word matches some, but none matches all."},
	} {
		synctest.Test(t, func(t *testing.T) {
			w := newToloka(somePools())
			w.pools[6].Status = tolokaapi.Archived
			s := newStage(t, w, Options{}, 100, 30)
			s.wait(3 * time.Second)
			s.press("/")
			s.typing(c.typed)
			s.sees(c.field)
			s.press("enter")
			s.sees("No pool passes the filter “" + c.typed + "”.")
			s.sees(c.kept)
			s.sees("Press esc to clear it.")
		})
	}
}

func TestFilter_HintShowsTheLanguage(t *testing.T) {
	t.Parallel()
	for _, width := range []int{80, 100, 120, 200} {
		synctest.Test(t, func(t *testing.T) {
			s := newStage(t, newToloka(somePools()), Options{}, width, 30)
			s.wait(3 * time.Second)
			s.press("/")
			s.sees("7 of 7 · status:open reward>0.05")
			s.sees("!not ~fuzzy \"as it is\"")
			s.press("esc", "2", "/")
			s.sees("verb:close state:failed")
		})
	}
}

func TestFilter_AskedForArchivedListsThem(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newToloka(somePools())
		w.pools[6].Status = tolokaapi.Archived
		s := newStage(t, w, Options{}, 120, 30)
		s.wait(3 * time.Second)
		s.press("/")
		s.typing("status:archived")
		s.press("enter")
		s.wait(5 * time.Second)
		if s.ids() != "4" {
			t.Errorf("the rows are %q", s.ids())
		}
		s.press("esc")
		if s.ids() != "098765" {
			t.Errorf("after esc the rows are %q", s.ids())
		}
	})
}

func TestFilter_Operations(t *testing.T) {
	t.Parallel()
	for typed, rows := range map[string]int{
		"verb:close": 2, "state:rejected": 2, "code:same": 1, "code:other": 1, "!code:other": 1, "friday": 1, "project:labels": 2,
		"status:rejected": 2, "state:success": 0, "verb:open": 0, "OTHER": 1, "SAME crop": 1,
	} {
		synctest.Test(t, func(t *testing.T) {
			s := refusing(t, "SAME", "OTHER")
			s.w.pools[0].Comment = "not before Friday"
			s.press("r")
			s.wait(5 * time.Second)
			s.press("/")
			s.typing(typed)
			if got := s.m.operations.Len(); got != rows {
				t.Errorf("%s: %d rows, want %d", typed, got, rows)
			}
		})
	}
}

func TestFilter_History(t *testing.T) {
	t.Parallel()
	for _, typed := range []string{"verb:clone", "state:failed", "verb:close state:success", "submitted<1m"} {
		synctest.Test(t, func(t *testing.T) {
			w := newToloka(somePools())
			w.operations = past(40)
			s := newStage(t, w, Options{}, 120, 30)
			s.wait(3 * time.Second)
			s.press("4")
			s.wait(3 * time.Second)
			all := s.m.history.Len()
			s.press("/")
			s.typing(typed)
			want := 0
			for _, op := range s.m.fleet.History().Operations {
				_, verb, _ := op.Type.Action()
				switch typed {
				case "verb:clone":
					want += btoi(verb == tolokaapi.VerbClone)
				case "state:failed":
					want += btoi(op.Status == tolokaapi.Fail)
				case "verb:close state:success":
					want += btoi(verb == tolokaapi.VerbClose && op.Status == tolokaapi.Success)
				}
			}
			if got := s.m.history.Len(); got != want || got == all {
				t.Errorf("%s: %d of %d rows, want %d", typed, got, all, want)
			}
		})
	}
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

func TestFilter_HelpShowsTheLanguage(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newStage(t, newToloka(somePools()), Options{}, 120, 120)
		s.wait(3 * time.Second)
		s.press("?")
		for _, text := range []string{"In the filter", "status:open", "reward>0.05", `"week 12"`, "id name project comment"} {
			s.sees(text)
		}
		s.press("?", "2", "?")
		s.sees("verb:close")
		s.sees("queued sending unconfirmed")
	})
}
