package journal

import (
	"os"
	"testing"
	"time"

	"tolokadash/tolokaapi"
)

// TestAbandoned has batches of several sessions: those of a session that has ended,
// of the same account, that were confirmed recently, are yielded whole.
func TestAbandoned(t *testing.T) {
	host, _ := os.Hostname()
	now := time.Date(2026, 3, 11, 12, 0, 0, 0, time.UTC)
	here := Origin{Host: host, APIHost: "toloka.dev", Account: "a", Profile: "p"}
	with := func(change func(*Origin)) Origin {
		o := here
		change(&o)
		return o
	}
	cases := map[string]struct {
		origin Origin
		asked  time.Time
		runs   bool
		want   int
	}{
		"ended":                           {origin: here, asked: now.Add(-23 * time.Hour), want: 1},
		"confirmed too long ago":          {origin: here, asked: now.Add(-25 * time.Hour)},
		"still runs":                      {origin: here, asked: now, runs: true},
		"another account":                 {origin: with(func(o *Origin) { o.Account = "b" }), asked: now},
		"another server":                  {origin: with(func(o *Origin) { o.APIHost = "sandbox.toloka.dev" }), asked: now},
		"another machine":                 {origin: with(func(o *Origin) { o.Host = host + "2" }), asked: now},
		"account unknown, same profile":   {origin: with(func(o *Origin) { o.Account = "" }), asked: now, want: 1},
		"account unknown, other profiles": {origin: with(func(o *Origin) { o.Account, o.Profile = "", "q" }), asked: now},
		"account known, other profile":    {origin: with(func(o *Origin) { o.Profile = "q" }), asked: now, want: 1},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			j := open(t, Options{Dir: dir, Origin: c.origin})
			for i, batch := range []string{"old", "b"} { // the first was confirmed a week ago
				asked := c.asked.Add(time.Duration(i-1) * 7 * 24 * time.Hour)
				for _, r := range []Record{
					{Time: asked, Event: Confirmed, Batch: batch, Verb: tolokaapi.VerbClose, Targets: []Target{{tolokaapi.SubjectPool, "1", "one", "7"}, {tolokaapi.SubjectPool, "2", "two", "7"}}},
					{Time: asked, Event: Sending, Batch: batch, Verb: tolokaapi.VerbClose, Subject: tolokaapi.SubjectPool, ID: "1"},
				} {
					if err := j.Append(r); err != nil {
						t.Fatal(err)
					}
				}
			}
			if !c.runs {
				if err := j.Close(); err != nil {
					t.Fatal(err)
				}
			}
			got, err := Abandoned(dir, here, now.Add(-24*time.Hour))
			if err != nil || len(got) != c.want {
				t.Fatalf("%+v, %v", got, err)
			}
			for _, b := range got {
				if b.Name != "b" || b.Verb != tolokaapi.VerbClose || !b.Asked.Equal(c.asked) || len(b.Commands) != 2 || !b.Commands[0].Open || b.Commands[1].State != Queued {
					t.Errorf("%+v", b)
				}
			}
		})
	}
}

// TestAbandoned_NoJournal has a folder without a journal.
func TestAbandoned_NoJournal(t *testing.T) {
	if got, err := Abandoned(t.TempDir(), Origin{}, time.Time{}); got != nil || err != nil {
		t.Errorf("%v, %v", got, err)
	}
}
