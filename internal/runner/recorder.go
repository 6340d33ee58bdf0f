package runner

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"tolokadash/internal/fleet"
	"tolokadash/internal/journal"
	"tolokadash/tolokaapi"
)

// recordWait is how long a send waits for its record where the journal is not
// required: a disk that hangs stops nothing.
const recordWait = time.Second

// RecorderOptions are what a Recorder is made with.
type RecorderOptions struct {
	Journal  journal.Options // to open the journal with
	Required bool            // what cannot be recorded is not sent
	// OnError is told when the journal can no longer be written, with nil when it
	// can be again, and each time that a command is not sent for it. It is called
	// from other goroutines and must not block; it may be nil.
	OnError func(error)
}

// A Recorder writes to a journal what a fleet is asked to do and what becomes of
// it. It has two sources: Carry, which wraps the runner, and Observe, which looks
// at the fleet's rows. One goroutine of its own writes, so that nothing but a
// send waits for the disk. A nil Recorder records nothing.
//
// It opens the journal, and tries again with each record if that fails.
type Recorder struct {
	o      RecorderOptions
	writer recordWriter

	mu       sync.Mutex
	commands map[tolokaapi.Ref]command // ours that are not finished

	// Of Observe, which the goroutine of the fleet calls.
	rows    map[fleet.RowID]*observedRow
	version uint64
	pass    uint64
}

// command is what is known of a command apart from its request.
type command struct {
	batch  fleet.BatchID
	target journal.Target
}

// observedRow is what was recorded of a row.
type observedRow struct {
	command
	verb  tolokaapi.Verb
	state fleet.State
	found bool
	// holder is what was recorded of the operation whose outcome is the command's; 0: none is.
	holder fleet.State
	pass   uint64 // the newest that saw it
}

// NewRecorder opens a journal and makes a recorder that writes to it. Close ends
// it. Err says if the journal could not be opened.
func NewRecorder(o RecorderOptions) *Recorder {
	r := &Recorder{o: o, commands: map[tolokaapi.Ref]command{}, rows: map[fleet.RowID]*observedRow{}}
	r.writer.start(o)
	return r
}

// Err is why the last record could not be written, nil if it could be.
func (r *Recorder) Err() error {
	if r == nil {
		return nil
	}
	return r.writer.lastError()
}

// Session names this run of the program in the journal; "" while the journal
// cannot be opened.
func (r *Recorder) Session() string {
	if r == nil {
		return ""
	}
	return r.writer.session()
}

// Close writes what is left, for as long as wait at most, and closes the journal.
// The fleet's last changes must have been observed.
func (r *Recorder) Close(wait time.Duration) {
	if r != nil {
		r.writer.close(wait)
	}
}

// Carry is a carry that records each command before it is sent, and the response
// to it. Where the journal is required and cannot be written, the command is not
// sent: the response is a *tolokaapi.TransportError of the cause
// tolokaapi.CauseUnrecorded, after which the fleet tries it again.
func (r *Recorder) Carry(carry Carry) Carry {
	if r == nil {
		return carry
	}
	return func(ctx context.Context, q fleet.Request) fleet.Response {
		if q.Kind != fleet.Submit {
			response := carry(ctx, q)
			if q.Kind == fleet.GetRequester && response.Err == nil {
				r.writer.setAccount(response.Requester.ID)
			}
			return response
		}
		e := r.entry(q)
		e.record.Event = journal.Sending
		if err := r.writer.writeNow(ctx, e, r.o.Required); err != nil && r.o.Required {
			response := r.refuse(q, err)
			if errors.Is(err, errNotWrittenInTime) { // the record may come to be written later
				e.record.Event = journal.Answered
				e.record.heardOf(response)
				r.writer.enqueue(e)
			}
			return response
		}
		response := carry(ctx, q)
		e.record.Event = journal.Answered
		e.record.heardOf(response)
		r.writer.enqueue(e)
		return response
	}
}

// refuse is the response to a command that was not sent, since it could not be
// recorded.
func (r *Recorder) refuse(q fleet.Request, why error) fleet.Response {
	if r.o.OnError != nil {
		r.o.OnError(why)
	}
	at := wallClock()
	return fleet.Response{Request: q, Sent: at, Received: at, Err: &tolokaapi.TransportError{
		Cause: tolokaapi.CauseUnrecorded, Host: r.o.Journal.Origin.APIHost, Err: why,
	}}
}

// entry is a record about the command of a request.
func (r *Recorder) entry(q fleet.Request) entry {
	r.mu.Lock()
	c, ok := r.commands[q.On]
	r.mu.Unlock()
	if !ok {
		c.target = journal.Target{Subject: q.On.Subject, ID: q.On.ID}
	}
	return c.entry(q.Verb)
}

// entry is a record about a command.
func (c command) entry(verb tolokaapi.Verb) entry {
	return entry{batch: c.batch, record: record{journal.Record{
		Verb: verb, Subject: c.target.Subject, ID: c.target.ID, Name: c.target.Name, Project: c.target.Project,
	}}}
}

// Observe records what happened to the rows of a fleet since the last call:
// batches that were confirmed, commands that ended, rows that were dismissed. It
// is called from the fleet's goroutine after each change, before the requests
// that followed from it are carried; where nothing changed it costs nothing.
func (r *Recorder) Observe(f *fleet.Fleet) {
	if r == nil {
		return
	}
	ids, version := f.Rows()
	if version == r.version {
		return
	}
	r.version = version
	r.pass++
	var begun []fleet.Row
	var ended []entry
	for _, id := range ids {
		row, ok := f.Row(id)
		if !ok || !row.Ours() {
			continue
		}
		known := r.rows[id]
		if known == nil {
			known = r.adopt(f, row)
			begun = append(begun, row)
		}
		if row.State.Finished() && (known.state != row.State || known.found != row.Found) {
			ended = append(ended, known.ended(row))
			r.forget(row.On, known.batch)
		} else if !row.State.Finished() && known.state.Finished() {
			r.remember(row.On, known.command) // its outcome was unknown, and is not any more
		}
		known.state, known.found, known.pass = row.State, row.Found, r.pass
	}
	slices.SortFunc(begun, func(a, b fleet.Row) int { return cmp.Compare(a.ID, b.ID) })
	r.confirmed(begun)
	for _, e := range ended {
		r.writer.enqueue(e)
	}
	r.dismissed()
}

// Follow records that a command which another operation kept from its pool takes the
// outcome of that operation, since it does the same: whose id it has, and how it ends. It
// is called after Observe, each time that the operation may have changed.
func (r *Recorder) Follow(command fleet.RowID, holder fleet.Row) {
	if r == nil {
		return
	}
	known := r.rows[command]
	if known == nil || known.holder == holder.State {
		return
	}
	e := known.ended(holder)
	e.record.Other = true
	switch {
	case holder.State.Finished():
	case known.holder != 0:
		return // it goes on
	default:
		e.record.Event, e.record.Took = journal.Followed, 0
	}
	known.holder = holder.State
	r.writer.enqueue(e)
}

// adopt takes in a row that is seen for the first time.
func (r *Recorder) adopt(f *fleet.Fleet, row fleet.Row) *observedRow {
	target := journal.Target{Subject: row.On.Subject, ID: row.On.ID, Name: row.Name}
	if p, ok := f.Pool(row.On); ok {
		target.Project = p.ProjectID
	}
	known := &observedRow{command: command{row.Batch, target}, verb: row.Verb}
	r.rows[row.ID] = known
	r.remember(row.On, known.command)
	return known
}

func (r *Recorder) remember(on tolokaapi.Ref, c command) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.commands[on] = c
}

// forget takes a finished command out, unless another about its pool has begun.
func (r *Recorder) forget(on tolokaapi.Ref, batch fleet.BatchID) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.commands[on].batch == batch {
		delete(r.commands, on)
	}
}

// confirmed records the batches of rows that are new.
func (r *Recorder) confirmed(rows []fleet.Row) {
	for len(rows) > 0 {
		first := rows[0]
		e := entry{batch: first.Batch, record: record{journal.Record{Event: journal.Confirmed, Verb: first.Verb}}}
		var rest []fleet.Row
		for _, row := range rows {
			if row.Batch != first.Batch {
				rest = append(rest, row)
				continue
			}
			e.record.Targets = append(e.record.Targets, r.rows[row.ID].target)
		}
		r.writer.enqueue(e)
		rows = rest
	}
}

// dismissed records the rows that have left the table.
func (r *Recorder) dismissed() {
	for id, known := range r.rows {
		if known.pass == r.pass {
			continue
		}
		e := known.entry(known.verb)
		e.record.Event = journal.Dismissed
		r.writer.enqueue(e)
		delete(r.rows, id)
	}
}

// ended is the record of a row that has finished.
func (o *observedRow) ended(row fleet.Row) entry {
	e := o.entry(o.verb)
	e.record.Event = journal.Ended
	e.record.outcomeOf(row)
	return e
}
