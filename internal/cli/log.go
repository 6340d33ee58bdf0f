package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"

	"github.com/adrg/xdg"

	"tolokadash/internal/config"
	"tolokadash/tolokaapi"
)

// openLog opens the log that was asked for: to --log-file, or with --debug
// alone to the state folder; without either, to nowhere. It holds every request,
// and with --debug every message to the model. It is for its owner only. taken
// are the files that are never a log.
func (o *options) openLog(stderr io.Writer, taken ...string) (*slog.Logger, io.Closer, error) {
	if !o.debug && o.logFile == "" {
		return slog.New(slog.DiscardHandler), io.NopCloser(nil), nil
	}
	path := o.logFile
	if path == "" {
		var err error
		if path, err = stateFile("tolokadash.log"); err != nil {
			return nil, nil, &failure{exitUsage, fmt.Sprintf("there is no place for the log (%v): use --log-file", err)}
		}
	}
	file, err := openLogFile(path, taken...)
	if err != nil {
		return nil, nil, &failure{exitUsage, fmt.Sprintf("the log cannot be written (%v): name another file with --log-file", err)}
	}
	level := slog.LevelInfo
	if o.debug {
		level = slog.LevelDebug
		say(stderr, "logging to "+path)
	}
	return slog.New(slog.NewTextHandler(file, &slog.HandlerOptions{Level: level})), file, nil
}

// stateFile is the path of a file in the state folder, which is made if need be.
func stateFile(name string) (string, error) {
	folder, err := stateFolder()
	if err != nil {
		return "", err
	}
	return filepath.Join(folder, name), os.MkdirAll(folder, 0o700)
}

// stateFolder is where the program keeps what outlives it.
func stateFolder() (string, error) {
	if config.Homeless("XDG_STATE_HOME") {
		return "", errors.New("HOME is not set")
	}
	return filepath.Join(xdg.StateHome, "tolokadash"), nil
}

// exchanges logs every request: what was asked, what came, how long it took and
// under which id Toloka's support finds it. Headers never get here.
func exchanges(log *slog.Logger) func(tolokaapi.Exchange) {
	return func(e tolokaapi.Exchange) {
		level := slog.LevelInfo
		if e.Err != nil {
			level = slog.LevelWarn
		}
		log.LogAttrs(context.Background(), level, "request",
			slog.String("method", e.Method), slog.String("path", e.Path), slog.String("query", e.Query),
			slog.Int("status", e.Status), slog.Int64("ms", e.Duration.Milliseconds()),
			slog.String("request_id", e.RequestID), slog.Any("error", e.Err))
	}
}
