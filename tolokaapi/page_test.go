package tolokaapi

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"
)

// poolsOf makes a page from ids; "" stands for a row without a readable id.
func poolsOf(ids ...string) []Pool {
	pools := make([]Pool, len(ids))
	for i, id := range ids {
		pools[i] = Pool{Ref: PoolRef(id), Status: Open}
		if id == "" {
			pools[i].Unreadable = "it has no id"
		}
	}
	return pools
}

// operationsAt makes a page of operations submitted at these dates.
func operationsAt(dates ...string) []Operation {
	operations := make([]Operation, len(dates))
	for i, date := range dates {
		operations[i] = Operation{ID: OperationID(fmt.Sprint("op", i)), Status: Success, Submitted: ParseDate(date)}
	}
	return operations
}

// The last page has no next.
func TestPageNext_LastPage(t *testing.T) {
	next, more, err := Page[Pool]{Items: poolsOf("1", "2")}.Next()
	if next != (Query{}) || more || err != nil {
		t.Errorf("got %+v, %v, %v", next, more, err)
	}
}

// Pages by ID go on after the last ID.
func TestPageNext_ByID(t *testing.T) {
	tests := []struct {
		name  string
		query Query
		ids   string
		want  Range
	}{
		{"ascending by default", Query{}, "1 2 10", Range{GT: "10"}},
		{"ascending as asked", Query{Sort: "id"}, "4000000 32267581", Range{GT: "32267581"}},
		{"a second page", Query{Sort: "id", ID: Range{GT: "9"}}, "10 11", Range{GT: "11"}},
		{"a bound at the far end stays", Query{ID: Range{GTE: "5", LTE: "90"}}, "5 6", Range{GT: "6", LTE: "90"}},
		{"descending", Query{Sort: "-id"}, "10 9 2", Range{LT: "2"}},
		{"descending, a second page", Query{Sort: "-id", ID: Range{LT: "10"}}, "9 8", Range{LT: "8"}},
		{"descending from a bound that counts", Query{Sort: "-id", ID: Range{LTE: "10", GTE: "1"}}, "10 9", Range{LT: "9", GTE: "1"}},
		{"rows without an id are passed over", Query{}, "1 _ 2 _", Range{GT: "2"}},
		{"ids that are no numbers", Query{}, "a aa b", Range{GT: "b"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			test.query.Status, test.query.Limit = "OPEN", 3
			ids := strings.Fields(strings.ReplaceAll(test.ids, "_", " _ "))
			for i, id := range ids {
				ids[i] = strings.Trim(id, "_")
			}
			next, more, err := Page[Pool]{Items: poolsOf(ids...), HasMore: true, Query: test.query}.Next()
			want := test.query
			want.ID = test.want
			if next != want || !more || err != nil {
				t.Errorf("got %+v, %v, %v", next, more, err)
			}
		})
	}
}

// Pages by date go on at the last date.
func TestPageNext_ByDate(t *testing.T) {
	tests := []struct {
		name  string
		query Query
		dates []string
		want  Range
	}{
		{
			"newest first",
			Query{Sort: "-submitted,id"},
			[]string{"2022-04-07T16:06:15.902", "2022-04-07T16:06:14", "2022-04-07T16:06:14"},
			Range{LTE: "2022-04-07T16:06:14.000"},
		},
		{
			"oldest first",
			Query{Sort: "submitted,id", Submitted: Range{GT: "2022-01-01"}},
			[]string{"2022-04-07T16:06:14", "2022-04-07T16:06:15.902"},
			Range{GTE: "2022-04-07T16:06:15.902"},
		},
		{
			"a second page begins with rows of the first",
			Query{Sort: "-submitted", Submitted: Range{LTE: "2022-04-07T16:06:14.000", GTE: "2022-04-01"}},
			[]string{"2022-04-07T16:06:14", "2022-04-07T16:06:13"},
			Range{LTE: "2022-04-07T16:06:13.000", GTE: "2022-04-01"},
		},
		{
			"a strict bound gives way",
			Query{Sort: "-submitted", Submitted: Range{LT: "2022-04-08"}},
			[]string{"2022-04-07T16:06:14"},
			Range{LTE: "2022-04-07T16:06:14.000"},
		},
		{"no digit is lost", Query{Sort: "-submitted"}, []string{"2022-04-07T16:06:14.902531"}, Range{LTE: "2022-04-07T16:06:14.902531"}},
		{"a zone is not sent back", Query{Sort: "-submitted"}, []string{"2022-04-07T19:06:14.5+03:00"}, Range{LTE: "2022-04-07T16:06:14.500"}},
		{
			"impossible dates are passed over",
			Query{Sort: "-submitted"},
			[]string{"2015-22-12T14:18:35", "2022-04-07T16:06:14", ""},
			Range{LTE: "2022-04-07T16:06:14.000"},
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			next, more, err := Page[Operation]{Items: operationsAt(test.dates...), HasMore: true, Query: test.query}.Next()
			want := test.query
			want.Submitted = test.want
			if next != want || !more || err != nil {
				t.Errorf("got %+v, %v, %v", next, more, err)
			}
		})
	}
}

// A list that does not advance is stuck.
func TestPageNext_Stuck(t *testing.T) {
	const tie = "2022-04-07T16:06:14.000"
	pools := func(q Query, ids ...string) func() (Query, bool, error) {
		return Page[Pool]{Items: poolsOf(ids...), HasMore: true, Query: q}.Next
	}
	operations := func(q Query, dates ...string) func() (Query, bool, error) {
		return Page[Operation]{Items: operationsAt(dates...), HasMore: true, Query: q}.Next
	}
	tests := []struct {
		name string
		next func() (Query, bool, error)
	}{
		{"an empty page", pools(Query{})},
		{"an empty page by date", operations(Query{Sort: "-submitted"})},
		{"no readable id", pools(Query{}, "", "")},
		{"no readable id after a cursor", pools(Query{ID: Range{GT: "5"}}, "", "")},
		{"the cursor again", pools(Query{ID: Range{GT: "5"}}, "5")},
		{"before the cursor", pools(Query{ID: Range{GT: "5"}}, "4")},
		{"the whole page again", pools(Query{ID: Range{GT: "2"}}, "1", "2")},
		{"a first row before the cursor", pools(Query{ID: Range{GT: "5"}}, "4", "6")},
		{"an id twice", pools(Query{}, "1", "2", "2")},
		{"out of order", pools(Query{}, "1", "3", "2")},
		{"in the order of text", pools(Query{}, "32267581", "4000000")},
		{"descending when asked to ascend", pools(Query{}, "3", "2", "1")},
		{"ascending when asked to descend", pools(Query{Sort: "-id"}, "1", "2", "3")},
		{"beyond a descending cursor", pools(Query{Sort: "-id", ID: Range{LT: "5"}}, "6", "4")},
		{"a page of ties", operations(Query{Sort: "-submitted", Submitted: Range{LTE: tie}}, tie, tie)},
		{"a page of ties, oldest first", operations(Query{Sort: "submitted", Submitted: Range{GTE: tie}}, tie)},
		{"newer than the cursor", operations(Query{Sort: "-submitted", Submitted: Range{LTE: tie}}, "2022-04-07T16:06:15")},
		{"dates out of order", operations(Query{Sort: "-submitted"}, "2022-04-07T16:06:14", "2022-04-07T16:06:15")},
		{"no readable date", operations(Query{Sort: "-submitted"}, "2015-22-12T14:18:35", "")},
		{"no readable date after a cursor", operations(Query{Sort: "-submitted", Submitted: Range{LTE: tie}}, "")},
		{"pools by a date they do not have", pools(Query{Sort: "-submitted"}, "1", "2")},
		{"another order", pools(Query{Sort: "-created,id"}, "1", "2")},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			next, more, err := test.next()
			if !errors.Is(err, errStuck) || more || next != (Query{}) {
				t.Errorf("got %+v, %v, %v", next, more, err)
			}
		})
	}
}

// Pages of projects and trainings have cursors too.
func TestPageNext_ProjectsAndTrainings(t *testing.T) {
	next, more, err := Page[Project]{Items: []Project{{ID: "8"}, {ID: "9"}}, HasMore: true}.Next()
	if next.ID.GT != "9" || !more || err != nil {
		t.Errorf("got %+v, %v, %v", next, more, err)
	}
}

// A list is walked to its end.
func TestPageNext_Walk(t *testing.T) {
	row := func(id string) string { return `{"id":"` + id + `","status":"OPEN"}` }
	client := newClient(t, play(t,
		step{want: "GET /toloka/api/v1/pools?limit=2&sort=-id&status=OPEN", body: `{"items":[` + row("30") + `,` + row("20") + `],"has_more":true}`},
		step{want: "GET /toloka/api/v1/pools?id_lt=20&limit=2&sort=-id&status=OPEN", body: `{"items":[` + row("9") + `,` + row("8") + `],"has_more":true}`},
		step{want: "GET /toloka/api/v1/pools?id_lt=8&limit=2&sort=-id&status=OPEN", body: `{"items":[` + row("1") + `],"has_more":false}`},
	))
	query, more := Query{Status: "OPEN", Sort: "-id", Limit: 2}, true
	var got []string
	for more {
		page, err := client.ListPools(t.Context(), query)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range page.Items {
			got = append(got, p.Ref.ID)
		}
		if query, more, err = page.Next(); err != nil {
			t.Fatal(err)
		}
	}
	if strings.Join(got, " ") != "30 20 9 8 1" {
		t.Errorf("got %v", got)
	}
}

// A date in a query is escaped.
func TestQuery_DateEscaped(t *testing.T) {
	since := FormatDate(time.Date(2022, 4, 7, 19, 6, 15, 902e6, time.FixedZone("", 3*60*60)))
	client := newClient(t, play(t, step{
		want: "GET /toloka/api/v1/operations?limit=300&sort=-submitted%2Cid&submitted_gte=2022-04-07T16%3A06%3A15.902&type=POOL.CLOSE",
		body: `{"items":[],"has_more":false}`,
	}))
	query := Query{Type: "POOL.CLOSE", Sort: "-submitted,id", Limit: 5000, Submitted: Range{GTE: since}}
	if _, err := client.ListOperations(t.Context(), query); err != nil {
		t.Error(err)
	}
}
