package wording

import (
	"cmp"
	"fmt"

	"tolokadash/internal/fleet"
	"tolokadash/tolokaapi"
)

// LeftOut says why a verb is not sent to a pool.
func LeftOut(v tolokaapi.Verb, r fleet.Refusal) string {
	switch r.Reason {
	case fleet.Already:
		return "already " + Done(v)
	case fleet.Busy:
		return "busy"
	case fleet.WrongStatus:
		return fmt.Sprintf("%s and cannot be %s", cmp.Or(string(r.Status), "of unknown status"), Passive(v))
	case fleet.Unreadable:
		return "unreadable"
	case fleet.Gone:
		return "not found"
	}
	return "read-only"
}
