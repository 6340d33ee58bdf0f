package ui_test

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"

	"tolokadash/tolokaapi"
	"tolokadash/tolokaapi/simulator"
)

// A command is what somebody does to a pool or a training.
type command struct {
	verb    tolokaapi.Verb
	subject tolokaapi.Subject
	key     rune
	from    string // the status it needs
	becomes string // and leads to
}

func commands() []command {
	return []command{
		{tolokaapi.VerbClose, tolokaapi.SubjectPool, 'c', "OPEN", "CLOSED"},
		{tolokaapi.VerbOpen, tolokaapi.SubjectPool, 'O', "CLOSED", "OPEN"},
		{tolokaapi.VerbArchive, tolokaapi.SubjectPool, 'x', "CLOSED", "ARCHIVED"},
		{tolokaapi.VerbClone, tolokaapi.SubjectPool, 'N', "OPEN", "OPEN"},
		closingATraining,
	}
}

var closingATraining = command{tolokaapi.VerbClose, tolokaapi.SubjectTraining, 'c', "OPEN", "CLOSED"}

func (c command) String() string { return string(c.verb) + " a " + string(c.subject) }

// TestFaults_Command lets commands suffer from the rows of the
// fault table for a minute and more.
func TestFaults_Command(t *testing.T) {
	selection := newFaultSelection()
	for i, row := range faultTableNow() {
		for _, c := range rotated(commands(), i) {
			if !selection.includes(row, c.String()) {
				continue
			}
			t.Run(row.name+"/"+c.String(), func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					r := startUnseen(t)
					r.commands(c, faultTable()[i]) // its dates are those of the bubble
					r.quit()
				})
			})
		}
	}
}

// commands sends a command that suffers from a row of the fault table, and
// follows it to its end.
func (r *run) commands(c command, row faultRow) {
	r.t.Helper()
	row.fault.Method, row.fault.Path = http.MethodPost, "/"+string(c.subject)+"s/*/"+string(c.verb)
	r.suffers(row.fault)
	id := r.send(c)
	if strings.HasPrefix(row.class, slow) && row.arrives {
		r.sees("sending…")
		r.sees("SUCCESS") // other answers came meanwhile: it is found as soon as it is looked for
	} else {
		r.sees(row.command)
		r.detailsSay(row.reason)
	}
	if row.command == lost && strings.Contains(r.rowOf(c, id), lost) && !strings.Contains(r.rowOf(c, id), "unconfirmed, looking it up") {
		r.t.Errorf("the row says %s", r.rowOf(c, id))
	}
	r.keysAnswer()
	r.wire.look()
	r.wait(row.lasts)
	r.keysAnswer()
	r.keepsQuiet(120)
	r.sim.Clear()
	switch {
	case row.command == refused:
		r.retry()
	case row.waits > time.Hour && (row.name != aDay || c != commands()[0]): // one such day is like another
		r.wait(10 * time.Minute)
		r.sees(row.command)
		r.press('q')
		r.sees("will not be sent")
		r.press('n')
		r.wait(time.Second)
		return
	case row.command == lost && c.verb == tolokaapi.VerbClone && r.carriedOut(c, id) == 0:
		r.staysUnknown(c, id)
		return
	}
	r.wait(row.waits)
	r.succeeds(c, id)
	if posts := r.sim.Count(http.MethodPost, "/api/v1/"); row.command == lost && (posts == 1) != row.arrives {
		r.t.Errorf("%d commands were sent; did the first arrive? %t", posts, row.arrives)
	}
}

// send adds a pool or training that a command is for, puts the cursor on it and
// sends the command, as a person does. It returns the id.
func (r *run) send(c command) string {
	r.t.Helper()
	one := simulator.Pool{Status: c.from, Training: c.subject == tolokaapi.SubjectTraining}
	r.sim.AddPool(one) // for the cursor to go to and fro
	id := r.sim.AddPool(one)
	if one.Training {
		r.press('3')
	}
	r.press('r')
	r.wait(2 * time.Second)
	r.press('/')
	r.press([]rune(id)...)
	r.press(tea.KeyEnter, c.key)
	r.wait(time.Second)
	r.sees(" 1 " + string(c.subject) + " on DEMO?")
	r.sayYes()
	r.wait(300 * time.Millisecond)
	r.press(tea.KeyEscape) // the filter
	return id
}

// detailsSay opens the first operation and fails unless its details hold a text.
func (r *run) detailsSay(text string) {
	r.t.Helper()
	r.press('2', tea.KeyEnter)
	r.sees("What went wrong")
	r.sees(text)
	r.press(tea.KeyEnter, '1')
}

// retry sends what was refused again, as a person does.
func (r *run) retry() {
	r.t.Helper()
	r.press('2', 'R')
	r.wait(time.Second)
	r.sayYes()
	r.wait(time.Second)
}

// succeeds fails unless a command ends well soon, and was carried out once.
func (r *run) succeeds(c command, id string) {
	r.t.Helper()
	for waited := time.Duration(0); !strings.Contains(r.rowOf(c, id), "SUCCESS"); waited += time.Second {
		if waited > 2*interval {
			r.t.Fatalf("it does not end:\n%s", r.screen())
		}
		r.wait(time.Second)
	}
	if n := r.carriedOut(c, id); n != 1 || r.sim.PoolStatus(id) != c.becomes {
		r.t.Errorf("%d operations were started, and it is %s", n, r.sim.PoolStatus(id))
	}
	if c.subject == tolokaapi.SubjectTraining {
		r.press('3')
	} else {
		r.press('1')
	}
	r.wait(2 * time.Second)
	above, _, _ := strings.Cut(r.screen(), "─ Operations ")
	for l := range strings.Lines(above) {
		if strings.Contains(l, "  "+id+"  ") && !strings.Contains(l, c.becomes) {
			r.t.Errorf("it is %s now, and the list says %s", c.becomes, l)
		}
	}
	if posts := r.sim.Count(http.MethodPost, "/api/v1/"); posts > 15 {
		r.t.Errorf("%d commands were sent", posts)
	}
}

// staysUnknown fails unless a command that must not be sent twice was sent once,
// and its row says that nobody knows what became of it.
func (r *run) staysUnknown(c command, id string) {
	r.t.Helper()
	r.wait(2 * interval)
	if l := r.rowOf(c, id); !strings.Contains(l, "unknown") {
		r.t.Errorf("the row says %s", l)
	}
	if posts := r.sim.Count(http.MethodPost, "/api/v1/"); posts != 1 {
		r.t.Errorf("%d commands were sent", posts)
	}
}

// carriedOut is how many operations a command has started.
func (r *run) carriedOut(c command, id string) int {
	r.t.Helper()
	client, err := tolokaapi.New(tolokaapi.WithBaseURL("http://localhost"), tolokaapi.WithToken("x"), tolokaapi.WithTransport(r.sim.RoundTripper()))
	if err != nil {
		r.t.Fatal(err)
	}
	page, err := client.ListOperations(context.Background(), tolokaapi.Query{Type: c.verb.Type(c.subject)})
	if err != nil || page.HasMore {
		r.t.Fatal(page.HasMore, err)
	}
	n := 0
	for _, op := range page.Items {
		if op.Target.ID == id {
			n++
		}
	}
	return n
}

// rowOf is the line of the first operation of a command.
func (r *run) rowOf(c command, id string) string {
	r.t.Helper()
	_, below, _ := strings.Cut(r.screen(), "─ Operations ")
	for l := range strings.Lines(below) {
		if strings.Contains(l, id) && strings.Contains(l, string(c.verb)) {
			return l
		}
	}
	r.t.Fatalf("no operation about %s:\n%s", id, r.screen())
	return ""
}
