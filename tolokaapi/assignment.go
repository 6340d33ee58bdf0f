package tolokaapi

import "context"

// An AssignmentStatus is how far a suite of tasks in somebody's hands is.
type AssignmentStatus string

// The statuses that a close leaves undone (D): in work, and done but not reviewed.
const (
	AssignmentActive    AssignmentStatus = "ACTIVE"
	AssignmentSubmitted AssignmentStatus = "SUBMITTED"
)

// An Assignment is a suite of tasks that somebody took. Its tasks and solutions
// can be large and are never decoded.
type Assignment struct {
	ID         string
	Pool       string // id of the pool
	Status     AssignmentStatus
	Unreadable string // as in Pool
}

// ListAssignments asks for a page of the assignments of one pool, which q names.
// The API gives no count: whoever needs one lists a page and counts.
func (c *Client) ListAssignments(ctx context.Context, q Query) (Page[Assignment], error) {
	if !ValidID(q.PoolID) {
		return Page[Assignment]{Query: q}, c.refuse(CauseInvalid, errInvalidID)
	}
	return list(ctx, c, "assignments", q, readAssignment)
}

type assignmentFields struct {
	id     identifier
	pool   identifier
	status word
}

func (f *assignmentFields) field(key []byte) value {
	switch string(key) {
	case "id":
		return &f.id
	case "pool_id":
		return &f.pool
	case "status":
		return &f.status
	}
	return nil
}

func readAssignment(raw []byte, clean sanitizer) Assignment {
	var f assignmentFields
	if problem := record(raw, &f, &f.id, &f.status, clean); problem != "" {
		return Assignment{ID: f.id.id, Unreadable: problem}
	}
	return Assignment{ID: f.id.id, Pool: f.pool.id, Status: AssignmentStatus(f.status)}
}
