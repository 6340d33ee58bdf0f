package wording

import "testing"

func TestAmount_KeepsDigits(t *testing.T) {
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
		w := Words{Currency: c.currency}
		if got := w.Money(c.literal); got != c.money {
			t.Errorf("%s %s is %q, want %q", c.literal, c.currency, got, c.money)
		}
		if got := w.Amount(c.literal); got != c.amount {
			t.Errorf("an amount of %s %s is %q, want %q", c.literal, c.currency, got, c.amount)
		}
	}
	if got := (&Words{Currency: "USD"}).Money(""); got != "" {
		t.Errorf("no amount is %q", got)
	}
	if got := (&Words{Currency: "RUB", ASCII: true}).Money("1"); got != "1 RUB" {
		t.Errorf("in ASCII a rouble is %q", got)
	}
}
