package tolokaapi

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

const poolSample = `{"id":"32267581","project_id":"81776","private_name":"Audio transcripts, week 10","private_comment":"re-run","type":"REGULAR",
 "status":"CLOSED","last_close_reason":"COMPLETED","created":"2022-03-10T07:41:53.626","last_started":"2022-03-10T08:00:01",
 "last_stopped":"2022-03-11T19:22:40.5","will_expire":"2023-03-09T00:00:00","reward_per_assignment":0.07,"priority":0,
 "may_contain_adult_content":true,"assignment_max_duration_seconds":600,"auto_accept_solutions":true,"auto_accept_period_day":21,
 "auto_close_after_complete_delay_seconds":0,"defaults":{"default_overlap_for_new_task_suites":3},
 "mixer_config":{"real_tasks_count":10,"golden_tasks_count":1,"training_tasks_count":0},
 "filter":{"and":[{"or":[{"category":"skill"}]}]},
 "metadata":{},"owner":{"id":"6c6e20dc86cca2ae787afcb2629de162","myself":true}}`

const trainingSample = `{"id":"31226418","project_id":"74175","private_name":"Warm-up","status":"CLOSED","last_close_reason":"MANUAL",
 "created":"2022-01-22T07:50:14.781","last_started":"2022-01-22T07:50:21.491","last_stopped":"2022-02-24T13:40:29.754",
 "inherited_instructions":true,"public_instructions":"","may_contain_adult_content":false,
 "assignment_max_duration_seconds":600,"mix_tasks_in_creation_order":true,"shuffle_tasks_in_task_suite":true,
 "training_tasks_in_task_suite_count":10,"task_suites_required_to_pass":1,"retry_training_after_days":14,
 "metadata":{},"owner":{"id":"6c6e20dc86cca2ae787afcb2629de162","myself":true}}`

// A pool is read from the documented sample.
func TestReadPool_DocumentedSample(t *testing.T) {
	date := func(text string, at time.Time) Date { return Date{Time: at, Text: text} }
	want := Pool{
		Ref: PoolRef("32267581"), ProjectID: "81776", Name: "Audio transcripts, week 10", Comment: "re-run",
		Status: Closed, CloseReason: "COMPLETED", Type: "REGULAR",
		Created:     date("2022-03-10T07:41:53.626", time.Date(2022, 3, 10, 7, 41, 53, 626e6, time.UTC)),
		LastStarted: date("2022-03-10T08:00:01", time.Date(2022, 3, 10, 8, 0, 1, 0, time.UTC)),
		LastStopped: date("2022-03-11T19:22:40.5", time.Date(2022, 3, 11, 19, 22, 40, 500e6, time.UTC)),
		WillExpire:  date("2023-03-09T00:00:00", time.Date(2023, 3, 9, 0, 0, 0, 0, time.UTC)),
		Reward:      "0.07", Priority: new(0), AdultContent: true, AutoAccept: true, AutoCloseDelay: new(0),
		MaxDuration: new(600), Overlap: new(3), RealTasks: new(10), GoldenTasks: new(1), TrainingTasks: new(0),
		Mine: true, OwnerID: "6c6e20dc86cca2ae787afcb2629de162",
	}
	if diff := cmp.Diff(want, readPool(SubjectPool, []byte(poolSample), sanitizer{})); diff != "" {
		t.Error(diff)
	}
}

// A training is read without what it lacks.
func TestReadPool_Training(t *testing.T) {
	p := readPool(SubjectTraining, []byte(trainingSample), sanitizer{})
	if p.Ref != TrainingRef("31226418") || p.Unreadable != "" || p.Name != "Warm-up" || p.CloseReason != "MANUAL" {
		t.Errorf("got %+v", p)
	}
	if p.Reward != "" || p.Priority != nil || p.WillExpire != (Date{}) || p.Overlap != nil {
		t.Errorf("invented: %+v", p)
	}
}

// Only ID and status are needed.
func TestRecord_IDAndStatus(t *testing.T) {
	tests := []struct{ name, in, id, unreadable string }{
		{"both are there", `{"id":"7","status":"OPEN"}`, "7", ""},
		{"an unknown status passes through", `{"id":"7","status":"MELTING"}`, "7", ""},
		{"a number as id counts as its digits", `{"id":7,"status":"OPEN"}`, "7", ""},
		{"an id with a slash is an id", `{"id":"a/b?c#d%2e","status":"OPEN"}`, "a/b?c#d%2e", ""},
		{"wrong types elsewhere cost nothing", `{"id":"7","status":"OPEN","private_name":5,"created":[],"owner":"x","priority":"high",
			"defaults":7,"mixer_config":{"real_tasks_count":{}},"may_contain_adult_content":"yes","reward_per_assignment":"0.05"}`, "7", ""},
		{"nulls elsewhere cost nothing", `{"id":"7","status":"OPEN","private_name":null,"created":null,"owner":null,"priority":null}`, "7", ""},
		{"unknown and large fields are skipped", `{"id":"7","status":"OPEN","task_spec":{"a":[1,{"b":2}]},"x":"` + strings.Repeat("y", 1<<16) + `"}`, "7", ""},
		{"no id", `{"status":"OPEN"}`, "", "it has no id"},
		{"a null id", `{"id":null,"status":"OPEN"}`, "", "it has no id"},
		{"an empty id", `{"id":"","status":"OPEN"}`, "", "its id cannot be used"},
		{"an id with a space", `{"id":"7 8","status":"OPEN"}`, "", "its id cannot be used"},
		{"an id with an escape", `{"id":"\u001b[31m7","status":"OPEN"}`, "", "its id cannot be used"},
		{"an id in another script", `{"id":"семь","status":"OPEN"}`, "", "its id cannot be used"},
		{"an id that climbs", `{"id":"..","status":"OPEN"}`, "", "its id cannot be used"},
		{"an id of 129 bytes", `{"id":"` + strings.Repeat("7", 129) + `","status":"OPEN"}`, "", "its id cannot be used"},
		{"a fraction as id", `{"id":7.5,"status":"OPEN"}`, "", "its id cannot be used"},
		{"a power as id", `{"id":1e3,"status":"OPEN"}`, "", "its id cannot be used"},
		{"an object as id", `{"id":{},"status":"OPEN"}`, "", "its id cannot be used"},
		{"no status", `{"id":"7"}`, "7", "it has no status"},
		{"a number as status", `{"id":"7","status":5}`, "7", "it has no status"},
		{"a null status", `{"id":"7","status":null}`, "7", "it has no status"},
		{"not an object", `17`, "", "it is not an object"},
		{"null", `null`, "", "it is not an object"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			p := readPool(SubjectPool, []byte(test.in), sanitizer{})
			if p.Ref != PoolRef(test.id) || p.Unreadable != test.unreadable {
				t.Errorf("got %+v", p)
			}
			if test.unreadable == "" && p.Status == "" {
				t.Error("the status is gone")
			}
			if o := readOperation([]byte(test.in), sanitizer{}); string(o.ID) != test.id || o.Unreadable != test.unreadable {
				t.Errorf("as an operation: %+v", o)
			}
			if o := readProject([]byte(test.in), sanitizer{}); o.ID != test.id || o.Unreadable != test.unreadable {
				t.Errorf("as a project: %+v", o)
			}
		})
	}
}

// A wrong number is an absent one.
func TestReadPool_Numbers(t *testing.T) {
	for _, test := range []struct {
		name, literal string
		reward        string
		priority      *int
	}{
		{"a fraction keeps its literal", `0.070`, "0.070", nil},
		{"a whole number", `7`, "7", new(7)},
		{"a whole number with a fraction", `40.0`, "40.0", new(40)},
		{"a negative", `-100`, "-100", new(-100)},
		{"a power", `1e2`, "1e2", new(100)},
		{"too much for a machine word", `99999999999999999999`, "99999999999999999999", nil},
		{"a literal longer than any amount", strings.Repeat("9", 65), "", nil},
		{"a string", `"7"`, "", nil},
		{"null", `null`, "", nil},
		{"a truth", `true`, "", nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			p := readPool(SubjectPool, []byte(`{"id":"1","status":"OPEN","reward_per_assignment":`+test.literal+`,"priority":`+test.literal+`}`), sanitizer{})
			if string(p.Reward) != test.reward {
				t.Errorf("reward %q, want %q", p.Reward, test.reward)
			}
			if diff := cmp.Diff(test.priority, p.Priority); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// Remote text of a pool is harmless.
func TestReadPool_HostileText(t *testing.T) {
	evil := `"\u001b[2J\u202eevil\u0007\n` + strings.Repeat("x", 5000) + `"`
	p := readPool(SubjectPool, []byte(`{"id":"1","status":`+evil+`,"private_name":`+evil+`,"private_comment":`+evil+
		`,"last_close_reason":`+evil+`,"created":`+evil+`,"type":`+evil+`,"project_id":`+evil+`,"owner":{"id":`+evil+`}}`), sanitizer{})
	for _, s := range []string{p.Name, p.Comment, string(p.Status), p.CloseReason, p.Created.Text, p.Type} {
		assertHarmless(t, s, maxText)
		if !strings.HasPrefix(s, "evil ") {
			t.Errorf("got %.20q", s)
		}
	}
	if p.ProjectID != "" || p.OwnerID != "" {
		t.Errorf("ids that are none: %q %q", p.ProjectID, p.OwnerID)
	}
}

// An account is read leniently.
func TestReadRequester_Shapes(t *testing.T) {
	tests := []struct {
		name, in string
		want     Requester
	}{
		{
			"the sample", `{"id":"566ec2b0ff0deeaae5f9d500629de162","balance":121.3,"public_name":{"EN":"Jack Smith"},
			"company":{"id":"eaf25678e128e14dea651d8c32471f21","superintendent_id":"566ec2b0ff0deeaae5f9d500629de162"}}`,
			Requester{ID: "566ec2b0ff0deeaae5f9d500629de162", Name: "Jack Smith", Balance: "121.3", Company: "eaf25678e128e14dea651d8c32471f21"},
		},
		{"Russian before others", `{"id":"1","public_name":{"DE":"Hans","RU":"Иван"}}`, Requester{ID: "1", Name: "Иван"}},
		{"the first by language", `{"id":"1","public_name":{"FR":"Jean","DE":"Hans"}}`, Requester{ID: "1", Name: "Hans"}},
		{"an unusable English name", `{"id":"1","public_name":{"EN":5,"DE":"Hans"}}`, Requester{ID: "1", Name: "Hans"}},
		{"a name without languages", `{"id":"1","public_name":"Hans","balance":"many","company":null}`, Requester{ID: "1"}},
		{"nothing", `{}`, Requester{}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, readRequester([]byte(test.in), sanitizer{})); diff != "" {
				t.Error(diff)
			}
		})
	}
}
