package cli

import (
	"context"
	"os"
	"os/exec"
	"strings"
	"time"
)

// copyTimeout is how long the programs that copy a text may take together.
const copyTimeout = 2 * time.Second

// A clipboardTool is a program that copies what it reads from standard input.
type clipboardTool struct {
	variable string // set in the environment where there is something to copy to; "" means always
	local    bool   // copies on this machine, which over ssh is not the user's
	target   string // where the text is afterwards
	command  []string
}

// clipboardTools are the programs tried. Of a group the first that succeeds is
// enough. tmux is asked besides the system: by default it ignores the sequence
// that sets the terminal's clipboard, and before 3.2 it has no -w, which hands
// the text on to the terminal.
var clipboardTools = [][]clipboardTool{
	{
		{variable: "TMUX", target: "the tmux buffer", command: []string{"tmux", "load-buffer", "-w", "-"}},
		{variable: "TMUX", target: "the tmux buffer", command: []string{"tmux", "load-buffer", "-"}},
	},
	{
		{variable: "WAYLAND_DISPLAY", target: "the Wayland clipboard", command: []string{"wl-copy", "--type", "text/plain"}},
		{variable: "DISPLAY", target: "the X clipboard", command: []string{"xclip", "-selection", "clipboard"}},
		{variable: "DISPLAY", target: "the X clipboard", command: []string{"xsel", "--clipboard", "--input"}},
		{local: true, target: "the macOS clipboard", command: []string{"pbcopy"}},
		{local: true, target: "the Windows clipboard", command: []string{"clip.exe"}},
	},
}

// copyText copies a text by the programs that are there, and names the places
// that have it now. It gives up after copyTimeout.
func copyText(text string) (targets []string) {
	ctx, cancel := context.WithTimeout(context.Background(), copyTimeout)
	defer cancel()
	found := make([]chan string, len(clipboardTools))
	for i, group := range clipboardTools {
		found[i] = make(chan string, 1)
		go func() { found[i] <- copyByFirst(ctx, group, text) }()
	}
	for _, target := range found {
		if t := <-target; t != "" {
			targets = append(targets, t)
		}
	}
	return targets
}

// copyByFirst copies a text by the first program of a group that succeeds, and
// names where it is now; "" if none did.
func copyByFirst(ctx context.Context, group []clipboardTool, text string) (target string) {
	for _, tool := range group {
		if tool.usable() && tool.copy(ctx, text) == nil {
			return tool.target
		}
	}
	return ""
}

// usable reports whether the environment has what the program copies to.
func (t clipboardTool) usable() bool {
	if t.local && os.Getenv("SSH_CONNECTION") != "" {
		return false
	}
	return t.variable == "" || os.Getenv(t.variable) != ""
}

// copy runs the program on a text. What it writes is dropped. It is detached from
// the terminal: some of these programs leave a process behind that serves the
// clipboard, and suspending this one must not stop that.
func (t clipboardTool) copy(ctx context.Context, text string) error {
	cmd := exec.CommandContext(ctx, t.command[0], t.command[1:]...)
	cmd.Stdin = strings.NewReader(text)
	cmd.WaitDelay = graceWait
	detach(cmd)
	return cmd.Run()
}
