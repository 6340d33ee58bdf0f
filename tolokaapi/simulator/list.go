package simulator

import (
	"cmp"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Documented sizes of a page.
const (
	defaultLimit = 50
	maxLimit     = 300
)

// A catalogue says how one kind of thing is listed: by which parameters it is
// filtered and sorted, and what an item looks like. Parameters it does not
// know are ignored, as the API ignores them.
type catalogue[T any] struct {
	id      func(T) string
	equals  map[string]func(T) string    // filters by an exact value
	enums   map[string][]string          // values that such a filter may have
	dates   map[string]func(T) time.Time // ranges
	sorts   map[string]func(a, b T) int  // besides id
	view    func(T) any
	ordered bool // the items come in ascending order of id
	most    int  // on a page; 0: maxLimit
}

type page struct {
	Items   []any `json:"items"`
	HasMore bool  `json:"has_more"`
}

// list answers one page of items.
func (k catalogue[T]) list(items []T, query url.Values) (*page, *problem) {
	keeps, p := k.filters(query)
	if p != nil {
		return nil, p
	}
	order, byID, p := k.order(query.Get("sort"))
	if p != nil {
		return nil, p
	}
	most, p := pageSize(query.Get("limit"), cmp.Or(k.most, maxLimit))
	if p != nil {
		return nil, p
	}
	var found []T
	if byID != 0 && k.ordered {
		found = walk(items, byID < 0, most+1, keeps)
	} else {
		found = walk(items, false, len(items), keeps)
		slices.SortStableFunc(found, order)
	}
	answer := &page{Items: []any{}, HasMore: len(found) > most}
	for _, item := range found[:min(most, len(found))] {
		answer.Items = append(answer.Items, k.view(item))
	}
	return answer, nil
}

// walk collects the first items that pass, from either end.
func walk[T any](items []T, backwards bool, most int, keeps []func(T) bool) []T {
	var found []T
	for i := range items {
		if backwards {
			i = len(items) - 1 - i
		}
		if !slices.ContainsFunc(keeps, func(keep func(T) bool) bool { return !keep(items[i]) }) {
			found = append(found, items[i])
		}
		if len(found) == most {
			break
		}
	}
	return found
}

// order reads the sort parameter. byID is 1 or -1 when nothing but the id in
// that direction decides. Without the parameter items come by id.
func (k catalogue[T]) order(sort string) (order func(a, b T) int, byID int, p *problem) {
	if sort == "" {
		sort = "id"
	}
	byIDs := func(a, b T) int { return compareIDs(k.id(a), k.id(b)) }
	var terms []func(a, b T) int
	for i, key := range strings.Split(sort, ",") {
		name, descending := strings.CutPrefix(key, "-")
		compare := k.sorts[name]
		if name == "id" {
			compare = byIDs
		}
		if compare == nil {
			return nil, 0, invalid("sort", "VALUE_NOT_ALLOWED", "Items cannot be sorted by this", key)
		}
		sign := 1
		if descending {
			sign = -1
		}
		if i == 0 && name == "id" {
			byID = sign
		}
		terms = append(terms, func(a, b T) int { return sign * compare(a, b) })
	}
	terms = append(terms, byIDs)
	return func(a, b T) int {
		for _, term := range terms {
			if c := term(a, b); c != 0 {
				return c
			}
		}
		return 0
	}, byID, nil
}

func pageSize(limit string, most int) (int, *problem) {
	if limit == "" {
		return defaultLimit, nil
	}
	n, err := strconv.Atoi(limit)
	switch {
	case err != nil:
		return 0, invalid("limit", "INTEGER_EXPECTED", "Value must be an integer")
	case n < 1:
		return 0, invalid("limit", "VALUE_LESS_THAN_MIN", "Value must be greater than or equal to 1", 1)
	case n > most:
		return 0, invalid("limit", "VALUE_GREATER_THAN_MAX", "Value must be less than or equal to "+strconv.Itoa(most), most)
	}
	return n, nil
}

// filters turns the parameters into conditions that an item must all meet.
func (k catalogue[T]) filters(query url.Values) (keeps []func(T) bool, p *problem) {
	for name, field := range k.equals {
		want := query.Get(name)
		if want == "" {
			continue
		}
		if values := k.enums[name]; values != nil && !slices.Contains(values, want) {
			return nil, invalid(name, "UNKNOWN_ENUM_VALUE", "Unknown value of the enumeration", want)
		}
		keeps = append(keeps, func(item T) bool { return field(item) == want })
	}
	for suffix, holds := range comparisons() {
		if want := query.Get("id" + suffix); want != "" {
			keeps = append(keeps, func(item T) bool { return holds(compareIDs(k.id(item), want)) })
		}
		for name, field := range k.dates {
			text := query.Get(name + suffix)
			if text == "" {
				continue
			}
			want, ok := parseDate(text)
			if !ok {
				return nil, invalid(name+suffix, "INVALID_DATE_TIME_SYNTAX", "Value must be a date or a date and time")
			}
			keeps = append(keeps, func(item T) bool {
				got := field(item)
				return !got.IsZero() && holds(got.Compare(want))
			})
		}
	}
	return keeps, nil
}

// comparisons are the ends of the names of range parameters, and what each
// asks of the comparison of an item's value with the parameter's.
func comparisons() map[string]func(int) bool {
	return map[string]func(int) bool{
		"_gt":  func(c int) bool { return c > 0 },
		"_gte": func(c int) bool { return c >= 0 },
		"_lt":  func(c int) bool { return c < 0 },
		"_lte": func(c int) bool { return c <= 0 },
	}
}

// byDate orders by a date; items without one come first.
func byDate[T any](field func(T) time.Time) func(a, b T) int {
	return func(a, b T) int { return field(a).Compare(field(b)) }
}
