package simulator

import (
	"cmp"
	"encoding/json"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"time"
)

const (
	day = 24 * time.Hour
	// quiet is how long nothing has happened when the world begins.
	quiet = 20 * time.Minute
	// span is how far back the oldest pool was made.
	span = 720 * day
	// firstID and newestID are about the ids of the oldest and newest pool.
	firstID, newestID = 4_017_306, 32_267_700
)

// A seeder draws the world.
type seeder struct {
	*Simulator
	rng     *rand.Rand
	series  []series // of the projects, by their place
	counter map[string]int
	past    []*operation
}

// populate makes the requester, the projects, the pools and what has been done
// with them.
func (s *Simulator) populate() {
	m := &seeder{
		Simulator: s, rng: rand.New(rand.NewPCG(s.seed, worldStream)), counter: map[string]int{},
	}
	s.owner = requester{
		ID: newHex(m.rng), Balance: "1204.5",
		PublicName: map[string]string{"EN": "Acme Data", "RU": "Акме Дата"},
	}
	s.owner.Company = companyView{ID: newHex(m.rng), Superintendent: s.owner.ID}
	m.funds = micros(m.owner.Balance)
	m.makeProjects()
	m.makePools()
	m.makePast()
}

func (m *seeder) makeProjects() {
	all := allSeries()
	n := min(3+m.poolCount/60, len(all)*len(markets()))
	id := 40_210
	for i := range n {
		id += 1 + m.rng.IntN(400)
		one := all[i%len(all)]
		status := "ACTIVE"
		if i > 5 && m.rng.IntN(12) == 0 {
			status = archived
		}
		m.series = append(m.series, one)
		m.projects.put(&project{
			id: strconv.Itoa(id), name: one.project + markets()[i/len(all)], status: status,
			created: m.now.Add(-span - time.Duration(n-i)*3*day).Truncate(time.Second),
		})
	}
}

// makePools draws the pools from the oldest to the newest, with a training to
// each 40 of them.
func (m *seeder) makePools() {
	n := m.poolCount
	id, gap := firstID, max((newestID-firstID)/max(n, 1), 2)
	for i := range n {
		id += 2 + m.rng.IntN(2*gap-3)
		created := m.now.Add(-time.Hour - span/time.Duration(n)*time.Duration(n-1-i)).
			Add(-time.Duration(m.rng.Int64N(int64(time.Hour)))).Truncate(time.Millisecond)
		at := m.rng.IntN(len(m.projects.items))
		if i == n-1 {
			at = 0 // an active project
		}
		if i%40 == 0 {
			m.makeTraining(strconv.Itoa(id-1), at, created)
		}
		p := m.makePool(strconv.Itoa(id), at, created)
		m.live(p, m.drawStatus(i, n, m.projects.items[at].status))
		p.work = m.newLabelling(p, shareDone(p))
		m.pools.put(p)
	}
}

// drawStatus opens 12 pools of 100, most of them new ones, archives old ones
// and closes the rest. The newest is always open.
func (m *seeder) drawStatus(i, n int, project string) string {
	isNew, isOld := i >= n*8/10, i < n*6/10
	roll := m.rng.Float64()
	switch {
	case i == n-1:
		return open
	case project == archived:
		return archived
	case isNew && roll > 0.60, !isNew && roll < 0.05:
		return open
	case isOld && roll > 0.70:
		return archived
	case roll > 0.10 && roll < 0.105:
		return locked
	default:
		return closed
	}
}

func (m *seeder) makePool(id string, at int, created time.Time) *pool {
	of, in := m.series[at], m.projects.items[at]
	pattern := of.pools[m.rng.IntN(len(of.pools))]
	m.counter[in.id+pattern]++
	p := &pool{
		id: id, projectID: in.id, created: created,
		name:    strings.ReplaceAll(pattern, "#", strconv.Itoa(m.counter[in.id+pattern])),
		comment: pick(m.rng, comments()),
		reward:  json.Number(of.reward), adult: m.rng.IntN(3) == 0, autoAccept: m.rng.IntN(4) > 0,
		overlap: pick(m.rng, []int{1, 2, 3, 3, 5}), tasks: pick(m.rng, []int{1, 5, 10, 10, 20}),
		seconds: pick(m.rng, []int{60, 300, 600, 600, 1200, 3600}),
		expires: created.Add(365 * day).Truncate(day),
	}
	if m.rng.IntN(10) == 0 {
		p.priority = 10 * (1 + m.rng.IntN(10))
	}
	if t := m.trainings.items; len(t) > 0 && m.rng.IntN(8) == 0 {
		if training := t[m.rng.IntN(len(t))]; training.projectID == in.id {
			p.linked = training.id
		}
	}
	return p
}

func (m *seeder) makeTraining(id string, at int, created time.Time) {
	in := m.projects.items[at]
	p := &pool{
		id: id, projectID: in.id, training: true, created: created, autoAccept: true,
		name:    strings.ReplaceAll(pick(m.rng, trainingNames()), "#", in.name),
		overlap: 1, tasks: pick(m.rng, []int{5, 10}), seconds: 600,
	}
	status := pick(m.rng, []string{open, open, closed, closed, closed, archived})
	if in.status == archived {
		status = archived
	}
	m.live(p, status)
	p.work = m.newLabelling(p, 0)
	m.trainings.put(p)
}

// live gives a pool the past that its status calls for.
func (m *seeder) live(p *pool, status string) {
	p.status = status
	limit := m.now.Add(-quiet)
	if status == open {
		p.expires = m.now.Add(30*day + time.Duration(m.rng.IntN(300))*day).Truncate(day)
		p.started = m.between(later(p.created, m.now.Add(-6*day)), limit)
		if m.rng.IntN(3) == 0 {
			p.stopped = m.between(p.created, p.started)
			p.closeReason = pick(m.rng, []string{"MANUAL", "COMPLETED", "FOR_UPDATE", "NOT_ENOUGH_BALANCE"})
		}
		return
	}
	if status == closed && m.rng.IntN(20) == 0 {
		return // never opened
	}
	p.started = m.between(p.created, earlier(p.created.Add(2*day), limit))
	p.stopped = m.between(p.started, earlier(p.started.Add(6*day), limit))
	p.closeReason = pick(m.rng, []string{
		"COMPLETED", "COMPLETED", "COMPLETED", "COMPLETED", "MANUAL", "MANUAL", "MANUAL",
		"EXPIRED", "NOT_ENOUGH_BALANCE", pick(m.rng, []string{"BLOCKED", "ASSIGNMENTS_LIMIT_EXCEEDED", "COMPLETED", "COMPLETED"}),
	})
	if p.closeReason == "EXPIRED" {
		p.expires = p.stopped
	}
}

// shareDone is how much of the work on a pool is done that has this past.
func shareDone(p *pool) float64 {
	if p.status != open && p.closeReason == "COMPLETED" {
		return 1
	}
	return drawn
}

// newPool makes a pool to order, outside the drawn world.
func (s *Simulator) newPool(order Pool) *pool {
	p := &pool{
		id: order.ID, projectID: order.ProjectID, name: order.Name, training: order.Training,
		status: cmp.Or(order.Status, closed), closeReason: order.CloseReason, empty: order.Empty,
		created: s.now, expires: s.now.Add(365 * day).Truncate(day), autoAccept: true,
		reward:  json.Number(strconv.FormatFloat(max(order.Reward, 0), 'f', -1, 64)),
		overlap: 3, tasks: 10, seconds: 600,
	}
	if p.id == "" {
		p.id = s.freeID()
	}
	if p.projectID == "" {
		p.projectID = s.projects.items[0].id
	}
	if p.name == "" {
		p.name = "Pool " + p.id
	}
	if p.status == open {
		p.started = s.now
	}
	if p.closeReason != "" {
		p.stopped = s.now
	}
	if order.Done > 0 && p.started.IsZero() {
		p.started = s.now
	}
	p.work = s.newLabelling(p, min(max(order.Done, 0), 1))
	return p
}

// freeID draws an id above all others.
func (s *Simulator) freeID() string {
	highest := s.pools.lastID()
	if t := s.trainings.lastID(); highest == "" || compareIDs(t, highest) > 0 && t != "" {
		highest = t
	}
	n, err := strconv.ParseInt(cmp.Or(highest, strconv.Itoa(newestID)), 10, 63)
	if err != nil {
		n = newestID // somebody added a pool whose id is no number
	}
	for {
		n += 1 + s.rng.Int64N(400)
		if _, taken := s.anyPool(strconv.FormatInt(n, 10)); !taken {
			return strconv.FormatInt(n, 10)
		}
	}
}

func pick[T any](rng *rand.Rand, from []T) T { return from[rng.IntN(len(from))] }

// between draws a time; to, if it is not after from.
func (m *seeder) between(from, to time.Time) time.Time {
	if !to.After(from) {
		return to
	}
	return from.Add(time.Duration(m.rng.Int64N(int64(to.Sub(from))))).Truncate(time.Millisecond)
}

func later(a, b time.Time) time.Time {
	return slices.MaxFunc([]time.Time{a, b}, time.Time.Compare)
}

func earlier(a, b time.Time) time.Time {
	return slices.MinFunc([]time.Time{a, b}, time.Time.Compare)
}
