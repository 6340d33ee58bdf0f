package cli

import (
	"fmt"
	"strings"
	"time"

	"tolokadash/internal/fleet"
	"tolokadash/internal/journal"
	"tolokadash/tolokaapi"
)

// openCloneFor is how long a clone whose reply never came keeps another from being
// sent.
const openCloneFor = 24 * time.Hour

// refuseOpenClones refuses to clone what was about to be cloned before, where nobody
// knows whether that arrived: it might make a second copy.
func (r *engineRun) refuseOpenClones(verb tolokaapi.Verb, targets []fleet.Target) error {
	if verb.Repeatable() || r.recorder == nil {
		return nil
	}
	open := map[tolokaapi.Ref]*journal.Command{}
	for _, c := range recentCommands(verb) {
		ref := tolokaapi.Ref{Subject: c.Subject, ID: c.ID}
		lost := c.Open || c.Operation == "" && (c.State == journal.Unconfirmed || c.State == journal.Unknown)
		if c.APIHost != r.target.environment.Host || c.Dismissed {
			continue
		}
		if delete(open, ref); lost {
			open[ref] = c
		}
	}
	var named []string
	for _, t := range targets {
		if c := open[t.On]; c != nil {
			named = append(named, fmt.Sprintf("%s (sent %s)", t.On.ID, c.Sent.Local().Format(time.DateTime)))
		}
	}
	if len(named) == 0 {
		return nil
	}
	return &failure{exitUnknown, "nothing was sent: whether these were cloned before is not known: " + strings.Join(named, ", ") +
		"; look at the pools, and clone in the dashboard if there is no copy"}
}

// recentCommands are those of a verb in the journal of the last day. An unreadable
// journal has none: it stops nothing.
func recentCommands(verb tolokaapi.Verb) []*journal.Command {
	folder, _ := stateFolder()
	var skipped journal.Skipped
	all, _ := journal.Commands(journal.Read(folder, time.Now().Add(-openCloneFor), journal.Filter{Verbs: []tolokaapi.Verb{verb}}, &skipped))
	return all
}
