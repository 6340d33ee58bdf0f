package ui

import (
	"context"
	"slices"
	"strconv"
	"time"

	"tolokadash/internal/fleet"
	"tolokadash/tolokaapi"
)

// A toloka answers what the screen asks, as a test tells it to.
type toloka struct {
	pools      []tolokaapi.Pool
	projects   []tolokaapi.Project
	operations []tolokaapi.Operation                             // newest first
	submit     func(fleet.Request) (tolokaapi.Outcome, error)    // default: 204
	err        error                                             // of every answer but to commands
	latency    time.Duration                                     // of commands
	ahead      time.Duration                                     // of the server's clock
	figure     func(tolokaapi.Question) (tolokaapi.Figure, bool) // nil: the server gives none
	carry      func(fleet.Request) (fleet.Response, bool)        // asked first
	sent       []fleet.Request
}

// do is what Options.Carry wants.
func (w *toloka) do(_ context.Context, r fleet.Request) fleet.Response {
	w.sent = append(w.sent, r)
	a := fleet.Response{Request: r, Sent: wall()}
	if w.carry != nil {
		if answer, ok := w.carry(r); ok {
			answer.Request, answer.Sent, answer.Received = r, a.Sent, wall()
			return answer
		}
	}
	switch r.Kind {
	case fleet.Submit:
		time.Sleep(w.latency)
		a.Outcome.Unchanged = true
		if w.submit != nil {
			a.Outcome, a.Err = w.submit(r)
		}
		if a.Outcome.Unchanged && a.Err == nil {
			w.has(r.On, map[tolokaapi.Verb]tolokaapi.PoolStatus{tolokaapi.VerbClose: tolokaapi.Closed, tolokaapi.VerbOpen: tolokaapi.Open, tolokaapi.VerbArchive: tolokaapi.Archived}[r.Verb])
		}
	case fleet.ListPools:
		a.Pools.Query = r.Query
		for _, p := range w.pools {
			if p.Ref.Subject == r.On.Subject && string(p.Status) == r.Query.Status && len(a.Pools.Items) < r.Query.Limit &&
				(r.Query.ID.LT == "" || tolokaapi.CompareIDs(p.Ref.ID, r.Query.ID.LT) < 0) {
				a.Pools.Items = append(a.Pools.Items, p)
			}
		}
		a.Pools.HasMore = len(a.Pools.Items) == r.Query.Limit
	case fleet.GetPool:
		a.Err = &tolokaapi.Error{Status: 404, Code: "DOES_NOT_EXIST"}
		for _, p := range w.pools {
			if p.Ref == r.On {
				a.Pool, a.Err = p, nil
			}
		}
	case fleet.Analyze:
		a.Analysis, a.Err = w.analyse(r.Questions)
	case fleet.ListOperations:
		a.Operations = page(w.operations, r.Query)
	case fleet.GetOperation:
		a.Err = &tolokaapi.Error{Status: 404, Code: "DOES_NOT_EXIST"}
	case fleet.ListProjects:
		a.Projects.Items = w.projects
	case fleet.GetRequester:
		a.Requester = tolokaapi.Requester{ID: "r", Name: "Acme Data", Balance: "1204.5"}
	}
	if w.err != nil && r.Kind != fleet.Submit {
		a.Err = w.err
	}
	a.Received = wall()
	a.Server = a.Received.Add(w.ahead).Truncate(time.Second)
	return a
}

// analyse answers questions at once, if the server gives figures.
func (w *toloka) analyse(questions []tolokaapi.Question) (a tolokaapi.Analysis, err error) {
	if w.figure == nil {
		return a, &tolokaapi.Error{Status: 404}
	}
	a.Operation = tolokaapi.Operation{ID: "analysis", Type: tolokaapi.Analytics, Status: tolokaapi.Success}
	a.Figures = map[tolokaapi.Question]tolokaapi.Figure{}
	for _, q := range questions {
		if f, ok := w.figure(q); ok {
			a.Figures[q] = f
		}
	}
	return a, nil
}

// has gives a pool a status, unless that is none.
func (w *toloka) has(ref tolokaapi.Ref, s tolokaapi.PoolStatus) {
	for i := range w.pools {
		if w.pools[i].Ref == ref && s != "" {
			w.pools[i].Status = s
		}
	}
}

// page is the operations that a query asks for; they come newest first.
func page(operations []tolokaapi.Operation, q tolokaapi.Query) tolokaapi.Page[tolokaapi.Operation] {
	found := tolokaapi.Page[tolokaapi.Operation]{Query: q}
	from, to := date(q.Submitted.GTE), date(q.Submitted.LTE)
	for _, op := range operations {
		switch {
		case op.Type != q.Type, q.Status != "" && q.Status != string(op.Status):
		case from.Valid() && op.Submitted.Time.Before(from.Time), to.Valid() && op.Submitted.Time.After(to.Time):
		case len(found.Items) == q.Limit:
			found.HasMore = true
		default:
			found.Items = append(found.Items, op)
		}
	}
	return found
}

func wall() time.Time { return time.Now().Round(0) }

// count is how many requests of a kind were made.
func (w *toloka) count(k fleet.Kind) int {
	n := 0
	for _, r := range w.sent {
		if r.Kind == k {
			n++
		}
	}
	return n
}

func date(text string) tolokaapi.Date { return tolokaapi.ParseDate(text) }

// somePools is a small account with names of every sort.
func somePools() []tolokaapi.Pool {
	pools := []tolokaapi.Pool{
		{Name: "Cats or dogs, batch 8", ProjectID: "7", Status: tolokaapi.Open, Reward: "0.02", LastStarted: date("2000-03-11T09:15:00")},
		{Name: "Cats or dogs, batch 7", ProjectID: "7", Status: tolokaapi.Open, Reward: "0.02", LastStarted: date("2000-03-11T09:12:00")},
		{Name: "Transcripts of audio recordings, week 10, with the corrected sound files", ProjectID: "8", Status: tolokaapi.Open, Reward: "0.07", LastStarted: date("2000-03-10T07:41:00")},
		{Name: "Side-by-side voices", ProjectID: "8", Status: tolokaapi.Locked, Reward: "0.05", LastStarted: date("2000-03-02T16:45:00")},
		{Name: "Отзывы о ресторанах, пул 3", ProjectID: "9", Status: tolokaapi.Closed, Reward: "0.05", LastStarted: date("1999-12-09T18:20:00")},
		{Name: "商品画像の分類 第2回 商品画像の分類 第2回", ProjectID: "7", Status: tolokaapi.Closed, Reward: "0.03", LastStarted: date("2000-22-08T11:02:00")},
		{Name: "Families 👨\u200d👩\u200d👧 1\ufe0f\u20e3 👍🏽 ❤\ufe0f น\u0e33 स\u094d\u0924\u0947", ProjectID: "7", Status: tolokaapi.Closed, Reward: "7"},
	}
	for i := range pools {
		pools[i].Ref = tolokaapi.PoolRef(strconv.Itoa(32267700 - i))
	}
	return pools
}

// manyPools is n open pools, newest first.
func manyPools(n int) []tolokaapi.Pool {
	pools := make([]tolokaapi.Pool, n)
	for i := range pools {
		pools[i] = tolokaapi.Pool{
			Ref: tolokaapi.PoolRef(strconv.Itoa(40000000 - i)), Name: "Street signs, crop " + strconv.Itoa(n-i), ProjectID: "7",
			Status: tolokaapi.Open, Reward: "0.03", LastStarted: date("2000-03-01T10:00:00"),
		}
	}
	return pools
}

// someTrainings is two trainings that are open and one that is closed.
func someTrainings() []tolokaapi.Pool {
	return []tolokaapi.Pool{
		{Ref: tolokaapi.TrainingRef("31000003"), Name: "Warm-up: Image labels", ProjectID: "7", Status: tolokaapi.Open, LastStarted: date("2000-03-10T09:15:00")},
		{Ref: tolokaapi.TrainingRef("31000002"), Name: "Обучение: Тексты", ProjectID: "9", Status: tolokaapi.Open, LastStarted: date("2000-03-09T09:15:00")},
		{Ref: tolokaapi.TrainingRef("31000001"), Name: "練習: Audio", ProjectID: "8", Status: tolokaapi.Closed, LastStarted: date("2000-01-08T09:15:00")},
	}
}

// past is n operations that are over, newest first, ten minutes apart, the
// newest three hours old: closes and opens in turn, each a second longer than
// the one before up to ten. The third failed; the fifth is a clone.
func past(n int) []tolokaapi.Operation {
	operations := make([]tolokaapi.Operation, n)
	for i := range operations {
		verb := [...]tolokaapi.Verb{tolokaapi.VerbClose, tolokaapi.VerbOpen}[i%2]
		if i == 4 {
			verb = tolokaapi.VerbClone
		}
		at := time.Date(2000, 3, 11, 11, 0, 0, 0, time.UTC).Add(-time.Duration(i) * 10 * time.Minute)
		operations[i] = tolokaapi.Operation{
			ID: tolokaapi.OperationID("past-" + strconv.Itoa(i)), Type: verb.Type(tolokaapi.SubjectPool), Status: tolokaapi.Success,
			Target: tolokaapi.PoolRef(strconv.Itoa(32267700 - i)), Progress: tolokaapi.Progress{Known: true, Percent: 100},
			Submitted: tolokaapi.DateOf(at), Started: tolokaapi.DateOf(at), Finished: tolokaapi.DateOf(at.Add(time.Duration(i%10+1) * time.Second)),
		}
	}
	if n > 4 {
		operations[2].Status, operations[2].Progress.Percent, operations[2].Details = tolokaapi.Fail, 40, `{"error":"the pool has no tasks"}`
		operations[4].Created = tolokaapi.PoolRef("40000001")
	}
	return operations
}

func newToloka(pools []tolokaapi.Pool) *toloka {
	return &toloka{pools: pools, projects: []tolokaapi.Project{
		{ID: "7", Name: "Image labels"}, {ID: "8", Name: "Audio"}, {ID: "9", Name: "Тексты"},
	}}
}

// operation is one about a pool, submitted now.
func operation(verb tolokaapi.Verb, on tolokaapi.Ref, status tolokaapi.OperationStatus, percent int) tolokaapi.Operation {
	now := tolokaapi.DateOf(wall())
	op := tolokaapi.Operation{
		ID: tolokaapi.OperationID("op-" + string(verb) + "-" + on.ID), Type: verb.Type(on.Subject), Status: status, Target: on,
		Submitted: now, Started: now, Progress: tolokaapi.Progress{Known: percent >= 0, Percent: percent},
	}
	if status.Terminal() {
		op.Finished = now
	}
	return op
}

// accepts makes toloka start an operation for every command, as status and
// percent say; a later change shows in the next list.
func (w *toloka) accepts(status tolokaapi.OperationStatus, percent int) {
	w.submit = func(r fleet.Request) (tolokaapi.Outcome, error) {
		op := operation(r.Verb, r.On, status, percent)
		w.operations = slices.Insert(w.operations, 0, op)
		return tolokaapi.Outcome{Operation: op}, nil
	}
}

// becomes changes the operation about a pool as the next answers show it.
func (w *toloka) becomes(id string, status tolokaapi.OperationStatus, percent int) {
	for i, op := range w.operations {
		if op.Target.ID != id {
			continue
		}
		op.Status, op.Progress = status, tolokaapi.Progress{Known: percent >= 0, Percent: percent}
		if status.Terminal() {
			op.Finished = tolokaapi.DateOf(wall())
		}
		w.operations[i] = op
	}
}
