package wording

import (
	"testing"

	"tolokadash/internal/fleet"
)

// Every reason that is announced has words, and no other.
func TestClosedBecause_AnnouncedReasons(t *testing.T) {
	for _, reason := range fleet.ClosedReasons {
		if ClosedBecause(reason) == "" || WhyClosed(reason) == "" {
			t.Errorf("%s has no words", reason)
		}
	}
	if len(closeWords) != len(fleet.ClosedReasons) || ClosedBecause("MANUAL") != "" || WhyClosed("") != "" {
		t.Errorf("others have words: %v", closeWords)
	}
}

func TestCloseReason(t *testing.T) {
	for reason, want := range map[string]string{
		"": "", "SOLD": "SOLD", "MANUAL": "somebody closed it (MANUAL)", "NOT_ENOUGH_BALANCE": "the balance was not enough (NOT_ENOUGH_BALANCE)",
	} {
		if got := CloseReason(reason); got != want {
			t.Errorf("%q is %q, want %q", reason, got, want)
		}
	}
}
