package runner

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"tolokadash/internal/fleet"
	"tolokadash/internal/journal"
	"tolokadash/tolokaapi"
)

// hungJournal is a journal on a disk that answers nothing until it is released.
type hungJournal struct {
	release  chan struct{}
	appended []journal.Event
}

func (h *hungJournal) Append(r journal.Record) error {
	<-h.release
	h.appended = append(h.appended, r.Event)
	return nil
}
func (h *hungJournal) SetAccount(string) {}
func (h *hungJournal) Session() string   { return "s" }
func (h *hungJournal) Close() error      { return nil }

// TestRecordWriter_HungDisk waits for a second once, and then holds up no send,
// unless the journal is required.
func TestRecordWriter_HungDisk(t *testing.T) {
	for _, required := range []bool{false, true} {
		synctest.Test(t, func(t *testing.T) {
			disk := &hungJournal{release: make(chan struct{})}
			r := &Recorder{o: RecorderOptions{Required: required}, commands: map[tolokaapi.Ref]command{}, rows: map[fleet.RowID]*observedRow{}}
			r.writer.openNew = func(journal.Options) (appender, error) { return disk, nil }
			r.writer.start(r.o)
			sent := 0
			carry := r.Carry(func(context.Context, fleet.Request) fleet.Response { sent++; return fleet.Response{} })
			submit := func() (took time.Duration) {
				ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
				defer cancel()
				began := time.Now()
				carry(ctx, fleet.Request{Kind: fleet.Submit, Verb: tolokaapi.VerbClose, On: tolokaapi.PoolRef("1")})
				return time.Since(began)
			}
			first, second := submit(), submit()
			switch {
			case required && (sent != 0 || first != 10*time.Second):
				t.Errorf("required: %d sent, after %v and %v", sent, first, second)
			case !required && (sent != 2 || first != recordWait || second != 0):
				t.Errorf("%d sent, after %v and %v", sent, first, second)
			}
			began := time.Now()
			r.Close(2 * time.Second)
			if took := time.Since(began); took != 2*time.Second {
				t.Errorf("closing took %v", took)
			}
			close(disk.release)
			synctest.Wait()
			if len(disk.appended) != 4 {
				t.Errorf("written late: %v", disk.appended)
			}
		})
	}
}
