package journal

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"runtime"
	"strings"
	"testing"
	"time"

	"tolokadash/tolokaapi"
)

const goodLine = `{"format":1,"time":"2026-11-26T03:05:06Z","sequence":1,"session":"s","event":"sending","id":"1"}`

func TestRead_NoJournal(t *testing.T) {
	wantIDs(t, t.TempDir())
}

// TestRead_OtherLines has lines that this program did not write.
func TestRead_OtherLines(t *testing.T) {
	for name, line := range map[string]struct {
		text              string
		unreadable, newer int
		read              bool
	}{
		"unknown fields":           {`{"format":1,"time":"2026-11-26T03:05:06Z","session":"s","event":"sending","id":"2","weather":{"rain":true}}`, 0, 0, true},
		"another order":            {`{"id":"2","event":"sending","session":"s","time":"2026-11-26T04:05:06+01:00","format":1}`, 0, 0, true},
		"a newer version":          {`{"format":2,"time":"2026-11-26T03:05:06Z","session":"s","event":"sending","id":"2"}`, 0, 1, false},
		"a newer version's types":  {`{"format":2,"time":17,"id":{}}`, 0, 1, false},
		"an event of a newer one":  {`{"format":1,"time":"2026-11-26T03:05:06Z","session":"s","event":"cloned"}`, 0, 1, false},
		"garbage":                  {"\x00\xff garbage", 1, 0, false},
		"other JSON":               {`[1,2]`, 1, 0, false},
		"no version":               {`{"time":"2026-11-26T03:05:06Z","session":"s","event":"sending"}`, 1, 0, false},
		"no time":                  {`{"format":1,"session":"s","event":"sending"}`, 1, 0, false},
		"wrong types":              {`{"format":1,"time":"2026-11-26T03:05:06Z","session":7,"event":"sending"}`, 1, 0, false},
		"longer than any record":   {strings.Repeat("x", maxLine+10), 1, 0, false},
		"blank":                    {" \t\r", 0, 0, false},
		"a line end of another OS": {`{"format":1,"time":"2026-11-26T03:05:06Z","session":"s","event":"sending","id":"2"}` + "\r", 0, 0, true},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			addTo(t, dir, goodLine+"\n"+line.text+"\n"+goodLine+"\n")
			want := []string{"1", "1"}
			if line.read {
				want = []string{"1", "2", "1"}
			}
			if got := wantIDs(t, dir, want...); got != (Skipped{line.unreadable, line.newer}) {
				t.Errorf("skipped %+v", got)
			}
		})
	}
}

func TestRead_Filter(t *testing.T) {
	r := Record{
		Event: Sending, Verb: tolokaapi.VerbClose, ID: "1",
		Origin: Origin{Host: "m", APIHost: "toloka.dev", Account: "a"},
	}
	batch := Record{Event: Confirmed, Verb: tolokaapi.VerbClose, Targets: []Target{{ID: "1"}, {ID: "2"}}}
	for _, c := range []struct {
		filter Filter
		r      Record
		want   bool
	}{
		{Filter{}, r, true},
		{Filter{ID: "1"}, r, true},
		{Filter{ID: "2"}, r, false},
		{Filter{ID: "2"}, batch, true},
		{Filter{ID: "3"}, batch, false},
		{Filter{Verbs: []tolokaapi.Verb{tolokaapi.VerbOpen, tolokaapi.VerbClose}}, r, true},
		{Filter{Verbs: []tolokaapi.Verb{tolokaapi.VerbOpen}}, r, false},
		{Filter{APIHost: "toloka.dev", Account: "a", Host: "m"}, r, true},
		{Filter{APIHost: "sandbox.toloka.dev"}, r, false},
		{Filter{Account: "b"}, r, false},
		{Filter{Account: "b"}, batch, true},
		{Filter{Host: "n"}, r, false},
	} {
		if got := c.filter.Match(&c.r); got != c.want {
			t.Errorf("%+v of %+v: %v", c.filter, c.r, got)
		}
	}
}

func TestRead_EndsWhenTheReaderDoes(t *testing.T) {
	dir := t.TempDir()
	addTo(t, dir, goodLine+"\n"+goodLine+"\n")
	n := 0
	for _, err := range Read(dir, time.Time{}, Filter{}, nil) {
		if err != nil {
			t.Error(err)
		}
		n++
		break
	}
	if n != 1 {
		t.Errorf("%d records", n)
	}
}

// linesOf writes a journal of so many records of two commands in turn.
func linesOf(tb testing.TB, dir string, n int) {
	tb.Helper()
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, `{"format":1,"time":"2026-11-%02dT03:05:06.123456789Z","sequence":%d,"session":"20261126T030506-0123456789ab","event":"ended","host":"machine","pid":4711,"user":"ann","environment":"production","api_host":"toloka.dev","profile":"work","account":"00f1","batch":"b.1","verb":"close","subject":"pool","id":"%d","name":"Is it a cat or a dog? batch %d","project":"7","operation":"6b0e-%d","http_status":202,"state":"succeeded","percent":100,"took":12.345}`+"\n", 1+i*27/n, i+1, 30_000_000+i, i, i)
	}
	if err := os.WriteFile(journalFile(dir), []byte(b.String()), 0o600); err != nil {
		tb.Fatal(err)
	}
}

// TestRead_Allocations holds what reading costs by what it allocates: a record a
// little more than its texts, one that is older than asked for nothing.
func TestRead_Allocations(t *testing.T) {
	const lines = 10_000 // BenchmarkRead has ten times as many
	dir := t.TempDir()
	linesOf(t, dir, lines)
	measure := func(since time.Time, want int) float64 {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		n := 0
		for _, err := range Read(dir, since, Filter{}, nil) {
			if err != nil {
				t.Error(err)
			}
			n++
		}
		runtime.ReadMemStats(&after)
		if n != want {
			t.Errorf("%d records", n)
		}
		return float64(after.Mallocs-before.Mallocs) / lines
	}
	if got := measure(time.Time{}, lines); got > 36 {
		t.Errorf("%.1f allocations a record", got)
	}
	if got := measure(time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC), 0); got > 0.05 {
		t.Errorf("%.2f allocations an old record", got)
	}
}

func BenchmarkRead(b *testing.B) {
	dir := b.TempDir()
	linesOf(b, dir, 100_000)
	for b.Loop() {
		for _, err := range Read(dir, time.Time{}, Filter{}, nil) {
			if err != nil {
				b.Error(err)
			}
		}
	}
}

// FuzzRead holds that nothing in a file stops the reader, that what it yields is
// harmless and can be folded, and that a record added after it is read.
func FuzzRead(f *testing.F) {
	f.Add([]byte(goodLine), int64(0))
	f.Add([]byte(goodLine+"\n"+goodLine[:40]), int64(0))
	f.Add([]byte(goodLine[:40]+goodLine+"\n\n"), int64(1795662000))
	f.Add([]byte(`{"format":2}`+"\n\x00\xff\n[]\n{\"format\":1,\"time\":\"2026-11-26T03:05:06Z\"}"), int64(0))
	f.Add([]byte(`{"format":1,"time":"2026-11-26T03:05:06Z","session":"s","event":"confirmed","targets":[{"id":"\u001b[2J"},null],"percent":1000}`), int64(0))
	f.Fuzz(func(t *testing.T, data []byte, since int64) {
		from := time.Unix(since, 0)
		end, err := encode(&Record{Format: Format, Time: from, Session: "s", Event: Sending, ID: "the last"})
		if err != nil {
			return // no such time can be written
		}
		var last Record
		s := scan{since: from, skipped: new(Skipped), yield: func(r Record, err error) bool {
			if err != nil {
				t.Fatal(err)
			}
			r.texts(func(s *string, _ int) {
				if *s != tolokaapi.Harmless(*s) {
					t.Errorf("%q is not harmless", *s)
				}
			})
			if r.Time.Before(from) || r.Percent != nil && (*r.Percent < 0 || *r.Percent > 100) {
				t.Errorf("%+v", r)
			}
			last = r
			return true
		}}
		s.file(io.MultiReader(bytes.NewReader(data), strings.NewReader("\n"), bytes.NewReader(end)), true)
		if last.ID != "the last" {
			t.Errorf("the last is %+v", last)
		}
		if _, err := Commands(func(yield func(Record, error) bool) {
			s.yield = yield
			s.file(bytes.NewReader(data), true)
		}); err != nil {
			t.Error(err)
		}
	})
}
