package wording

import (
	"cmp"

	"tolokadash/internal/fleet"
	"tolokadash/tolokaapi"
)

// refusalWord is why a verb is not sent to a pool, in a word or two.
func refusalWord(v tolokaapi.Verb, r fleet.Refusal) string {
	switch r.Reason {
	case fleet.Already:
		return "already " + Done(v)
	case fleet.Busy:
		return "busy"
	case fleet.WrongStatus:
		return cmp.Or(string(r.Status), "of unknown status")
	case fleet.Unreadable:
		return "unreadable"
	case fleet.Gone:
		return "gone"
	}
	return "read-only"
}

// LeftOut is why a verb is not sent to a pool that is named before it.
func LeftOut(v tolokaapi.Verb, r fleet.Refusal) string {
	switch r.Reason {
	case fleet.WrongStatus:
		return refusalWord(v, r) + " and cannot be " + Passive(v)
	case fleet.Gone:
		return "not found"
	}
	return refusalWord(v, r)
}

// Refusal says in full why a pool is left out, to follow "is". busy is the operation
// that keeps it busy, if that is known.
func Refusal(v tolokaapi.Verb, r fleet.Refusal, busy fleet.Row) string {
	switch {
	case r.Reason == fleet.Busy && busy.Verb != "":
		return "busy: " + Doing(busy.Verb)
	case r.Reason == fleet.WrongStatus:
		return LeftOut(v, r)
	case r.Reason == fleet.Unreadable:
		return "unreadable: its record makes no sense"
	case r.Reason == fleet.ReadOnly:
		return "protected: this is read-only"
	}
	return refusalWord(v, r)
}

// RefusalCounts counts refusals by reason, as in "2 already closed" and "1 busy".
func RefusalCounts(v tolokaapi.Verb, left []fleet.Refusal) []string {
	counts := map[string]int{}
	var order []string
	for _, r := range left {
		word := refusalWord(v, r)
		if counts[word] == 0 {
			order = append(order, word)
		}
		counts[word]++
	}
	for i, word := range order {
		order[i] = Count(counts[word]) + " " + word
	}
	return order
}
