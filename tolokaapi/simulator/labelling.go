package simulator

import (
	"hash/fnv"
	"math/rand/v2"
	"slices"
	"time"
)

// A labelling is the work on one pool: who took which suite of tasks when, and
// what became of it. All figures of a pool are counted from its assignments, so
// they agree. What is drawn depends on the seed and the pool, and is drawn in the
// order of time, so it is the same whoever asks when.
//
// The assignments are made when somebody asks for them first, and from then on
// whenever somebody asks.
type labelling struct {
	traits
	from, to time.Time // of the answers given before the world began
	occupied bool      // people are at work when the world begins
	began    bool      // people come while the pool is open
	open     bool

	rng    *rand.Rand // nil until the assignments are made
	items  []assignment
	inWork []int // indices of those that have not ended
	unseen []int // of those that wait for a review, the oldest first
	next   time.Time
	paused time.Duration // until next, of a pool that is not open
	totals totals
	before int // accepted before the world began
}

// traits are how the work on a pool goes.
type traits struct {
	seed     uint64
	suites   int
	overlap  int
	share    float64       // done when the world began
	interval time.Duration // between two people who come, about
	mean     time.Duration // for a suite, about
	limit    time.Duration // for a suite
	people   int
	backlog  int // answers that wait for a review
	// Shares of the suites that are taken.
	poor, refused, skips, expires float64
}

// totals are what is counted of the assignments.
type totals struct {
	good      int // count towards the overlap of their suites
	submitted int // accepted and rejected ones among them
	accepted  int
	rejected  int
	skipped   int
	took      time.Duration // by those submitted
}

// An assignmentStatus is how far an assignment is.
type assignmentStatus uint8

const (
	active assignmentStatus = iota
	submitted
	accepted
	rejected
	skipped
	expired
)

// An assignment is a suite of tasks that somebody took. Times are in milliseconds.
type assignment struct {
	created  int64
	ends     int64
	reviewed int64 // 0: not
	user     uint16
	status   assignmentStatus
	fate     assignmentStatus // its status in the end
	poor     bool             // it is paid, but its suite needs another answer
}

// needed is how many good answers complete the pool.
func (l *labelling) needed() int { return l.suites * l.overlap }

// drawn is a share of work that is drawn.
const drawn = -1

// newLabelling draws how the work on a pool goes. share is what is done of it when
// the world begins.
func (s *Simulator) newLabelling(p *pool, share float64) *labelling {
	hash := fnv.New64a()
	_, _ = hash.Write([]byte(p.id))
	l := &labelling{from: p.started, to: s.now, occupied: p.status == open}
	l.seed, l.overlap, l.limit = hash.Sum64(), p.overlap, time.Duration(p.seconds)*time.Second
	rng := rand.New(rand.NewPCG(s.seed, l.seed))
	l.share, l.suites = 0.05+0.8*rng.Float64(), 60+rng.IntN(240)
	l.mean = time.Duration(float64(l.limit) * (0.1 + 0.3*rng.Float64()))
	l.interval = min(time.Duration((60+340*rng.Float64())*float64(micros(p.reward))/20_000*float64(time.Second)), 6*time.Hour)
	l.people = 5 + rng.IntN(60)
	l.poor, l.skips, l.expires = 0.03*rng.Float64(), 0.08*rng.Float64(), 0.03*rng.Float64()
	if !p.autoAccept {
		l.backlog, l.refused = rng.IntN(30), 0.06*rng.Float64()
	}
	switch {
	case p.started.IsZero():
		l.share = 0
	case share >= 0:
		l.share = share
	}
	if p.empty || p.training {
		l.suites = 0
	}
	if p.status != open && !p.stopped.IsZero() {
		l.to = p.stopped
	}
	l.from = earlier(l.from, l.to.Add(-time.Hour))
	if s.pace > 0 {
		l.interval, l.mean, l.limit = scaled(l.interval, s.pace), scaled(l.mean, s.pace), scaled(l.limit, s.pace)
	}
	return l
}

func scaled(d time.Duration, pace float64) time.Duration { return time.Duration(float64(d) / pace) }

// makeAssignments draws the assignments that were there when the world began.
func (l *labelling) makeAssignments(seed uint64) {
	if l.rng != nil {
		return
	}
	l.interval, l.mean = max(l.interval, time.Millisecond), max(l.mean, time.Millisecond)
	l.rng = rand.New(rand.NewPCG(^seed, l.seed))
	done := int(l.share * float64(l.needed()))
	for good := 0; good < done; {
		a := l.take(time.UnixMilli(0))
		l.items = append(l.items, a)
		if a.fate == accepted && !a.poor {
			good++
		}
	}
	order := make([]int, len(l.items))
	for i := range l.items {
		took := l.items[i].ends
		place := (float64(i) + l.rng.Float64()) / float64(len(l.items))
		l.items[i].created = l.from.UnixMilli() + int64(place*float64(max(l.to.Sub(l.from).Milliseconds()-took, 0)))
		l.items[i].ends = l.items[i].created + took
		order[i] = i
	}
	slices.SortFunc(order, func(i, j int) int { return int(l.items[i].ends - l.items[j].ends) })
	for _, i := range order {
		l.finish(i)
	}
	l.before, l.next = l.totals.accepted, l.to.Add(l.gap())
	for range min(int(l.mean/l.interval)+1, l.needed()-done) {
		if l.occupied {
			a := l.take(l.to)
			since := int64(l.rng.Float64() * float64(a.ends-a.created))
			a.created, a.ends = a.created-since, a.ends-since
			l.inWork = append(l.inWork, len(l.items))
			l.items = append(l.items, a)
		}
	}
}

// take draws an assignment that somebody takes.
func (l *labelling) take(at time.Time) assignment {
	a := assignment{created: at.UnixMilli(), user: uint16(min(l.rng.IntN(l.people), l.rng.IntN(l.people))), fate: accepted}
	took := time.Duration(float64(l.mean) * (0.5 + l.rng.Float64()))
	roll := l.rng.Float64()
	if roll -= l.skips; roll < 0 {
		a.fate, took = skipped, took/4
	} else if roll -= l.expires; roll < 0 {
		a.fate, took = expired, l.limit
	} else if roll -= l.refused; roll < 0 {
		a.fate = rejected
	} else if roll -= l.poor; roll < 0 {
		a.poor = true
	}
	a.ends = a.created + max(took.Milliseconds(), 1)
	return a
}

// gap draws the time until the next person comes.
func (l *labelling) gap() time.Duration {
	return max(time.Duration(float64(l.interval)*(0.25+1.5*l.rng.Float64())).Truncate(time.Millisecond), time.Millisecond)
}
