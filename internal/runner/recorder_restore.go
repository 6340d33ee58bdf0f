package runner

import (
	"os"
	"slices"
	"time"

	"tolokadash/internal/fleet"
	"tolokadash/internal/journal"
	"tolokadash/tolokaapi"
)

// restoredFor is how long a batch is restored after its confirmation.
const restoredFor = 24 * time.Hour

// Earlier is what the state folder says about other runs of the program for the
// same account.
type Earlier struct {
	Batches []journal.Batch   // of runs that have ended, to be restored, oldest first
	Running []journal.Session // other instances that run now, oldest first
}

// Earlier reads what other runs have left for an account, by its requester's id. It
// may take as long as the disk does. A nil Recorder knows of nothing.
func (r *Recorder) Earlier(account string) (Earlier, error) {
	if r == nil {
		return Earlier{}, nil
	}
	of := r.o.Journal.Origin
	of.Account = account
	batches, err := journal.Abandoned(r.o.Journal.Dir, of, wallClock().Add(-restoredFor))
	if err != nil {
		return Earlier{}, err
	}
	sessions, err := journal.Sessions(r.o.Journal.Dir, of.APIHost, account)
	if err != nil {
		return Earlier{}, err
	}
	own := r.Session()
	sessions = slices.DeleteFunc(sessions, func(s journal.Session) bool {
		return s.ID == own || s.PID == os.Getpid() && s.Host == of.Host
	})
	return Earlier{Batches: batches, Running: sessions}, nil
}

// Restore makes a batch of an earlier run the fleet's own, and records what becomes
// of it as of that batch. It returns 0 when every command of it was dismissed.
func (r *Recorder) Restore(f *fleet.Fleet, now time.Time, b journal.Batch) fleet.BatchID {
	recorded := fleet.RestoredBatch{Verb: b.Verb, Asked: b.Asked}
	for _, c := range b.Commands {
		recorded.Commands = append(recorded.Commands, restoredCommand(c))
	}
	id := f.Restore(now, recorded)
	if r == nil || id == 0 {
		return id
	}
	r.writer.nameBatch(id, b.Name)
	r.adoptRestored(f, id, b.Commands)
	return id
}

// adoptRestored takes in the rows of a restored batch as they were recorded, so that
// only what has changed since is recorded.
func (r *Recorder) adoptRestored(f *fleet.Fleet, id fleet.BatchID, commands []*journal.Command) {
	states := make(map[tolokaapi.Ref]*journal.Command, len(commands))
	for _, c := range commands {
		states[refOf(c)] = c
	}
	sum, _ := f.Batch(id)
	for _, rowID := range sum.Rows {
		row, ok := f.Row(rowID)
		c := states[row.On]
		if !ok || c == nil {
			continue
		}
		known := &observedRow{command: command{id, c.Target}, verb: row.Verb, state: stateOf(c), found: c.Found, pass: r.pass}
		r.rows[rowID] = known
		if !row.State.Finished() {
			r.remember(row.On, known.command)
		}
	}
}

func refOf(c *journal.Command) tolokaapi.Ref { return tolokaapi.Ref{Subject: c.Subject, ID: c.ID} }

// restoredCommand is a command as the fleet takes it back.
func restoredCommand(c *journal.Command) fleet.RestoredCommand {
	restored := fleet.RestoredCommand{
		Target: fleet.Target{On: refOf(c), Name: c.Name}, State: stateOf(c), Operation: c.Operation, Sent: c.Sent, Ended: c.Ended,
		Took: c.Took, Tries: c.Tries, Percent: -1, Found: c.Found, Dismissed: c.Dismissed,
	}
	if c.Percent != nil {
		restored.Percent = min(max(*c.Percent, 0), 100)
	}
	if c.Code != "" || c.Cause != "" || c.Message != "" || c.HTTPStatus >= 300 {
		restored.Problem = &fleet.Problem{Status: c.HTTPStatus, Cause: c.Cause, Code: c.Code, Message: c.Message}
	}
	return restored
}

// stateOf is the state of a recorded command. A state of a newer version of the
// program, or of a record that somebody else wrote, is nobody's word.
func stateOf(c *journal.Command) fleet.State {
	if c.Open {
		return fleet.Sending
	}
	for s := fleet.Queued; s <= fleet.NotSent; s++ {
		if stateName(s) == c.State {
			return s
		}
	}
	return fleet.Unknown
}
