package wording

import "testing"

func TestBalance_TwoDecimals(t *testing.T) {
	w := &Words{Currency: "USD"}
	for literal, want := range map[string]string{
		"1113.605": "$1,113.60", "0.999": "$0.99", "121.3": "$121.30", "7": "$7.00", "-0.005": w.Amount("-0.005"), "1e3": w.Amount("1e3"), "0.00x": w.Amount("0.00x"),
	} {
		if got := w.Balance(literal); got != want {
			t.Errorf("%s is %q, want %q", literal, got, want)
		}
	}
}

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
