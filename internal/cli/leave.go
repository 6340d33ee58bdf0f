package cli

import (
	"io"
	"os"

	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/term"
)

// leaveSequence takes back everything that Bubble Tea may have set, in the order
// in which it does.
const leaveSequence = ansi.SetModeAutoWrap + ansi.ResetModifyOtherKeys + "\x1b[<1u" + ansi.ResetModeAltScreenSaveCursor +
	ansi.SetModeTextCursorEnable + ansi.ResetModeBracketedPaste + ansi.ResetModeFocusEvent +
	ansi.ResetModeSynchronizedOutput + ansi.ResetModeUnicodeCore + ansi.ResetProgressBar + "\x1b]2;\x07" + ansi.ResetStyle

// quitOnSignal asks the event loop to end, and a program that is suspended to
// end without it.
func (s *screen) quitOnSignal(signal os.Signal) bool {
	if s.suspended.interrupted(codeOf(signal)) {
		return false
	}
	go s.quit() // it waits for the event loop, which may hang
	return true
}

// restore gives the terminal back as far as that goes without Bubble Tea. While
// the program is suspended it is the shell's, which would stop us.
func (s *screen) restore() {
	if s.terminalFound == nil || !mayUseTerminal() {
		return
	}
	s.output.finish(graceWait)
	_, _ = io.WriteString(s.output, leaveSequence)
	_ = term.Restore(os.Stdin.Fd(), s.terminalFound)
	s.signals.writeStacks(s.output)
}
