package ui

import (
	"testing"
	"testing/synctest"
	"time"

	"tolokadash/internal/fleet"
	"tolokadash/tolokaapi"
)

// A reply that names another pool is told in the row and in its details, and still
// when the operation was found.
func TestSubmitResponse_NamesAnotherPool(t *testing.T) {
	t.Parallel()
	for _, width := range []int{80, 120, 150} {
		synctest.Test(t, func(t *testing.T) {
			w := newToloka(somePools())
			var asked fleet.Request
			w.submit = func(r fleet.Request) (tolokaapi.Outcome, error) {
				asked = r
				return tolokaapi.Outcome{Operation: operation(r.Verb, tolokaapi.PoolRef("21"), tolokaapi.Pending, -1)}, nil
			}
			s := newStage(t, w, Options{}, width, 30)
			s.wait(3 * time.Second)
			s.press("c")
			s.settle()
			s.press("y")
			s.settle()
			s.wait(time.Second)
			s.sees("the answer named pool 21")
			s.press("2", "enter")
			s.sees("the answer named pool 21, looking it up")
			s.sees("Reason         the answer named pool 21")
			w.operations = append(w.operations, operation(asked.Verb, asked.On, tolokaapi.Success, 100))
			s.wait(10 * time.Second)
			s.sees("after the answer named pool 21; another may have") // found, and no reply was lost
			s.seesNot("lost reply")
		})
	}
}
