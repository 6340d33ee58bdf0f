// Package nearest finds the word that was probably meant by one that is not known.
package nearest

import (
	"unicode/utf8"

	"github.com/hbollon/go-edlib"
)

// Word is the word of a list that was probably meant: at most a third of its
// letters, and at least one, wrong, missing, too many or swapped with the next,
// but fewer than half; "" if there is none. Of equals the first wins.
func Word(word string, among []string) string {
	best, least := "", 0
	written := utf8.RuneCountInString(word)
	for _, candidate := range among {
		meant := utf8.RuneCountInString(candidate)
		limit := max(1, meant/3)
		if max(written-meant, meant-written) > limit {
			continue // that many letters differ at least; word may be very long
		}
		d := edlib.OSADamerauLevenshteinDistance(word, candidate)
		if d <= limit && 2*d < max(written, meant) && (best == "" || d < least) {
			best, least = candidate, d
		}
	}
	return best
}
