package fleet

import (
	"time"

	"tolokadash/tolokaapi"
)

// A Kind is a kind of request.
type Kind int

// The kinds of requests, which say what else of a Request is set.
const (
	Submit          Kind = iota + 1 // Verb, On
	ListOperations                  // Query
	GetOperation                    // Op
	ListPools                       // On.Subject, Query
	GetPool                         // On
	ListProjects                    // Query
	GetRequester                    //
	Analyze                         // Questions
	ListAnalyses                    // Query
	ListAssignments                 // On, Query
)

// String is for logs and test output.
func (k Kind) String() string {
	switch k {
	case Submit:
		return "submit"
	case ListOperations:
		return "list operations"
	case GetOperation:
		return "get operation"
	case ListPools:
		return "list pools"
	case GetPool:
		return "get pool"
	case ListProjects:
		return "list projects"
	case GetRequester:
		return "get requester"
	case Analyze:
		return "ask for figures"
	case ListAnalyses:
		return "list figures"
	case ListAssignments:
		return "list assignments"
	}
	return "nothing"
}

// A Request is one call to the API. It is made once and answered by exactly one
// Response.
type Request struct {
	Seq   uint64 // order of issue, from 1; a row ignores answers older than its last
	Kind  Kind
	Verb  tolokaapi.Verb
	On    tolokaapi.Ref
	Op    tolokaapi.OperationID
	Query tolokaapi.Query

	Questions []tolokaapi.Question
}

// A Response is what came of a Request: Err, or the field that belongs to its
// kind.
type Response struct {
	Request        Request
	Sent, Received time.Time // wall clock without monotonic part: a sleep shows as a jump
	Server         time.Time // Date header; zero if absent
	Err            error     // nil, *tolokaapi.Error or *tolokaapi.TransportError

	Outcome    tolokaapi.Outcome                   // Submit
	Operation  tolokaapi.Operation                 // GetOperation
	Pool       tolokaapi.Pool                      // GetPool
	Requester  tolokaapi.Requester                 // GetRequester
	Pools      tolokaapi.Page[tolokaapi.Pool]      // ListPools
	Operations tolokaapi.Page[tolokaapi.Operation] // ListOperations
	Projects   tolokaapi.Page[tolokaapi.Project]   // ListProjects
	Analysis   tolokaapi.Analysis                  // Analyze
	Analyses   tolokaapi.Page[tolokaapi.Analysis]  // ListAnalyses

	Assignments tolokaapi.Page[tolokaapi.Assignment] // ListAssignments
}
