package tolokaapi

import (
	"errors"
	"io"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const analyzed = `{"id":"a-1","type":"ANALYTICS","status":"SUCCESS","submitted":"2022-11-22T16:11:38.1","parameters":{"value":[]},"details":{"value":[%]}}`

// completion and submitted are answers as the server gives them.
const (
	completion = `{"request":{"name":"completion_percentage","subject":"POOL","subject_id":"36502086"},"result":{"type":"NORMAL","value":96,"infinite":false,"approximate":false},"finished":"2022-11-22T16:11:39.348"}`
	submitted  = `{"request":{"name":"submitted_assignments_count","subject":"POOL","subject_id":"36502086"},"result":75,"finished":"2022-11-22T16:11:39.351"}`
)

func about(name FigureName) Question { return Question{Name: name, Pool: "36502086"} }

// answered is an answer to a question about pool 36502086.
func answered(name FigureName, result string) string {
	return `{"request":{"name":"` + string(name) + `","subject":"POOL","subject_id":"36502086"},"result":` + result + `}`
}

func figuresOf(answers ...string) map[Question]Figure {
	return readAnalysis([]byte(strings.Replace(analyzed, "%", strings.Join(answers, ","), 1)), sanitizer{}).Figures
}

// Questions are sent as the API has them, outside of /api/v1, and their operation comes back.
func TestAnalyze_Request(t *testing.T) {
	s := play(t, step{
		want: "POST /toloka/api/staging/analytics-2", status: http.StatusAccepted,
		body: `{"id":"a-1","type":"ANALYTICS","status":"PENDING","submitted":"2022-11-22T16:11:38","details":{"value":[` + submitted + `]}}`,
	})
	got, err := newClient(t, s).Analyze(t.Context(), []Question{about(FigureCompletion), about(FigureActive)})
	if err != nil || got.Value.Operation.ID != "a-1" || got.Value.Operation.Status != Pending || len(got.Value.Figures) > 0 {
		t.Fatalf("got %+v, %v", got, err)
	}
	body, _ := io.ReadAll(s.asked[0].Body)
	want := `[{"name":"completion_percentage","subject":"POOL","subject_id":"36502086"},` +
		`{"name":"active_workers_by_filter_count","subject":"POOL","subject_id":"36502086","interval_hours":3}]`
	if diff := cmp.Diff(want, string(body)); diff != "" {
		t.Error(diff)
	}
	if got := s.asked[0].Header.Get("Content-Type"); got != "application/json" {
		t.Errorf("Content-Type %q", got)
	}
}

// What cannot be asked never leaves, and a read-only client asks nothing.
func TestAnalyze_Refused(t *testing.T) {
	eleven := make([]Question, 11)
	for i := range eleven {
		eleven[i] = Question{FigureSpent, strconv.Itoa(i + 1)}
	}
	for name, c := range map[string]struct {
		questions []Question
		options   []Option
		want      Cause
	}{
		"none":      {nil, nil, CauseInvalid},
		"eleven":    {eleven, nil, CauseInvalid},
		"twice":     {[]Question{about(FigureSpent), about(FigureSpent)}, nil, CauseInvalid},
		"no pool":   {[]Question{{Name: FigureSpent}}, nil, CauseInvalid},
		"read-only": {[]Question{about(FigureSpent)}, []Option{WithReadOnly()}, CauseReadOnly},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := newClient(t, play(t), c.options...).Analyze(t.Context(), c.questions)
			var refused *TransportError
			if !errors.As(err, &refused) || refused.Cause != c.want || refused.MaybeSent {
				t.Errorf("got %v", err)
			}
		})
	}
}

// An answer without an operation to follow is an error.
func TestAnalyze_NoOperation(t *testing.T) {
	for _, body := range []string{``, `[]`, `{}`, `{"id":"a"}`, `{"id":"a","status":"PENDING","id":"b"}`} {
		s := play(t, step{want: "POST /toloka/api/staging/analytics-2", body: body})
		if got, err := newClient(t, s).Analyze(t.Context(), []Question{about(FigureSpent)}); err == nil {
			t.Errorf("%s: got %+v", body, got)
		}
	}
}

// Answers are found by their question; a wrong one leaves its figure unknown.
func TestAnalysis_Figures(t *testing.T) {
	both := map[Question]Figure{about(FigureCompletion): {Value: "96"}, about(FigureSubmitted): {Value: "75"}}
	spent := func(result string) string { return answered(FigureSpent, result) }
	none := map[Question]Figure{}
	for name, c := range map[string]struct {
		answers []string
		want    map[Question]Figure
	}{
		"in order":             {[]string{completion, submitted}, both},
		"reordered":            {[]string{submitted, completion}, both},
		"missing":              {[]string{submitted}, map[Question]Figure{about(FigureSubmitted): {Value: "75"}}},
		"approximate":          {[]string{answered(FigureAssignments, `{"value":5000,"approximate":true}`)}, map[Question]Figure{about(FigureAssignments): {Value: "5000", Approximate: true}}},
		"infinite":             {[]string{answered(FigureAssignments, `{"value":0,"infinite":true}`)}, map[Question]Figure{about(FigureAssignments): {Infinite: true}}},
		"as sent":              {[]string{spent("18.40")}, map[Question]Figure{about(FigureSpent): {Value: "18.40"}}},
		"bare percentage":      {[]string{answered(FigureCompletion, "12.5")}, map[Question]Figure{about(FigureCompletion): {Value: "12.5"}}},
		"unknown name":         {[]string{answered("mood", "3")}, map[Question]Figure{about("mood"): {Value: "3"}}},
		"null":                 {[]string{spent("null")}, none},
		"a text":               {[]string{spent(`"18.40"`)}, none},
		"a list":               {[]string{spent(`[1]`)}, none},
		"no value":             {[]string{spent(`{"type":"NORMAL"}`)}, none},
		"negative":             {[]string{spent("-1")}, none},
		"endless":              {[]string{spent("1e999")}, none},
		"half a person":        {[]string{answered(FigureWorkers, "1.5")}, none},
		"beyond 100 percent":   {[]string{answered(FigureCompletion, `{"value":101}`)}, none},
		"answered twice":       {[]string{spent("1"), spent("1")}, none},
		"three times":          {[]string{spent("1"), spent("2"), spent("3")}, none},
		"result twice":         {[]string{`{"request":{"name":"spent_budget","subject":"POOL","subject_id":"1"},"result":1,"result":2}`}, none},
		"value twice":          {[]string{spent(`{"value":1,"value":2}`)}, none},
		"another subject":      {[]string{`{"request":{"name":"spent_budget","subject":"PROJECT","subject_id":"36502086"},"result":1}`}, none},
		"no request":           {[]string{`{"result":1}`, `7`, `null`, `[]`}, none},
		"keys in another case": {[]string{`{"Request":{"name":"spent_budget","subject":"POOL","subject_id":"1"},"result":1}`, spent(`{"Value":1}`)}, none},
		"other hours":          {[]string{`{"request":{"name":"active_workers_by_filter_count","subject":"POOL","subject_id":"1","interval_hours":24},"result":1}`}, none},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, figuresOf(c.answers...)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// Only an operation that has succeeded answers, and details of another form answer nothing.
func TestAnalysis_NoFigures(t *testing.T) {
	for _, raw := range []string{
		`{"id":"a","status":"RUNNING","details":{"value":[` + submitted + `]}}`,
		`{"id":"a","status":"FAIL","details":{"value":[` + submitted + `]}}`,
		`{"id":"a","status":"SUCCESS","details":{"value":{}}}`,
		`{"id":"a","status":"SUCCESS","details":[` + submitted + `]}`,
		`{"id":"a","status":"SUCCESS"}`, `{"status":"SUCCESS","details":{"value":[` + submitted + `]}}`, `7`,
	} {
		if got := readAnalysis([]byte(raw), sanitizer{}); len(got.Figures) > 0 {
			t.Errorf("%s: %v", raw, got.Figures)
		}
	}
}

// The list is of the type, with the answers of each operation.
func TestListAnalyses_Page(t *testing.T) {
	s := play(t, step{
		want: "GET /toloka/api/v1/operations?limit=300&sort=-submitted%2Cid&type=ANALYTICS",
		body: `{"items":[` + strings.Replace(analyzed, "%", submitted, 1) + `],"has_more":false}`,
	})
	page, err := newClient(t, s).ListAnalyses(t.Context(), Query{Sort: "-submitted,id"})
	if err != nil || len(page.Items) != 1 || page.Items[0].Figures[about(FigureSubmitted)].Value != "75" {
		t.Errorf("got %+v, %v", page, err)
	}
	if _, submitted := placeOf(page.Items[0]); !submitted.Valid() {
		t.Error("it has no place in the list")
	}
}

// Assignments are listed of one pool, by their statuses.
func TestListAssignments_Page(t *testing.T) {
	s := play(t, step{
		want: "GET /toloka/api/v1/assignments?limit=300&pool_id=7&sort=id&status=ACTIVE",
		body: `{"items":[{"id":"1","pool_id":"7","status":"ACTIVE","solutions":[{"output_values":{"id":"2"}}]},{"ID":"2","status":"ACTIVE"}],"has_more":true}`,
	})
	page, err := newClient(t, s).ListAssignments(t.Context(), Query{PoolID: "7", Status: string(AssignmentActive)})
	want := []Assignment{{ID: "1", Pool: "7", Status: AssignmentActive}, {Unreadable: "it has no id"}}
	if diff := cmp.Diff(want, page.Items); diff != "" || err != nil || !page.HasMore {
		t.Error(diff, err)
	}
	if next, more, err := page.Next(); !more || err != nil || next.ID.GT != "1" || next.PoolID != "7" {
		t.Errorf("next %+v, %v, %v", next, more, err)
	}
	if _, err := newClient(t, play(t)).ListAssignments(t.Context(), Query{}); err == nil {
		t.Error("a list of no pool was asked for")
	}
}

// FuzzAnalysis_Figures: whatever comes, a figure is a number that makes sense.
func FuzzAnalysis_Figures(f *testing.F) {
	for _, in := range []string{completion, submitted, answered(FigureSpent, "0.1"), `{"request":{},"result":{}}`, `7`, completion + "," + completion} {
		f.Add([]byte(strings.Replace(analyzed, "%", in, 1)))
	}
	f.Fuzz(func(t *testing.T, in []byte) {
		body := boundedReader{from: strings.NewReader(string(in)), left: maxBody}
		raw, err := body.object()
		if err != nil {
			return
		}
		defer body.release()
		a := readAnalysis(raw, sanitizer{})
		if len(a.Figures) > 0 && a.Operation.Status != Success {
			t.Errorf("%s has answers", a.Operation.Status)
		}
		for q, figure := range a.Figures {
			if !ValidID(q.Pool) || HarmlessN(string(q.Name), maxWord) != string(q.Name) {
				t.Errorf("the question is %+v", q)
			}
			if v, err := figure.Value.Float64(); figure.Infinite != (figure.Value == "") || !figure.Infinite && (err != nil || v < 0) {
				t.Errorf("%+v is %+v", q, figure)
			}
		}
	})
}
