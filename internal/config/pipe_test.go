//go:build unix

package config

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// pipe is a named pipe that nobody writes to.
func pipe(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "pipe")
	if err := unix.Mkfifo(path, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// fill writes to a pipe and closes it. Until someone reads, it waits.
func fill(t *testing.T, path, content string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Error(err)
	}
}

func TestLoad_Pipe(t *testing.T) {
	alone(t)
	file, token := pipe(t), pipe(t)
	go fill(t, file, "[profiles.production]\ntoken_file = \""+token+"\"\n")
	c, err := Load(Flags{Config: file})
	if err != nil {
		t.Fatal(err)
	}
	if len(c.Warnings) > 0 {
		t.Errorf("warned of %q", c.Warnings)
	}
	go fill(t, token, sesame+"\n")
	if got := fetched(t, c); got != sesame {
		t.Errorf("got %q", got)
	}
}

func TestLoad_PipeWithoutWriter(t *testing.T) {
	alone(t)
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
	defer cancel()
	file := pipe(t)
	_, _, fail := readFile(ctx, file, "tolokadash config init")
	if fail == nil || fail.File != file || !strings.HasPrefix(fail.Message, "the file did not come to its end within 10s") {
		t.Errorf("got %v", fail)
	}
	fill(t, file, "") // it is written to after all; nothing is left of the wait
	token := pipe(t)
	c := loaded(t, "[profiles.production]\ntoken_file = \""+token+"\"\n", Flags{})
	_, err := c.Token(ctx)
	if err == nil || !strings.Contains(err.Error(), "c.toml:2:14: token_file names "+token+", which did not come to its end within 10s") {
		t.Errorf("got %v", err)
	}
	fill(t, token, "")
}
