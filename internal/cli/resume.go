package cli

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"tolokadash/internal/config"
	"tolokadash/internal/headless"
	"tolokadash/tolokaapi"
)

// resumeLine is the very command that goes on with what is not over; "" where
// nothing is left to follow.
func (o *options) resumeLine(results []headless.Result) string {
	var ids []string
	training := false
	for i := range results {
		r := &results[i]
		id := string(r.Operation())
		if id == "" {
			id = r.On.ID // its operation is not known
		}
		if id != "" && (r.GoesOn() || r.Unclear() || r.Awaited()) && !slices.Contains(ids, id) {
			ids = append(ids, id)
			training = training || r.Operation() == "" && r.On.Subject == tolokaapi.SubjectTraining
		}
	}
	if len(ids) == 0 {
		return ""
	}
	line := "tolokadash wait " + strings.Join(ids, " ")
	if training {
		line += " --training"
	}
	for _, f := range []struct{ name, value string }{{"profile", o.profile}, {"config", o.config}, {"api-url", o.apiURL}} {
		if f.value != "" {
			line += " --" + f.name + " " + shellWord(f.value)
		}
	}
	return line
}

// shellWord is a text as one word of a shell.
func shellWord(s string) string {
	plain := func(r rune) bool {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("-_./:@%+=,", r)
	}
	if s != "" && strings.IndexFunc(s, func(r rune) bool { return !plain(r) }) < 0 {
		return s
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}

// resultWords names a target: its verb, its pool's id and name, or the operation that was
// asked for.
func resultWords(r *headless.Result) string {
	switch {
	case r.On.ID == "":
		return "operation " + string(r.Named)
	case r.Verb == "":
		return strings.TrimRight(noun(r.On.Subject)+" "+r.On.ID+"  "+r.Name, " ")
	}
	return strings.TrimRight(fmt.Sprintf("%s %s  %s", r.Verb, r.On.ID, r.Name), " ")
}

// namedAtMost is how many targets of a kind are named one by one.
const namedAtMost = 20

// writeUnfinished names what was not sent, what goes on and what is in doubt.
func writeUnfinished(w io.Writer, results []headless.Result, resume string) {
	if !config.LocaleIsUTF8() {
		w = asciiWriter{w}
	}
	kinds := []struct {
		title string
		is    func(*headless.Result) bool
	}{
		{"Not sent:", func(r *headless.Result) bool {
			return r.LeftOut == nil && r.Problem == nil && strings.HasPrefix(resultOutcome(*r), "not sent")
		}},
		{"Still running at Toloka:", (*headless.Result).GoesOn},
		{"In doubt:", (*headless.Result).Unclear},
		{"Not known yet:", (*headless.Result).Awaited},
	}
	for _, k := range kinds {
		var lines []string
		for i := range results {
			if r := &results[i]; k.is(r) {
				lines = append(lines, "  "+resultWords(r))
			}
		}
		if len(lines) == 0 {
			continue
		}
		fmt.Fprintln(w, k.title)
		for _, line := range lines[:min(len(lines), namedAtMost)] {
			fmt.Fprintln(w, tolokaapi.Harmless(line))
		}
		if more := len(lines) - namedAtMost; more > 0 {
			fmt.Fprintf(w, "  and %d more\n", more)
		}
	}
	if resume != "" {
		fmt.Fprintln(w, "To go on waiting:\n  "+tolokaapi.Harmless(resume))
	}
}
