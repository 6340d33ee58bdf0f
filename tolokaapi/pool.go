package tolokaapi

import "encoding/json"

// A PoolStatus is what the server says a pool is. Values not listed here are
// passed through as they came (made harmless).
type PoolStatus string

// The documented pool statuses (D). Locked means that no action is possible;
// it is the natural status while an operation runs, though nothing says so.
const (
	Open     PoolStatus = "OPEN"
	Locked   PoolStatus = "LOCKED"
	Closed   PoolStatus = "CLOSED"
	Archived PoolStatus = "ARCHIVED"
)

// A Pool is a pool or a training, as far as a dashboard needs it. Every field
// but Ref may be absent: the API's schema has no list of required fields (D).
// A training has no reward, priority, expiry or type.
type Pool struct {
	Ref         Ref
	ProjectID   string
	Name        string // private_name
	Comment     string // private_comment
	Status      PoolStatus
	CloseReason string // last_close_reason: stays while the pool is open again
	Created     Date
	LastStarted Date // absent: never opened
	LastStopped Date // absent: never closed
	WillExpire  Date // the pool closes itself then

	Reward         json.Number // reward_per_assignment, literal as sent; "" absent
	Priority       *int        // 0 to 100 (D), -100 to 100 (K)
	Type           string      // REGULAR or TRAINING; deprecated
	AdultContent   bool
	AutoAccept     bool
	AutoCloseDelay *int // seconds, 0 to 259200
	MaxDuration    *int // assignment_max_duration_seconds, at least 5
	Overlap        *int // defaults.default_overlap_for_new_task_suites
	RealTasks      *int // mixer_config.real_tasks_count
	GoldenTasks    *int // mixer_config.golden_tasks_count
	TrainingTasks  *int // mixer_config.training_tasks_count
	Mine           bool // owner.myself
	OwnerID        string

	// Unreadable says, when not empty, why this record could not be read. Then
	// only Ref (when its id was valid) can be relied on, and no action accepts
	// the pool.
	Unreadable string
}

// A Project groups pools. Its large fields (task_spec, instructions) are never
// decoded.
type Project struct {
	ID         string
	Name       string // public_name
	Comment    string // private_comment
	Status     string // ACTIVE or ARCHIVED
	Unreadable string // as in Pool
}

// A Requester is the account behind the token.
type Requester struct {
	ID      string
	Name    string      // public_name: EN, else RU, else the first by language code
	Balance json.Number // literal as sent; USD, on Yandex Tasks RUB: no field says which
	Company string      // company id; "" for a person
}
