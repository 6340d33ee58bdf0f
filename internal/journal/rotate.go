package journal

import (
	"cmp"
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/gofrs/flock"
)

// Rotation. The file is renamed to journal-NUMBER.jsonl, with a number higher
// than all before: names with dates would be in another order after the clock
// was set back. Writers need no lock: one that has the renamed file open adds
// its record there, and sees before the next that the name has gone to another.
const (
	rotatedPrefix = "journal-"
	rotatedSuffix = ".jsonl"
	rotationLock  = "journal.lock"
	keepRotated   = 12             // of the newest
	keepYoung     = 48 * time.Hour // whatever their number: a restart reads the last 24 h
	lockFor       = time.Second    // the lock is waited for at most
	lockEvery     = 20 * time.Millisecond
	rotateAgain   = time.Minute // after a rotation that did not succeed
)

// due reports whether the file is to be rotated before a line is added. A first
// record from the future, since the clock was set back, has no age.
func (j *Journal) due(size, line int64, now time.Time) bool {
	if size == 0 || now.Before(j.rotateAt) && j.rotateAt.Sub(now) <= rotateAgain {
		return false
	}
	old := !j.first.IsZero() && now.Sub(j.first) > j.o.MaxAge
	return old || size+line > j.o.MaxSize
}

// rotate gives the journal's name to a new file and opens it, for a line of so
// many bytes. Where that cannot
// be, the journal goes on with the file it has.
func (j *Journal) rotate(line int64, now time.Time) (fs.FileInfo, error) {
	ctx, cancel := context.WithTimeout(context.Background(), lockFor)
	defer cancel()
	lock := flock.New(filepath.Join(j.o.Dir, rotationLock))
	if locked, err := lock.TryLockContext(ctx, lockEvery); err != nil || !locked {
		j.rotateAt = now.Add(rotateAgain)
		return j.current()
	}
	defer func() { _ = lock.Close() }()
	info, err := j.current() // another instance may have done it meanwhile
	if err != nil || !j.due(info.Size(), line, now) {
		return info, err
	}
	j.release() // some systems rename no open file
	files := rotated(j.o.Dir)
	next := 1
	if len(files) > 0 {
		next = files[len(files)-1].number + 1
	}
	name := fmt.Sprintf("%s%06d%s", rotatedPrefix, next, rotatedSuffix)
	if err := os.Rename(j.path(), filepath.Join(j.o.Dir, name)); err != nil {
		j.rotateAt = now.Add(rotateAgain)
	} else {
		prune(files, now)
	}
	return j.current()
}

// prune removes the oldest of the files that were rotated before.
func prune(files []rotatedFile, now time.Time) {
	for _, f := range files[:max(len(files)+1-keepRotated, 0)] {
		info, err := os.Stat(f.path)
		if err == nil && now.Sub(info.ModTime()) > keepYoung {
			_ = os.Remove(f.path)
		}
	}
}

type rotatedFile struct {
	path   string
	number int
}

// rotated are the files that were rotated, oldest first.
func rotated(dir string) []rotatedFile {
	entries, _ := os.ReadDir(dir)
	var files []rotatedFile
	for _, e := range entries {
		digits, found := strings.CutPrefix(e.Name(), rotatedPrefix)
		digits, ends := strings.CutSuffix(digits, rotatedSuffix)
		if number, err := strconv.Atoi(digits); found && ends && err == nil && number > 0 {
			files = append(files, rotatedFile{filepath.Join(dir, e.Name()), number})
		}
	}
	slices.SortFunc(files, func(a, b rotatedFile) int { return cmp.Compare(a.number, b.number) })
	return files
}
