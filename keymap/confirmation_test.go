package keymap

import (
	"errors"
	"strings"
	"testing"
)

// TestNew_KeyOfConfirmation binds what opens a confirmation to a key that the
// confirmation takes: held down, it would answer its own question.
func TestNew_KeyOfConfirmation(t *testing.T) {
	for _, action := range []Action{Close, Open, Archive, Clone, ReopenBatch, Retry, RetryAlike, Quit} {
		for _, key := range strings.Fields("y n enter tab shift+tab left right up down pgup pgdown home end 0 1 5 9 backspace") {
			_, err := New(map[string]string{string(action): "f5 " + key})
			var all Errors
			if !errors.As(err, &all) {
				t.Errorf("%s on %q is taken", action, key)
				continue
			}
			if one := all[0]; one.Name != string(action) || !strings.Contains(one.Message, "a confirmation takes that key") {
				t.Errorf("%s on %q: %v", action, key, one)
			}
		}
		if _, err := New(map[string]string{string(action): "f5 Y ctrl+y"}); err != nil {
			t.Errorf("%s: %v", action, err)
		}
	}
}
