package wording

import (
	"cmp"

	"tolokadash/tolokaapi"
)

// verbWord is how a verb is spoken of.
type verbWord struct {
	doing, done, passive string // closing, closed; open, but opened
	keep, keepsThem      string // what no means for the pools, and what esc does to them
	effect, onTrainings  string // what it does to pools and what it does not; the same of trainings
}

var verbWords = map[tolokaapi.Verb]verbWord{
	tolokaapi.VerbClose: {
		"closing", "closed", "closed", "keep open", "keeps them open",
		"Work already taken by Tolokers goes on; nobody new is given these tasks.",
		"Nobody can take a closed training, and pools linked to it give tasks to nobody until it is open again.",
	},
	tolokaapi.VerbOpen: {
		"opening", "open", "opened", "keep closed", "keeps them closed",
		"Tolokers are given these tasks and are paid for them. It needs tasks in the pool and money in the account.",
		"Tolokers can take an open training; nobody is paid for it. It needs tasks.",
	},
	tolokaapi.VerbArchive: {
		"archiving", "archived", "archived", "keep", "keeps them",
		"This is final: an archived pool can never be opened again. Its results stay.",
		"This is final: an archived training can never be opened again. Every pool linked to it must be archived already.",
	},
	tolokaapi.VerbClone: {
		"cloning", "cloned", "cloned", "do not", "does not",
		"Each copy is a new closed pool with the same settings and without tasks; add tasks before opening it.",
		"Each copy is a new closed training with the same settings; see to its tasks before opening it.",
	},
}

// Doing is a verb in progress.
func Doing(v tolokaapi.Verb) string { return cmp.Or(verbWords[v].doing, string(v)) }

// Done is what a pool is once a verb had its effect, or had it before: "closed",
// but "open".
func Done(v tolokaapi.Verb) string { return cmp.Or(verbWords[v].done, string(v)) }

// Passive is what a verb did to a pool: "closed", and "opened".
func Passive(v tolokaapi.Verb) string { return cmp.Or(verbWords[v].passive, string(v)) }

// Effect says what a verb does to the pools or trainings, and what it does not.
func Effect(v tolokaapi.Verb, s tolokaapi.Subject) string {
	if s == tolokaapi.SubjectTraining {
		return verbWords[v].onTrainings
	}
	return verbWords[v].effect
}

// Keep is what no means for the pools: "keep open".
func Keep(v tolokaapi.Verb) string { return verbWords[v].keep }

// KeepsThem is what esc does to the pools: "keeps them open".
func KeepsThem(v tolokaapi.Verb) string { return verbWords[v].keepsThem }
