package config

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os/exec"
	"time"
)

// commandTimeout bounds token_command; commandLinger how long its children may
// hold its output open after that.
const (
	commandTimeout = 10 * time.Second
	commandLinger  = time.Second
)

// fromCommand runs token_command: no shell, nothing on its standard input, and
// nothing of what it prints is shown, as that may be the token: on standard
// error too, where a shell traces what it does.
func (s tokenSource) fromCommand(ctx context.Context) (string, *Error) {
	ctx, cancel := context.WithTimeout(ctx, commandTimeout)
	defer cancel()
	out := &bounded{limit: maxToken + 1}
	run := exec.CommandContext(ctx, s.args[0], s.args[1:]...)
	run.Stdout, run.WaitDelay = out, commandLinger
	err := run.Run()
	var status *exec.ExitError
	switch {
	case err == nil, errors.Is(err, exec.ErrWaitDelay): // it ended well; an agent it left behind may hold its output
	case errors.Is(ctx.Err(), context.Canceled):
		return "", s.fail("was interrupted before it gave a token.")
	case ctx.Err() != nil:
		return "", s.fail(fmt.Sprintf("did not end within %s; run it by hand and see what it waits for.", brief(commandTimeout)))
	case errors.As(err, &status):
		return "", s.fail(fmt.Sprintf("failed (%s); run it by hand, see what it says and mend it.", status))
	default:
		return "", s.cannotRun(err)
	}
	secret, err := onlyLine(out.kept.Bytes())
	if err != nil {
		return "", s.fail("gave an output that " + err.Error() + "; it must print the token and nothing else.")
	}
	return secret, nil
}

func (s tokenSource) cannotRun(err error) *Error {
	return s.fail("cannot be run (" + reason(err) + "); mend the command, and mind that no shell finds or expands anything.")
}

// A bounded buffer keeps the first bytes and lets the others go, so that the
// writer never waits and never fails. The buffer is not embedded: its ReadFrom
// would go past the bound.
type bounded struct {
	kept  bytes.Buffer
	limit int
}

// Write takes everything and keeps what fits.
func (b *bounded) Write(p []byte) (int, error) {
	if room := b.limit - b.kept.Len(); room > 0 {
		b.kept.Write(p[:min(room, len(p))])
	}
	return len(p), nil
}
