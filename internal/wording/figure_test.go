package wording

import (
	"testing"
	"time"

	"tolokadash/tolokaapi"
)

func TestAboutLeft(t *testing.T) {
	const minute, hour, day = time.Minute, time.Hour, 24 * time.Hour
	for d, want := range map[time.Duration]string{
		time.Second:              "about a minute left",
		minute:                   "about a minute left",
		minute + time.Second:     "about 2 min left",
		59 * minute:              "about 59 min left",
		hour:                     "about 1 h left",
		3*hour + 11*minute:       "about 3 h 20 min left",
		9*hour + 55*minute:       "about 10 h left",
		30*hour + time.Second:    "about 31 h left",
		2 * day:                  "about 48 h left",
		2*day + minute:           "about 3 days left",
		1200*day - 5*time.Second: "about 1,200 days left",
	} {
		if got := AboutLeft(d); got != want {
			t.Errorf("%v is %q, want %q", d, got, want)
		}
	}
}

func TestFigureMillis(t *testing.T) {
	w := &Words{}
	for want, f := range map[string]tolokaapi.Figure{
		"42 s": {Value: "42999"}, "≈ 1 min 7 s": {Value: "67000.5", Approximate: true}, "13 min": {Value: "780000"}, "2 h 3 min": {Value: "7399000"}, "∞": {Infinite: true}, "0 s": {Value: "7"}, "": {},
	} {
		if got := w.FigureMillis(f); got != want {
			t.Errorf("%v is %q, want %q", f, got, want)
		}
	}
}
