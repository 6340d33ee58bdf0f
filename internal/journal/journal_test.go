package journal

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"tolokadash/tolokaapi"
)

func TestJournal_WhatIsWrittenIsReadAgain(t *testing.T) {
	percent, at := 40, time.Date(2026, 11, 26, 4, 5, 6, 789, time.FixedZone("", 3600))
	dir := filepath.Join(t.TempDir(), "state", "tolokadash")
	origin := Origin{Host: "machine", PID: 4711, User: "ann", Environment: "production", APIHost: "toloka.dev", Profile: "work"}
	j := open(t, Options{Dir: dir, Origin: origin, Now: func() time.Time { return at }})
	target := Target{Subject: tolokaapi.SubjectPool, ID: "32267700", Name: "猫か犬か — 1", Project: "7"}
	confirmed := Record{Event: Confirmed, Batch: "b.1", Verb: tolokaapi.VerbClose, Targets: []Target{target}}
	ended := Record{
		Event: Ended, Batch: "b.1", Verb: tolokaapi.VerbClose, Subject: target.Subject, ID: target.ID, Name: target.Name, Project: target.Project,
		Operation: "6b0e", HTTPStatus: 202, Code: "X", Message: "why", State: Failed, Percent: &percent, Found: true, Took: 12.5,
	}
	for _, r := range []Record{confirmed, ended} {
		if err := j.Append(r); err != nil {
			t.Fatal(err)
		}
		j.SetAccount("requester-1")
	}
	got, skipped := read(t, dir)
	for i, r := range []*Record{&confirmed, &ended} {
		r.Format, r.Time, r.Session, r.Sequence, r.Origin = 1, at.UTC(), j.Session(), uint64(i+1), origin
	}
	ended.Account = "requester-1"
	if diff := cmp.Diff([]Record{confirmed, ended}, got); diff != "" || skipped != (Skipped{}) {
		t.Errorf("%s skipped %+v", diff, skipped)
	}
	for path, want := range map[string]fs.FileMode{dir: 0o700, journalFile(dir): 0o600} {
		if info, err := os.Stat(path); err != nil || info.Mode().Perm() != want {
			t.Errorf("%s: %v, %v, want %v", path, info.Mode().Perm(), err, want)
		}
	}
}

// TestJournal_Format holds the format of a line, which other programs read.
func TestJournal_Format(t *testing.T) {
	percent, dir := 0, t.TempDir()
	j := open(t, Options{Dir: dir, Now: func() time.Time { return time.Date(2026, 11, 26, 3, 5, 6, 0, time.UTC) }, Origin: Origin{Host: "machine", PID: 1, User: "ann", Environment: "sandbox", APIHost: "sandbox.toloka.dev", Profile: "p", Account: "r1"}})
	if err := j.Append(Record{Event: Ended, Batch: "b.1", Verb: tolokaapi.VerbClose, Subject: tolokaapi.SubjectPool, ID: "21", Name: "a <b>", Project: "7", Operation: "op", HTTPStatus: 409, Code: "C", State: Rejected, Percent: &percent, Took: 1.5}); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(journalFile(dir))
	if err != nil {
		t.Fatal(err)
	}
	want := `{"format":1,"time":"2026-11-26T03:05:06Z","sequence":1,"session":"` + j.Session() + `","event":"ended","host":"machine","pid":1,"user":"ann",` +
		`"environment":"sandbox","api_host":"sandbox.toloka.dev","profile":"p","account":"r1","batch":"b.1","verb":"close","subject":"pool","id":"21",` +
		`"name":"a <b>","project":"7","operation":"op","http_status":409,"code":"C","state":"rejected","percent":0,"took":1.5}` + "\n"
	if string(data) != want {
		t.Errorf("\n%s\nwant\n%s", data, want)
	}
}

// TestJournal_PrivateWhereItWasNot has a folder and a file that others could
// read.
func TestJournal_PrivateWhereItWasNot(t *testing.T) {
	dir := t.TempDir()
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	addTo(t, dir, "")
	if err := os.Chmod(journalFile(dir), 0o644); err != nil {
		t.Fatal(err)
	}
	open(t, Options{Dir: dir})
	for path, want := range map[string]fs.FileMode{dir: 0o700, journalFile(dir): 0o600, filepath.Join(dir, sessionFolder): 0o700} {
		if info, err := os.Stat(path); err != nil || info.Mode().Perm() != want {
			t.Errorf("%s: %v, %v, want %v", path, info.Mode().Perm(), err, want)
		}
	}
}

func TestJournal_HostileText(t *testing.T) {
	dir := t.TempDir()
	j := open(t, Options{Dir: dir, Origin: Origin{Profile: "p\x1b]52;c;x\x07"}})
	if err := j.Append(Record{Event: Confirmed, Targets: []Target{{ID: "1", Name: "a\x1b[2Jb\nc\u202e"}}, Message: strings.Repeat("\x9bm", 10_000)}); err != nil {
		t.Fatal(err)
	}
	addTo(t, dir, `{"format":1,"time":"2026-11-26T03:05:06Z","session":"s","event":"sending","id":"2\u001b[31m","name":"\u001b]0;t\u0007"}`+"\n")
	data, err := os.ReadFile(journalFile(dir))
	if err != nil || strings.ContainsAny(string(data[:strings.IndexByte(string(data), '\n')]), "\x1b\x07\u202e") {
		t.Errorf("%q, %v", data, err)
	}
	records, _ := read(t, dir)
	for _, r := range records {
		r.texts(func(s *string, _ int) {
			if *s != tolokaapi.Harmless(*s) {
				t.Errorf("%q is not harmless", *s)
			}
		})
	}
	if len(records) != 2 || records[1].ID != "2" {
		t.Errorf("read %+v", records)
	}
}

// TestJournal_TornLine has lines that a killed process or a full disk left
// without an end.
func TestJournal_TornLine(t *testing.T) {
	t.Run("before the first record of an instance", func(t *testing.T) {
		dir := t.TempDir()
		addTo(t, dir, `{"format":1,"time":"2026-`)
		j := open(t, Options{Dir: dir})
		if skipped := wantIDs(t, dir); skipped != (Skipped{}) {
			t.Errorf("a torn last line was counted: %+v", skipped)
		}
		sends(t, j, "1")
		sends(t, j, "2")
		if skipped := wantIDs(t, dir, "1", "2"); skipped.Unreadable != 1 {
			t.Errorf("skipped %+v", skipped)
		}
	})
	t.Run("while an instance runs", func(t *testing.T) {
		dir := t.TempDir()
		j := open(t, Options{Dir: dir})
		sends(t, j, "1")
		addTo(t, dir, `{"format":1,"ti`)
		sends(t, j, "2")
		wantIDs(t, dir, "1", "2")
	})
	t.Run("a record that was added without a line of its own", func(t *testing.T) {
		dir := t.TempDir()
		j := open(t, Options{Dir: dir})
		addTo(t, dir, `{"format":1,"time":"2026-11-26T00:00:00Z","name":"a{\"format\":`)
		data, err := encode(&Record{Format: 1, Time: time.Now(), Session: "s", Event: Sending, ID: "1", Name: `{"format":`})
		if err != nil {
			t.Fatal(err)
		}
		addTo(t, dir, string(data))
		sends(t, j, "2")
		if skipped := wantIDs(t, dir, "1", "2"); skipped.Unreadable != 1 {
			t.Errorf("skipped %+v", skipped)
		}
	})
	t.Run("all but its end", func(t *testing.T) {
		dir := t.TempDir()
		j := open(t, Options{Dir: dir})
		sends(t, j, "1")
		info, err := os.Stat(journalFile(dir))
		if err != nil {
			t.Fatal(err)
		}
		if err := os.Truncate(journalFile(dir), info.Size()-1); err != nil {
			t.Fatal(err)
		}
		wantIDs(t, dir, "1")
		sends(t, j, "2")
		wantIDs(t, dir, "1", "2")
	})
}

// TestJournal_ManyProcessesAppend lets eight processes append at once, with and
// without rotation on the way: every record is there once, in the order of its
// session.
func TestJournal_ManyProcessesAppend(t *testing.T) {
	const processes, each = 8, 200
	for _, size := range []string{"100000000", "100000"} {
		t.Run(size, func(t *testing.T) {
			dir := t.TempDir()
			var running []*exec.Cmd
			for i := range processes {
				cmd := child(t, "append", dir, fmt.Sprintf("p%d", i), strconv.Itoa(each), size)
				if err := cmd.Start(); err != nil {
					t.Fatal(err)
				}
				running = append(running, cmd)
			}
			for _, cmd := range running {
				if err := cmd.Wait(); err != nil {
					t.Error(err)
				}
			}
			records, skipped := read(t, dir)
			last := map[string]uint64{}
			for _, r := range records {
				if r.Sequence != last[r.Session]+1 && size == "100000000" {
					t.Fatalf("%s: %d follows %d", r.Session, r.Sequence, last[r.Session])
				}
				last[r.Session]++
			}
			if len(records) != processes*each || len(last) != processes || skipped != (Skipped{}) {
				t.Errorf("%d records of %d sessions, skipped %+v", len(records), len(last), skipped)
			}
			if n := len(rotated(dir)); (n > 0) != (size == "100000") {
				t.Errorf("rotated %d times", n)
			}
		})
	}
}

// TestJournal_KilledWhileWriting kills a process that writes records of a
// megabyte, again and again. Whatever it leaves, the records before are read,
// and the next begins on a line of its own.
func TestJournal_KilledWhileWriting(t *testing.T) {
	dir := t.TempDir()
	j := open(t, Options{Dir: dir, MaxSize: 1 << 40})
	for i := range 5 {
		cmd := child(t, "forever", dir)
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		if _, err := bufio.NewReader(out).ReadString('\n'); err != nil {
			t.Fatal(err)
		}
		if err := cmd.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		_ = cmd.Wait()
		sends(t, j, "after "+strconv.Itoa(i))
		records, skipped := read(t, dir)
		if len(records) < 2*(i+1) || records[len(records)-1].ID != "after "+strconv.Itoa(i) || skipped.Unreadable > i+1 || skipped.Newer != 0 {
			t.Fatalf("kill %d: %d records, skipped %+v", i, len(records), skipped)
		}
	}
}

func TestJournal_Unwritable(t *testing.T) {
	t.Run("the folder cannot be made", func(t *testing.T) {
		file := filepath.Join(t.TempDir(), "a\x1b[2Jfile")
		if err := os.WriteFile(file, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := Open(Options{Dir: filepath.Join(file, "state")})
		if err == nil || strings.Contains(err.Error(), "\x1b") {
			t.Errorf("got %v", err)
		}
	})
	t.Run("the file is a folder", func(t *testing.T) {
		dir := t.TempDir()
		if err := os.Mkdir(journalFile(dir), 0o700); err != nil {
			t.Fatal(err)
		}
		if _, err := Open(Options{Dir: dir}); err == nil {
			t.Error("opened")
		}
		var problem error
		for _, err := range Read(dir, time.Time{}, Filter{}, nil) {
			problem = err
		}
		if problem == nil {
			t.Error("read")
		}
	})
	t.Run("it cannot be written any more, and then it can", func(t *testing.T) {
		dir := t.TempDir()
		j := open(t, Options{Dir: dir})
		sends(t, j, "1")
		if err := os.Rename(journalFile(dir), filepath.Join(dir, "aside")); err != nil {
			t.Fatal(err)
		}
		if err := os.Mkdir(journalFile(dir), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := j.Append(sending("2")); err == nil {
			t.Error("written")
		}
		if err := os.Remove(journalFile(dir)); err != nil {
			t.Fatal(err)
		}
		sends(t, j, "3")
		records, _ := read(t, dir)
		if len(records) != 1 || records[0].ID != "3" || records[0].Sequence != 2 {
			t.Errorf("read %+v", records)
		}
	})
	t.Run("it was closed", func(t *testing.T) {
		j := open(t, Options{})
		if err := j.Close(); err != nil {
			t.Error(err)
		}
		if err := j.Append(sending("1")); err == nil {
			t.Error("written")
		}
	})
}

// TestJournal_Removed has its file and its folder removed while it runs.
func TestJournal_Removed(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "state")
	j := open(t, Options{Dir: dir})
	sends(t, j, "1")
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	sends(t, j, "2")
	wantIDs(t, dir, "2")
}

func TestJournal_ClockSetBack(t *testing.T) {
	dir, now := t.TempDir(), time.Date(2026, 11, 26, 0, 0, 0, 0, time.UTC)
	j := open(t, Options{Dir: dir, Now: func() time.Time { return now }})
	sends(t, j, "1")
	now = now.Add(-300 * 24 * time.Hour)
	sends(t, j, "2")
	now = now.Add(time.Hour)
	sends(t, j, "3")
	wantIDs(t, dir, "1", "2", "3")
	var recent []Record
	for r, err := range Read(dir, now.Add(-time.Minute), Filter{}, nil) {
		if err != nil {
			t.Fatal(err)
		}
		recent = append(recent, r)
	}
	if got := ids(recent); !cmp.Equal(got, []string{"1", "3"}) {
		t.Errorf("since then: %q", got)
	}
	if files := rotated(dir); len(files) != 0 {
		t.Errorf("rotated to %v", files)
	}
}

func TestRotation_Size(t *testing.T) {
	dir, now := t.TempDir(), time.Now()
	j := open(t, Options{Dir: dir, MaxSize: 2000, Now: func() time.Time { return now }})
	var want []string
	for i := range 30 {
		want = append(want, strconv.Itoa(i))
		sends(t, j, want[i])
	}
	wantIDs(t, dir, want...)
	files := rotated(dir)
	if len(files) < 2 {
		t.Fatalf("rotated to %v", files)
	}
	for _, f := range files {
		if info, err := os.Stat(f.path); err != nil || info.Size() > 2000 || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v, %v", f.path, info, err)
		}
	}
}

func TestRotation_Age(t *testing.T) {
	dir, now := t.TempDir(), time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	sends(t, open(t, Options{Dir: dir, Now: func() time.Time { return now }}), "1")
	now = now.Add(31 * 24 * time.Hour)
	sends(t, open(t, Options{Dir: dir, Now: func() time.Time { return now }}), "2")
	wantIDs(t, dir, "1", "2")
	if files := rotated(dir); len(files) != 1 {
		t.Errorf("rotated to %v", files)
	}
}

// TestRotation_SecondWriter has two instances: one rotates, and the other goes
// on in the new file.
func TestRotation_SecondWriter(t *testing.T) {
	dir := t.TempDir()
	a, b := open(t, Options{Dir: dir, MaxSize: 700}), open(t, Options{Dir: dir})
	sends(t, b, "1")
	sends(t, a, "2")
	sends(t, a, "3")
	sends(t, b, "4")
	sends(t, a, "5")
	wantIDs(t, dir, "1", "2", "3", "4", "5")
	files := rotated(dir)
	if len(files) == 0 {
		t.Fatal("not rotated")
	}
	for _, j := range []*Journal{a, b} {
		if info, err := j.current(); err != nil || info.Size() == 0 && j == a {
			t.Errorf("%v %v", info, err)
		}
	}
}

// TestRotation_LockHeld has another instance hold the lock: nothing is lost, and
// it is waited for a second, once a minute.
func TestRotation_LockHeld(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		dir := t.TempDir()
		j := open(t, Options{Dir: dir, MaxSize: 10})
		lock := lockOf(t, filepath.Join(dir, rotationLock))
		sends(t, j, "1")
		began := time.Now()
		sends(t, j, "2")
		if waited := time.Since(began); waited > lockFor {
			t.Errorf("waited %v", waited)
		}
		began = time.Now()
		sends(t, j, "3")
		if waited := time.Since(began); waited != 0 {
			t.Errorf("waited %v again", waited)
		}
		if files := rotated(dir); len(files) != 0 {
			t.Errorf("rotated to %v", files)
		}
		if err := lock.Close(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(rotateAgain + time.Second)
		sends(t, j, "4")
		wantIDs(t, dir, "1", "2", "3", "4")
		if files := rotated(dir); len(files) != 1 {
			t.Errorf("rotated to %v", files)
		}
	})
}

// TestRotation_Pruned keeps the newest files, and the young ones whatever their
// number.
func TestRotation_Pruned(t *testing.T) {
	dir := t.TempDir()
	j := open(t, Options{Dir: dir, MaxSize: 10})
	for i := range 20 {
		sends(t, j, strconv.Itoa(i))
	}
	if n := len(rotated(dir)); n != 19 {
		t.Fatalf("%d young files", n)
	}
	old := time.Now().Add(-3 * 24 * time.Hour)
	for _, f := range rotated(dir) {
		if err := os.Chtimes(f.path, old, old); err != nil {
			t.Fatal(err)
		}
	}
	sends(t, j, "20")
	files := rotated(dir)
	if len(files) != keepRotated || files[len(files)-1].number != 20 {
		t.Errorf("%d files, the last %+v", len(files), files[len(files)-1])
	}
}

// TestJournal_LongRecord has a batch whose names would make it longer than what
// is read.
func TestJournal_LongRecord(t *testing.T) {
	dir := t.TempDir()
	j := open(t, Options{Dir: dir})
	targets := make([]Target, 10_000)
	for i := range targets {
		targets[i] = Target{Subject: tolokaapi.SubjectPool, ID: strconv.Itoa(i), Name: strings.Repeat("n", 1000)}
	}
	if err := j.Append(Record{Event: Confirmed, Targets: targets}); err != nil {
		t.Fatal(err)
	}
	records, _ := read(t, dir)
	if len(records) != 1 || len(records[0].Targets) != len(targets) || records[0].Targets[7].ID != "7" {
		t.Errorf("%d records", len(records))
	}
	if targets[0].Name == "" {
		t.Error("the caller's record was changed")
	}
}

// TestJournal_EveryFieldDocumented holds that a record's names are snake_case.
func TestJournal_EveryFieldDocumented(t *testing.T) {
	data, err := json.Marshal(Record{})
	if err != nil || strings.ToLower(string(data)) != string(data) && !strings.Contains(string(data), "T00") {
		t.Errorf("%s, %v", data, err)
	}
}
