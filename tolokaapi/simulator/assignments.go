package simulator

import (
	"fmt"
	"hash/fnv"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// maxAssignments is the largest page of assignments (K).
const maxAssignments = 100_000

func assignmentStatuses() []string {
	return []string{"ACTIVE", "SUBMITTED", "ACCEPTED", "REJECTED", "SKIPPED", "EXPIRED"}
}

func (a assignmentStatus) String() string { return assignmentStatuses()[a] }

// A listedAssignment is an assignment and where it belongs.
type listedAssignment struct {
	assignment
	n    int // in order of creation in its pool
	pool *pool
}

// id begins with the id of the pool in hex, as the ids of Toloka do.
func (a listedAssignment) id() string { return poolPrefix(a.pool) + fmt.Sprintf("%024x", a.n+1) }

func (a listedAssignment) suite() string {
	return poolPrefix(a.pool) + fmt.Sprintf("%024x", 0x5000_0000+a.n%max(a.pool.work.suites, 1))
}

func (a listedAssignment) task(i int) string {
	return poolPrefix(a.pool) + fmt.Sprintf("%024x", 0x7000_0000+(a.n%max(a.pool.work.suites, 1))*a.pool.tasks+i)
}

// holds reports whether a task is one of its suite; every suite holds "".
func (a listedAssignment) holds(task string) bool {
	for i := range a.pool.tasks {
		if task == a.task(i) {
			return true
		}
	}
	return task == ""
}

// when is the time at which it got a status, zero if it did not.
func (a listedAssignment) when(is func(assignment) bool, at int64) time.Time {
	if !is(a.assignment) || at == 0 {
		return time.Time{}
	}
	return time.UnixMilli(at).UTC()
}

func (a listedAssignment) since(status assignmentStatus) time.Time {
	at := a.ends
	if status == accepted || status == rejected {
		at = a.reviewed
	}
	return a.when(func(a assignment) bool { return a.status == status }, at)
}

func (a listedAssignment) createdAt() time.Time { return time.UnixMilli(a.created).UTC() }

func (a listedAssignment) submittedAt() time.Time { return a.when(assignment.done, a.ends) }

func poolPrefix(p *pool) string {
	n, err := strconv.ParseUint(p.id, 10, 64)
	if err != nil {
		hash := fnv.New32a()
		_, _ = hash.Write([]byte(p.id))
		n = uint64(hash.Sum32())
	}
	return fmt.Sprintf("%010x--", n)
}

// listAssignments needs a pool, a suite or a task to list those of.
func (s *Simulator) listAssignments(c *call) reply {
	p, prob := s.assignmentPool(c.query)
	if prob != nil {
		return prob.reply(s)
	}
	var items []listedAssignment
	if p != nil {
		p.work.advance(s.seed, s.now)
		statuses := strings.FieldsFunc(c.query.Get("status"), func(r rune) bool { return r == ',' })
		for _, one := range statuses {
			if !slices.Contains(assignmentStatuses(), one) {
				return invalid("status", "UNKNOWN_ENUM_VALUE", "Unknown value of the enumeration", one).reply(s)
			}
		}
		for n, a := range p.work.items {
			item := listedAssignment{assignment: a, n: n, pool: p}
			if (len(statuses) == 0 || slices.Contains(statuses, a.status.String())) && item.holds(c.query.Get("task_id")) {
				items = append(items, item)
			}
		}
	}
	return s.listed(s.assignmentCatalogue().list(items, c.query))
}

// getAssignment answers one assignment.
func (s *Simulator) getAssignment(c *call) reply {
	p, prob := s.assignmentPool(url.Values{"task_id": {c.params[0]}})
	if prob == nil && p != nil {
		p.work.advance(s.seed, s.now)
		for n, a := range p.work.items {
			if item := (listedAssignment{assignment: a, n: n, pool: p}); item.id() == c.params[0] {
				return reply{status: http.StatusOK, body: s.viewAssignment(item)}
			}
		}
	}
	return unknownObject().reply(s)
}

// assignmentPool finds the pool that the assignments are of, nil if there is none.
func (s *Simulator) assignmentPool(query url.Values) (*pool, *problem) {
	if id := query.Get("pool_id"); id != "" {
		if p, ok := s.anyPool(id); ok {
			return p, nil
		}
		return nil, unknownObject()
	}
	of := query.Get("task_suite_id") + query.Get("task_id")
	if of == "" {
		return nil, invalid("pool_id", "VALUE_REQUIRED", "One of pool_id, task_suite_id and task_id is needed")
	}
	prefix, _, _ := strings.Cut(of, "--")
	n, err := strconv.ParseUint(prefix, 16, 64)
	if err != nil {
		return nil, nil
	}
	p, _ := s.anyPool(strconv.FormatUint(n, 10))
	return p, nil
}

func (s *Simulator) assignmentCatalogue() catalogue[listedAssignment] {
	dates := map[string]func(listedAssignment) time.Time{
		"created": listedAssignment.createdAt, "submitted": listedAssignment.submittedAt,
	}
	for _, status := range []assignmentStatus{accepted, rejected, skipped, expired} {
		dates[strings.ToLower(status.String())] = func(a listedAssignment) time.Time { return a.since(status) }
	}
	sorts := map[string]func(a, b listedAssignment) int{}
	for name, date := range dates {
		sorts[name] = byDate(date)
	}
	return catalogue[listedAssignment]{
		id: listedAssignment.id,
		equals: map[string]func(listedAssignment) string{
			"user_id":       func(a listedAssignment) string { return s.userID(a) },
			"task_suite_id": listedAssignment.suite,
		},
		dates: dates, sorts: sorts, ordered: true, most: maxAssignments,
		view: func(a listedAssignment) any { return s.viewAssignment(a) },
	}
}

func (s *Simulator) userID(a listedAssignment) string {
	return fmt.Sprintf("%016x%016x", a.pool.work.seed^s.seed, uint64(a.user)+1)
}

func (s *Simulator) viewAssignment(a listedAssignment) any {
	view := assignmentView{
		ID: a.id(), SuiteID: a.suite(), PoolID: a.pool.id, UserID: s.userID(a), Status: a.status.String(),
		Reward: a.pool.reward, Created: formatDate(a.createdAt()), Submitted: formatDate(a.submittedAt()),
		Accepted: formatDate(a.since(accepted)), Rejected: formatDate(a.since(rejected)),
		Skipped: formatDate(a.since(skipped)), Expired: formatDate(a.since(expired)),
		Owner: ownerView{ID: s.owner.ID, Myself: true},
	}
	for i := range a.pool.tasks {
		view.Tasks = append(view.Tasks, taskView{ID: a.task(i), PoolID: a.pool.id, Input: map[string]string{"image": "https://example.com/1.jpg"}})
		if a.done() {
			view.Solutions = append(view.Solutions, solutionView{Output: map[string]string{"result": "cat"}})
		}
	}
	return view
}
