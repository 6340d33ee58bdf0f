package wording

import (
	"slices"
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

func TestRefusal_InFull(t *testing.T) {
	for want, r := range map[string]fleet.Refusal{
		"already closed":                        {Reason: fleet.Already},
		"busy: opening":                         {Reason: fleet.Busy},
		"ARCHIVED and cannot be closed":         {Reason: fleet.WrongStatus, Status: tolokaapi.Archived},
		"unreadable: its record makes no sense": {Reason: fleet.Unreadable},
		"gone":                                  {Reason: fleet.Gone},
		"protected: this is read-only":          {Reason: fleet.ReadOnly},
	} {
		if got := Refusal(tolokaapi.VerbClose, r, fleet.Row{Verb: tolokaapi.VerbOpen}); got != want {
			t.Errorf("%v is %q, want %q", r, got, want)
		}
	}
	if got := Refusal(tolokaapi.VerbClose, fleet.Refusal{Reason: fleet.Busy}, fleet.Row{}); got != "busy" {
		t.Errorf("by what is not known: %q", got)
	}
}

func TestRefusalCounts_ByReason(t *testing.T) {
	left := []fleet.Refusal{{Reason: fleet.Busy}, {Reason: fleet.Already}, {Reason: fleet.Busy}, {Reason: fleet.WrongStatus, Status: tolokaapi.Open}}
	if got, want := RefusalCounts(tolokaapi.VerbClose, left), []string{"2 busy", "1 already closed", "1 OPEN"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}
