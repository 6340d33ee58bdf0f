package cli

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"time"
)

// maxLog is how large a log may grow, in bytes. It is then rotated: renamed to
// its own name with .1 after it, in place of the log that has that name.
const maxLog = 16 << 20

// firstLine matches the first line of every log of ours: the header, or a record
// of a version that wrote no header.
var firstLine = regexp.MustCompile(`^time=\S+ level=[A-Z]+ msg=("tolokadash log"|request method=|message type=|ended code=)`)

// A logFile is a log of bounded size that only its owner can read.
type logFile struct {
	path string
	file *os.File
	size int64
	most int64 // size in bytes at which it is rotated
}

// openLogFile opens a log and appends to it. The path must be free, or hold an
// empty file or a log of ours, and so must the path that rotation overwrites:
// a mistaken --log-file would spoil the configuration or a token. taken are the
// files that are never a log, even while they are empty.
func openLogFile(path string, taken ...string) (*logFile, error) {
	if target, err := filepath.EvalSymlinks(path); err == nil {
		path = target // rotation renames the file, not the link to it
	}
	l := &logFile{path: path, most: maxLog}
	for _, p := range []string{path, l.rotated()} {
		if err := checkLog(p, taken); err != nil {
			return nil, err
		}
	}
	if info, err := os.Stat(path); err == nil {
		l.size = info.Size()
	}
	if l.size > l.most {
		return l, l.rotate()
	}
	return l, l.open()
}

// rotated is where rotation puts the log.
func (l *logFile) rotated() string { return l.path + ".1" }

// checkLog says why a path is not one to write a log to, nil if it is.
func checkLog(path string, taken []string) error {
	if i := slices.IndexFunc(taken, func(t string) bool { return sameFile(path, t) }); i >= 0 {
		return fmt.Errorf("%s is where the configuration or the token is read from", taken[i])
	}
	info, err := os.Lstat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return err
	case info.Mode()&fs.ModeSymlink != 0:
		return fmt.Errorf("%s is a link that leads to no file", path)
	case !info.Mode().IsRegular():
		return fmt.Errorf("%s is no plain file", path)
	case !ownedByUs(info):
		return fmt.Errorf("%s belongs to another user", path)
	}
	if info.Size() == 0 {
		return nil
	}
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer func() { _ = file.Close() }()
	head := make([]byte, 200)
	n, err := io.ReadFull(file, head)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) {
		return err
	}
	if !firstLine.Match(head[:n]) {
		return fmt.Errorf("%s exists and is no log of tolokadash", path)
	}
	return nil
}

// sameFile reports whether two paths lead to one file, also by a link, or would
// if there were one.
func sameFile(a, b string) bool {
	infoA, errA := os.Stat(a)
	infoB, errB := os.Stat(b)
	if errA == nil && errB == nil {
		return os.SameFile(infoA, infoB)
	}
	absA, errA := filepath.Abs(a)
	absB, errB := filepath.Abs(b)
	return errA == nil && errB == nil && absA == absB
}

// open opens the file and marks a new one as a log.
func (l *logFile) open() (err error) {
	l.file, err = os.OpenFile(l.path, os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o600)
	if err != nil {
		return err
	}
	_ = l.file.Chmod(0o600) // others may have been able to read it
	if l.size == 0 {
		n, err := l.file.Write(header())
		l.size = int64(n)
		return err
	}
	return nil
}

// header is the first line of a log, a record like all others.
func header() []byte {
	return fmt.Appendf(nil, "time=%s level=INFO msg=\"tolokadash log\" version=%q\n", time.Now().Format(time.RFC3339Nano), version())
}

// rotate starts the log anew.
func (l *logFile) rotate() error {
	if l.file != nil {
		_ = l.file.Close()
	}
	err := checkLog(l.rotated(), nil)
	if err == nil {
		err = os.Rename(l.path, l.rotated())
	}
	if err != nil {
		l.most = l.size + maxLog // a log that cannot be rotated grows
	} else {
		l.size = 0
	}
	return l.open()
}

// Write adds to the log. It is not safe for concurrent use; a slog handler takes
// care of that.
func (l *logFile) Write(p []byte) (int, error) {
	if l.size > 0 && l.size+int64(len(p)) > l.most {
		if err := l.rotate(); err != nil {
			return 0, err
		}
	}
	n, err := l.file.Write(p)
	l.size += int64(n)
	return n, err
}

// Close ends the log.
func (l *logFile) Close() error { return l.file.Close() }
