package filter

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"tolokadash/internal/fleet"
	"tolokadash/tolokaapi"
)

var now = time.Date(2026, 3, 11, 14, 0, 0, 0, time.UTC)

// somePools are pools whose ids end in 0 to 5.
func somePools() []fleet.Pool {
	day := func(d, h int) tolokaapi.Date { return tolokaapi.DateOf(time.Date(2026, 3, d, h, 0, 0, 0, time.UTC)) }
	high := 90
	all := []fleet.Pool{
		{Pool: tolokaapi.Pool{Name: "Cats or dogs, batch 1", Status: tolokaapi.Open, Reward: "0.05", ProjectID: "77", LastStarted: day(11, 13)}, Project: "Image labels"},
		{Pool: tolokaapi.Pool{Name: "Cats or dogs, hard 2", Status: tolokaapi.Closed, CloseReason: "NOT_ENOUGH_BALANCE", Reward: "0.10", ProjectID: "77", LastStarted: day(10, 9), Comment: "Do not close before Friday"}, Project: "Image labels"},
		{Pool: tolokaapi.Pool{Name: "Audio, week 12", Status: tolokaapi.Open, Reward: "0.5", ProjectID: "78", LastStarted: day(1, 9), Priority: &high, WillExpire: day(12, 9)}, Project: "Transcripts"},
		{Pool: tolokaapi.Pool{Name: "Café: menus", Status: tolokaapi.Locked, ProjectID: "79"}, Project: "Тёксты"},
		{Pool: tolokaapi.Pool{Name: "Nameless project", Status: tolokaapi.Archived, Reward: "1", ProjectID: "80", LastStarted: tolokaapi.Date{Text: "2026-22-01"}}},
		{Pool: tolokaapi.Pool{Unreadable: "its name is a number"}},
	}
	for i := range all {
		all[i].Ref = tolokaapi.PoolRef("3226770" + strconv.Itoa(i))
	}
	return all
}

// passing are the last digits of the pools that pass.
func passing(f Filter) string {
	var ids strings.Builder
	for i, p := range somePools() {
		r := PoolRecord(p)
		if i < 2 {
			r.SetFigure(tolokaapi.FigureCompletion, 55+45*float64(i), true)
			r.SetFigure(tolokaapi.FigureSpent, 4.5+10*float64(i), true)
		}
		if f.Match(&r, now) {
			ids.WriteString(strconv.Itoa(i))
		}
	}
	return ids.String()
}

func TestMatch_Pools(t *testing.T) {
	for _, c := range []struct{ typed, passing string }{
		{"", "012345"},
		{"  ", "012345"},
		{"!", "012345"},
		{"~", "012345"},
		{`""`, "012345"},
		{"cats", "01"},
		{"CATS  dogs", "01"},
		{"cats hard", "1"},
		{"cats !hard", "0"},
		{"labels", "01"}, // project name
		{"78", "2"},      // project id
		{"friday", "1"},  // comment
		{"32267703", "3"},
		{"тёксты", "3"},
		{"тексты", "3"},
		{"CAFE\u0301", "3"},
		{"cafe", "3"},
		{"ТЁксты", "3"},
		{"те\u0308ксты", "3"},
		{"caf\u00ea", "3"},
		{"１２", "2"},
		{"cats\u3000hard", "1"},
		{`"or dogs"`, "01"},
		{`"dogs or"`, ""},
		{`!"or dogs" menus`, "3"},
		{`"café: menus"`, "3"},
		{"12:30", ""},
		{"~ctbt1", "0"},
		{"~aud", "2"},
		{"~acu", ""}, // no letters across fields
		{"!~ctdg", "23"},

		{"status:open", "02"},
		{"STATUS:Open", "02"},
		{"status:labeling", "02"},
		{"status:Labeled", "1"},
		{"status:op", "02"},
		{"status:open,locked", "023"},
		{"status:open,", "02"},
		{"status:,", "012345"},
		{"status:ｏｐｅｎ", "02"},
		{"!status:open", "134"},
		{"status!=open", "134"},
		{"!status!=open", "02"},
		{"status:", "012345"},
		{"name:cats", "01"},
		{"name:77", ""},
		{`name="audio, WEEK 12"`, "2"},
		{"name=audio", ""},
		{"project:labels", "01"},
		{"project=77", "01"},
		{"!project:labels", "23"},
		{"id:3226770", "012345"},
		{"id=32267702", "2"},
		{"comment:close", "1"},
		{`name:""`, "012345"},
		{`comment=""`, "0234"},
		{`!comment=""`, "1"},
		{"reason:not_enough_balance", "1"},
		{"reason:balance", "1"},
		{"reason:none", "0234"},

		{"reward>0.05", "124"},
		{"reward>=0.05", "0124"},
		{"reward<0.5", "01"},
		{"reward<=0.5", "012"},
		{"reward=0.1", "1"},
		{"reward:$0.10", "1"},
		{"reward=０.１", "1"},
		{"!reward>0.05", "0"}, // not those of which the reward is not known
		{"reward>0.05 reward<1", "12"},
		{"done>=90", "1"},
		{"done<90%", "0"},
		{"!done<90", "1"}, // not those of which it is not known
		{"spent>$10", "1"},
		{"spent<=4.5", "0"},
		{"spent=0", ""},
		{"priority>50", "2"},
		{"!priority>50", ""},

		{"started<2h", "0"},
		{"started>2h", "12"},
		{"started>=60m", "012"},
		{"started:1w", "01"},
		{"started>2026-03-01", "01"},
		{"started>=2026-03-01", "012"},
		{"started<2026-03-10", "2"},
		{"started<=2026-03-10", "12"},
		{"started:2026-03", "012"},
		{"started:2026", "012"},
		{"started:today", "0"},
		{"started:Today", "0"},
		{"started<２Ｈ", "0"},
		{"started>2026-03-11t12:30", "0"},
		{"started:yesterday", "1"},
		{"started:never", "3"},
		{"!started<30d", "3"}, // the date of 4 cannot be read
		{"expires<1d", "2"},
		{"expires>1d", ""},
	} {
		f, problems := Parse(c.typed, Options{Records: Pools})
		if got := passing(f); got != c.passing {
			t.Errorf("%s: %q pass, want %q (%v)", c.typed, got, c.passing, problems)
		}
		for _, p := range problems {
			if p.Blocks() {
				t.Errorf("%s: %v", c.typed, p)
			}
		}
	}
}

func TestParse_Problems(t *testing.T) {
	for _, c := range []struct {
		typed    string
		of       Records
		kind     ProblemKind
		pos      int
		nearest  string
		sentence string
	}{
		{"cats stauts:open", Pools, UnknownField, 5, "status", `no field "stauts": did you mean status?; in quotes it is text`},
		{"http://x", Trainings, UnknownField, 0, "", `no field "http": one of id, name, project, comment, status, reason, created, started, stopped; in quotes it is text`},
		{"status:opne", Pools, UnknownValue, 0, "OPEN", `no status "opne": did you mean OPEN?`},
		{"!status:opne", Pools, UnknownValue, 0, "OPEN", `no status "opne": did you mean OPEN?`},
		{"status:labelling", Pools, UnknownValue, 0, "OPEN", `no status "labelling": did you mean OPEN?`},
		{"status:open,xyz", Pools, UnknownValue, 0, "", `no status "xyz": one of OPEN, CLOSED, LOCKED, ARCHIVED`},
		{"verb:close", Pools, OtherField, 0, "", `no field "verb" here: one of id, name, project, comment, status, reason, done, spent, reward, priority, created, started, stopped, expires`},
		{"reward>0.05", Trainings, OtherField, 0, "", `no field "reward" here: one of id, name, project, comment, status, reason, created, started, stopped`},
		{"reward>cheap", Pools, BadNumber, 0, "", `"cheap" is no number; write reward>0.05`},
		{"reward>nan", Pools, BadNumber, 0, "", `"nan" is no number; write reward>0.05`},
		{"reward!=-Inf", Pools, BadNumber, 0, "", `"-Inf" is no number; write reward!=0.05`},
		{"started>2x", Pools, BadDate, 0, "", `"2x" is no date and no age; write started>2026-03-11 or 2h, 30d`},
		{"started>never", Pools, BadOperator, 0, "", `started takes : = !=, not >`},
		{"status>open", Pools, BadOperator, 0, "", `status takes : = !=, not >`},
		{"state:sucesded", Operations, UnknownValue, 0, "succeeded", `no state "sucesded": did you mean succeeded?`},
		{"status:", Pools, MissingValue, 0, "", `status: wants a value: one of OPEN, CLOSED, LOCKED, ARCHIVED`},
		{"reward>", Pools, MissingValue, 0, "", `reward> wants a value`},
		{"status:,", Pools, MissingValue, 0, "", `status: wants a value: one of OPEN, CLOSED, LOCKED, ARCHIVED`},
		{`cats name:""`, Pools, MissingValue, 5, "", `name: wants a value`},
		{"!", Pools, MissingText, 0, "", `"!" asks for no text`},
		{`cats !~""`, Pools, MissingText, 5, "", `"!~""" asks for no text`},
		{`a "b c`, Pools, OpenQuote, 2, "", `the quote of "b c" does not end`},
		{"status:arch", Pools, Abbreviated, 0, "", `"arch" is short for ARCHIVED`},
	} {
		f, problems := Parse(c.typed, Options{Records: c.of})
		if len(problems) != 1 {
			t.Errorf("%s: %d problems: %v", c.typed, len(problems), problems)
			continue
		}
		p := problems[0]
		if p.Kind != c.kind || p.Word.Pos != c.pos || p.Nearest != c.nearest || p.Error() != c.sentence {
			t.Errorf("%s: %+v\n%s", c.typed, p, p.Error())
		}
		if p.Blocks() && c.of == Pools && passing(f) != "" {
			t.Errorf("%s: %q pass", c.typed, passing(f))
		}
	}
}

func TestMatch_ProjectNameArrivesLater(t *testing.T) {
	p := somePools()[0]
	p.Project = ""
	for _, c := range []struct {
		typed         string
		before, after bool
	}{
		{"labels", false, true},
		{"!labels", false, false},
		{"!tigers", false, true},
		{"!~zebra", false, true},
		{"project:labels", false, true},
		{"!project:tigers", false, true},
		{"project:77", true, true},
		{"!project:77", false, false},
		{"cats", true, true},
		{"!cats", false, false},
		{"status:open", true, true},
		{"!name:tigers", true, true},
	} {
		f, _ := Parse(c.typed, Options{Records: Pools})
		r := PoolRecord(p)
		if got := f.Match(&r, now); got != c.before {
			t.Errorf("%s: passes %v before the name is known", c.typed, got)
		}
		named := p
		named.Project = "Image labels"
		r.SetPool(named)
		if got := f.Match(&r, now); got != c.after {
			t.Errorf("%s: passes %v once the name is known", c.typed, got)
		}
		if c.before != c.after && len(f.NeedProjects()) == 0 {
			t.Errorf("%s: does not say that it needs the names of projects", c.typed)
		}
	}
	f, _ := Parse("status:open cats name:x !project:y reward>1 stat:us", Options{Records: Pools})
	var words []string
	for _, w := range f.NeedProjects() {
		words = append(words, w.Text)
	}
	if want := []string{"cats", "!project:y"}; !slices.Equal(words, want) {
		t.Errorf("%q need the names of projects, want %q", words, want)
	}
}

// What an operation says about why it failed is found by its code alone, and as the screen says it.
func TestMatch_OperationCode(t *testing.T) {
	pool := somePools()[1]
	row := fleet.Row{
		Verb: tolokaapi.VerbClose, On: pool.Ref, State: fleet.Failed, Percent: 40,
		Op: tolokaapi.Operation{Status: tolokaapi.Fail, Details: `{"code":"EMPTY_POOL","message":"Pool is empty","pool":7}`},
	}
	r := OperationRecord(row, pool, true)
	for typed, want := range map[string]bool{
		"code=empty_pool": true, "code:empty": true, "code=empty": false, "code:message": false,
		`"pool is empty"`: true, `"pool\":7"`: false, `"EMPTY_POOL"`: true,
	} {
		f, problems := Parse(typed, Options{Records: Operations})
		if got := f.Match(&r, now); got != want || len(problems) > 0 {
			t.Errorf("%s: %v, want %v; %v", typed, got, want, problems)
		}
	}
}

func TestMatch_Operations(t *testing.T) {
	pool := somePools()[1]
	rows := []fleet.Row{
		{Verb: tolokaapi.VerbClose, State: fleet.Succeeded, Percent: 100, Op: tolokaapi.Operation{ID: "57068577", Status: tolokaapi.Success, Submitted: tolokaapi.DateOf(now.Add(-3 * time.Hour))}, End: now.Add(-time.Hour)},
		{Verb: tolokaapi.VerbClose, State: fleet.Failed, Percent: 40, Op: tolokaapi.Operation{Status: tolokaapi.Fail, Details: `{"why":"frozen"}`}},
		{Verb: tolokaapi.VerbOpen, State: fleet.Rejected, Percent: -1, Asked: now.Add(-time.Minute), Problem: &fleet.Problem{Status: 409, Code: "POOL_LOCKED_BY_ANOTHER_OPERATION"}},
		{Verb: tolokaapi.VerbArchive, State: fleet.Unconfirmed, Percent: -1},
		{Verb: tolokaapi.VerbClone, State: fleet.NotSent, Percent: -1, Name: "Alone"}, // its pool is not known
	}
	for _, c := range []struct{ typed, passing string }{
		{"verb:close", "01"},
		{"!verb:close", "234"},
		{"state:success", "0"},
		{"state:succeeded", "0"},
		{"status:fail", "1"},
		{"fail", "1"},
		{"state:looking", "3"},
		{"looking", "3"},
		{`state:"not sent"`, "4"},
		{"state:failed,rejected", "12"},
		{"code:locked", "2"},
		{"locked", "2"},
		{"409", "2"},
		{"code=pool_locked_by_another_operation", "2"},
		{"code:409", "2"},
		{"code=409", "2"},
		{"code=40", ""},
		{`code=""`, "034"},
		{"code:frozen", "1"},
		{"!code:locked", "0134"},
		{"hard friday", "0123"},
		{"!friday", ""}, // that of a pool that is not known may be so
		{"alone", "4"},
		{"project:labels", "0123"},
		{"57068577", "0"},
		{"progress<50", "1"},
		{"submitted<2h", "2"},
		{"submitted>2h", "0"},
		{"finished<2h", "0"},
	} {
		f, problems := Parse(c.typed, Options{Records: Operations})
		got := ""
		for i, row := range rows {
			row.On = pool.Ref
			r := OperationRecord(row, pool, row.Name == "")
			if f.Match(&r, now) {
				got += strconv.Itoa(i)
			}
		}
		if got != c.passing || len(problems) > 0 {
			t.Errorf("%s: %q pass, want %q (%v)", c.typed, got, c.passing, problems)
		}
	}
}

func TestUnmatched_Words(t *testing.T) {
	for typed, want := range map[string][]string{
		"cats audoi":         {"audoi"},
		"cats audio":         nil,
		"zzz status:opne":    {"zzz", "status:opne"},
		"reward>5 cats":      {"reward>5"},
		`"dogs or" !3226770`: {`"dogs or"`, "!3226770"},
	} {
		f, _ := Parse(typed, Options{Records: Pools})
		got := f.Unmatched(func(yield func(*Record) bool) {
			for _, p := range somePools() {
				r := PoolRecord(p)
				if !yield(&r) {
					return
				}
			}
		}, now)
		var words []string
		for _, w := range got {
			words = append(words, w.Text)
			if typed[w.Pos:w.Pos+len(w.Text)] != w.Text {
				t.Errorf("%s: %q is not at %d", typed, w.Text, w.Pos)
			}
		}
		if !slices.Equal(words, want) {
			t.Errorf("%s: %q match nothing, want %q", typed, words, want)
		}
	}
}

func TestParse_Zone(t *testing.T) {
	tokyo := time.FixedZone("JST", 9*3600)
	r := PoolRecord(fleet.Pool{Pool: tolokaapi.Pool{LastStarted: tolokaapi.DateOf(time.Date(2026, 3, 10, 20, 0, 0, 0, time.UTC))}})
	for _, typed := range []string{"started:2026-03-11", "started:today", "started>2026-03-11T04:59", "started:2026-03-11T05:00"} {
		if f, _ := Parse(typed, Options{Records: Pools, Location: tokyo}); !f.Match(&r, now) {
			t.Errorf("%s: the day is taken in another zone", typed)
		}
	}
}

// What stands for one letter does not count: case, width, pieces, accents of Latin and
// Greek letters. Accents that make another letter do.
func TestFold_Letters(t *testing.T) {
	for text, want := range map[string]string{
		"Café":               "cafe",
		"CAFE\u0301":         "cafe",
		"ÅNGSTRÖM":           "angstrom",
		"Việt":               "viet",
		"x\u0302\u0323 y":    "x y",
		"İ":                  "i",
		"Άλφα":               "αλφα",
		"Ёлка, отчёт":        "елка, отчет",
		"чай":                "чай",
		"ｶﾞ":                 "ガ",
		"か\u3099":            "が",
		"\u1112\u1161\u11ab": "한",
		"हिन्दी":             "हिन्दी",
		"\u0301":             "\u0301",
		"ﬁ １２":               "fi 12",
	} {
		if got := Fold(text); got != want {
			t.Errorf("%q folds to %q, want %q", text, got, want)
		}
	}
}

// TestParse_Anything holds for every text: it is read without a panic, a word
// that blocks lets nothing pass, and no record passes a word and its negation.
func TestParse_Anything(t *testing.T) {
	piece := rapid.SampledFrom([]string{
		"!", "~", `"`, ":", "=", "!=", "<", ">", ">=", ",", " ", "\u3000", "status", "open", "opne", "reward", "0.05", "started", "2h", "2026-03",
		"project", "77", "cats", "é", "９", "verb", "close", "never", "today", "-", ".",
	})
	rapid.Check(t, func(t *rapid.T) {
		typed := strings.Join(rapid.SliceOfN(piece, 0, 9).Draw(t, "pieces"), "")
		f, problems := Parse(typed, Options{Records: Pools})
		for _, p := range problems {
			if p.Blocks() && passing(f) != "" {
				t.Fatalf("%q: %v, and %s pass", typed, p, passing(f))
			}
			if at := p.Word.Pos; typed[at:at+len(p.Word.Text)] != p.Word.Text {
				t.Fatalf("%q: %q is not at %d", typed, p.Word.Text, at)
			}
		}
		for _, term := range f.terms {
			opposite := term
			opposite.negated = !term.negated
			for _, p := range somePools() {
				r := PoolRecord(p)
				if term.verdict(&r, now) == yes && opposite.verdict(&r, now) == yes {
					t.Fatalf("%q: pool %s passes %q and its negation", typed, p.Ref.ID, term.word.Text)
				}
			}
		}
	})
}

func BenchmarkMatch(b *testing.B) {
	records := make([]Record, 10_000)
	for i := range records {
		p := somePools()[i%5]
		p.Name += " " + strconv.Itoa(i)
		p.Reward = json.Number("0.0" + strconv.Itoa(i%100))
		records[i] = PoolRecord(p)
	}
	for _, typed := range []string{"7", "cats !hard", "~ctsdgs", "status:open reward>0.05 started<30d friday"} {
		b.Run(typed, func(b *testing.B) {
			f, _ := Parse(typed, Options{Records: Pools})
			b.ReportAllocs()
			for b.Loop() {
				for i := range records {
					f.Match(&records[i], now)
				}
			}
		})
	}
}

func TestFilter_Figures(t *testing.T) {
	f, problems := Parse("cats done>50 !spent<1 done<99", Options{Records: Pools})
	if got := f.Figures(); len(problems) > 0 || !slices.Equal(got, []tolokaapi.FigureName{tolokaapi.FigureCompletion, tolokaapi.FigureSpent}) {
		t.Errorf("it looks at %v, %v", got, problems)
	}
	for i, p := range somePools() {
		r := PoolRecord(p)
		if got := f.MatchBesideFigures(&r, now); got != (i < 2) || f.Match(&r, now) {
			t.Errorf("%s passes the other words: %v", p.Name, got)
		}
	}
	if f, _ := Parse("done>50", Options{Records: Trainings}); len(f.Figures()) > 0 {
		t.Error("trainings have no figures")
	}
}

// Each reason that the screen announces is found by a short word.
func TestFilter_ClosedReasons(t *testing.T) {
	words := map[string]string{
		"balance": fleet.ClosedNotEnoughBalance, "expired": fleet.ClosedExpired, "blocked": fleet.ClosedBlocked, "limit": fleet.ClosedAssignmentsLimit,
	}
	for word := range words {
		f, problems := Parse("reason:"+word, Options{Records: Pools})
		for other, reason := range words {
			r := PoolRecord(fleet.Pool{Pool: tolokaapi.Pool{Status: tolokaapi.Closed, CloseReason: reason}})
			if len(problems) > 0 || f.Match(&r, time.Time{}) != (word == other) {
				t.Errorf("reason:%s of %s is wrong (%v)", word, reason, problems)
			}
			again := PoolRecord(fleet.Pool{Pool: tolokaapi.Pool{Status: tolokaapi.Open, CloseReason: reason}})
			if f.Match(&again, time.Time{}) {
				t.Errorf("reason:%s finds a pool that is open again", word)
			}
		}
	}
}
