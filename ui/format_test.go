package ui

import (
	"testing"
	"time"

	"tolokadash/tolokaapi"
)

func TestDurationsAreShort(t *testing.T) {
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
		if got := elapsed(c.d); got != c.elapsed {
			t.Errorf("elapsed %v is %q, want %q", c.d, got, c.elapsed)
		}
		if got := clock(c.d); got != c.time {
			t.Errorf("clock %v is %q, want %q", c.d, got, c.time)
		}
	}
}

func TestAWaitIsRoundedUp(t *testing.T) {
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
		if got := remaining(now.Add(c.left), now); got != c.wait {
			t.Errorf("%v remaining is %q, want %q", c.left, got, c.wait)
		}
		if got := quotaLeft(now.Add(c.left), now); got != c.quota {
			t.Errorf("%v of a quota is %q, want %q", c.left, got, c.quota)
		}
	}
}

func TestAmountsKeepTheirDigits(t *testing.T) {
	for _, c := range []struct{ currency, literal, money, amount string }{
		{"USD", "0.02", "$0.02", "$0.02"},
		{"USD", "1204.5", "$1204.5", "$1,204.50"},
		{"USD", "-3", "-$3", "-$3.00"},
		{"USD", "1234567.891", "$1234567.891", "$1,234,567.891"},
		{"USD", "1e3", "$1e3", "$1e3"},
		{"USD", "123456789012345678901", "$123456789012345678901", "$123456789012345678901"},
		{"RUB", "1.5", "1.5 ₽", "1.50 ₽"},
		{"EUR", "2", "2 EUR", "2.00 EUR"},
		{"", "2", "2", "2.00"},
	} {
		w := words{currency: c.currency}
		if got := w.money(c.literal); got != c.money {
			t.Errorf("%s %s is %q, want %q", c.literal, c.currency, got, c.money)
		}
		if got := w.amount(c.literal); got != c.amount {
			t.Errorf("an amount of %s %s is %q, want %q", c.literal, c.currency, got, c.amount)
		}
	}
	if got := (&words{currency: "USD"}).money(""); got != "" {
		t.Errorf("no amount is %q", got)
	}
	if got := (&words{currency: "RUB", ascii: true}).money("1"); got != "1 RUB" {
		t.Errorf("in ASCII a rouble is %q", got)
	}
}

func TestDatesAreInTheUsersZone(t *testing.T) {
	tokyo := time.FixedZone("JST", 9*60*60)
	w := words{location: tokyo}
	now := time.Date(2026, 1, 1, 0, 0, 0, 0, tokyo)
	for _, c := range []struct{ sent, column, full string }{
		{"2026-03-11T20:15:00.5", "Mar 12 05:15", "Mar 12 05:15, in 70 d"},
		{"2025-12-31T15:00:00", "Jan  1 00:00", "Jan  1 00:00, just now"},
		{"2025-12-31T14:59:59", "Dec 31 2025", "Dec 31 2025 23:59, just now"},
		{"2015-22-12T14:18:35", "2015-22-12T14:18:35", "2015-22-12T14:18:35"},
		{"", "", ""},
	} {
		d := tolokaapi.ParseDate(c.sent)
		if got := w.day(d, now); got != c.column {
			t.Errorf("%q in a column is %q, want %q", c.sent, got, c.column)
		}
		if got := w.dated(d, now); got != c.full {
			t.Errorf("%q in full is %q, want %q", c.sent, got, c.full)
		}
	}
}
