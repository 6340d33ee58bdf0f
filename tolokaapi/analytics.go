package tolokaapi

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
)

// Analytics is the type of the operations that answer questions about pools.
const Analytics OperationType = "ANALYTICS"

// MaxQuestions is how many questions one call may ask (K).
const MaxQuestions = 10

// activeHours is how far back a person counts as active.
const activeHours = 3

// A FigureName is one number about a pool, by the name that analytics has for it.
type FigureName string

// The figures that can be asked for (K).
const (
	FigureCompletion  FigureName = "completion_percentage"
	FigureSubmitted   FigureName = "submitted_assignments_count" // submitted, accepted and rejected
	FigureApproved    FigureName = "approved_assignments_count"
	FigureRejected    FigureName = "rejected_assignments_count"
	FigureSkipped     FigureName = "skipped_assignments_count"
	FigureRealTasks   FigureName = "real_tasks_count"
	FigureSpent       FigureName = "spent_budget" // without fee
	FigureMeanMillis  FigureName = "avg_submit_assignment_millis"
	FigureWorkers     FigureName = "unique_workers_count"    // took at least one suite
	FigureSubmitters  FigureName = "unique_submitters_count" // finished at least one
	FigureActive      FigureName = "active_workers_by_filter_count"
	FigureAssignments FigureName = "estimated_assignments_count"
)

// FigureNames lists every figure.
var FigureNames = [...]FigureName{
	FigureCompletion, FigureSubmitted, FigureApproved, FigureRejected, FigureSkipped, FigureRealTasks,
	FigureSpent, FigureMeanMillis, FigureWorkers, FigureSubmitters, FigureActive, FigureAssignments,
}

// A Question asks one figure of one pool. It is comparable: answers are found by
// it, never by their position.
type Question struct {
	Name FigureName
	Pool string // id
}

// A Figure is the answer to a Question. A figure that the server gives in a form
// that makes no sense is as if it were not given.
type Figure struct {
	Value       json.Number // literal as sent, not negative; "" when Infinite
	Approximate bool
	Infinite    bool
}

// An Analysis is an operation that answers questions. Figures is empty until it
// has succeeded, and lacks what was answered wrongly, twice or not at all.
type Analysis struct {
	Operation Operation // without Details
	Figures   map[Question]Figure
}

// Analyze asks up to [MaxQuestions] questions, none of them twice. The answers come
// with the operation that it starts: see [Client.ListAnalyses]. It lies outside of
// /api/v1, and a server need not have it: then the error has the status 404, 403 or
// 405. One question about a pool that does not exist is a 400 for all of them.
func (c *Client) Analyze(ctx context.Context, questions []Question) (Answer[Analysis], error) {
	body, err := encodeQuestions(questions)
	if err != nil {
		return Answer[Analysis]{}, c.refuse(CauseInvalid, err)
	}
	var found Analysis
	server, err := c.exchange(ctx, call{
		method: http.MethodPost,
		path:   "/api/staging/analytics-2",
		body:   body,
		read: func(a answer) error {
			raw, err := a.body.object()
			if err != nil {
				return err
			}
			found = readAnalysis(raw, c.clean)
			if problem := found.Operation.Unreadable; problem != "" {
				return fmt.Errorf("%w: %s", errNoOperation, problem)
			}
			return nil
		},
	})
	if err != nil {
		return Answer[Analysis]{}, err
	}
	return Answer[Analysis]{Value: found, Server: server}, nil
}

// ListAnalyses asks for a page of the operations that answer questions, whoever
// asked them, with their answers.
func (c *Client) ListAnalyses(ctx context.Context, q Query) (Page[Analysis], error) {
	q.Type = Analytics
	return list(ctx, c, "operations", q, readAnalysis)
}

// Reasons why questions cannot be asked.
var (
	errQuestions     = fmt.Errorf("a call asks 1 to %d questions", MaxQuestions)
	errQuestionTwice = errors.New("a question is asked twice")
)

// wireQuestion is a question as it is sent.
type wireQuestion struct {
	Name    FigureName `json:"name"`
	Subject string     `json:"subject"`
	ID      string     `json:"subject_id"`
	Hours   int        `json:"interval_hours,omitempty"`
}

func encodeQuestions(questions []Question) ([]byte, error) {
	if len(questions) == 0 || len(questions) > MaxQuestions {
		return nil, errQuestions
	}
	asked := map[Question]bool{}
	wire := make([]wireQuestion, len(questions))
	for i, q := range questions {
		switch {
		case !ValidID(q.Pool):
			return nil, errInvalidID
		case asked[q]:
			return nil, errQuestionTwice
		}
		asked[q] = true
		wire[i] = wireQuestion{Name: q.Name, Subject: "POOL", ID: q.Pool}
		if q.Name == FigureActive {
			wire[i].Hours = activeHours
		}
	}
	return json.Marshal(wire)
}
