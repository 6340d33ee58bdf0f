package cli

import (
	"fmt"
	"os"
)

// maxLog is how large a log may grow, in bytes. It is then set aside, beside
// itself, with .1 at its name, in place of the one set aside before.
const maxLog = 16 << 20

// A logFile is a log that takes a bounded place, for its owner only.
type logFile struct {
	path string
	file *os.File
	size int64
	most int64 // bytes at which it is set aside
}

// openLogFile opens a log, to go on at its end. What is no plain file is refused:
// a terminal would be written over, and a pipe may keep us waiting.
func openLogFile(path string) (*logFile, error) {
	l := &logFile{path: path, most: maxLog}
	if info, err := os.Stat(path); err == nil {
		if !info.Mode().IsRegular() {
			return nil, fmt.Errorf("%s is no plain file", path)
		}
		_ = os.Chmod(path, 0o600) // it may have been readable by others
		l.size = info.Size()
	}
	if l.size > l.most {
		return l, l.setAside()
	}
	return l, l.open()
}

func (l *logFile) open() (err error) {
	l.file, err = os.OpenFile(l.path, os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o600)
	return err
}

// setAside begins the log anew.
func (l *logFile) setAside() error {
	if l.file != nil {
		_ = l.file.Close()
	}
	if err := os.Rename(l.path, l.path+".1"); err != nil {
		l.most = l.size + maxLog // one that cannot be set aside just grows
	} else {
		l.size = 0
	}
	return l.open()
}

// Write adds to the log. It is not safe for concurrent use; a slog handler takes
// care of that.
func (l *logFile) Write(p []byte) (int, error) {
	if l.size > 0 && l.size+int64(len(p)) > l.most {
		if err := l.setAside(); err != nil {
			return 0, err
		}
	}
	n, err := l.file.Write(p)
	l.size += int64(n)
	return n, err
}

// Close ends the log.
func (l *logFile) Close() error { return l.file.Close() }
