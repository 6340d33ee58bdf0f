// Package nearest finds the word that was probably meant by one that is not known.
package nearest

// Word is the word of a list that was probably meant: at most a third of its
// letters, and at least one, wrong, missing, too many or swapped with the next,
// but fewer than half; "" if there is none. Of equals the first wins.
func Word(word string, among []string) string {
	best, least := "", 0
	written := []rune(word)
	for _, candidate := range among {
		meant := []rune(candidate)
		limit := max(1, len(meant)/3)
		d := distance(written, meant, limit)
		if d <= limit && 2*d < max(len(written), len(meant)) && (best == "" || d < least) {
			best, least = candidate, d
		}
	}
	return best
}

// distance is the number of edits between two words (Damerau, each place edited
// once), or more than limit as soon as the lengths alone say so.
func distance(a, b []rune, limit int) int {
	if len(a)-len(b) > limit || len(b)-len(a) > limit {
		return limit + 1
	}
	rows := make([][]int, len(a)+1)
	for i := range rows {
		rows[i] = make([]int, len(b)+1)
		rows[i][0] = i
	}
	for j := range rows[0] {
		rows[0][j] = j
	}
	for i := 1; i <= len(a); i++ {
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			d := min(rows[i-1][j]+1, rows[i][j-1]+1, rows[i-1][j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				d = min(d, rows[i-2][j-2]+1)
			}
			rows[i][j] = d
		}
	}
	return rows[len(a)][len(b)]
}
