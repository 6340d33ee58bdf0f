package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
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

	nap      *nap
	farewell func() // says what is to be said in the end, where run does not come back
}

// run shows the screen until it ends. The error is nil after a clean end.
func (s *screen) run(ctx context.Context) error {
	var program *tea.Program
	opts := []tea.ProgramOption{
		tea.WithContext(ctx), tea.WithFPS(framesPerSecond), tea.WithoutSignalHandler(),
		tea.WithFilter(s.suspender(func() *tea.Program { return program })),
	}
	if s.noColor {
		// Bubble Tea reads NO_COLOR=yes as false; any value at all counts.
		opts = append(opts, tea.WithColorProfile(colorprofile.ASCII))
	}
	s.nap = newNap()
	browser.Stdout, browser.Stderr = io.Discard, io.Discard // else it writes over the screen
	program = tea.NewProgram(s, opts...)
	s.quit = program.Quit
	stop := watchSignals(program, s.nap)
	_, err := program.Run()
	code := stop()
	s.log.Info("ended", "code", code, "error", err)
	switch {
	case s.crash.happened():
		return s.crash.report(s.secret)
	case errors.Is(err, tea.ErrProgramPanic):
		return &failure{exitFailed, "the program broke, and says above where; what was sent goes on at Toloka: start it again to follow"}
	case code != exitClean:
		return ending(code)
	case err != nil:
		return &failure{exitFailed, fmt.Sprintf("the screen ended: %v", err)}
	}
	return nil
}

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
	s.model, cmd = s.model.Update(msg)
	return m, s.guarded(cmd)
}

// View draws the model. After a crash there is nothing to draw any more.
func (s *screen) View() (v tea.View) {
	defer func() { s.crash.keep(recover(), s.quit) }()
	if s.crash.happened() {
		return v
	}
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
