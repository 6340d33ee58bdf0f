package wording

import (
	"strconv"
	"strings"

	"github.com/dustin/go-humanize"
)

// Count is a number with thousands separators.
func Count(n int) string { return humanize.Comma(int64(n)) }

// Plural is a number and what is counted.
func Plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return Count(n) + " " + many
}

// Money is a number as it is written, with the sign of its currency.
func (w *Words) Money(literal string) string {
	switch {
	case literal == "":
		return ""
	case w.Currency == "USD":
		if rest, negative := strings.CutPrefix(literal, "-"); negative {
			return "-$" + rest
		}
		return "$" + literal
	case w.Currency == "RUB" && !w.ASCII:
		return literal + " ₽"
	case w.Currency == "":
		return literal
	}
	return literal + " " + w.Currency
}

// Balance is what an account has, with two decimals: of the rest, as tasks of half a cent
// leave it, nothing can be bought. It is never more than there is.
func (w *Words) Balance(literal string) string {
	whole, fraction, _ := strings.Cut(literal, ".")
	if len(fraction) > 2 && strings.Trim(fraction, "0123456789") == "" && !strings.HasPrefix(whole, "-") {
		literal = whole + "." + fraction[:2]
	}
	return w.Amount(literal)
}

// Amount is a sum of money with thousands separators and at least two decimals,
// so that points stand below each other.
// Nothing is rounded; an amount in another notation stays as it was sent.
func (w *Words) Amount(literal string) string {
	whole, fraction, _ := strings.Cut(literal, ".")
	sign := ""
	if rest, negative := strings.CutPrefix(whole, "-"); negative {
		sign, whole = "-", rest
	}
	n, err := strconv.ParseUint(whole, 10, 53)
	if err != nil || strings.Trim(fraction, "0123456789") != "" {
		return w.Money(literal)
	}
	for len(fraction) < 2 {
		fraction += "0"
	}
	return w.Money(sign + humanize.Comma(int64(n)) + "." + fraction)
}
