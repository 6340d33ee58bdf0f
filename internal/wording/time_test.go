package wording

import (
	"testing"
	"time"

	"tolokadash/tolokaapi"
)

func TestElapsed_Short(t *testing.T) {
	for _, c := range []struct {
		d             time.Duration
		elapsed, time string
	}{
		{0, "0 s", "00:00"},
		{8*time.Second + 900*time.Millisecond, "8 s", "00:08"},
		{59 * time.Second, "59 s", "00:59"},
		{67 * time.Second, "1:07", "01:07"},
		{11 * time.Minute, "11:00", "11:00"},
		{2*time.Hour + 3*time.Minute + 11*time.Second, "2:03:11", "2:03:11"},
		{50 * time.Hour, "50:00:00", "50:00:00"},
	} {
		if got := Elapsed(c.d); got != c.elapsed {
			t.Errorf("elapsed %v is %q, want %q", c.d, got, c.elapsed)
		}
		if got := Clock(c.d); got != c.time {
			t.Errorf("clock %v is %q, want %q", c.d, got, c.time)
		}
	}
}

func TestRemaining_RoundedUp(t *testing.T) {
	now := time.Date(2026, 3, 11, 14, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		left        time.Duration
		wait, quota string
	}{
		{-time.Second, "a moment", "a moment"},
		{time.Millisecond, "1 s", "0:01"},
		{12 * time.Second, "12 s", "0:12"},
		{46*time.Second + 1, "47 s", "0:47"},
		{24 * time.Hour, "24:00:00", "24:00:00"},
	} {
		if got := Remaining(now.Add(c.left), now); got != c.wait {
			t.Errorf("%v remaining is %q, want %q", c.left, got, c.wait)
		}
		if got := quotaLeft(now.Add(c.left), now); got != c.quota {
			t.Errorf("%v of a quota is %q, want %q", c.left, got, c.quota)
		}
	}
}

func TestDay_UsersZone(t *testing.T) {
	tokyo := time.FixedZone("JST", 9*60*60)
	w := Words{Location: tokyo}
	now := time.Date(2026, 1, 1, 0, 0, 0, 0, tokyo)
	for _, c := range []struct{ sent, column, full string }{
		{"2026-03-11T20:15:00.5", "Mar 12 05:15", "Mar 12 05:15, in 70 d"},
		{"2025-12-31T15:00:00", "Jan  1 00:00", "Jan  1 00:00, just now"},
		{"2025-12-31T14:59:59", "Dec 31 2025", "Dec 31 2025 23:59, just now"},
		{"2015-22-12T14:18:35", "2015-22-12T14:18:35", "2015-22-12T14:18:35"},
		{"", "", ""},
	} {
		d := tolokaapi.ParseDate(c.sent)
		if got := w.Day(d, now); got != c.column {
			t.Errorf("%q in a column is %q, want %q", c.sent, got, c.column)
		}
		if got := w.Dated(d, now); got != c.full {
			t.Errorf("%q in full is %q, want %q", c.sent, got, c.full)
		}
	}
}

func TestAge_Words(t *testing.T) {
	now := time.Date(2000, 3, 11, 14, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		before time.Duration
		want   string
	}{
		{0, "just now"},
		{-30 * time.Second, "just now"},
		{59 * time.Second, "just now"},
		{time.Minute, "1 min ago"},
		{59*time.Minute + 59*time.Second, "59 min ago"},
		{2*time.Hour + 59*time.Minute, "2 h ago"},
		{47 * time.Hour, "47 h ago"},
		{48 * time.Hour, "2 d ago"},
		{60 * 24 * time.Hour, "60 d ago"},
		{100 * 24 * time.Hour, "3 months ago"},
		{800 * 24 * time.Hour, "2 years ago"},
		{-5 * time.Minute, "in 5 min"},
		{-3 * 24 * time.Hour, "in 3 d"},
	} {
		if got := age(now.Add(-c.before), now); got != c.want {
			t.Errorf("%v before is %q, want %q", c.before, got, c.want)
		}
	}
}
