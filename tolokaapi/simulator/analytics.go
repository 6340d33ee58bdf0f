package simulator

import (
	"net/http"
	"slices"
	"strconv"
	"time"
)

// maxQuestions is how many a call may ask.
const maxQuestions = 10

// A question asks one figure of one pool.
type question struct {
	Name      string `json:"name"`
	Subject   string `json:"subject"`
	SubjectID string `json:"subject_id"`
	Hours     int    `json:"interval_hours,omitempty"`
}

type figure struct {
	Request  question `json:"request"`
	Result   any      `json:"result"` // a bare number, or an object with it
	Finished string   `json:"finished"`
}

type estimate struct {
	Type        string `json:"type"`
	Value       int    `json:"value"`
	Infinite    bool   `json:"infinite"`
	Approximate bool   `json:"approximate"`
}

func questionNames() []string {
	return []string{
		"real_tasks_count", "submitted_assignments_count", "approved_assignments_count",
		"rejected_assignments_count", "skipped_assignments_count", "completion_percentage",
		"avg_submit_assignment_millis", "spent_budget", "unique_workers_count",
		"unique_submitters_count", "active_workers_by_filter_count", "estimated_assignments_count",
	}
}

// analyticsQuicker is how many times as fast as a close an operation answers.
const analyticsQuicker = 4

// analyse starts an operation that answers up to ten questions. It lies
// outside /api/v1 and is known from an SDK only.
func (s *Simulator) analyse(c *call) reply {
	var asked []question
	if prob := c.decode(&asked); prob != nil {
		return prob.reply(s)
	}
	if len(asked) == 0 || len(asked) > maxQuestions {
		return invalid("value", "VALUE_OUT_OF_BOUNDS", "There must be 1 to 10 requests", 1, maxQuestions).reply(s)
	}
	for i, q := range asked {
		at := strconv.Itoa(i)
		switch {
		case !slices.Contains(questionNames(), q.Name):
			return invalid(at+".name", "UNKNOWN_ENUM_VALUE", "Unknown value of the enumeration", q.Name).reply(s)
		case q.Subject != "POOL":
			return invalid(at+".subject", "UNKNOWN_ENUM_VALUE", "Unknown value of the enumeration", q.Subject).reply(s)
		case q.Name == "active_workers_by_filter_count" && q.Hours < 1:
			return invalid(at+".interval_hours", "VALUE_REQUIRED", "Value must be present and not equal to null").reply(s)
		}
		if _, ok := s.anyPool(q.SubjectID); !ok {
			return invalid(at+".subject_id", "ENTITY_DOES_NOT_EXIST", "There is no such pool", q.SubjectID).reply(s)
		}
	}
	way := s.plan("analytics", nil, c.fault)
	way.whole /= analyticsQuicker
	way.wait /= analyticsQuicker
	o := s.launch("ANALYTICS", map[string]any{"value": asked}, way, func(o *operation, at time.Time) {
		if !o.fails {
			o.details = map[string]any{"value": s.answers(asked, at)}
		}
	})
	s.catchUp()
	return reply{status: http.StatusAccepted, body: s.viewOperation(o, s.now)}
}

// answers are the figures at a time, none of pools that have vanished.
func (s *Simulator) answers(asked []question, at time.Time) []figure {
	told := []figure{}
	for _, q := range asked {
		if p, ok := s.anyPool(q.SubjectID); ok {
			told = append(told, figure{Request: q, Result: s.figure(p, q, at), Finished: formatDate(at)})
		}
	}
	return told
}
