package settings

import (
	"testing"
	"time"
)

func TestFill_OnlyWhatIsNotSet(t *testing.T) {
	d := Default().Confirm
	want := d
	want.TypeCountFrom, want.ArmAfter = 7, time.Second
	if got := Fill(Confirm{TypeCountFrom: 7, ArmAfter: time.Second}, d); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
	if got := Fill(Confirm{}, d); got != d {
		t.Errorf("got %+v, want %+v", got, d)
	}
}
