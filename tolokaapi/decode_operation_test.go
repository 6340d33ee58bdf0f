package tolokaapi

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// The answer of the page 'Close a pool', with its impossible month and with an
// end and 100 percent beside PENDING.
const closeSample = `{
"id": "fadfe3jk-fdafue2-fda32890-fdafdi23",
"type": "POOL.CLOSE",
"status": "PENDING",
"submitted": "2015-22-12T14:18:35",
"started" : "2016-04-07T16:06:15.902",
"finished" : "2016-04-07T16:06:15.902",
"progress" : 100,
"parameters": {
"pool_id": "21"
}
}`

// The documented close is read with its impossible date.
func TestReadOperation_DocumentedClose(t *testing.T) {
	moment := Date{Time: time.Date(2016, 4, 7, 16, 6, 15, 902e6, time.UTC), Text: "2016-04-07T16:06:15.902"}
	want := Operation{
		ID: "fadfe3jk-fdafue2-fda32890-fdafdi23", Type: "POOL.CLOSE", Status: Pending,
		Submitted: Date{Text: "2015-22-12T14:18:35"}, Started: moment, Finished: moment,
		Progress: Progress{Known: true, Percent: 100}, Target: PoolRef("21"),
	}
	got := readOperation([]byte(closeSample), sanitizer{})
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if got.Status.Terminal() || got.Submitted.Valid() {
		t.Error("it is not over, and its date is none")
	}
}

// Operations of every shape are read.
func TestReadOperation_Shapes(t *testing.T) {
	tests := []struct {
		name, in string
		want     Operation
	}{
		{
			"fresh", `{"id":"019587fd-b536-49f8-b6dc-01ffc25f8594","type":"POOL.CLOSE","status":"PENDING","parameters":{"pool_id":"21"}}`,
			Operation{ID: "019587fd-b536-49f8-b6dc-01ffc25f8594", Type: "POOL.CLOSE", Status: Pending, Target: PoolRef("21")},
		},
		{
			"a clone that succeeded names the new pool",
			`{"id":"a","type":"POOL.CLONE","status":"SUCCESS","parameters":{"pool_id":"1"},"details":{"pool_id":"2"}}`,
			Operation{ID: "a", Type: "POOL.CLONE", Status: Success, Target: PoolRef("1"), Created: PoolRef("2"), Details: `{"pool_id":"2"}`},
		},
		{
			"a cloned training names the new training",
			`{"id":"a","type":"TRAINING.CLONE","status":"SUCCESS","parameters":{"training_id":"1"},"details":{"training_id":2}}`,
			Operation{ID: "a", Type: "TRAINING.CLONE", Status: Success, Target: TrainingRef("1"), Created: TrainingRef("2"), Details: `{"training_id":2}`},
		},
		{
			"a clone that failed names no new pool",
			`{"id":"a","type":"POOL.CLONE","status":"FAIL","parameters":{"pool_id":"1"},"details":{"pool_id":"2"}}`,
			Operation{ID: "a", Type: "POOL.CLONE", Status: Fail, Target: PoolRef("1"), Details: `{"pool_id":"2"}`},
		},
		{
			"a failure with reasons of any shape",
			`{"id":"a","type":"POOL.OPEN","status":"FAIL","details":{"why":{"code":5,"text":"\u043d\u0435\u0442 <денег>"},"n":0.070}}`,
			Operation{ID: "a", Type: "POOL.OPEN", Status: Fail, Details: `{"why":{"code":5,"text":"нет <денег>"},"n":0.070}`},
		},
		{"empty details", `{"id":"a","status":"SUCCESS","details":{}}`, Operation{ID: "a", Status: Success}},
		{"null everywhere", `{"id":"a","status":"RUNNING","type":null,"progress":null,"parameters":null,"details":null}`, Operation{ID: "a", Status: Running}},
		{"details that are a list", `{"id":"a","status":"SUCCESS","details":[1, "b"]}`, Operation{ID: "a", Status: Success, Details: `[1,"b"]`}},
		{
			"analytics", `{"id":"a","type":"ANALYTICS","status":"PENDING","parameters":{"value":[{"subject_id":"3"}]}}`,
			Operation{ID: "a", Type: "ANALYTICS", Status: Pending},
		},
		{
			"a project", `{"id":"a","type":"PROJECT.ARCHIVE","status":"PENDING","parameters":{"project_id":"3"}}`,
			Operation{ID: "a", Type: "PROJECT.ARCHIVE", Status: Pending},
		},
		{"parameters of a wrong type", `{"id":"a","status":"PENDING","parameters":"x"}`, Operation{ID: "a", Status: Pending}},
		{"a target that is no id", `{"id":"a","status":"PENDING","parameters":{"pool_id":"1 2"}}`, Operation{ID: "a", Status: Pending}},
		{
			"evil words", "{\"id\":\"a\",\"type\":\"POOL\\u001b[2J\\u202eX\",\"status\":\"R\\u0007UN\"}",
			Operation{ID: "a", Type: "POOLX", Status: "RUN"},
		},
		{"unknown words", `{"id":"a","type":"POOL.PAINT","status":"DRYING"}`, Operation{ID: "a", Type: "POOL.PAINT", Status: "DRYING"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, readOperation([]byte(test.in), sanitizer{})); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// Progress is never invented.
func TestReadOperation_Progress(t *testing.T) {
	tests := []struct {
		in   string
		want Progress
	}{
		{`40`, Progress{true, 40}},
		{`40.0`, Progress{true, 40}},
		{`99.9`, Progress{true, 99}},
		{`0`, Progress{true, 0}},
		{`-5`, Progress{true, 0}},
		{`-0.5`, Progress{true, 0}},
		{`101`, Progress{true, 100}},
		{`1e9`, Progress{true, 100}},
		{`1e999`, Progress{true, 100}},
		{`-1e999`, Progress{true, 0}},
		{`null`, Progress{}},
		{`"40"`, Progress{}},
		{`{}`, Progress{}},
		{`true`, Progress{}},
	}
	for _, test := range tests {
		t.Run(test.in, func(t *testing.T) {
			o := readOperation([]byte(`{"id":"a","status":"RUNNING","progress":`+test.in+`}`), sanitizer{})
			if o.Progress != test.want {
				t.Errorf("got %+v, want %+v", o.Progress, test.want)
			}
		})
	}
}

// Details are one harmless line.
func TestReadOperation_Details(t *testing.T) {
	for name, details := range map[string]string{
		"hostile": `{"a\u001b[31m":"\u202e\n\u0007","b":"` + "\u202e\u2028" + `"}`,
		"long":    `["` + strings.Repeat("ы", 40<<10) + `"]`,
		"huge":    `["` + strings.Repeat("x", 1<<20) + `"]`,
		"deep":    strings.Repeat(`[`, 5000) + strings.Repeat(`]`, 5000),
	} {
		t.Run(name, func(t *testing.T) {
			o := readOperation([]byte(`{"id":"a","status":"FAIL","details":`+details+`}`), sanitizer{})
			assertHarmless(t, o.Details, maxText)
			if o.Details == "" || o.Unreadable != "" {
				t.Errorf("got %+v", o)
			}
		})
	}
}

// Dates of every shape are read.
func TestParseDate_Shapes(t *testing.T) {
	at := time.Date(2020, 9, 1, 13, 0, 0, 0, time.UTC)
	tests := []struct {
		in   string
		want time.Time
	}{
		{"2020-09-01T13:00:00", at},
		{"2020-09-01T13:00", at},
		{"2020-09-01T13:00:00.000Z", at},
		{"2020-09-01T16:00:00+03:00", at},
		{"2020-09-01", at.Add(-13 * time.Hour)},
		{"2020-09-01T13:00:00.5", at.Add(500 * time.Millisecond)},
		{"2020-09-01T13:00:00.04", at.Add(40 * time.Millisecond)},
		{"2020-09-01T13:00:00.12345", at.Add(123450 * time.Microsecond)},
		{"2020-09-01T13:00:00.123456", at.Add(123456 * time.Microsecond)},
		{"2020-09-01T13:00:00.123456789", at.Add(123456789)},
		{"2015-22-12T14:18:35", time.Time{}},
		{"", time.Time{}},
		{"yesterday", time.Time{}},
	}
	for _, test := range tests {
		t.Run(test.in, func(t *testing.T) {
			d := ParseDate(test.in)
			if !d.Time.Equal(test.want) || d.Text != test.in || d.Valid() == test.want.IsZero() {
				t.Errorf("got %+v", d)
			}
		})
	}
}
