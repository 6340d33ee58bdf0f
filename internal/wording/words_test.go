package wording

import "testing"

// A sentence may begin with a quote or a letter of more than one byte.
func TestCapital_FirstRune(t *testing.T) {
	for text, want := range map[string]string{"": "", "no field": "No field", "“x” is no number": "“x” is no number", "отзыв": "Отзыв"} {
		if got := Capital(text); got != want {
			t.Errorf("%q becomes %q, want %q", text, got, want)
		}
	}
}
