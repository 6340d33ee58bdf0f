package journal

import (
	"slices"
	"time"

	"tolokadash/tolokaapi"
)

// A Batch is what one confirmation held.
type Batch struct {
	Name     string // over all sessions
	Session  string // that confirmed it
	Verb     tolokaapi.Verb
	Asked    time.Time // when it was confirmed
	Commands []*Command
}

// Abandoned returns the batches that were confirmed since a time, in that order, and
// that no process works on any more: the session that confirmed them was on the same
// machine, and its lock is free. They are of the same host of the API and the same
// account; where a record does not say whose account it was, the profile decides.
func Abandoned(dir string, of Origin, since time.Time) ([]Batch, error) {
	// A batch is read from its confirmation on.
	commands, err := Commands(Read(dir, since.Add(-24*time.Hour), Filter{}, nil))
	if err != nil {
		return nil, err
	}
	sessions, err := Sessions(dir, "", "")
	if err != nil {
		return nil, err
	}
	runs := func(id string) bool {
		return slices.ContainsFunc(sessions, func(s Session) bool { return s.ID == id })
	}
	var batches []Batch
	at := map[string]int{}
	for _, c := range commands {
		if c.Batch == "" || c.Asked.Before(since) || c.Host != of.Host || !sameAccount(c.Origin, of) || runs(c.Session) {
			continue
		}
		i, known := at[c.Batch]
		if !known {
			i = len(batches)
			at[c.Batch] = i
			batches = append(batches, Batch{Name: c.Batch, Session: c.Session, Verb: c.Verb, Asked: c.Asked})
		}
		batches[i].Commands = append(batches[i].Commands, c)
	}
	slices.SortStableFunc(batches, func(a, b Batch) int { return a.Asked.Compare(b.Asked) })
	return batches, nil
}

// sameAccount reports whether records are about the account that is asked for.
func sameAccount(recorded, asked Origin) bool {
	if recorded.APIHost != asked.APIHost {
		return false
	}
	if recorded.Account == "" {
		return recorded.Profile == asked.Profile
	}
	return recorded.Account == asked.Account
}
