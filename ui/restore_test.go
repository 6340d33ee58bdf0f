package ui_test

import (
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"

	"tolokadash/internal/journal"
	"tolokadash/internal/runner"
	"tolokadash/tolokaapi/simulator"
)

func recorderIn(dir string) *runner.Recorder {
	return runner.NewRecorder(runner.RecorderOptions{Journal: journal.Options{Dir: dir, Origin: journal.Origin{APIHost: "localhost"}}})
}

// TestRestore_BatchOfEarlierRun quits in the middle of a batch with a rejected row, and
// starts again: the batch is on the screen as ours, without a key, and u and R act on it.
func TestRestore_BatchOfEarlierRun(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		sim, err := simulator.New(simulator.WithPools(30), simulator.WithOperationTime(30*time.Second, 0))
		if err != nil {
			t.Fatal(err)
		}
		dir := t.TempDir()
		recorder := recorderIn(dir)
		r := beginRecorded(t, sim, 1, nil, nil, recorder)
		sim.Script(simulator.Script{PoolID: sim.PoolIDs("OPEN")[0], Verb: "close", Outcome: simulator.Refused, Code: "NO_GOLDEN_TASKS", Message: "none", Times: 1})
		r.press(' ', 'j', ' ', 'j', ' ', 'j', 'c')
		r.wait(time.Second)
		asked := time.Now().UTC().Format("15:04")
		r.press('y')
		r.wait(3 * time.Second)
		r.sees("1 failed")
		posts := r.posts()
		r.p.Kill()
		if err := <-r.ended; err == nil {
			t.Error("a program that was killed ends well")
		}
		recorder.Close(time.Second)

		recorder = recorderIn(dir)
		again := beginRecorded(t, sim, 2, nil, nil, recorder)
		again.sees("✗ 31167697 was rejected: NO_GOLDEN_TASKS")
		again.sees("of 3 done · 1 failed")
		again.wait(90 * time.Second)
		again.sees("2 of 3 done")
		again.press('u')
		again.wait(time.Second)
		again.sees("Open 2 pools")
		again.sees("Closed at " + asked + " by an earlier run.")
		again.press('n')
		again.wait(time.Second)
		again.press('2', 'g', 'R')
		again.wait(time.Second)
		again.sees("Close 1 pool again")
		again.press('n')
		again.wait(time.Second)
		if again.posts() != posts {
			t.Errorf("%d commands were sent by the run that restored them", again.posts()-posts)
		}
		again.press(tea.KeyEscape)
		again.quit()
		recorder.Close(time.Second)
	})
}
