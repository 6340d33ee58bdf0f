package wording

import (
	"testing"

	"tolokadash/internal/fleet"
	"tolokadash/tolokaapi"
)

func TestLeftOut_Words(t *testing.T) {
	for want, r := range map[string]fleet.Refusal{
		"already closed":                         {Reason: fleet.Already},
		"busy":                                   {Reason: fleet.Busy},
		"OPEN and cannot be closed":              {Reason: fleet.WrongStatus, Status: tolokaapi.Open},
		"of unknown status and cannot be closed": {Reason: fleet.WrongStatus},
		"unreadable":                             {Reason: fleet.Unreadable},
		"not found":                              {Reason: fleet.Gone},
		"read-only":                              {Reason: fleet.ReadOnly},
	} {
		if got := LeftOut(tolokaapi.VerbClose, r); got != want {
			t.Errorf("%v is %q, want %q", r, got, want)
		}
	}
}
