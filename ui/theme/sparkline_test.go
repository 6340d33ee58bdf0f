package theme_test

import (
	"testing"

	"tolokadash/ui/theme"
)

func TestSparkline(t *testing.T) {
	for want, values := range map[string][]float64{
		"▁▂▃▄▅▆▇█": {0, 10, 20, 30, 40, 50, 60, 70},
		"▁▄█":      {85, 88, 91},
		"█▁█":      {2, 1, 2},
		"▁▁":       {100, 100},
		"▁":        {7},
		"":         nil,
	} {
		if got := theme.Unicode().Sparkline(values); got != want {
			t.Errorf("%v is %q, want %q", values, got, want)
		}
		if got := theme.ASCII().Sparkline(values); got != "" {
			t.Errorf("in ASCII %v is %q", values, got)
		}
	}
}
