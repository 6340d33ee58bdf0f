package tolokaapi

import (
	"net/url"
	"strconv"
)

// MaxLimit is the largest page the sources agree on (K claims 500 for
// operations; D, R and the schema of projects say 300). Every list asks for an
// explicit limit, since the defaults differ by resource and source.
const MaxLimit = 300

// A Range bounds one field of a list: greater than, at least, less than, at
// most. An empty string is no bound. Dates are written with [FormatDate].
type Range struct{ GT, GTE, LT, LTE string }

// A Query selects and orders a page of a list. The zero Query lists everything
// by ascending id. It is comparable.
type Query struct {
	Status    string        // one value; of assignments also a comma list
	Type      OperationType // operations only
	ProjectID string        // pools and trainings only
	PoolID    string        // assignments only
	Sort      string        // comma list of keys, "-" before a key descends; "" is "id"
	Limit     int           // 1 to MaxLimit; 0 is MaxLimit, more is cut to it

	ID          Range
	Created     Range
	LastStarted Range
	Submitted   Range
	Finished    Range
}

// values are the query parameters: always an explicit sort and limit, because
// the default order of no list is documented.
func (q Query) values() url.Values {
	v := url.Values{}
	set := func(name, value string) {
		if value != "" {
			v.Set(name, value)
		}
	}
	set("status", q.Status)
	set("type", string(q.Type))
	set("project_id", q.ProjectID)
	set("pool_id", q.PoolID)
	v.Set("sort", q.sort())
	v.Set("limit", strconv.Itoa(q.limit()))
	for name, r := range map[string]Range{
		"id": q.ID, "created": q.Created, "last_started": q.LastStarted,
		"submitted": q.Submitted, "finished": q.Finished,
	} {
		set(name+"_gt", r.GT)
		set(name+"_gte", r.GTE)
		set(name+"_lt", r.LT)
		set(name+"_lte", r.LTE)
	}
	return v
}

func (q Query) sort() string {
	if q.Sort == "" {
		return "id"
	}
	return q.Sort
}

func (q Query) limit() int {
	if q.Limit <= 0 || q.Limit > MaxLimit {
		return MaxLimit
	}
	return q.Limit
}
