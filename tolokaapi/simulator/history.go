package simulator

import (
	"slices"
	"time"
)

// makePast enters what the pools' dates tell of into the log, and what else
// a requester's account has seen: failures, batches of tasks, analytics. It
// goes back pool by pool until there is enough.
func (m *seeder) makePast() {
	enough := min(60+m.poolCount/2, 3000)
	for i := len(m.pools.items) - 1; i >= 0 && len(m.past) < enough; i-- {
		m.recall(m.pools.items[i], i)
	}
	m.recallArchiving()
	for i := len(m.trainings.items) - 1; i >= 0 && i > len(m.trainings.items)-10; i-- {
		m.recall(m.trainings.items[i], 0)
	}
	if len(m.pools.items) > 0 {
		for age := quiet; age < 3*day; age += time.Duration(30+m.rng.IntN(90)) * time.Minute {
			m.recallAnalytics(m.now.Add(-age))
		}
	}
	slices.SortStableFunc(m.past, func(a, b *operation) int { return a.submitted.Compare(b.submitted) })
	for _, o := range m.past {
		m.operations.add(o)
	}
}

// recall enters the operations that one pool's dates tell of.
func (m *seeder) recall(p *pool, at int) {
	kind, key := "POOL.", "pool_id"
	if p.training {
		kind, key = "TRAINING.", "training_id"
	}
	on := map[string]string{key: p.id}
	if !p.started.IsZero() {
		if m.rng.IntN(20) == 0 {
			m.remember(kind+"OPEN", on, m.between(p.created, p.started), false)
		}
		m.remember(kind+"OPEN", on, p.started, true)
	}
	if p.closeReason == "MANUAL" || p.closeReason == "FOR_UPDATE" {
		if m.rng.IntN(12) == 0 && p.started.Before(p.stopped) {
			m.remember(kind+"CLOSE", on, m.between(p.started, p.stopped), false)
		}
		m.remember(kind+"CLOSE", on, p.stopped, true)
	}
	if at > 0 && m.rng.IntN(10) == 0 {
		source := m.pools.items[m.rng.IntN(at)]
		o := m.remember("POOL.CLONE", map[string]string{"pool_id": source.id}, p.created, true)
		o.details = map[string]string{"pool_id": p.id}
	}
	if !p.training && m.rng.IntN(8) == 0 {
		m.recallBatch(p)
	}
}

// recallArchiving enters how the newest archived pools were archived, most
// after the 30 idle days after which Toloka does so by itself.
func (m *seeder) recallArchiving() {
	left := 100
	for i := len(m.pools.items) - 1; i >= 0 && left > 0; i-- {
		if p := m.pools.items[i]; p.status == archived {
			ends := earlier(p.stopped.Add(30*day), m.between(p.stopped, m.now.Add(-quiet)))
			m.remember("POOL.ARCHIVE", map[string]string{"pool_id": p.id}, ends, true)
			left--
		}
	}
}

// remember enters one operation by its end.
func (m *seeder) remember(kind string, parameters any, ends time.Time, succeeded bool) *operation {
	whole := 800*time.Millisecond + time.Duration(m.rng.IntN(8200))*time.Millisecond
	submitted := ends.Add(-whole)
	o := &operation{
		id: newUUID(m.rng), kind: kind, submitted: submitted,
		started: submitted.Add(100*time.Millisecond + time.Duration(m.rng.IntN(400))*time.Millisecond),
		ends:    ends, parameters: parameters, ended: true, last: 100, fails: !succeeded,
	}
	if o.fails {
		o.last = 5 + m.rng.IntN(90)
	}
	m.past = append(m.past, o)
	return o
}

// recallBatch enters the upload of a pool's first tasks, whose log is kept.
func (m *seeder) recallBatch(p *pool) {
	o := m.remember("TASK.BATCH_CREATE", map[string]bool{
		"open_pool": false, "allow_defaults": true, "skip_invalid_items": true,
	}, earlier(p.created.Add(time.Minute), m.now.Add(-quiet)), true)
	input := func(key string) map[string]any {
		return map[string]any{"pool_id": p.id, "overlap": p.overlap, "input_values": map[string]string{key: "https://example.com/1.jpg"}}
	}
	o.log = []logItem{
		{Type: "TASK_CREATE", Success: true, Input: input("image"), Output: map[string]string{"task_id": "0000" + p.id + "--" + newHex(m.rng)[:24]}},
		{Type: "TASK_VALIDATE", Success: false, Input: input("imagis"), Output: map[string]fieldProblem{
			"input_values.image": {Code: "VALUE_REQUIRED", Message: "Value must be present and not equal to null"},
		}},
	}
	o.details = map[string]int{"total_count": 2, "valid_count": 1, "not_valid_count": 1, "success_count": 1, "failed_count": 1}
}

// recallAnalytics enters the answer to a question. It is made when it is read first, of
// the work as it was when the world began: to make that work costs more than the rest.
func (m *seeder) recallAnalytics(ends time.Time) {
	of := *pick(m.rng, m.pools.items)
	work := *of.work
	of.work = &work
	asked := question{Name: "completion_percentage", Subject: "POOL", SubjectID: of.id}
	o := m.remember("ANALYTICS", map[string]any{"value": []question{asked}}, ends, true)
	o.recall = func() any {
		return map[string]any{"value": []figure{{Request: asked, Result: m.figure(&of, asked, ends), Finished: formatDate(ends)}}}
	}
}
