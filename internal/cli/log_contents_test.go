//go:build unix

package cli

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

func TestLog_RequestsAndMessages(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		args     []string
		messages bool
	}{
		"the file alone": {nil, false},
		"with --debug":   {[]string{"--debug"}, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			path := filepath.Join(t.TempDir(), "log")
			x := open(t, nil, append([]string{"--demo", "--log-file", path}, tc.args...)...)
			x.shows("OPEN")
			if code := x.quit(); code != 0 {
				t.Errorf("exit code %d", code)
			}
			text, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if !regexp.MustCompile(`msg=request method=GET path=\S+ query=\S* status=200 ms=\d+ request_id=\S*`).Match(text) {
				t.Errorf("no request in %.500s", text)
			}
			if got := strings.Contains(string(text), "msg=message type=tea.KeyPressMsg"); got != tc.messages {
				t.Errorf("messages: %v, want %v", got, tc.messages)
			}
		})
	}
}
