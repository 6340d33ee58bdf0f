package runner

import (
	"context"
	"errors"
	"strconv"
	"sync"
	"time"

	"tolokadash/internal/fleet"
	"tolokadash/internal/journal"
)

// Why a send was not recorded in time.
var (
	errNotWrittenInTime = errors.New("the journal was not written in time")
	errRecorderClosed   = errors.New("the journal is closed")
)

// entry is a record on its way to the journal.
type entry struct {
	record  record
	batch   fleet.BatchID
	written chan error // cap 1; nil if nobody waits
}

// maxBacklog is how many entries are kept while the journal cannot be written.
const maxBacklog = 10_000

// A recordWriter writes entries in the order in which they come.
type recordWriter struct {
	options  RecorderOptions
	wake     chan struct{} // cap 1: there is an entry, or the end
	finished chan struct{}

	mu      sync.Mutex
	queue   []entry
	closing bool
	stalled bool // a send waited in vain, and nothing was written since
	err     error
	account string
	name    string                   // of the session
	batches map[fleet.BatchID]string // names of batches of earlier sessions

	journal appender // of the writing goroutine, once it was started; nil while it cannot be opened
	backlog []entry  // of the same: could not be written
	openNew func(journal.Options) (appender, error)
}

// An appender is an open journal.
type appender interface {
	Append(journal.Record) error
	SetAccount(id string)
	Session() string
	Close() error
}

func openJournal(o journal.Options) (appender, error) {
	j, err := journal.Open(o)
	if err != nil {
		return nil, err
	}
	return j, nil
}

// start opens the journal and begins to write.
func (w *recordWriter) start(o RecorderOptions) {
	w.options = o
	w.wake, w.finished = make(chan struct{}, 1), make(chan struct{})
	w.account = o.Journal.Origin.Account
	if w.openNew == nil {
		w.openNew = openJournal
	}
	w.err = w.open()
	go w.run()
}

// open opens the journal.
func (w *recordWriter) open() error {
	j, err := w.openNew(w.options.Journal)
	if err != nil {
		return err
	}
	w.journal = j
	w.mu.Lock()
	defer w.mu.Unlock()
	w.name = j.Session()
	return nil
}

func (w *recordWriter) session() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.name
}

func (w *recordWriter) lastError() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.err
}

// setAccount says whose account it is from the next record on.
func (w *recordWriter) setAccount(id string) {
	w.mu.Lock()
	known := w.account == id || id == ""
	if !known {
		w.account = id
	}
	w.mu.Unlock()
	if !known {
		w.signal()
	}
}

// nameBatch gives a batch the name that an earlier session gave it.
func (w *recordWriter) nameBatch(id fleet.BatchID, name string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.batches == nil {
		w.batches = map[fleet.BatchID]string{}
	}
	w.batches[id] = name
}

// batchName names a batch over all sessions.
func (w *recordWriter) batchName(id fleet.BatchID) string {
	w.mu.Lock()
	defer w.mu.Unlock()
	if name, ok := w.batches[id]; ok {
		return name
	}
	return w.name + "." + strconv.FormatUint(uint64(id), 10)
}

func (w *recordWriter) signal() {
	select {
	case w.wake <- struct{}{}:
	default:
	}
}

// enqueue adds an entry. After the end it is dropped.
func (w *recordWriter) enqueue(e entry) {
	w.mu.Lock()
	closing := w.closing
	if !closing {
		e.record.Time = wallClock()
		w.queue = append(w.queue, e)
	}
	w.mu.Unlock()
	switch {
	case !closing:
		w.signal()
	case e.written != nil:
		e.written <- errRecorderClosed
	}
}

// writeNow adds an entry and waits until it is written: with required as long as
// ctx lasts, else for recordWait, and once that was in vain not at all.
func (w *recordWriter) writeNow(ctx context.Context, e entry, required bool) error {
	e.written = make(chan error, 1)
	w.enqueue(e)
	if required {
		select {
		case err := <-e.written:
			return err
		case <-ctx.Done():
			return errNotWrittenInTime
		}
	}
	w.mu.Lock()
	stalled := w.stalled
	w.mu.Unlock()
	if stalled {
		return nil
	}
	timer := time.NewTimer(recordWait)
	defer timer.Stop()
	select {
	case err := <-e.written:
		return err
	case <-ctx.Done():
	case <-timer.C:
		w.mu.Lock()
		w.stalled = true
		w.mu.Unlock()
	}
	return errNotWrittenInTime
}

// run writes until the end.
func (w *recordWriter) run() {
	defer close(w.finished)
	for range w.wake {
		for {
			w.mu.Lock()
			queue, closing, account := w.queue, w.closing, w.account
			w.queue = nil
			w.mu.Unlock()
			if w.journal != nil {
				w.journal.SetAccount(account)
			}
			w.writeAll(queue)
			if len(queue) > 0 {
				continue
			}
			if !closing {
				break
			}
			if w.journal != nil {
				_ = w.journal.Close()
			}
			return
		}
	}
}

// writeAll writes entries, after those that could not be written before. From the
// first that cannot be written on none is tried, and what nobody waited for in
// order not to send is kept.
func (w *recordWriter) writeAll(queue []entry) {
	queue = append(w.backlog, queue...)
	w.backlog = nil
	var err error
	for _, e := range queue {
		if err == nil {
			err = w.write(e)
			w.note(err)
		}
		withdrawn := e.written != nil && w.options.Required
		if e.written != nil {
			e.written <- err
			e.written = nil
		}
		if err != nil && !withdrawn && len(w.backlog) < maxBacklog {
			w.backlog = append(w.backlog, e)
		}
	}
}

// write writes one entry.
func (w *recordWriter) write(e entry) error {
	if w.journal == nil {
		if err := w.open(); err != nil {
			return err
		}
		w.mu.Lock()
		account := w.account
		w.mu.Unlock()
		w.journal.SetAccount(account)
	}
	if e.batch != 0 {
		e.record.Batch = w.batchName(e.batch)
	}
	return w.journal.Append(e.record.Record)
}

// note keeps how the last write went, and tells of a change.
func (w *recordWriter) note(err error) {
	w.mu.Lock()
	changed := (err == nil) != (w.err == nil)
	w.err, w.stalled = err, false
	w.mu.Unlock()
	if changed && w.options.OnError != nil {
		w.options.OnError(err)
	}
}

// close writes what is left, for as long as wait at most.
func (w *recordWriter) close(wait time.Duration) {
	w.mu.Lock()
	w.closing = true
	w.mu.Unlock()
	w.signal()
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-w.finished:
	case <-timer.C:
	}
}
