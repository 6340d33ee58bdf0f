//go:build unix

package cli

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// fakeTools makes a folder the whole PATH and puts programs there. Each writes
// its name, arguments and standard input to a file, and does what else its script
// says. The environment has none of the variables that the real ones look at.
func fakeTools(t *testing.T, scripts map[string]string) (dir string) {
	t.Helper()
	dir = t.TempDir()
	shell := os.Getenv("PATH")
	for name, script := range scripts {
		text := "#!/bin/sh\nPATH=" + shell + "\nhere=" + dir + "\n{ echo \"${0##*/} $*\"; cat; echo; } >\"$here/$$.new\"\ncat \"$here/$$.new\" >>\"$here/calls\"\n" + script
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	t.Setenv("PATH", dir)
	for _, variable := range []string{"TMUX", "WAYLAND_DISPLAY", "DISPLAY", "SSH_CONNECTION"} {
		t.Setenv(variable, "")
	}
	return dir
}

func TestCopyText_ToolsAndTargets(t *testing.T) {
	const fails, works = "exit 1", "exit 0"
	const oldTmux = `[ "$2" = -w ] && { echo "unknown option -- w" >&2; exit 1; }; exit 0`
	for name, tc := range map[string]struct {
		tools   map[string]string
		env     []string
		targets []string
		calls   []string
	}{
		"no tool":                  {nil, []string{"TMUX", "DISPLAY"}, nil, nil},
		"tmux":                     {map[string]string{"tmux": works}, []string{"TMUX"}, []string{"the tmux buffer"}, []string{"tmux load-buffer -w -"}},
		"tmux before 3.2":          {map[string]string{"tmux": oldTmux}, []string{"TMUX"}, []string{"the tmux buffer"}, []string{"tmux load-buffer -w -", "tmux load-buffer -"}},
		"not inside tmux":          {map[string]string{"tmux": works}, nil, nil, nil},
		"Wayland before X":         {map[string]string{"wl-copy": works, "xclip": works}, []string{"WAYLAND_DISPLAY", "DISPLAY"}, []string{"the Wayland clipboard"}, []string{"wl-copy --type text/plain"}},
		"X where Wayland is gone":  {map[string]string{"wl-copy": fails, "xclip": works}, []string{"WAYLAND_DISPLAY", "DISPLAY"}, []string{"the X clipboard"}, []string{"wl-copy --type text/plain", "xclip -selection clipboard"}},
		"xsel":                     {map[string]string{"xsel": works}, []string{"DISPLAY"}, []string{"the X clipboard"}, []string{"xsel --clipboard --input"}},
		"X tools without X":        {map[string]string{"xclip": works, "xsel": works}, nil, nil, nil},
		"every X tool fails":       {map[string]string{"xclip": fails, "xsel": fails}, []string{"DISPLAY"}, nil, []string{"xclip -selection clipboard", "xsel --clipboard --input"}},
		"macOS":                    {map[string]string{"pbcopy": works}, nil, []string{"the macOS clipboard"}, []string{"pbcopy "}},
		"macOS over ssh":           {map[string]string{"pbcopy": works, "clip.exe": works}, []string{"SSH_CONNECTION"}, nil, nil},
		"Windows":                  {map[string]string{"clip.exe": works}, nil, []string{"the Windows clipboard"}, []string{"clip.exe "}},
		"tmux on a desktop":        {map[string]string{"tmux": works, "xclip": works}, []string{"TMUX", "DISPLAY"}, []string{"the tmux buffer", "the X clipboard"}, []string{"tmux load-buffer -w -", "xclip -selection clipboard"}},
		"tmux gone, but a desktop": {map[string]string{"tmux": fails, "xclip": works}, []string{"TMUX", "DISPLAY"}, []string{"the X clipboard"}, []string{"tmux load-buffer -w -", "tmux load-buffer -", "xclip -selection clipboard"}},
	} {
		t.Run(name, func(t *testing.T) {
			dir := fakeTools(t, tc.tools)
			for _, variable := range tc.env {
				t.Setenv(variable, "set")
			}
			if got := copyText("32267700"); !slices.Equal(got, tc.targets) {
				t.Errorf("it says %q, want %q", got, tc.targets)
			}
			text, err := os.ReadFile(filepath.Join(dir, "calls"))
			if err != nil && len(tc.calls) > 0 {
				t.Fatal(err)
			}
			for _, call := range tc.calls {
				if !strings.Contains(string(text), call+"\n32267700\n") {
					t.Errorf("%q was not run with the text:\n%s", call, text)
				}
			}
			if n := strings.Count(string(text), "\n32267700\n"); n != len(tc.calls) {
				t.Errorf("%d programs were run, want %d:\n%s", n, len(tc.calls), text)
			}
		})
	}
}

// TestClipboardTool_Hangs gives a program up that does not end, and what it
// started, once the time is over.
func TestClipboardTool_Hangs(t *testing.T) {
	if copyTimeout > 2*time.Second {
		t.Errorf("a copy may take %v", copyTimeout)
	}
	dir := fakeTools(t, map[string]string{"tmux": `sleep 1000 & echo $! >"$here/child"; mv "$here/child" "$here/started"; wait`})
	t.Setenv("TMUX", "set")
	ctx, over := context.WithCancel(t.Context())
	go func() {
		defer over()
		for !exists(dir+"/started") && t.Context().Err() == nil {
			<-time.After(time.Millisecond)
		}
	}()
	if got := copyByFirst(ctx, clipboardTools[0], "x"); got != "" {
		t.Errorf("it was copied to %q", got)
	}
	late := time.After(runTimeout)
	for child := processIn(t, dir+"/started"); running(child); {
		select {
		case <-time.After(time.Millisecond):
		case <-late:
			t.Fatal("what the program started still runs")
		}
	}
}

// TestClipboardTool_LeavesAProcess copies by a program that leaves a process
// behind, which keeps what it was given open, as xclip does.
func TestClipboardTool_LeavesAProcess(t *testing.T) {
	dir := fakeTools(t, map[string]string{"xclip": `sleep 1000 & echo $! >"$here/served"; exit 0`})
	t.Setenv("DISPLAY", ":0")
	got := copyText("x")
	left := processIn(t, dir+"/served")
	if !slices.Equal(got, []string{"the X clipboard"}) || !running(left) {
		t.Errorf("it says %q, and the process it left runs: %v", got, running(left))
	}
	_ = syscall.Kill(left, syscall.SIGKILL)
}

// TestCopyText_NothingOnTheScreen copies in the real program by a program that
// writes to its standard output, its standard error and the terminal.
func TestCopyText_NothingOnTheScreen(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	// Bubble Tea asks tmux for its colours with another command.
	script := "#!/bin/sh\n[ \"$1\" = load-buffer ] || exit 0\necho noise; echo noise >&2; { echo noise >/dev/tty; } 2>/dev/null\ncat >" + dir + "/copied\n"
	if err := os.WriteFile(dir+"/tmux", []byte(script), 0o700); err != nil {
		t.Fatal(err)
	}
	x := open(t, []string{"PATH=" + dir + ":" + os.Getenv("PATH"), "TMUX=set"}, "--demo")
	x.shows(`▸  \d+ .*OPEN`)
	x.press("y")
	x.shows(`Pool id \d+ copied to the tmux buffer`)
	text, err := os.ReadFile(dir + "/copied")
	if err != nil || !strings.Contains(x.text(), "Pool id "+string(text)+" copied") {
		t.Errorf("copied %q, %v:\n%s", text, err, x.text())
	}
	if strings.Contains(x.output(), "noise") {
		t.Errorf("the program writes on the screen: %q", x.output())
	}
	x.quit()
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// processIn is the number of a process that a script wrote to a file.
func processIn(t *testing.T, path string) int {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	pid, err := strconv.Atoi(strings.TrimSpace(string(text)))
	if err != nil {
		t.Fatal(err)
	}
	return pid
}

// running reports whether a process runs, and is not one that ended and waits
// for its parent.
func running(pid int) bool {
	if syscall.Kill(pid, 0) != nil {
		return false
	}
	state, err := exec.Command("/bin/ps", "-o", "stat=", "-p", strconv.Itoa(pid)).Output()
	return err == nil && !strings.HasPrefix(string(state), "Z")
}
