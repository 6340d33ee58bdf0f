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
	"tolokadash/internal/wording"
	"tolokadash/tolokaapi"
)

// ask lists the targets and asks whether to send. The targets are those that were
// confirmed, none if that was no.
func (o *actOptions) ask(ctx context.Context, r *engineRun, w io.Writer, pools []fleet.Pool) ([]fleet.Target, error) {
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
	fmt.Fprintf(w, "Type %s and enter to %s, anything else to leave it: ", yes, o.verb)
	answer, err := r.readLine(ctx)
	if err != nil {
		fmt.Fprintln(w)
		return nil, err
	}
	if strings.TrimSpace(answer) != yes {
		return nil, &failure{exitFailed, "not confirmed: nothing was sent"}
	}
	return targetsOf(pools), nil
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

// readLine reads a line from the terminal. It does not wait for it once ctx ends.
func (r *engineRun) readLine(ctx context.Context) (string, error) {
	read := make(chan string, 1)
	go func() {
		line, err := bufio.NewReader(r.o.process.stdin).ReadString('\n')
		if err != nil {
			line = "" // an answer that was not ended is none
		}
		read <- line
	}()
	select {
	case line := <-read:
		return line, nil
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
