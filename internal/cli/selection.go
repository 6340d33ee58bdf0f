package cli

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"tolokadash/internal/filter"
	"tolokadash/internal/headless"
	"tolokadash/tolokaapi"
)

// selectionFlags are the flags that say which pools are meant.
type selectionFlags struct {
	project  string
	status   string
	match    string
	training bool
}

func (s *selectionFlags) bind(f *pflag.FlagSet) {
	f.StringVar(&s.project, "project", "", "pools of the project with this `ID`")
	f.StringVar(&s.status, "status", "", "pools with these `STATUSES`: OPEN, CLOSED, LOCKED, ARCHIVED, with commas between them")
	f.StringVar(&s.match, "match", "", "pools that the `FILTER` finds, as typed after / in the dashboard")
	f.BoolVar(&s.training, "training", false, "trainings instead of pools; ids are theirs")
}

// given reports whether pools are selected by anything but their ids.
func (s *selectionFlags) given() bool { return s.project != "" || s.status != "" || s.match != "" }

func (s *selectionFlags) subject() tolokaapi.Subject {
	if s.training {
		return tolokaapi.SubjectTraining
	}
	return tolokaapi.SubjectPool
}

// statusNames are the statuses of pools.
var statusNames = []string{string(tolokaapi.Open), string(tolokaapi.Closed), string(tolokaapi.Locked), string(tolokaapi.Archived)}

// selection is what the flags say. What is not understood is refused.
func (s *selectionFlags) selection(location *time.Location) (headless.Selection, error) {
	sel := headless.Selection{Subject: s.subject(), Project: s.project}
	if s.project != "" && !digitsOnly(s.project) {
		return sel, &failure{exitUsage, fmt.Sprintf("--project takes the id of a project, not %q; for a name write --match 'project:%s'", s.project, s.project)}
	}
	if s.status != "" {
		for word := range strings.SplitSeq(s.status, ",") {
			name := strings.ToUpper(strings.TrimSpace(word))
			if !slices.Contains(statusNames, name) {
				return sel, &failure{exitUsage, fmt.Sprintf("--status takes OPEN, CLOSED, LOCKED or ARCHIVED, not %q%s", word, meant(name, statusNames))}
			}
			sel.Statuses = append(sel.Statuses, tolokaapi.PoolStatus(name))
		}
	}
	records := filter.Pools
	if s.training {
		records = filter.Trainings
	}
	parsed, problems := filter.Parse(s.match, filter.Options{Records: records, Location: location})
	for _, p := range problems {
		if p.Kind != filter.Abbreviated {
			return sel, &failure{exitUsage, "--match: " + p.Error()}
		}
	}
	sel.Match = parsed
	return sel, nil
}

// whyNone says which words of --match are to blame if nothing is selected; "" if there
// is only one, or another flag is to blame.
func (s *selectionFlags) whyNone(l headless.Listing) string {
	var words []string
	for _, w := range l.Unmatched {
		if w.Text != strings.TrimSpace(s.match) {
			words = append(words, `"`+w.Text+`"`)
		}
	}
	switch len(words) {
	case 0:
		return ""
	case 1:
		return ": " + words[0] + " matches nothing"
	}
	return ": " + strings.Join(words, " and ") + " match nothing"
}

// noun is what ids are of.
func noun(s tolokaapi.Subject) string {
	if s == tolokaapi.SubjectTraining {
		return "training"
	}
	return "pool"
}

// longestID bounds the ids of pools, in digits.
const longestID = 20

// digitsOnly reports whether a text can be the id of a pool: digits that begin with
// none that could be left out.
func digitsOnly(s string) bool {
	return s != "" && len(s) <= longestID && s[0] != '0' && strings.Trim(s, "0123456789") == ""
}

// isOperationID reports whether a text can be the id of an operation.
func isOperationID(s string) bool {
	return tolokaapi.ValidID(s) && strings.IndexFunc(s, func(r rune) bool {
		return (r < '0' || r > '9') && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && r != '-' && r != '_'
	}) < 0 && s[0] != '-'
}

// longestLine bounds a line of ids, and mostIDs how many there are, so that a wrong
// file is no trouble.
const (
	longestLine = 4096
	mostIDs     = 100_000
)

// readIDs reads ids, one a line. Blank lines and comments are passed over. A bad id
// refuses the whole list.
func readIDs(from io.Reader, valid func(string) bool, what string) ([]string, error) {
	lines := bufio.NewScanner(from)
	lines.Buffer(make([]byte, 0, longestLine), longestLine)
	var ids []string
	n := 0
	for lines.Scan() {
		n++
		text, _, _ := strings.Cut(lines.Text(), "#")
		text = strings.TrimSpace(strings.TrimPrefix(text, "\ufeff"))
		if text == "" {
			continue
		}
		if !valid(text) {
			return nil, badID(text, what, fmt.Sprintf(" in line %d of standard input", n))
		}
		if ids = append(ids, text); len(ids) > mostIDs {
			return nil, &failure{exitUsage, fmt.Sprintf("standard input holds more than %d ids; nothing was done", mostIDs)}
		}
	}
	switch err := lines.Err(); {
	case errors.Is(err, bufio.ErrTooLong):
		return nil, &failure{exitUsage, fmt.Sprintf("line %d of standard input is too long to be an id; nothing was done", n+1)}
	case err != nil:
		return nil, &failure{exitFailed, fmt.Sprintf("standard input cannot be read (%v); nothing was done", err)}
	}
	return ids, nil
}

func badID(text, what, where string) error {
	return &failure{exitUsage, fmt.Sprintf("%q%s is no id of %s; nothing was done", tolokaapi.HarmlessN(text, 60), where, what)}
}

// ids are those on the command line, or on standard input where that is a dash. none
// says that there was nothing on standard input.
func (o *options) ids(args []string, valid func(string) bool, what string) (ids []string, err error) {
	if !slices.Contains(args, "-") {
		for _, id := range args {
			if !valid(id) {
				return nil, badID(id, what, "")
			}
		}
		return args, nil
	}
	if len(args) > 1 {
		return nil, &failure{exitUsage, "- takes the ids from standard input: leave out the others"}
	}
	ids, err = readIDs(o.process.stdin, valid, what)
	if err == nil && len(ids) == 0 {
		return nil, &failure{exitNothing, "standard input holds no id: nothing was done"}
	}
	return ids, err
}

// refsOf are the pools or trainings with those ids, each once.
func refsOf(ids []string, s tolokaapi.Subject) []tolokaapi.Ref {
	var refs []tolokaapi.Ref
	seen := map[string]bool{}
	for _, id := range ids {
		if !seen[id] {
			seen[id] = true
			refs = append(refs, tolokaapi.Ref{Subject: s, ID: id})
		}
	}
	return refs
}
