package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/term"
	"github.com/pkg/browser"
)

// framesPerSecond bounds drawing. The first frame waits one of its ticks, and
// what an idle program costs grows with it.
const framesPerSecond = 30

// A screen runs the model on the terminal and gives the terminal back, however
// it ends. It is the tea.Model that Bubble Tea sees: every message goes through
// it to the log and to the real model, and a panic in there ends here.
type screen struct {
	model   tea.Model
	log     *slog.Logger
	noColor bool
	plain   bool // the terminal is not known to take more than ASCII
	secret  func() string
	crash   crash
	quit    func()
	send    func(tea.Msg) // to the program; nil before it runs

	input     *terminalInput
	output    *terminalOutput
	frames    *framePacer
	signals   *signalWatcher
	suspended *suspendState

	terminalFound *term.State // before the program changed it; nil without one: then there is nothing to restore

	// observe looks at what an update changed, before its commands run; it may be nil.
	observe func()
	// printReceipt says what was done, at the end.
	printReceipt func(io.Writer)
}

// run shows the screen until it ends, and then prints the receipt. The error is
// nil after a clean end.
func (s *screen) run(ctx context.Context) error {
	var program *tea.Program
	s.suspended = newSuspendState()
	s.terminalFound, _ = term.GetState(os.Stdin.Fd())
	s.frames = &framePacer{send: func(msg tea.Msg) { program.Send(msg) }}
	s.output = newTerminalOutput(os.Stdout, s.frames.wake)
	s.frames.output = s.output
	s.input = newTerminalInput(os.Stdin, func() { s.signals.terminalGone() })
	opts := []tea.ProgramOption{
		tea.WithContext(ctx), tea.WithFPS(framesPerSecond), tea.WithoutSignalHandler(),
		tea.WithInput(s.input), tea.WithOutput(s.output),
		tea.WithFilter(func(_ tea.Model, msg tea.Msg) tea.Msg { return s.filter(program, msg) }),
	}
	if s.noColor {
		// Bubble Tea reads NO_COLOR=yes as false; any value at all counts.
		opts = append(opts, tea.WithColorProfile(colorprofile.ASCII))
	}
	browser.Stdout, browser.Stderr = io.Discard, io.Discard // else it writes over the screen
	program = tea.NewProgram(s, opts...)
	s.quit, s.send = program.Quit, program.Send
	s.signals = watchSignals(s.quitOnSignal, s.restore)
	_, err := program.Run()
	code := s.signals.stop()
	s.log.Info("ended", "code", code, "error", err)
	s.output.finish(drainWait)
	if s.printReceipt != nil {
		s.printReceipt(s.output)
	}
	s.signals.writeStacks(s.output)
	return s.outcome(code, err)
}

// outcome is the error that says how the screen ended.
func (s *screen) outcome(code int, err error) error {
	switch {
	case s.crash.happened():
		return s.crash.report(s.secret)
	case errors.Is(err, tea.ErrProgramPanic):
		return &failure{exitFailed, "the program broke, and says above where; what was sent goes on at Toloka: start it again to follow"}
	case code != exitClean:
		return exitStatus(code)
	case err != nil:
		return &failure{exitFailed, fmt.Sprintf("the screen ended: %v", err)}
	}
	return nil
}

// filter sees every message before Bubble Tea does.
func (s *screen) filter(p *tea.Program, msg tea.Msg) tea.Msg {
	if s.input.delivered(msg) {
		return nil
	}
	switch msg.(type) {
	case tea.ResumeMsg:
		s.input.resumed()
	case tea.QuitMsg:
		s.output.finish(drainWait)
	case tea.SuspendMsg:
		return s.suspend(p)
	}
	return msg
}

// inputWaiting reports whether keys have been typed that the model has not taken in.
func (s *screen) inputWaiting() bool { return s.input != nil && s.input.waiting() }

// Init starts the model.
func (s *screen) Init() (cmd tea.Cmd) {
	defer func() { s.crash.keep(recover(), s.quit) }()
	return s.guarded(s.model.Init())
}

// Update passes a message on.
func (s *screen) Update(msg tea.Msg) (m tea.Model, cmd tea.Cmd) {
	m = s
	defer func() { s.crash.keep(recover(), s.quit) }()
	if s.log.Enabled(context.Background(), slog.LevelDebug) {
		s.log.Debug("message", "type", fmt.Sprintf("%T", msg))
	}
	if _, ok := msg.(redrawMsg); ok {
		return m, nil
	}
	s.model, cmd = s.model.Update(msg)
	if s.observe != nil {
		s.observe()
	}
	return m, s.guarded(cmd)
}

// View is the model's, or the last one while it is not time for another. After a
// crash there is nothing to draw any more.
func (s *screen) View() (v tea.View) {
	if s.crash.happened() {
		return v
	}
	return s.frames.frame(s.draw)
}

// draw draws the model.
func (s *screen) draw() (v tea.View) {
	defer func() { s.crash.keep(recover(), s.quit) }()
	v = s.model.View()
	if s.plain {
		v.Content, v.WindowTitle = asciiOnly(v.Content), asciiOnly(v.WindowTitle)
	}
	return v
}

// guarded lets a panic in a command, or in one of a batch, end the program as
// any other does. What it was to send is unconfirmed then.
func (s *screen) guarded(cmd tea.Cmd) tea.Cmd {
	if cmd == nil {
		return nil
	}
	return func() (msg tea.Msg) {
		defer func() { s.crash.keep(recover(), s.quit) }()
		msg = cmd()
		batch, ok := msg.(tea.BatchMsg)
		if !ok {
			return msg
		}
		safe := make(tea.BatchMsg, len(batch))
		for i, c := range batch {
			safe[i] = s.guarded(c)
		}
		return safe
	}
}
