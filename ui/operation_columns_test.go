package ui

import (
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/charmbracelet/x/ansi"

	"tolokadash/internal/fleet"
	"tolokadash/internal/settings"
	"tolokadash/tolokaapi"
)

// An outcome is what becomes of a command.
type outcome func(r fleet.Request) (tolokaapi.Outcome, error)

// ends is an operation that has come so far.
func ends(status tolokaapi.OperationStatus, percent int, details string) outcome {
	return func(r fleet.Request) (tolokaapi.Outcome, error) {
		op := operation(r.Verb, r.On, status, percent)
		op.Details = details
		return tolokaapi.Outcome{Operation: op}, nil
	}
}

// errs is a command that is answered with an error.
func errs(err error) outcome {
	return func(fleet.Request) (tolokaapi.Outcome, error) { return tolokaapi.Outcome{}, err }
}

var (
	outcomeLongCode  = errs(&tolokaapi.Error{Status: 400, Code: "POOL_STATUS_DOES_NOT_ALLOW_THE_OPERATION_BECAUSE_OF_BILLING", Message: "The pool cannot be closed while its billing is recalculated"})
	outcomeLocked    = errs(&tolokaapi.Error{Status: 409, Code: "POOL_LOCKED"})
	outcomeLost      = errs(&tolokaapi.TransportError{MaybeSent: true, Cause: tolokaapi.CauseReset, Err: errors.New("reset")})
	outcomeOffline   = errs(&tolokaapi.TransportError{Cause: tolokaapi.CauseReset, Err: errors.New("reset")})
	outcomeBroken    = errs(&tolokaapi.Error{Status: 500})
	outcomeQuota     = errs(&tolokaapi.Error{Status: 429, Retry: time.Hour})
	outcomeUnchanged = func(fleet.Request) (tolokaapi.Outcome, error) { return tolokaapi.Outcome{Unchanged: true}, nil }
	outcomeRuns      = ends(tolokaapi.Running, 62, "")
	outcomePending   = ends(tolokaapi.Pending, -1, "")
	outcomeDone      = ends(tolokaapi.Success, 100, "")
	outcomeSilent    = ends(tolokaapi.Success, -1, "")
	outcomeFails     = ends(tolokaapi.Fail, 40, "")
	outcomeExplains  = ends(tolokaapi.Fail, 40, `{"code":"OPERATION_EXECUTION_ERROR","message":"Internal failure while executing the close, try again later or ask support"}`)
)

// operationScenes are tables of operations, each with what becomes of its commands.
func operationScenes() map[string][]outcome {
	return map[string][]outcome{
		"of all sorts":            {outcomeLongCode, outcomeRuns, outcomeFails, outcomeExplains, outcomeLost, outcomeUnchanged, outcomeDone, outcomeSilent, outcomePending, outcomeQuota},
		"queued":                  {outcomeQuota},
		"running":                 {outcomeRuns, outcomePending},
		"looked for":              {outcomeLost},
		"waiting to be sent":      {outcomeOffline},
		"of no known end":         {outcomeBroken},
		"rejected":                {outcomeLongCode, outcomeLocked},
		"closed before":           {outcomeUnchanged},
		"done without a number":   {outcomeSilent},
		"done":                    {outcomeDone},
		"failed, without a word":  {outcomeFails},
		"failed, with long words": {outcomeExplains},
	}
}

// operating closes n pools, with what becomes of each in turn.
func operating(t *testing.T, pools []tolokaapi.Pool, outcomes []outcome) *stage {
	t.Helper()
	w := newToloka(pools)
	w.submit = func(r fleet.Request) (tolokaapi.Outcome, error) {
		for i, p := range w.pools {
			if p.Ref == r.On {
				return outcomes[i%len(outcomes)](r)
			}
		}
		panic("no such pool")
	}
	s := newStage(t, w, Options{Confirm: settings.Confirm{TypeCountFrom: 1000}}, 140, 60)
	s.wait(3 * time.Second)
	s.press("a", "c")
	s.settle()
	s.press("y")
	s.wait(2 * time.Second)
	s.press("2")
	return s
}

// manyNamedPools are ten pools with long names and short ones.
func manyNamedPools() []tolokaapi.Pool {
	pools := manyPools(10)
	for i, p := range namedPools() {
		pools[i].Name = p.Name
	}
	pools[8].Name = strings.Repeat("Receipts: find the date of purchase ", 2) + "batch 18"
	return pools
}

// A name or a reason is cut only where the whole line is full.
func TestOperationColumns_NoBlanksWhateverTheRows(t *testing.T) {
	t.Parallel()
	for name, outcomes := range operationScenes() {
		for names, pools := range map[string][]tolokaapi.Pool{"long names": manyNamedPools(), "short names": manyPools(10)} {
			t.Run(name+", "+names, func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					s := operating(t, pools, outcomes)
					if strings.Contains(name, "end") {
						s.wait(3 * time.Minute)
					}
					for width := 40; width <= 220; width += 3 + (len(name)+len(names))%5 {
						s.resize(width, 40)
						requireExact(t, s.m.View().Content, width, 40)
						s.keepsNoBlanksInOperations()
					}
				})
			})
		}
	}
}

// In a wide window a reason is worth more than the rest of a long name.
func TestOperationColumns_ReasonBeforeLongName(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := operating(t, manyNamedPools(), []outcome{outcomeExplains})
		s.resize(200, 60)
		s.sees(`OPERATION_EXECUTION_ERROR: Internal failure while executing the close`)
		s.sees("39999999 Cats or dogs, hard ones with glass, batch 24! ")
	})
}

// keepsNoBlanksInOperations fails if a text of the operations is cut while a column, or
// the line right of it, keeps blanks. Blank may stay what a row that has not ended comes
// to need.
func (s *stage) keepsNoBlanksInOperations() {
	s.t.Helper()
	const gutter, gap = 5, 2
	widths, used := s.m.operations.Widths(), s.spareCells()
	lines := s.m.operations.Lines(s.m.drawing())
	cut := ""
	underWay := strings.NewReplacer("looking…", "looking_", "sending…", "sending_")
	for _, l := range lines {
		plain := underWay.Replace(ansi.Strip(l))
		edge := gutter - gap
		for i, width := range widths {
			if width == 0 {
				continue
			}
			at := edge + gap
			edge = at + width
			cell := strings.TrimSpace(ansi.Cut(plain, at, edge))
			used[i] = max(used[i], ansi.StringWidth(cell))
			if runsOn := strings.TrimSpace(ansi.Cut(plain, edge, edge+gap)) != ""; runsOn {
				used[i] = width
			}
		}
		if !strings.Contains(plain, "…") {
			continue
		}
		cut = plain
		if reaches := max(ansi.StringWidth(strings.TrimRight(plain, " ")), edge); reaches < ansi.StringWidth(plain)-1 {
			s.t.Fatalf("%d columns: %q is cut, but there are %d blank cells right of it\n%s", s.m.width, cut, ansi.StringWidth(plain)-reaches, strings.Join(lines[:min(12, len(lines))], "\n"))
			return
		}
	}
	for i, width := range widths {
		if blank := width - used[i]; cut != "" && blank > 1 { // half of a wide letter may stay blank
			s.t.Fatalf("%d columns: %q is cut, but column %d has %d blank cells\n%s", s.m.width, cut, i, blank, strings.Join(lines[:min(12, len(lines))], "\n"))
			return
		}
	}
}

// The columns of the operations that are spoken of here.
const (
	columnOfState   = 2
	columnOfBar     = 3
	columnOfPercent = 4
	columnOfNote    = 6
)

// spareCells are the cells that columns may keep blank: those of the titles, and those
// that rows which have not ended come to need.
func (s *stage) spareCells() []int {
	spare := []int{len("close"), len("POOL"), len("STATE"), 0, 0, len("ELAPSED"), 0}
	for _, id := range s.m.operations.Rows() {
		r, _ := s.m.fleet.Row(id)
		if !r.State.Finished() {
			spare[columnOfState] = len("cancelled")
			spare[columnOfBar], spare[columnOfPercent] = 20, len("100 %")
		}
		if !r.RetryAt.IsZero() || r.State == fleet.Unconfirmed { // what is said changes from second to second
			spare[columnOfNote] = 80
		}
		if r.Percent >= 0 {
			spare[columnOfPercent] = len("100 %")
		}
	}
	return spare
}
