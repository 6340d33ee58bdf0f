package journal

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"time"
)

// fileName is the journal's file within the state folder.
const fileName = "journal.jsonl"

// Options are what a journal is opened with. Dir must be set; of the others the
// zero value is the default named here.
type Options struct {
	Dir     string           // the state folder; made if need be, for its owner only
	Origin  Origin           // of every record
	Now     func() time.Time // default: time.Now
	MaxSize int64            // size in bytes from which on the file is rotated; default 16 MiB
	MaxAge  time.Duration    // age of its first record from which on it is rotated; default 30 days
}

// A Journal appends the records of one session. It is safe for concurrent use,
// and any number of processes may append to the same file at once.
type Journal struct {
	o       Options
	session *sessionLock

	mu       sync.Mutex
	file     *os.File
	first    time.Time // of the file's first record; zero if not known
	sequence uint64
	rotateAt time.Time // not before this time, after a rotation that did not succeed
	closed   bool
}

// errClosed is the error of an Append after Close.
var errClosed = errors.New("the journal is closed")

// errNoFolder is the error of Open without a state folder.
var errNoFolder = errors.New("there is no state folder: HOME is not set")

// Open begins a session: it makes the state folder, locks the session's own
// lock file, and opens the journal. An error means that nothing can be written;
// its text names the file and is harmless.
//
// Where the system has no locks, the session is not seen by others, and the
// journal works all the same.
func Open(o Options) (*Journal, error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.MaxSize <= 0 {
		o.MaxSize = 16 << 20
	}
	if o.MaxAge <= 0 {
		o.MaxAge = 30 * 24 * time.Hour
	}
	if o.Dir == "" {
		return nil, errNoFolder
	}
	if err := makePrivate(o.Dir); err != nil {
		return nil, quote(err)
	}
	j := &Journal{o: o}
	if err := j.reopen(); err != nil {
		return nil, quote(err)
	}
	j.session = beginSession(o.Dir, o.Origin, o.Now())
	return j, nil
}

// makePrivate makes a folder that only its owner can read.
func makePrivate(dir string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	info, err := os.Stat(dir)
	if err == nil && info.Mode().Perm()&0o077 != 0 {
		_ = os.Chmod(dir, 0o700) // some file systems have no permissions
	}
	return err
}

// Session names this session in every record of it.
func (j *Journal) Session() string { return j.session.id }

// Dir is the state folder.
func (j *Journal) Dir() string { return j.o.Dir }

// SetAccount says whose account it is, once that is known, to the records that
// follow and to other instances.
func (j *Journal) SetAccount(id string) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if id == "" || id == j.o.Origin.Account {
		return
	}
	j.o.Origin.Account = id
	j.session.describe(j.o.Origin)
}

// Append writes a record as one line, in one write, and returns when the system
// has it. It sets Format, Sequence, Session and Origin, and Time unless it is set,
// and makes all text harmless. After an error the record is not in the journal; the next Append
// tries again, on a line of its own.
func (j *Journal) Append(r Record) error {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.closed {
		return errClosed
	}
	now := j.o.Now().UTC().Round(0)
	if r.Time.IsZero() {
		r.Time = now
	}
	r.Format, r.Time, r.Session, r.Origin = Format, r.Time.UTC().Round(0), j.session.id, j.o.Origin
	r.Sequence = j.sequence + 1
	r.Targets = append([]Target(nil), r.Targets...)
	r.makeHarmless()
	line, err := r.line()
	if err != nil {
		return quote(err)
	}
	if err := j.write(line, now); err != nil {
		return quote(err)
	}
	j.sequence++
	return nil
}

// write appends a line to the file that has the journal's name now.
func (j *Journal) write(line []byte, now time.Time) error {
	info, err := j.current()
	if err != nil {
		return err
	}
	if j.due(info.Size(), int64(len(line)), now) {
		if info, err = j.rotate(int64(len(line)), now); err != nil {
			return err
		}
	}
	if torn(j.file, info.Size()) {
		line = append([]byte{'\n'}, line...)
	}
	if info.Size() == 0 {
		j.first = now
	}
	_, err = j.file.Write(line)
	return err
}

// torn reports whether a file ends within a line: a process was killed, or the
// disk was full, while a record was written.
func torn(f *os.File, size int64) bool {
	if size == 0 {
		return false
	}
	var last [1]byte
	_, err := f.ReadAt(last[:], size-1)
	return err == nil && last[0] != '\n'
}

// current opens the journal again if another instance has rotated it, or it was
// removed, and describes the open file.
func (j *Journal) current() (fs.FileInfo, error) {
	if j.file != nil {
		named, err := os.Stat(j.path())
		if err == nil {
			open, err := j.file.Stat()
			if err == nil && os.SameFile(named, open) {
				return open, nil
			}
		}
	}
	if err := j.reopen(); err != nil {
		return nil, err
	}
	return j.file.Stat()
}

func (j *Journal) path() string { return filepath.Join(j.o.Dir, fileName) }

// reopen opens the file that has the journal's name, and makes it if there is
// none.
func (j *Journal) reopen() error {
	j.release()
	// Not a pipe, which would be waited for.
	if info, err := os.Stat(j.path()); err == nil && !info.Mode().IsRegular() {
		return fmt.Errorf("%s is no plain file", j.path())
	}
	if err := os.MkdirAll(j.o.Dir, 0o700); err != nil {
		return err
	}
	file, err := os.OpenFile(j.path(), os.O_CREATE|os.O_RDWR|os.O_APPEND, 0o600)
	if err != nil {
		return err
	}
	if info, err := file.Stat(); err == nil && info.Mode().Perm()&0o077 != 0 {
		_ = file.Chmod(0o600) // some file systems have no permissions
	}
	j.file, j.first = file, firstTime(file)
	return nil
}

// release closes the file.
func (j *Journal) release() {
	if j.file != nil {
		_ = j.file.Close()
		j.file = nil
	}
}

// Close ends the session: its lock is free, and Append fails from then on.
func (j *Journal) Close() error {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.closed {
		return nil
	}
	j.closed = true
	j.session.end()
	if j.file == nil {
		return nil
	}
	return j.file.Close()
}
