package headless

import (
	"context"
	"errors"
	"sync/atomic"
	"time"

	"tolokadash/internal/fleet"
	"tolokadash/internal/runner"
	"tolokadash/tolokaapi"
)

// Options are what an Engine is made with.
type Options struct {
	Fleet    *fleet.Fleet
	Carry    runner.Carry
	Recorder *runner.Recorder // nil: nothing is recorded
	Now      func() time.Time // wall clock without its monotonic part
	Emit     func(Event)      // is told what happens, from one goroutine; may be nil

	// Judge decides about the answers before the first good one: an error ends the
	// run. It may be nil.
	Judge func(fleet.Response) error

	// Awaiting is told that the run ends as soon as the replies to commands under way
	// have come, or 2 s are over. It is called from any goroutine, and may be nil.
	Awaiting func()
	FailFast bool // the first failure ends it
	NoWait   bool // a command is over when it was accepted
}

const (
	replyWait      = 2 * time.Second // for replies under way, once nothing is sent any more
	startWait      = 5 * time.Second // for the first answer
	nameTimeout    = 5 * time.Second // for names that are shown before something is asked
	refreshTimeout = 2 * time.Second // for reading again what was changed, when all is over
	endedBefore    = 5 * time.Second // an operation that held a pool ended so long before it was refused at most
)

// ErrNoAnswer says that no answer came to the first requests.
var ErrNoAnswer = errors.New("no answer came")

// ErrFailFast says that something failed, after which nothing more is sent.
var ErrFailFast = errors.New("something failed")

// An Engine drives a fleet for one command. It is not safe for concurrent use.
type Engine struct {
	o       Options
	f       *fleet.Fleet
	carry   runner.Carry
	items   []*item
	version uint64 // of the fleet's rows when the items were looked at

	answered  bool         // a good answer came, or one that is no reason to end
	maybeSent bool         // a command may have arrived
	sending   atomic.Int64 // commands whose replies are under way
	failure   error

	connection fleet.Connection // as it was told last
	search     search
	naming     bool                   // operations are followed by their ids
	gone       map[tolokaapi.Ref]bool // read, and not found
}

// New makes an engine. Nothing is of interest to the fleet from then on.
func New(o Options) *Engine {
	e := &Engine{o: o, f: o.Fleet, carry: o.Carry, gone: map[tolokaapi.Ref]bool{}}
	if o.Recorder != nil {
		e.carry = o.Recorder.Carry(o.Carry)
	}
	e.f.SetInterests(fleet.Interests{})
	return e
}

// Answered reports whether the server has answered as one that can be worked with.
func (e *Engine) Answered() bool { return e.answered }

// drive drives the fleet until a condition holds. It ends with the cause of ctx, with
// ErrNoAnswer, or with the error of Judge. Commands whose replies are under way then
// are waited for, but not for long.
func (e *Engine) drive(ctx context.Context, until func() bool) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	replies, giveUp := context.WithCancel(context.WithoutCancel(ctx))
	defer giveUp()
	start := time.AfterFunc(startWait, func() {
		cancel(ErrNoAnswer)
		giveUp()
	})
	defer start.Stop()
	defer context.AfterFunc(ctx, func() {
		if !errors.Is(context.Cause(ctx), ErrNoAnswer) {
			e.awaitReplies(giveUp)
		}
	})()
	carry := func(ctx context.Context, r fleet.Request) fleet.Response {
		if r.Kind == fleet.Submit {
			ctx = replies
			e.sending.Add(1)
			defer e.sending.Add(-1)
		}
		return e.carry(ctx, r)
	}
	err := runner.Drive(ctx, carry, e.f, e.reportChanges, func(r *fleet.Response) bool {
		e.judge(r)
		if e.answered {
			start.Stop()
		}
		e.reportChanges()
		if e.failure == nil && !until() {
			return false
		}
		e.awaitReplies(giveUp)
		return true
	})
	e.reportChanges()
	switch {
	case e.failure != nil:
		return e.failure
	case err != nil:
		return context.Cause(ctx)
	}
	return nil
}

// awaitReplies gives the replies under way some time before they are given up.
func (e *Engine) awaitReplies(giveUp func()) {
	if e.sending.Load() > 0 && e.o.Awaiting != nil {
		e.o.Awaiting()
	}
	time.AfterFunc(replyWait, giveUp)
}

// judge takes in an answer before the first good one.
func (e *Engine) judge(r *fleet.Response) {
	if e.answered || r == nil || cancelled(r.Err) {
		return
	}
	var api *tolokaapi.Error
	var transport *tolokaapi.TransportError
	about := r.Request.Kind == fleet.Submit || r.Request.Kind == fleet.GetOperation || r.Request.Kind == fleet.GetPool
	switch {
	case errors.As(r.Err, &api) && about && api.Code != "" && !api.Authentication():
		e.answered = true // it is Toloka that speaks, and about this one only
		return
	case errors.As(r.Err, &transport) && r.Request.Kind == fleet.Submit && transport.MaybeSent:
		e.maybeSent = true
		return
	case e.maybeSent && r.Err != nil:
		return // it is looked up until no answer came for too long
	}
	if e.o.Judge != nil {
		e.failure = e.o.Judge(*r)
	}
	e.answered = e.failure == nil
}

// cancelled reports whether a request was given up on this side.
func cancelled(err error) bool {
	var transport *tolokaapi.TransportError
	return errors.As(err, &transport) && transport.Cause == tolokaapi.CauseCancelled
}

// reportChanges records and tells what has changed.
func (e *Engine) reportChanges() {
	e.o.Recorder.Observe(e.f)
	if e.f.Summary(e.o.Now()).Connection.State == fleet.Live {
		e.tellConnection() // what is heard then comes after it
	}
	_, version := e.f.Rows()
	if version != e.version || e.search.running || e.naming {
		e.version = version
		e.refreshItems()
	}
	e.tellConnection() // a command that left comes before the trouble that it met
}

// stop gives up what was not sent.
func (e *Engine) stop() {
	if e.f.CancelQueued(e.o.Now()) > 0 {
		e.reportChanges()
	}
}
