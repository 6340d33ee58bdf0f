package journal

import (
	"iter"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"tolokadash/tolokaapi"
)

// sequenceOf yields records, each a second after the one before.
func sequenceOf(records ...Record) iter.Seq2[Record, error] {
	return func(yield func(Record, error) bool) {
		for i, r := range records {
			r.Time, r.Session = time.Unix(int64(i), 0), "s"
			if !yield(r, nil) {
				return
			}
		}
	}
}

func about(e Event, id string, r Record) Record {
	r.Event, r.Batch, r.Verb, r.Subject, r.ID = e, "b", tolokaapi.VerbClose, tolokaapi.SubjectPool, id
	return r
}

func TestCommands_Fold(t *testing.T) {
	confirmed := Record{Event: Confirmed, Batch: "b", Verb: tolokaapi.VerbClose, Targets: []Target{
		{tolokaapi.SubjectPool, "1", "one", "7"}, {tolokaapi.SubjectPool, "2", "two", "7"}, {tolokaapi.SubjectPool, "3", "three", "7"}, {tolokaapi.SubjectTraining, "1", "t", ""},
	}}
	percent := 40
	got, err := Commands(sequenceOf(
		confirmed,
		about(Sending, "1", Record{}),
		about(Sending, "2", Record{}),
		about(Answered, "1", Record{State: Pending, Operation: "op", HTTPStatus: 202}),
		about(Ended, "1", Record{State: Failed, Percent: &percent, Took: 2.5, Origin: Origin{Account: "a"}}),
		about(Dismissed, "1", Record{}),
		about(Sending, "4", Record{Name: "four"}),
		about(Answered, "4", Record{State: Queued, HTTPStatus: 429}),
		about(Sending, "4", Record{Name: "four"}),
		about(Ended, "4", Record{State: Succeeded}),
		about(Answered, "4", Record{State: Unconfirmed}),
	))
	if err != nil {
		t.Fatal(err)
	}
	at := func(n int64) time.Time { return time.Unix(n, 0) }
	command := func(s tolokaapi.Subject, id, name string, asked int64, c Command) *Command {
		c.Session, c.Batch, c.Verb, c.Subject, c.ID, c.Name, c.Asked = "s", "b", tolokaapi.VerbClose, s, id, name, at(asked)
		if c.Name != "four" && c.Subject == tolokaapi.SubjectPool {
			c.Project = "7"
		}
		return &c
	}
	want := []*Command{
		command(tolokaapi.SubjectPool, "1", "one", 0, Command{
			Origin: Origin{Account: "a"}, Sent: at(1), Ended: at(4), Tries: 1, State: Failed, Operation: "op", Percent: &percent, Took: 2500 * time.Millisecond, Dismissed: true,
		}),
		command(tolokaapi.SubjectPool, "2", "two", 0, Command{Sent: at(2), Tries: 1, Open: true, State: Queued}),
		command(tolokaapi.SubjectPool, "3", "three", 0, Command{State: Queued}),
		command(tolokaapi.SubjectTraining, "1", "t", 0, Command{State: Queued}),
		command(tolokaapi.SubjectPool, "4", "four", 6, Command{Sent: at(8), Ended: at(9), Tries: 2, State: Succeeded}),
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	var bad []bool
	for _, c := range got {
		bad = append(bad, c.Bad())
	}
	if diff := cmp.Diff([]bool{true, true, false, false, false}, bad); diff != "" {
		t.Error(diff)
	}
}

// A command that takes another operation's outcome is not over when it was refused.
func TestCommands_FollowedOther(t *testing.T) {
	refused := []Record{
		about(Sending, "1", Record{}),
		about(Answered, "1", Record{State: Rejected, HTTPStatus: 409, Code: "LOCKED"}),
		about(Ended, "1", Record{State: Rejected, HTTPStatus: 409, Code: "LOCKED"}),
		about(Followed, "1", Record{State: Running, Operation: "op", Other: true}),
	}
	for name, tc := range map[string]struct {
		more []Record
		want Command
		bad  bool
	}{
		"it goes on":  {nil, Command{State: Running}, false},
		"it succeeds": {[]Record{about(Ended, "1", Record{State: Succeeded, Operation: "op", Other: true})}, Command{State: Succeeded, Ended: time.Unix(4, 0)}, false},
		"it fails":    {[]Record{about(Ended, "1", Record{State: Failed, Operation: "op", Other: true})}, Command{State: Failed, Ended: time.Unix(4, 0)}, true},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := Commands(sequenceOf(append(refused, tc.more...)...))
			if err != nil || len(got) != 1 {
				t.Fatalf("%v, %v", got, err)
			}
			if c := got[0]; c.State != tc.want.State || !c.Ended.Equal(tc.want.Ended) || c.Operation != "op" || !c.Other || c.Code != "" || c.Open || c.Bad() != tc.bad {
				t.Errorf("%+v", c)
			}
		})
	}
}
