package journal

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"time"

	"tolokadash/tolokaapi"
)

// A Filter chooses records. Zero fields choose all.
type Filter struct {
	ID      string           // about this pool or training, or a batch that holds it
	Verbs   []tolokaapi.Verb // with one of these verbs
	APIHost string           // asked of this host
	Account string           // asked for this requester; records that name none are chosen too
	Host    string           // written on this machine
}

// Match reports whether a filter chooses a record.
func (f *Filter) Match(r *Record) bool {
	switch {
	case f.APIHost != "" && r.APIHost != f.APIHost,
		f.Account != "" && r.Account != f.Account && r.Account != "",
		f.Host != "" && r.Host != f.Host,
		len(f.Verbs) > 0 && !slices.Contains(f.Verbs, r.Verb):
		return false
	}
	return f.ID == "" || r.ID == f.ID || slices.ContainsFunc(r.Targets, func(t Target) bool { return t.ID == f.ID })
}

// Skipped counts the lines that hold no record for this program.
type Skipped struct {
	Unreadable int // they make no sense, or are longer than a record can be
	Newer      int // a newer version of the program wrote them
}

// Read yields the records of the journal in a state folder in the order in
// which they were written, those in rotated files first: all that have a time
// since then or later, or all for the zero time, and that the filter chooses.
// Where the clock was set back, times go back too.
//
// Blank lines, the torn last line of the file, and lines that hold no record are
// no errors; skipped, if it is not nil, counts the last. A folder without a
// journal has no records. An error is yielded once, with a zero record, and
// reading ends.
func Read(dir string, since time.Time, filter Filter, skipped *Skipped) iter.Seq2[Record, error] {
	if skipped == nil {
		skipped = new(Skipped)
	}
	return func(yield func(Record, error) bool) {
		// It is opened before the others are listed: if it is rotated meanwhile it
		// is among them, and is known to be the same.
		newest, err := os.Open(filepath.Join(dir, fileName))
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			yield(Record{}, quote(err))
			return
		}
		var newestInfo fs.FileInfo
		if err == nil {
			defer func() { _ = newest.Close() }()
			newestInfo, err = newest.Stat()
			if err != nil || !newestInfo.Mode().IsRegular() {
				yield(Record{}, quote(errors.Join(err, errors.New(newest.Name()+" is no plain file"))))
				return
			}
		}
		s := scan{since: since, filter: filter, skipped: skipped, yield: yield}
		for _, f := range rotated(dir) {
			if more := s.rotatedFile(f.path, newestInfo); !more {
				return
			}
		}
		if newestInfo != nil {
			s.file(newest, true)
		}
	}
}

// scan is one pass over the journal.
type scan struct {
	since   time.Time
	filter  Filter
	skipped *Skipped
	yield   func(Record, error) bool
}

// rotatedFile reads a rotated file, unless it is the one that is read last. It
// is false when reading ends.
func (s *scan) rotatedFile(path string, newest fs.FileInfo) (more bool) {
	file, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return true // removed meanwhile, as the oldest are
	}
	if err != nil {
		s.yield(Record{}, quote(err))
		return false
	}
	defer func() { _ = file.Close() }()
	info, err := file.Stat()
	if err != nil || !info.Mode().IsRegular() || newest != nil && os.SameFile(info, newest) {
		return true
	}
	return s.file(file, false)
}

// file reads one file. It is false when reading ends. growing is true of the
// file that is written to.
func (s *scan) file(file io.Reader, growing bool) (more bool) {
	r := bufio.NewReaderSize(file, 64<<10)
	var long []byte
	for {
		line, err := readLine(r, &long)
		complete := err == nil
		if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, errLong) {
			s.yield(Record{}, quote(err))
			return false
		}
		if errors.Is(err, errLong) {
			s.skipped.Unreadable++
			continue
		}
		if !s.line(line, growing && !complete) {
			return false
		}
		if !complete {
			return true
		}
	}
}

// errLong is a line that is longer than a record can be.
var errLong = errors.New("the line is too long")

// readLine reads up to a line's end, which is not part of it. The line is valid
// until the next call. io.EOF comes with what stands after the last line's end.
func readLine(r *bufio.Reader, long *[]byte) ([]byte, error) {
	part, err := r.ReadSlice('\n')
	if err == nil {
		return part[:len(part)-1], nil
	}
	if !errors.Is(err, bufio.ErrBufferFull) {
		return part, err
	}
	*long = (*long)[:0]
	for {
		if len(*long) <= maxLine {
			*long = append(*long, part...)
		}
		if !errors.Is(err, bufio.ErrBufferFull) {
			break
		}
		part, err = r.ReadSlice('\n')
	}
	line := *long
	switch {
	case err == nil && len(line) <= maxLine+1:
		return line[:len(line)-1], nil
	case errors.Is(err, io.EOF) && len(line) <= maxLine:
		return line, err
	case err == nil || errors.Is(err, io.EOF):
		return nil, errLong
	}
	return nil, err
}

// head is how every record begins. Within a text its quotes would be escaped.
var head = []byte(`{"format":`)

// line takes in one line and yields its record. It is false when reading ends.
func (s *scan) line(line []byte, torn bool) (more bool) {
	line = bytes.TrimSpace(line)
	if len(line) == 0 {
		return true
	}
	if at, ok := timeOf(line); ok && at.Before(s.since) && bytes.LastIndex(line, head) == 0 {
		return true
	}
	r, problem := decode(line)
	if problem == unreadable {
		// What was torn may have no end of its line, and a record after it.
		if i := bytes.LastIndex(line, head); i > 0 {
			s.skipped.Unreadable++
			r, problem = decode(line[i:])
		}
	}
	switch {
	case problem == newer:
		s.skipped.Newer++
		return true
	case problem == unreadable:
		if !torn {
			s.skipped.Unreadable++
		}
		return true
	case r.Time.Before(s.since) || !s.filter.Match(&r):
		return true
	}
	return s.yield(r, nil)
}

// timeOf is the time of a line that begins as this program writes it: old
// records are passed over without being decoded.
func timeOf(line []byte) (time.Time, bool) {
	rest, ok := bytes.CutPrefix(line, []byte(`{"format":1,"time":"`))
	if !ok {
		return time.Time{}, false
	}
	end := bytes.IndexByte(rest, '"')
	if end < 0 || end > len("2006-01-02T15:04:05.999999999Z") {
		return time.Time{}, false
	}
	var at time.Time
	if err := at.UnmarshalText(rest[:end]); err != nil {
		return time.Time{}, false
	}
	return at, true
}

// A problem is why a line holds no record.
type problem int

const (
	none problem = iota
	unreadable
	newer
)

// decode reads a record and makes its text harmless.
func decode(line []byte) (r Record, why problem) {
	err := json.Unmarshal(line, &r)
	if err != nil {
		var version struct {
			Format int `json:"format"`
		}
		if json.Unmarshal(line, &version) == nil && version.Format > Format {
			return Record{}, newer
		}
		return Record{}, unreadable
	}
	switch {
	case r.Format > Format:
		return Record{}, newer
	case r.Format < 1 || r.Time.IsZero() || r.Session == "":
		return Record{}, unreadable
	case !r.Event.known():
		return Record{}, newer
	}
	r.Time = r.Time.UTC()
	r.makeHarmless()
	if r.Percent != nil {
		*r.Percent = min(max(*r.Percent, 0), 100)
	}
	return r, none
}

// firstTime is the time of a file's first record; zero if that is not known.
func firstTime(file *os.File) time.Time {
	var start [64]byte
	n, _ := file.ReadAt(start[:], 0)
	at, _ := timeOf(start[:n])
	return at
}
