package cli

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"sync"
	"time"

	"tolokadash/internal/config"
	"tolokadash/internal/fleet"
	"tolokadash/internal/headless"
	"tolokadash/internal/wording"
	"tolokadash/tolokaapi"
)

// A progressKind is how a command tells how far it is. It is a flag's value.
type progressKind string

// The kinds.
const (
	progressAuto  progressKind = "auto"  // tty on a terminal, else plain
	progressTTY   progressKind = "tty"   // one line, drawn again in place
	progressPlain progressKind = "plain" // a line for each change
	progressJSON  progressKind = "json"  // the events, one a line
	progressQuiet progressKind = "quiet" // nothing
)

var progressKinds = []string{string(progressAuto), string(progressTTY), string(progressPlain), string(progressJSON), string(progressQuiet)}

func (k *progressKind) String() string { return string(*k) }

// Type is what the help calls the value.
func (k *progressKind) Type() string { return strings.Join(progressKinds, "|") }

// Set takes the value from the command line.
func (k *progressKind) Set(text string) error {
	if !slices.Contains(progressKinds, text) {
		return fmt.Errorf("must be one of %s", strings.Join(progressKinds, ", "))
	}
	*k = progressKind(text)
	return nil
}

// envAccessible asks for output that a screen reader can follow.
const envAccessible = "ACCESSIBLE"

// chosen is the kind that auto stands for. Events that go to a terminal leave no
// room for a line drawn in place.
func (k progressKind) chosen(stderrTerminal, eventsOnTerminal bool) progressKind {
	accessible := os.Getenv(envAccessible) != "" && os.Getenv(envAccessible) != "0"
	switch {
	case k != progressAuto:
		return k
	case stderrTerminal && eventsOnTerminal:
		return progressQuiet
	case stderrTerminal && !accessible && os.Getenv("TERM") != "dumb":
		return progressTTY
	}
	return progressPlain
}

// A progress tells how far a command is.
type progress interface {
	event(headless.Event)
	clear() // something else is written now
	end()   // nothing more is told
}

// newProgress makes the one of a kind.
func newProgress(k progressKind, w io.Writer, width int, ascii bool) progress {
	switch k {
	case progressTTY:
		return newLineProgress(w, width, ascii)
	case progressJSON:
		return newEventLines(w)
	case progressQuiet:
		return noProgress{}
	}
	return newPlainProgress(w)
}

type noProgress struct{}

func (noProgress) event(headless.Event) {}
func (noProgress) clear()               {}
func (noProgress) end()                 {}

// eventLines writes events as JSON, one a line. It never keeps the work waiting:
// what is not read yet is kept.
type eventLines struct {
	mu      sync.Mutex
	more    sync.Cond
	queue   [][]byte
	closed  bool
	done    chan struct{}
	written error
}

func newEventLines(w io.Writer) *eventLines {
	l := &eventLines{done: make(chan struct{})}
	l.more.L = &l.mu
	go l.write(w)
	return l
}

func (l *eventLines) event(e headless.Event) { l.line(e) }

// line writes what a line of JSON is made from.
func (l *eventLines) line(of any) {
	line, err := json.Marshal(of)
	if err != nil {
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.queue = append(l.queue, append(line, '\n'))
	l.more.Signal()
}

func (l *eventLines) write(w io.Writer) {
	defer close(l.done)
	for {
		l.mu.Lock()
		for len(l.queue) == 0 && !l.closed {
			l.more.Wait()
		}
		queue := l.queue
		l.queue = nil
		over := l.closed && len(queue) == 0
		l.mu.Unlock()
		if over {
			return
		}
		if l.written == nil {
			_, l.written = w.Write(slices.Concat(queue...))
		}
	}
}

// clear does nothing: a line is written as a whole.
func (l *eventLines) clear() {}

// end waits until all is written.
func (l *eventLines) end() {
	l.mu.Lock()
	l.closed = true
	l.more.Signal()
	l.mu.Unlock()
	<-l.done
}

// heartbeatEvery is how often it is said that work goes on while nothing changes.
const heartbeatEvery = time.Minute

// plainProgress writes a line for each change, and one a minute.
type plainProgress struct {
	mu     sync.Mutex
	w      io.Writer
	ascii  bool
	counts headless.Counts
	link   string // what is wrong with the connection; "": nothing
	over   chan struct{}
	ended  chan struct{}
}

func newPlainProgress(w io.Writer) *plainProgress {
	p := &plainProgress{w: w, ascii: !config.LocaleIsUTF8(), over: make(chan struct{}), ended: make(chan struct{})}
	go p.beat()
	return p
}

func (p *plainProgress) beat() {
	defer close(p.ended)
	ticker := time.NewTicker(heartbeatEvery)
	defer ticker.Stop()
	for {
		select {
		case <-ticker.C:
			p.mu.Lock()
			if said := p.standing(); said != "" {
				p.say(said)
			}
			p.mu.Unlock()
		case <-p.over:
			return
		}
	}
}

// standing is how all stand, and why nothing is heard of it; "" where nothing is known.
func (p *plainProgress) standing() string {
	var said []string
	if p.counts.Total > 0 {
		said = append(said, countWords(p.counts))
	}
	if p.link != "" {
		said = append(said, p.link)
	}
	return strings.Join(said, ", ")
}

func (p *plainProgress) say(text string) {
	text = tolokaapi.Harmless(text)
	if p.ascii {
		text = asciiOnly(text)
	}
	fmt.Fprintln(p.w, text)
}

func (p *plainProgress) event(e headless.Event) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if e.All != nil {
		p.counts = headless.Count(e.All())
	}
	switch {
	case e.Type == headless.EventConnection && e.State == "live":
		p.link = ""
	case e.Type == headless.EventConnection:
		p.link = connectionState(e)
	}
	if text := eventWords(e); text != "" {
		p.say(text)
	}
}

func (p *plainProgress) clear() {}

func (p *plainProgress) end() {
	close(p.over)
	<-p.ended
}

// eventWords is an event in words; "" for those that need none.
func eventWords(e headless.Event) string {
	about := strings.TrimSpace(fmt.Sprintf("%s %s %s", e.Verb, e.ID, e.Name))
	if e.ID == "" && e.Operation != "" {
		about = "operation " + e.Operation
	}
	why := ""
	if e.Result != nil {
		if p := e.Result.Trouble(); p != nil {
			why = ", " + problemWords(p)
		}
	}
	switch e.Type {
	case headless.EventSent:
		if e.Tries > 1 {
			return about + ": sent again"
		}
		return about + ": sent"
	case headless.EventState:
		said := e.State
		if e.Percent != nil {
			said += fmt.Sprintf(", %d percent", *e.Percent)
		}
		return about + ": " + said + why
	case headless.EventRetry:
		return fmt.Sprintf("%s: tried again at %s%s", about, e.Until.Local().Format(time.TimeOnly), why)
	case headless.EventEnded:
		return about + ": " + resultOutcome(*e.Result)
	case headless.EventConnection:
		return connectionWords(e)
	case headless.EventFigures:
		return figuresWords(e)
	case headless.EventVersion, headless.EventAsked, headless.EventSummary:
	}
	return ""
}

// figuresWords is how many figures are known, in words.
func figuresWords(e headless.Event) string {
	return fmt.Sprintf("figures of %d of %d pools", *e.Known, e.Of)
}

// connectionWords is a change of the connection in words.
func connectionWords(e headless.Event) string {
	return "connection: " + connectionState(e)
}

// connectionState is how the connection is: why it is no better, and until when nothing is
// tried.
func connectionState(e headless.Event) string {
	said := strings.ReplaceAll(e.State, "_", " ")
	if e.Code != "" || e.HTTPStatus != 0 || e.Cause != "" {
		said += ", " + problemWords(&fleet.Problem{Status: e.HTTPStatus, Code: e.Code, Cause: tolokaapi.Cause(e.Cause)})
	}
	if e.Until != nil {
		said += ", next try at " + e.Until.Local().Format(time.TimeOnly)
	}
	return said
}

// countWords is how all stand, in words.
func countWords(c headless.Counts) string {
	said := fmt.Sprintf("%d of %d done", c.Succeeded+c.Unchanged, c.Total)
	for _, part := range []struct {
		n    int
		word string
	}{
		{c.Failed, "failed"},
		{c.Rejected - c.Searching, "rejected"},
		{c.Unknown - c.Sending, "in doubt"},
		{c.GoingOn, "running"},
		{c.Searching, "locked"},
		{c.Sending, "on the way"},
		{c.Queued, "waiting"},
		{c.Awaited, notKnownYet},
		{c.NotSent, "not sent"},
	} {
		if part.n > 0 {
			said += fmt.Sprintf(", %d %s", part.n, part.word)
		}
	}
	return said
}

// summaryWords is one line on all results, as in "close: 12 asked, 9 closed, 3 failed".
func summaryWords(command string, results []headless.Result) string {
	counts := map[string]int{}
	var order []string
	for i := range results {
		r := &results[i]
		word := wording.Outcome(r.Decisive().Ending())
		switch {
		case r.LeftOut != nil && r.LeftOut.Reason == fleet.Already:
			word = wording.LeftOut(r.Verb, *r.LeftOut)
		case r.LeftOut != nil:
			word = "left out"
		case r.Problem != nil:
			word = "cannot be followed"
		case r.Awaited():
			word = notKnownYet
		}
		if counts[word] == 0 {
			order = append(order, word)
		}
		counts[word]++
	}
	said := fmt.Sprintf("%s: %d asked", command, len(results))
	for _, word := range order {
		said += fmt.Sprintf(", %d %s", counts[word], word)
	}
	return said
}
