package tolokaapi

import (
	"encoding/json"
	"strings"
)

// An OperationID names an operation. It is opaque: UUIDs and 24 hex digits are
// both in use, and the documentation's own sample holds letters past f.
type OperationID string

// An OperationType is the subject and the verb of an operation, as in
// "POOL.CLOSE". Types not known here are passed through.
type OperationType string

// An OperationStatus is how far an operation is. Only the status decides
// whether it is over: samples show finished dates and 100 percent beside
// PENDING and RUNNING.
type OperationStatus string

// The documented statuses (D). An unknown value is passed through and is not
// terminal (J).
const (
	Pending OperationStatus = "PENDING"
	Running OperationStatus = "RUNNING"
	Success OperationStatus = "SUCCESS"
	Fail    OperationStatus = "FAIL"
)

// Terminal reports whether the operation has ended.
func (s OperationStatus) Terminal() bool { return s == Success || s == Fail }

// An Operation is asynchronous work at Toloka: what a close answers with.
type Operation struct {
	ID        OperationID
	Type      OperationType
	Status    OperationStatus
	Submitted Date
	Started   Date // absent while pending
	Finished  Date // may be set before the end: do not infer from it
	Progress  Progress
	Target    Ref    // parameters.pool_id or training_id; zero if there is none
	Created   Ref    // details.pool_id or training_id of a clone that succeeded
	Details   string // details as compact JSON, made harmless; "" if absent or {}

	// Unreadable says, when not empty, why this record could not be read. Then
	// only ID, Type, Submitted and Target may say something: enough to tell whose
	// operation it cannot be.
	Unreadable string
}

// Reason is the code and the message in the details of an operation that failed, where
// they hold such; whole says that they hold nothing else.
func (o Operation) Reason() (code, message string, whole bool) {
	if o.Status != Fail || !strings.HasPrefix(o.Details, "{") {
		return "", "", false
	}
	var fields map[string]any
	if json.Unmarshal([]byte(o.Details), &fields) != nil {
		return "", "", false
	}
	code, _ = fields["code"].(string)
	message, _ = fields["message"].(string)
	return code, message, code != "" && message != "" && len(fields) == 2
}

// Progress is a share in percent that may be absent or null (K guards for it).
type Progress struct {
	Known   bool
	Percent int // 0 to 100, clamped; meaningful only when Known
}
