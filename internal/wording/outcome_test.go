package wording

import (
	"testing"

	"tolokadash/internal/fleet"
	"tolokadash/tolokaapi"
)

func TestOutcome_Words(t *testing.T) {
	for want, e := range map[string]fleet.Ending{
		"closed":               {Verb: tolokaapi.VerbClose, State: fleet.Succeeded},
		"opened":               {Verb: tolokaapi.VerbOpen, State: fleet.Succeeded},
		"already closed":       {Verb: tolokaapi.VerbClose, State: fleet.Unchanged},
		"already open":         {Verb: tolokaapi.VerbOpen, State: fleet.Unchanged},
		"already archived":     {Verb: tolokaapi.VerbArchive, State: fleet.Unchanged},
		"failed":               {Verb: tolokaapi.VerbClone, State: fleet.Failed},
		"rejected":             {Verb: tolokaapi.VerbClose, State: fleet.Rejected},
		"of unknown outcome":   {Verb: tolokaapi.VerbClone, State: fleet.Unknown},
		"sent without a reply": {Verb: tolokaapi.VerbClose, State: fleet.Unconfirmed},
		"unconfirmed":          {Verb: tolokaapi.VerbClose, State: fleet.Unconfirmed, Misnamed: true},
		"not sent":             {Verb: tolokaapi.VerbClose, State: fleet.NotSent},
		"still running":        {Verb: tolokaapi.VerbClose, State: fleet.Pending},
	} {
		if got := Outcome(e); got != want {
			t.Errorf("%v is %q, want %q", e, got, want)
		}
	}
}

// Every verb has all its words.
func TestVerbs_Words(t *testing.T) {
	for _, v := range tolokaapi.Verbs {
		for _, word := range []string{Doing(v), Done(v), Passive(v), Keep(v), KeepsThem(v), Effect(v, tolokaapi.SubjectPool), Effect(v, tolokaapi.SubjectTraining)} {
			if word == "" || word == string(v) && word != Done(v) {
				t.Errorf("%s has a word too few: %q", v, word)
			}
		}
	}
}
