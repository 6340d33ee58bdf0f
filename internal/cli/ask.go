package cli

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"tolokadash/internal/fleet"
	"tolokadash/internal/headless"
	"tolokadash/internal/wording"
	"tolokadash/tolokaapi"
)

// ask lists the targets and asks whether to send. The targets are those that were
// confirmed, none if that was no.
func (o *actOptions) ask(ctx context.Context, r *engineRun, engine *headless.Engine, w io.Writer, pools []fleet.Pool) ([]fleet.Target, error) {
	refs := make([]tolokaapi.Ref, len(pools))
	byRef := map[tolokaapi.Ref]fleet.Pool{}
	for i, p := range pools {
		refs[i], byRef[p.Ref] = p.Ref, p
	}
	ok, left := r.fleet.Eligible(o.verb, refs)
	if len(ok) == 0 {
		return targetsOf(pools), nil // nothing is sent, and it is said why
	}
	targets := make([]fleet.Pool, len(ok))
	for i, ref := range ok {
		targets[i] = byRef[ref]
	}
	o.process.discard()
	r.writeTargets(w, o.verb, o.subject(), targets)
	if len(left) > leftOutNamed { // the targets stay in sight
		r.write(w, "  left out: "+strings.Join(wording.RefusalCounts(o.verb, left), ", "))
		left = nil
	}
	for _, x := range left {
		r.write(w, fmt.Sprintf("  left out: %s  %s: %s", x.On.ID, byRef[x.On].Name, wording.LeftOut(o.verb, x)))
	}
	r.write(w, wording.Effect(o.verb, o.subject()))
	yes := "y"
	if from := r.config.Confirm.CountFrom(r.target.environment.Paid(), o.verb == tolokaapi.VerbArchive); len(ok) >= from {
		yes = strconv.Itoa(len(ok))
	}
	answer := r.readLine()
	if o.verb == tolokaapi.VerbClose && o.subject() == tolokaapi.SubjectPool {
		unanswered, cancel := answer.awaited(ctx)
		if undone := leavesUndone(unanswered, engine, ok); undone != "" {
			r.write(w, undone)
		}
		cancel()
	}
	fmt.Fprintf(w, "Type %s and enter to %s, anything else to leave it: ", yes, o.verb)
	line, err := answer.wait(ctx)
	if err != nil {
		fmt.Fprintln(w)
		return nil, err
	}
	if strings.TrimSpace(line) != yes {
		return nil, &failure{exitFailed, "not confirmed: nothing was sent"}
	}
	return targetsOf(pools), nil
}

// leavesUndone is the line that says what closing pools leaves undone. It is waited for a
// second at most, and not once ctx ends, which is when the question is answered: then
// there is none.
func leavesUndone(ctx context.Context, engine *headless.Engine, pools []tolokaapi.Ref) string {
	const room = 200 // for the longest form
	counts := engine.CountAssignments(ctx, pools)
	switch {
	case ctx.Err() != nil:
		return ""
	case len(counts) == 0:
		return wording.TooManyToCount()[0]
	}
	var inWork, toReview []fleet.AssignmentCount
	for _, c := range counts {
		inWork, toReview = append(inWork, c.InWork), append(toReview, c.ToReview)
	}
	review := wording.TotalAssignments(toReview)
	return (&wording.Words{}).LeavesUndone(wording.TotalAssignments(inWork), &review, len(pools), room)
}

// Up to how many pools that are left out are named one by one in a question, and from
// how many targets on these are summed up.
const (
	leftOutNamed = 5
	summedUpFrom = 3
)

// writeTargets writes the question and what it is about, those with a comment first.
func (r *engineRun) writeTargets(w io.Writer, verb tolokaapi.Verb, s tolokaapi.Subject, targets []fleet.Pool) {
	r.write(w, fmt.Sprintf("%s %s on %s?", capital(string(verb)), plural(len(targets), noun(s)), r.target.environment.Name))
	commented, projects := 0, map[string]bool{}
	for _, p := range targets {
		if p.Comment != "" {
			commented++
		}
		if p.ProjectID != "" {
			projects[p.ProjectID] = true
		}
	}
	if len(targets) >= summedUpFrom {
		r.write(w, wording.TargetsSum(len(targets), noun(s)+"s", len(projects), commented))
	}
	slices.SortStableFunc(targets, func(a, b fleet.Pool) int {
		switch {
		case (a.Comment == "") == (b.Comment == ""):
			return 0
		case a.Comment != "":
			return -1
		}
		return 1
	})
	for _, p := range targets {
		line := fmt.Sprintf("  %s  %s", p.Ref.ID, p.Name)
		if project := projectWords(p); project != "" {
			line += "  (project " + project + ")"
		}
		r.write(w, line)
		if p.Comment != "" {
			r.write(w, "      comment: "+p.Comment)
		}
	}
}

// write writes a line for people, made harmless.
func (r *engineRun) write(w io.Writer, line string) {
	line = tolokaapi.Harmless(line)
	if r.config.Plain {
		line = asciiOnly(line)
	}
	fmt.Fprintln(w, line)
}

// A typedAnswer is a line that is read from the terminal, once given is closed.
type typedAnswer struct {
	text  string
	given chan struct{}
}

// readLine begins to read a line from the terminal.
func (r *engineRun) readLine() *typedAnswer {
	line := &typedAnswer{given: make(chan struct{})}
	go func() {
		defer close(line.given)
		text, err := bufio.NewReader(r.o.process.stdin).ReadString('\n')
		if err == nil { // an answer that was not ended is none
			line.text = text
		}
	}()
	return line
}

// awaited is a context that ends with ctx, or when the line was given.
func (l *typedAnswer) awaited(ctx context.Context) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancel(ctx)
	go func() {
		select {
		case <-l.given:
			cancel()
		case <-ctx.Done():
		}
	}()
	return ctx, cancel
}

// wait waits for the line, but not once ctx ends.
func (l *typedAnswer) wait(ctx context.Context) (string, error) {
	select {
	case <-l.given:
		return l.text, nil
	case <-ctx.Done():
		return "", context.Cause(ctx)
	}
}

// plural is a number and what is counted.
func plural(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return strconv.Itoa(n) + " " + thing + "s"
}
