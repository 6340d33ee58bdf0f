package simulator

import (
	"cmp"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"testing"
	"time"
)

// items asks for one page.
func (w *world) items(path string, query url.Values) ([]object, bool) {
	w.t.Helper()
	got := w.ask(http.StatusOK, http.MethodGet, "/api/v1"+path+"?"+query.Encode(), "")
	var items []object
	for _, item := range got["items"].([]any) {
		items = append(items, item.(object))
	}
	return items, got["has_more"].(bool)
}

// Paging by any cursor covers everything exactly once.
func TestList_PagingByAnyCursor(t *testing.T) {
	cases := []struct {
		name, path, sort, cursor, field string
		pages                           int
	}{
		{"pools from the oldest", "/pools", "id", "id_gt", "id", 5},
		{"pools from the newest", "/pools", "-id", "id_lt", "id", 5},
		{"trainings", "/trainings", "id", "id_gt", "id", 1},
		{"projects from the newest", "/projects", "-id", "id_lt", "id", 1},
		{"operations by id", "/operations", "id", "id_gt", "id", 3},
		{"operations from the newest", "/operations", "-submitted,id", "submitted_lte", "submitted", 3},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t, WithPools(1250))
			seen := map[string]int{}
			query := url.Values{"sort": {c.sort}, "limit": {"300"}}
			pages := 0
			for more := true; more; pages++ {
				var items []object
				items, more = w.items(c.path, query)
				for _, item := range items {
					seen[item["id"].(string)]++
				}
				query.Set(c.cursor, items[len(items)-1][c.field].(string))
			}
			want := map[string]int{
				"/pools": len(w.pools.items), "/trainings": len(w.trainings.items),
				"/projects": len(w.projects.items), "/operations": len(w.operations.inOrder),
			}[c.path]
			if len(seen) != want || pages < c.pages {
				t.Errorf("saw %d of %d in %d pages", len(seen), want, pages)
			}
			for id, n := range seen {
				if n != 1 && c.cursor != "submitted_lte" { // whose ties come twice
					t.Errorf("saw %s %d times", id, n)
				}
			}
		})
	}
}

// IDs are compared as numbers when they are.
func TestList_NumericIDs(t *testing.T) {
	ids := []string{"99", "4000000", "32267581", "0100", "99999999999999999999999", "a", "B"}
	slices.SortFunc(ids, compareIDs)
	want := []string{"99", "0100", "4000000", "32267581", "99999999999999999999999", "B", "a"}
	if !slices.Equal(ids, want) {
		t.Errorf("sorted %v, want %v", ids, want)
	}
	w := newWorld(t, WithPools(0))
	for _, id := range []string{"32267581", "4000000", "999"} {
		w.AddPool(Pool{ID: id})
	}
	items, _ := w.items("/pools", url.Values{"sort": {"id"}, "id_gt": {"999"}})
	if len(items) != 2 || items[0]["id"] != "4000000" {
		t.Errorf("after 999 come %v", items)
	}
}

// Each range and filter keeps what it says.
func TestList_RangesAndFilters(t *testing.T) {
	w := newWorld(t, WithPools(150))
	pools, _ := w.items("/pools", url.Values{"limit": {"300"}})
	operations, _ := w.items("/operations", url.Values{"limit": {"300"}})
	cases := []struct {
		path, field string
		all         []object
	}{
		{"/pools", "id", pools},
		{"/pools", "created", pools},
		{"/pools", "last_started", pools},
		{"/operations", "id", operations},
		{"/operations", "submitted", operations},
		{"/operations", "finished", operations},
	}
	for _, c := range cases {
		dated := slices.DeleteFunc(slices.Clone(c.all), func(o object) bool { return o[c.field] == nil })
		pivot := text(dated[len(dated)/2][c.field])
		for suffix, orders := range map[string][]int{"_gt": {1}, "_gte": {0, 1}, "_lt": {-1}, "_lte": {-1, 0}} {
			t.Run(c.path+" "+c.field+suffix, func(t *testing.T) {
				want := 0
				for _, item := range c.all {
					got := text(item[c.field])
					order := cmp.Compare(got, pivot)
					if c.field == "id" {
						order = compareIDs(got, pivot)
					}
					if got != "" && slices.Contains(orders, order) {
						want++
					}
				}
				items, _ := w.items(c.path, url.Values{c.field + suffix: {pivot}, "limit": {"300"}})
				if len(items) != want || want == 0 || want == len(c.all) {
					t.Errorf("%d items, want %d of %d", len(items), want, len(c.all))
				}
			})
		}
	}
}

// Filters keep only their value.
func TestList_Filters(t *testing.T) {
	w := newWorld(t, WithPools(150))
	project := w.pools.items[7].projectID
	cases := []struct{ path, field, value string }{
		{"/pools", "status", open},
		{"/pools", "status", closed},
		{"/pools", "status", archived},
		{"/pools", "project_id", project},
		{"/trainings", "status", closed},
		{"/projects", "status", "ACTIVE"},
		{"/operations", "type", "POOL.CLOSE"},
		{"/operations", "status", "FAIL"},
	}
	for _, c := range cases {
		t.Run(c.path+" "+c.value, func(t *testing.T) {
			items, _ := w.items(c.path, url.Values{c.field: {c.value}, "limit": {"300"}})
			all, _ := w.items(c.path, url.Values{"limit": {"300"}})
			want := len(slices.DeleteFunc(all, func(o object) bool { return o[c.field] != c.value }))
			if len(items) != want || want == 0 {
				t.Errorf("%d items, want %d", len(items), want)
			}
		})
	}
}

// Lists are sorted by each documented key both ways.
func TestList_Sort(t *testing.T) {
	w := newWorld(t, WithPools(300))
	for path, keys := range map[string][]string{
		"/pools": {"created", "last_started"}, "/trainings": {"created"},
		"/operations": {"submitted", "finished"}, "/projects": {"created", "public_name", "private_comment"},
	} {
		for _, key := range keys {
			for sort, sign := range map[string]int{key: 1, "-" + key + ",id": -1} {
				items, _ := w.items(path, url.Values{"sort": {sort}, "limit": {"300"}})
				if !slices.IsSortedFunc(items, func(a, b object) int {
					return cmp.Or(sign*cmp.Compare(text(a[key]), text(b[key])), compareIDs(text(a["id"]), text(b["id"])))
				}) {
					t.Errorf("%s?sort=%s is not sorted", path, sort)
				}
			}
		}
	}
}

// The page size is 50 unless asked.
func TestList_PageSize(t *testing.T) {
	w := newWorld(t, WithPools(301))
	for limit, want := range map[string]int{"": 50, "1": 1, "300": 300} {
		if items, more := w.items("/pools", url.Values{"limit": {limit}}); len(items) != want || !more {
			t.Errorf("limit %q gave %d items, more %v", limit, len(items), more)
		}
	}
	if items, more := w.items("/pools", url.Values{"status": {"LOCKED"}, "id_gt": {"99999999"}}); len(items) != 0 || more {
		t.Errorf("beyond the end there are %d items, more %v", len(items), more)
	}
}

// A list refuses what is not documented.
func TestList_UnknownParameters(t *testing.T) {
	w := newWorld(t)
	for _, query := range []string{
		"limit=0", "limit=-1", "limit=301", "limit=x", "sort=name", "sort=id,-name", "sort=-", "status=open",
		"created_gt=yesterday", "last_started_lte=2015-22-12T14:18:35",
	} {
		got := w.ask(http.StatusBadRequest, http.MethodGet, "/api/v1/pools?"+query, "")
		if got["code"] != "VALIDATION_ERROR" || len(got["payload"].(object)) != 1 {
			t.Errorf("%s answered %v", query, got)
		}
	}
	w.ask(http.StatusBadRequest, http.MethodGet, "/api/v1/operations?sort=created", "")
	w.ask(http.StatusBadRequest, http.MethodGet, "/api/v1/operations?type=POOL", "")
	w.ask(http.StatusBadRequest, http.MethodGet, "/api/v1/pools?sort=submitted", "")
}

// Dates of a range may be short.
func TestList_ShortDates(t *testing.T) {
	for text, want := range map[string]string{
		"2022-12-01": "2022-12-01T00:00:00Z", "2022-12-01T13:00": "2022-12-01T13:00:00Z",
		"2022-12-01T13:00:05.25": "2022-12-01T13:00:05.25Z", "2030-01-01T00:00:00.000Z": "2030-01-01T00:00:00Z",
	} {
		if got, ok := parseDate(text); !ok || got.Format(time.RFC3339Nano) != want {
			t.Errorf("%s is %v, want %s", text, got, want)
		}
	}
}

func BenchmarkOperations_Poll500(b *testing.B) {
	now := time.Unix(1773220500, 0)
	s, err := New(WithPools(10_000), WithClock(func() time.Time { return now }), WithOperationTime(time.Hour, 0))
	if err != nil {
		b.Fatal(err)
	}
	for _, id := range s.PoolIDs(open)[:500] {
		if _, err := s.Start("close", id); err != nil {
			b.Fatal(err)
		}
	}
	query := url.Values{"type": {"POOL.CLOSE"}, "submitted_gte": {formatDate(now)}, "sort": {"-submitted,id"}, "limit": {"300"}}
	b.ReportAllocs()
	for b.Loop() {
		now = now.Add(time.Millisecond)
		s.mu.Lock()
		s.catchUp()
		got := s.listOperations(&call{query: query}).body.(*page)
		s.mu.Unlock()
		if len(got.Items) != 300 {
			b.Fatal(len(got.Items))
		}
	}
}

func BenchmarkPools_List10000(b *testing.B) {
	s, err := New(WithPools(10_000), WithClock(func() time.Time { return time.Unix(1773220500, 0) }))
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		query, pages := url.Values{"sort": {"-id"}, "limit": {"300"}}, 0
		for more := true; more; pages++ {
			s.mu.Lock()
			got := s.listPools(&call{query: query}).body.(*page)
			s.mu.Unlock()
			more = got.HasMore
			query.Set("id_lt", got.Items[len(got.Items)-1].(poolView).ID)
		}
		if pages != 34 {
			b.Fatal(strconv.Itoa(pages) + " pages")
		}
	}
}

// Kinds are listed once.
func TestKinds_Unique(t *testing.T) {
	seen := map[Kind]bool{}
	for _, kind := range Kinds() {
		seen[kind] = true
	}
	if n := len(slices.Collect(maps.Keys(seen))); n != len(Kinds()) {
		t.Errorf("%d of %d kinds are distinct", n, len(Kinds()))
	}
}
