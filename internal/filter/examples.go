package filter

import "strings"

// An Example is a word of a filter and what it means.
type Example struct{ Typed, Means string }

// Examples is the language by example, for help and documents: the fields of
// records of a kind come last.
func Examples(of Records) []Example {
	all := []Example{
		{"audio week", "both words, in id, name, project, comment or error code"},
		{"!hard", "without the word"},
		{"~adio", "these letters in this order, others between them"},
		{`"week 12"`, "a text with blanks, taken as it is"},
	}
	if of&Operations != 0 {
		all = append(all,
			Example{"verb:close", "one of " + values("verb", of)},
			Example{"state:failed", "one of " + values("state", of)},
			Example{"code:locked", "the field holds the text"},
			Example{"submitted<2h", "less than 2 hours ago; also m d w, 2026-03-11, today, never; > >= <= ="},
		)
	} else {
		all = append(all,
			Example{"status:open", "one of " + values("status", of)},
			Example{"project:audio", "the field holds the text"},
			Example{`name="Cats"`, "the field is exactly this; != is not"},
		)
		if of&Pools != 0 {
			all = append(all, Example{"reward>0.05", "numbers: > >= < <= ="}, Example{"done>=98", "in percent; also spent>10: what is not known never matches"})
		}
		all = append(all, Example{"started<2h", "less than 2 hours ago; also m d w, 2026-03-11, today, never"})
	}
	return append(all, Example{"fields", strings.Join(names(of), " ")})
}

// values are the values of a field, lower case, as one types them.
func values(name string, of Records) string {
	f, _ := find(name, of)
	return strings.ToLower(strings.Join(f.values(), " "))
}
