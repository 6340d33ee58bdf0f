package wording

import (
	"cmp"

	"tolokadash/internal/fleet"
)

// A closeWord is how a reason why the server closed a pool is spoken of.
type closeWord struct {
	sentence string
	brief    string // in a column, in the place of the status
}

var closeWords = map[string]closeWord{
	fleet.ClosedNotEnoughBalance: {"the balance was not enough", "no funds"},
	fleet.ClosedExpired:          {"the expiry date was reached", "expired"},
	fleet.ClosedBlocked:          {"blocked by Toloka", "blocked"},
	fleet.ClosedAssignmentsLimit: {"the limit of assignments was reached", "limit"},
}

// ClosedBecause is why the server closed a pool, for one of [fleet.ClosedReasons]; "" for others.
func ClosedBecause(reason string) string { return closeWords[reason].sentence }

// otherReasons are the reasons that somebody wanted.
var otherReasons = map[string]string{
	"MANUAL":     "somebody closed it",
	"COMPLETED":  "all its tasks were done",
	"FOR_UPDATE": "it was to be edited",
}

// CloseReason is a reason for a close in words and as the API calls it. One that is not
// known stays as it was sent.
func CloseReason(reason string) string {
	said := cmp.Or(closeWords[reason].sentence, otherReasons[reason])
	if said == "" {
		return reason
	}
	return said + " (" + reason + ")"
}

// WhyClosed is the same in one or two words.
func WhyClosed(reason string) string { return closeWords[reason].brief }

// ClosedByItself is "by itself" of one, "by themselves" of more.
func ClosedByItself(n int) string {
	if n == 1 {
		return "closed by itself"
	}
	return "closed by themselves"
}
