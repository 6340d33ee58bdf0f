package journal

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"tolokadash/tolokaapi"
)

// childVariable holds what the test binary does as another instance of the
// program: the name of a child, then its arguments, separated by blanks.
const childVariable = "TOLOKADASH_JOURNAL_TEST_CHILD"

// children are what the test binary can be as another process.
var children = map[string]func(args []string) error{
	"append":  childAppends,
	"forever": childAppendsForever,
	"session": childHoldsSession,
}

func TestMain(m *testing.M) {
	words := strings.Fields(os.Getenv(childVariable))
	if len(words) == 0 {
		os.Exit(m.Run())
	}
	if err := children[words[0]](words[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// child is this test binary as another process.
func child(t *testing.T, words ...string) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), self)
	cmd.Env = append(os.Environ(), childVariable+"="+strings.Join(words, " "))
	cmd.Stderr = os.Stderr
	return cmd
}

// childAppends opens the journal of a folder and appends so many records.
func childAppends(args []string) error {
	dir, name, maxSize := args[0], args[1], args[3]
	count, err := strconv.Atoi(args[2])
	if err != nil {
		return err
	}
	size, err := strconv.ParseInt(maxSize, 10, 64)
	if err != nil {
		return err
	}
	j, err := Open(Options{Dir: dir, MaxSize: size})
	if err != nil {
		return err
	}
	for i := range count {
		r := Record{Event: Sending, Batch: name, Verb: tolokaapi.VerbClose, Subject: tolokaapi.SubjectPool, ID: strconv.Itoa(i), Name: strings.Repeat("long ", 100)}
		if err := j.Append(r); err != nil {
			return err
		}
	}
	return j.Close()
}

// childAppendsForever appends large records until it is killed. It says on
// stdout that the first was written.
func childAppendsForever(args []string) error {
	j, err := Open(Options{Dir: args[0], MaxSize: 1 << 40})
	if err != nil {
		return err
	}
	targets := make([]Target, 2000)
	for i := range targets {
		targets[i] = Target{Subject: tolokaapi.SubjectPool, ID: strconv.Itoa(i), Name: strings.Repeat("name ", 100)}
	}
	for i := 0; ; i++ {
		if err := j.Append(Record{Event: Confirmed, Batch: "b" + strconv.Itoa(i), Targets: targets}); err != nil {
			return err
		}
		if i == 0 {
			fmt.Println("writing")
		}
	}
}

// childHoldsSession holds a session until its stdin ends.
func childHoldsSession(args []string) error {
	j, err := Open(Options{Dir: args[0], Origin: Origin{Host: args[1], PID: os.Getpid(), APIHost: "toloka.dev"}})
	if err != nil {
		return err
	}
	j.SetAccount(args[2])
	fmt.Println(j.Session())
	_, _ = os.Stdin.Read(make([]byte, 1))
	return nil
}

// open opens a journal that the test closes.
func open(t *testing.T, o Options) *Journal {
	t.Helper()
	if o.Dir == "" {
		o.Dir = t.TempDir()
	}
	j, err := Open(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = j.Close() })
	return j
}

// sends appends a record about a pool.
func sends(t *testing.T, j *Journal, id string) {
	t.Helper()
	if err := j.Append(sending(id)); err != nil {
		t.Fatal(err)
	}
}

func sending(id string) Record {
	return Record{Event: Sending, Batch: "b", Verb: tolokaapi.VerbClose, Subject: tolokaapi.SubjectPool, ID: id}
}

// read reads everything.
func read(t *testing.T, dir string) (records []Record, skipped Skipped) {
	t.Helper()
	for r, err := range Read(dir, time.Time{}, Filter{}, &skipped) {
		if err != nil {
			t.Fatal(err)
		}
		records = append(records, r)
	}
	return records, skipped
}

// ids are the pools that records are about.
func ids(records []Record) []string {
	var all []string
	for _, r := range records {
		all = append(all, r.ID)
	}
	return all
}

// wantIDs fails unless the journal holds these in this order.
func wantIDs(t *testing.T, dir string, want ...string) (skipped Skipped) {
	t.Helper()
	records, skipped := read(t, dir)
	if got := ids(records); !slices.Equal(got, want) {
		t.Errorf("read %q, want %q", got, want)
	}
	return skipped
}

func journalFile(dir string) string { return filepath.Join(dir, fileName) }

// addTo appends bytes to the file as another program would.
func addTo(t *testing.T, dir, text string) {
	t.Helper()
	f, err := os.OpenFile(journalFile(dir), os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.WriteString(text); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
}
