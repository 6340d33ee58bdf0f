//go:build unix

package cli

import (
	"bufio"
	"strings"
	"testing"

	"github.com/creack/pty"

	"tolokadash/ui/table"
)

// On a terminal names are cut so that a line fits, and ids never.
func TestOutput_TableFitsTheTerminal(t *testing.T) {
	t.Setenv("LC_ALL", "C.UTF-8")
	tty, end, err := pty.Open()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = tty.Close(); _ = end.Close() })
	long := strings.Repeat("猫 and dogs ", 20)
	const id = "3bf98798-cae9-4950-8a8c-6d7f8d485abc"
	o := &output[string]{columns: []outputColumn[string]{
		{title: "ID", cell: func(string) string { return "33345994" }, right: true},
		{title: "NAME", cell: func(name string) string { return name }},
		{title: "PROJECT", cell: func(string) string { return "Cats" }},
		{title: "OPERATION", cell: func(string) string { return id }},
	}}
	for _, width := range []int{80, 120, 30} {
		if err := pty.Setsize(end, &pty.Winsize{Rows: 10, Cols: uint16(width)}); err != nil {
			t.Fatal(err)
		}
		if err := o.write(end, outputTable, []string{long}); err != nil {
			t.Fatal(err)
		}
		lines := bufio.NewReader(tty)
		for i := range 2 {
			line, err := lines.ReadString('\n')
			if err != nil {
				t.Fatal(err)
			}
			line = strings.TrimSpace(line)
			want := max(width, 67) // to which it can be cut
			if w := table.Width(line); w > want || i == 1 && (w < want-1 || !strings.HasSuffix(line, "  "+id) || !strings.Contains(line, "…")) {
				t.Errorf("%d cells, %d columns: %s", width, w, line)
			}
		}
	}
	var piped strings.Builder
	if err := o.write(&piped, outputTable, []string{long}); err != nil || !strings.Contains(piped.String(), long) {
		t.Errorf("a pipe gets less than all: %v\n%s", err, piped.String())
	}
}
