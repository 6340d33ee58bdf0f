// Package simulator is a Toloka in a process: an http.Handler that behaves as
// the requester API is documented to, for pools, trainings, operations,
// projects, the requester and pool analytics. It serves the demonstration,
// `tolokadash simulate`, tests and benchmarks, over a socket or through
// [Simulator.RoundTripper] without one.
//
// Nothing runs in it. Time comes from a clock it is given; how far an operation
// is, is computed when somebody asks; and whatever was to happen since the last
// request, operations that end, pools that reopen, an external actor,
// has happened before the next is answered, in order of time.
//
// Every pool has suites of tasks, an overlap, people and a pace, and its figures,
// its assignments and the balance are counted from the same answers. With
// [WithPace] people work on: pools that are complete close by themselves, and all
// that pay do when the money is gone.
//
// A seed makes the same world every time. Knobs are the options of [New], how
// actions on a pool go is laid down by [Simulator.Script], and what goes wrong
// by [Simulator.Inject]. Where the documents are silent the simulator does what
// seems most natural: a pool keeps its status until the operation on it has
// succeeded, a second action meanwhile is a 409, lists without sort come by id,
// more than 300 to a page is a 400. Pools cannot be created or edited, save for
// their priority.
//
// # Faults over HTTP
//
// Whoever runs `tolokadash simulate` makes things go wrong with curl, no token
// needed:
//
//	curl -d '{"kind":"html","status":502,"path":"/operations","count":5}' http://127.0.0.1:8089/_simulator/faults
//	curl -d '[{"kind":"reset-after","method":"POST","path":"/pools/*/close","count":1}]' http://127.0.0.1:8089/_simulator/faults
//	curl -d '{"kind":"status","status":429,"payload":{"interval":"MIN"},"retry_after":"7"}' http://127.0.0.1:8089/_simulator/faults
//	curl http://127.0.0.1:8089/_simulator/faults              # those left, and all kinds
//	curl -X DELETE http://127.0.0.1:8089/_simulator/faults    # all is well again
//
// The fields are those of [Fault], the kinds those of [Kind].
package simulator
