package config

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os/exec"
	"strings"
	"time"

	"tolokadash/tolokaapi"
)

// commandPatience bounds token_command; commandLinger how long its children may
// hold its output open after that.
const (
	commandPatience = 10 * time.Second
	commandLinger   = time.Second
)

// fromCommand runs token_command: no shell, nothing on its standard input, and
// of what it prints nothing is shown but the end of its standard error.
func (s tokenSource) fromCommand(ctx context.Context) (string, *Error) {
	ctx, cancel := context.WithTimeout(ctx, commandPatience)
	defer cancel()
	out, problems := &bounded{limit: maxToken + 1}, &bounded{limit: maxToken}
	run := exec.CommandContext(ctx, s.args[0], s.args[1:]...)
	run.Stdout, run.Stderr, run.WaitDelay = out, problems, commandLinger
	err := run.Run()
	said := problems.words()
	var status *exec.ExitError
	switch {
	case errors.Is(ctx.Err(), context.Canceled):
		return "", s.fail("was interrupted before it gave a token.")
	case ctx.Err() != nil:
		return "", s.fail(fmt.Sprintf("did not end within %s%s; run it by hand and see what it waits for.", brief(commandPatience), said))
	case errors.As(err, &status):
		return "", s.fail(fmt.Sprintf("failed (%s)%s; run it by hand and mend it.", status, said))
	case err != nil:
		return "", s.fail("cannot be run (" + reason(err) + "); mend the command, and mind that no shell finds or expands anything.")
	}
	secret, err := onlyLine(out.kept.Bytes())
	if err != nil {
		return "", s.fail("gave an output that " + err.Error() + "; it must print the token and nothing else.")
	}
	return secret, nil
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

// words is the last line as the middle of a sentence; "" if there is none.
func (b *bounded) words() string {
	lines := strings.Split(strings.TrimSpace(b.kept.String()), "\n")
	last := tolokaapi.HarmlessN(strings.TrimSpace(lines[len(lines)-1]), 200)
	if last == "" {
		return ""
	}
	return ": " + last
}
