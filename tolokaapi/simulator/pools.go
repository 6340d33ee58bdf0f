package simulator

import (
	"encoding/json"
	"net/http"
	"strconv"
	"time"
)

// A pool is a regular pool or a training.
type pool struct {
	id, projectID string
	name, comment string
	training      bool
	status        string
	closeReason   string
	created       time.Time
	started       time.Time // zero if never
	stopped       time.Time // zero if never
	expires       time.Time
	reward        json.Number
	priority      int
	adult         bool
	autoAccept    bool
	overlap       int
	seconds       int    // a Toloker has for a page of tasks
	tasks         int    // on a page
	empty         bool   // holds no tasks: it cannot be opened
	linked        string // id of the training that admits to it, or ""
	running       *operation
	before        string    // status that reads show which lag
	changed       time.Time // when status was another; zero if never
	work          *labelling
	openings      int // times it was opened, or begun with
}

// shown is the status that the API answers.
func (s *Simulator) shown(p *pool) string {
	if s.showLocked && p.running != nil {
		return locked
	}
	if p.changed.After(s.now.Add(-s.readLag)) {
		return p.before
	}
	return p.status
}

// anyPool finds a pool or a training: they share their ids.
func (s *Simulator) anyPool(id string) (*pool, bool) {
	if p, ok := s.pools.get(id); ok {
		return p, true
	}
	return s.trainings.get(id)
}

func (s *Simulator) poolCatalogue(view func(*pool) any) catalogue[*pool] {
	created := func(p *pool) time.Time { return p.created }
	started := func(p *pool) time.Time { return p.started }
	return catalogue[*pool]{
		id: s.pools.id,
		equals: map[string]func(*pool) string{
			"status":     s.shown,
			"project_id": func(p *pool) string { return p.projectID },
			"owner_id":   func(*pool) string { return s.owner.ID },
		},
		enums:   map[string][]string{"status": {open, closed, locked, archived}},
		dates:   map[string]func(*pool) time.Time{"created": created, "last_started": started},
		sorts:   map[string]func(a, b *pool) int{"created": byDate(created), "last_started": byDate(started)},
		view:    view,
		ordered: true,
	}
}

func (s *Simulator) listPools(c *call) reply {
	return s.listed(s.poolCatalogue(s.viewPool).list(s.pools.items, c.query))
}

func (s *Simulator) listTrainings(c *call) reply {
	return s.listed(s.poolCatalogue(s.viewTraining).list(s.trainings.items, c.query))
}

// listed answers a page, or why there is none.
func (s *Simulator) listed(found *page, p *problem) reply {
	if p != nil {
		return p.reply(s)
	}
	return reply{status: http.StatusOK, body: found}
}

// getPool answers trainings too, as pools of their type.
func (s *Simulator) getPool(c *call) reply {
	p, ok := s.anyPool(c.params[0])
	if !ok {
		return unknownObject().reply(s)
	}
	return reply{status: http.StatusOK, body: s.viewPool(p)}
}

func (s *Simulator) getTraining(c *call) reply {
	p, ok := s.trainings.get(c.params[0])
	if !ok {
		return unknownObject().reply(s)
	}
	return reply{status: http.StatusOK, body: s.viewTraining(p)}
}

// patchPool sets the priority, the only field that can be changed without
// sending the whole pool. On an archived pool the 409 has no body.
func (s *Simulator) patchPool(c *call) reply {
	p, ok := s.pools.get(c.params[0])
	if !ok {
		return unknownObject().reply(s)
	}
	var patch struct {
		Priority json.RawMessage `json:"priority"`
	}
	if prob := c.decode(&patch); prob != nil {
		return prob.reply(s)
	}
	priority, prob := readPriority(patch.Priority)
	switch {
	case prob != nil:
		return prob.reply(s)
	case p.status == archived:
		return reply{status: http.StatusConflict}
	case p.status == locked:
		return wrongStatus(open, closed).reply(s)
	}
	p.priority = priority
	return reply{status: http.StatusOK, body: s.viewPool(p)}
}

func readPriority(raw json.RawMessage) (int, *problem) {
	if len(raw) == 0 || string(raw) == "null" {
		return 0, invalid("priority", "VALUE_REQUIRED", "Value must be present and not equal to null")
	}
	n, err := strconv.Atoi(string(raw))
	switch {
	case err != nil:
		return 0, invalid("priority", "INTEGER_EXPECTED", "Value must be an integer")
	case n < 0:
		return 0, invalid("priority", "VALUE_LESS_THAN_MIN", "Value must be greater than or equal to 0", 0)
	case n > 100:
		return 0, invalid("priority", "VALUE_GREATER_THAN_MAX", "Value must be less than or equal to 100", 100)
	}
	return n, nil
}
