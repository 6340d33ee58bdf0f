// Package runner carries one request of the fleet to the API and brings back
// its response. It is the only I/O while the program runs.
package runner

import (
	"context"
	"errors"
	"time"

	"tolokadash/internal/fleet"
	"tolokadash/tolokaapi"
)

// Timeout bounds one request, from connecting to the last byte of its body,
// unless it is configured.
const Timeout = 15 * time.Second

// A Runner makes calls with one client. It is safe for concurrent use.
type Runner struct {
	client  *tolokaapi.Client
	timeout time.Duration
}

// New makes a runner. A timeout of zero or less is Timeout.
func New(client *tolokaapi.Client, timeout time.Duration) *Runner {
	if timeout <= 0 {
		timeout = Timeout
	}
	return &Runner{client, timeout}
}

var errUnknownKind = errors.New("there is no request of this kind")

// Do makes the call and returns what came of it; it never fails to return. The
// times are wall clock without a monotonic part, so that a machine's sleep
// shows in them.
func (c *Runner) Do(ctx context.Context, r fleet.Request) fleet.Response {
	ctx, cancel := context.WithTimeout(ctx, c.timeout)
	defer cancel()
	answer := fleet.Response{Request: r, Sent: wallClock()}
	switch r.Kind {
	case fleet.Submit:
		answer.Outcome, answer.Err = c.client.Act(ctx, r.Verb, r.On)
		answer.Server = answer.Outcome.Server
	case fleet.ListOperations:
		answer.Operations, answer.Err = c.client.ListOperations(ctx, r.Query)
		answer.Server = answer.Operations.Server
	case fleet.GetOperation:
		one, err := c.client.Operation(ctx, r.Op)
		answer.Operation, answer.Server, answer.Err = one.Value, one.Server, err
	case fleet.ListPools:
		answer.Pools, answer.Err = c.listPools(ctx, r)
		answer.Server = answer.Pools.Server
	case fleet.GetPool:
		one, err := c.client.Pool(ctx, r.On)
		answer.Pool, answer.Server, answer.Err = one.Value, one.Server, err
	case fleet.ListProjects:
		answer.Projects, answer.Err = c.client.ListProjects(ctx, r.Query)
		answer.Server = answer.Projects.Server
	case fleet.GetRequester:
		one, err := c.client.Requester(ctx)
		answer.Requester, answer.Server, answer.Err = one.Value, one.Server, err
	case fleet.Analyze:
		one, err := c.client.Analyze(ctx, r.Questions)
		answer.Analysis, answer.Server, answer.Err = one.Value, one.Server, err
	case fleet.ListAnalyses:
		answer.Analyses, answer.Err = c.client.ListAnalyses(ctx, r.Query)
		answer.Server = answer.Analyses.Server
	case fleet.ListAssignments:
		answer.Assignments, answer.Err = c.client.ListAssignments(ctx, r.Query)
		answer.Server = answer.Assignments.Server
	default:
		answer.Err = &tolokaapi.TransportError{Cause: tolokaapi.CauseInvalid, Host: c.client.Host(), Err: errUnknownKind}
	}
	answer.Received = wallClock()
	if answer.Err != nil {
		answer.Server = serverTime(answer.Err)
	}
	return answer
}

func (c *Runner) listPools(ctx context.Context, r fleet.Request) (tolokaapi.Page[tolokaapi.Pool], error) {
	if r.On.Subject == tolokaapi.SubjectTraining {
		return c.client.ListTrainings(ctx, r.Query)
	}
	return c.client.ListPools(ctx, r.Query)
}
