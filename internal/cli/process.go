package cli

import (
	"io"
	"net/http"
	"os"
	"os/signal"
	"syscall"

	"github.com/charmbracelet/x/term"
)

// A process is what a command without a screen has of its process. Tests have
// another than that of the system.
type process struct {
	stdin     io.Reader
	terminal  func(stream any) bool // whether a stream is a terminal
	width     func() int            // of the terminal at stderr, in cells; 0 if not known
	signals   func() (came <-chan os.Signal, stop func())
	exit      func(code int)
	discard   func()            // drops what was typed and not read
	transport http.RoundTripper // nil: the network
}

// thisProcess is the process of the system.
func thisProcess() process {
	return process{
		stdin: os.Stdin,
		terminal: func(stream any) bool {
			f, ok := stream.(*os.File)
			return ok && term.IsTerminal(f.Fd())
		},
		width: func() int {
			columns, _, err := term.GetSize(os.Stderr.Fd())
			if err != nil {
				return 0
			}
			return columns
		},
		signals: func() (<-chan os.Signal, func()) {
			came := make(chan os.Signal, 2)
			// A pipe that nobody reads any more is an error of the write, not the end.
			signal.Ignore(syscall.SIGPIPE)
			signal.Notify(came, os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
			return came, func() { signal.Stop(came) }
		},
		exit:    os.Exit,
		discard: func() { discardInput(os.Stdin) },
	}
}
