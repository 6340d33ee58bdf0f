package journal

import (
	"cmp"
	"context"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/gofrs/flock"

	"tolokadash/tolokaapi"
)

// Each session has two files in this folder: ID.lock, which is locked as long
// as its process lives, and ID.json, which says whose it is. They are two since
// some systems let nobody read a locked file.
const (
	sessionFolder = "sessions"
	lockSuffix    = ".lock"
	infoSuffix    = ".json"
	foreignStays  = 30 * 24 * time.Hour // files of other machines: whether they are locked there cannot be seen here
)

// A Session is an instance of the program that runs.
type Session struct {
	ID      string    `json:"session"`
	Started time.Time `json:"started"` // UTC
	Origin
}

// sessionLock is the lock of this session.
type sessionLock struct {
	id      string
	dir     string
	started time.Time
	lock    *flock.Flock // nil where the system has no locks
}

// beginSession gives a session its name and locks its file. The name sorts by
// its start.
func beginSession(dir string, o Origin, now time.Time) *sessionLock {
	var random [6]byte
	_, _ = rand.Read(random[:]) // it never fails
	now = now.UTC().Round(0)
	s := &sessionLock{
		id:      now.Format("20060102T150405") + "-" + hex.EncodeToString(random[:]),
		dir:     filepath.Join(dir, sessionFolder),
		started: now,
	}
	if err := makePrivate(s.dir); err != nil {
		return s
	}
	lock := flock.New(s.path(lockSuffix))
	ctx, cancel := context.WithTimeout(context.Background(), lockFor)
	defer cancel()
	for ctx.Err() == nil {
		locked, err := lock.TryLockContext(ctx, lockEvery)
		if err != nil || !locked {
			return s
		}
		// Another instance removes files that nobody has locked: it may have
		// removed this one between its making and its locking.
		if isNamed(lock) {
			s.lock = lock
			s.describe(o)
			return s
		}
		_ = lock.Close()
	}
	return s
}

// isNamed reports whether a locked file still has its name.
func isNamed(lock *flock.Flock) bool {
	open, err := lock.Stat()
	if err != nil {
		return false
	}
	named, err := os.Stat(lock.Path())
	return err == nil && os.SameFile(open, named)
}

func (s *sessionLock) path(suffix string) string { return filepath.Join(s.dir, s.id+suffix) }

// describe says whose session it is.
func (s *sessionLock) describe(o Origin) {
	if s.lock == nil {
		return
	}
	data, err := json.Marshal(Session{s.id, s.started, o})
	if err != nil {
		return
	}
	fresh := s.path(infoSuffix) + ".new" // so that nobody reads half of it
	if os.WriteFile(fresh, data, 0o600) == nil {
		_ = os.Rename(fresh, s.path(infoSuffix))
	}
}

// end frees the lock and removes the files.
func (s *sessionLock) end() {
	if s.lock == nil {
		return
	}
	_ = os.Remove(s.path(infoSuffix))
	discard(s.lock)
	s.lock = nil
}

// discard removes a locked file and unlocks it. Some systems remove no open
// file; others must not let anybody lock it before it is removed.
func discard(lock *flock.Flock) {
	removed := os.Remove(lock.Path()) == nil
	_ = lock.Close()
	if !removed {
		_ = os.Remove(lock.Path())
	}
}

// Sessions returns the sessions that run now, this one too, oldest first: those
// at a host of the API and for an account, or at any and for all where these
// are empty. A session whose account is not known yet is returned for every
// account. The files of sessions that are gone are removed.
//
// Whether a session on another machine that shares the folder runs cannot be
// relied on: look at its Host.
func Sessions(dir, apiHost, account string) ([]Session, error) {
	folder := filepath.Join(dir, sessionFolder)
	entries, err := os.ReadDir(folder)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, quote(err)
	}
	host, _ := os.Hostname()
	var running []Session
	for _, e := range entries {
		id, isInfo := strings.CutSuffix(strings.TrimSuffix(e.Name(), ".new"), infoSuffix)
		if isInfo {
			removeOrphan(folder, id, e.Name())
			continue
		}
		id, isLock := strings.CutSuffix(e.Name(), lockSuffix)
		if !isLock {
			continue
		}
		s := describedSession(folder, id)
		if !runs(folder, s, host) {
			continue
		}
		if (apiHost == "" || s.APIHost == apiHost) && (account == "" || s.Account == "" || s.Account == account) {
			running = append(running, s)
		}
	}
	slices.SortFunc(running, func(a, b Session) int { return cmp.Or(a.Started.Compare(b.Started), cmp.Compare(a.ID, b.ID)) })
	return running, nil
}

// runs reports whether a session's lock is held. If it is not, and the session
// was on this machine, its files are removed.
func runs(folder string, s Session, host string) bool {
	path := filepath.Join(folder, s.ID+lockSuffix)
	info, err := os.Stat(path)
	if err != nil || !info.Mode().IsRegular() {
		return false
	}
	lock := flock.New(path)
	locked, err := lock.TryLock()
	if err != nil {
		return true // it cannot be told: leave it alone
	}
	if !locked {
		return true
	}
	foreign := s.Host != "" && s.Host != host
	if foreign && time.Since(info.ModTime()) < foreignStays || !isNamed(lock) {
		_ = lock.Close()
		return false
	}
	_ = os.Remove(filepath.Join(folder, s.ID+infoSuffix))
	discard(lock)
	return false
}

// describedSession is what a session says of itself; all but its id is unknown
// while it has just begun.
func describedSession(folder, id string) Session {
	var s Session
	data, err := os.ReadFile(filepath.Join(folder, id+infoSuffix))
	if err == nil && json.Unmarshal(data, &s) != nil {
		s = Session{}
	}
	s.ID = id
	for _, text := range []*string{&s.ID, &s.Host, &s.User, &s.Environment, &s.APIHost, &s.Profile, &s.Account} {
		*text = tolokaapi.HarmlessN(*text, maxName)
	}
	return s
}

// removeOrphan removes what describes a session that has no lock file. A session
// makes its lock first.
func removeOrphan(folder, id, name string) {
	if _, err := os.Stat(filepath.Join(folder, id+lockSuffix)); errors.Is(err, fs.ErrNotExist) {
		_ = os.Remove(filepath.Join(folder, name))
	}
}
