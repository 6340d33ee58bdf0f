package theme

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// A spark holds the cells of sparklines.
type spark struct {
	levels string // from the lowest to the highest; "" for none
}

// Sparkline draws values side by side, a cell each, from the lowest of them to the
// highest; values that are all the same are low. Glyphs without levels draw nothing.
func (g Glyphs) Sparkline(values []float64) string {
	if g.spark.levels == "" || len(values) == 0 {
		return ""
	}
	levels := []rune(g.spark.levels)
	low, high := slices.Min(values), slices.Max(values)
	var b strings.Builder
	b.Grow(len(values) * utf8.UTFMax)
	for _, v := range values {
		level := 0
		if high > low {
			level = int((v - low) / (high - low) * float64(len(levels)-1))
		}
		b.WriteRune(levels[level])
	}
	return b.String()
}
