package config

import (
	"context"
	"errors"
	"io"
	"os"
	"time"
)

// fileTimeout bounds the reading of a file: a pipe may be one that nobody
// writes to, and a device one that never ends.
const fileTimeout = 10 * time.Second

// read is what a file holds, cut one byte beyond a limit.
func read(ctx context.Context, path string, limit int64) ([]byte, error) {
	return withTimeout(ctx, fileTimeout, func() ([]byte, error) {
		file, err := os.Open(path)
		if err != nil {
			return nil, err
		}
		defer func() { _ = file.Close() }() // nothing was written to it
		return io.ReadAll(io.LimitReader(file, limit+1))
	})
}

var errNoAnswer = errors.New("no answer")

// withTimeout waits for what takes no context, until it answers, ctx ends or the
// time is over. A wait that is given up goes on unseen until it answers.
func withTimeout[T any](ctx context.Context, limit time.Duration, get func() (T, error)) (T, error) {
	type answer struct {
		value T
		err   error
	}
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	answers := make(chan answer, 1)
	go func() {
		value, err := get()
		answers <- answer{value, err}
	}()
	select {
	case <-ctx.Done():
		var none T
		return none, errNoAnswer
	case got := <-answers:
		return got.value, got.err
	}
}
