package simulator

import (
	"cmp"
	"encoding/hex"
	"fmt"
	"math/rand/v2"
	"strings"
)

// compareIDs orders ids as numbers when both are all digits, of any length,
// else byte by byte.
func compareIDs(a, b string) int {
	if !allDigits(a) || !allDigits(b) {
		return strings.Compare(a, b)
	}
	x, y := strings.TrimLeft(a, "0"), strings.TrimLeft(b, "0")
	return cmp.Or(cmp.Compare(len(x), len(y)), strings.Compare(x, y))
}

func allDigits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}

// newUUID draws an id of the kind operations and requests have.
func newUUID(rng *rand.Rand) string {
	hi, lo := rng.Uint64(), rng.Uint64()
	return fmt.Sprintf("%08x-%04x-4%03x-%04x-%012x",
		hi>>32, hi>>16&0xffff, hi&0xfff, 0x8000|lo>>48&0x3fff, lo&0xffffffffffff)
}

// newHex draws an id of 32 hex digits, the kind requesters have.
func newHex(rng *rand.Rand) string {
	raw := make([]byte, 16)
	for i := range raw {
		raw[i] = byte(rng.Uint32())
	}
	return hex.EncodeToString(raw)
}
