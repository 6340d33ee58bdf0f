package cli

import (
	"os"

	"github.com/charmbracelet/x/term"
)

// checkTerminal makes sure that there is a terminal which a screen can be drawn
// on, before anything is written to it.
func checkTerminal() error {
	switch {
	case !term.IsTerminal(os.Stdin.Fd()):
		return &failure{exitUsage, "stdin is not a terminal: start tolokadash by hand in a terminal, without a pipe or a redirection"}
	case !term.IsTerminal(os.Stdout.Fd()):
		return &failure{exitUsage, "stdout is not a terminal: start tolokadash by hand in a terminal, without a pipe or a redirection"}
	case os.Getenv("TERM") == "dumb":
		return &failure{exitUsage, "the terminal cannot draw a screen (TERM=dumb): use another terminal, or set TERM to what this one is"}
	}
	return nil
}
