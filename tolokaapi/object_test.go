package tolokaapi

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"
)

// TestObject_ExactKeys has a server that sends a key in another case beside the
// right one. encoding/json would take the last of them.
func TestObject_ExactKeys(t *testing.T) {
	t.Run("pool", func(t *testing.T) {
		const in = `{"id":"1002","ID":"1000","Id":"1001","status":"OPEN","STATUS":"CLOSED","` + "\u017ftatus" + `":"LOCKED","private_name":"a","Private_Name":"b",
			"owner":{"id":"7","ID":"8","myself":true,"Myself":false},"OWNER":{"id":"9"},"mixer_config":{"real_tasks_count":3,"Real_Tasks_Count":4},
			"defaults":{"default_overlap_for_new_task_suites":5,"DEFAULT_OVERLAP_FOR_NEW_TASK_SUITES":6}}`
		p := readPool(SubjectPool, []byte(in), sanitizer{})
		want := Pool{
			Ref: PoolRef("1002"), Status: Open, Name: "a", OwnerID: "7", Mine: true, RealTasks: new(3), Overlap: new(5),
		}
		if diff := cmp.Diff(want, p); diff != "" {
			t.Error(diff)
		}
	})
	t.Run("operation", func(t *testing.T) {
		const in = `{"id":"a","ID":"b","type":"POOL.CLONE","TYPE":"POOL.CLOSE","status":"SUCCESS","Status":"FAIL",
			"parameters":{"pool_id":"1","POOL_ID":"2"},"Parameters":{"pool_id":"3"},"details":{"pool_id":"4","Pool_Id":"5"}}`
		o := readOperation([]byte(in), sanitizer{})
		if o.ID != "a" || o.Type != "POOL.CLONE" || o.Status != Success || o.Target != PoolRef("1") || o.Created != PoolRef("4") {
			t.Errorf("got %+v", o)
		}
	})
	t.Run("project", func(t *testing.T) {
		p := readProject([]byte(`{"id":"1","ID":"2","public_name":"a","PUBLIC_NAME":"b","status":"ACTIVE","Status":"ARCHIVED"}`), sanitizer{})
		if want := (Project{ID: "1", Name: "a", Status: "ACTIVE"}); p != want {
			t.Errorf("got %+v", p)
		}
	})
	t.Run("account", func(t *testing.T) {
		r := readRequester([]byte(`{"id":"1","ID":"2","balance":1,"Balance":2,"public_name":{"EN":"a","en":"b"},"company":{"id":"3","ID":"4"}}`), sanitizer{})
		if want := (Requester{ID: "1", Name: "a", Balance: "1", Company: "3"}); r != want {
			t.Errorf("got %+v", r)
		}
	})
	t.Run("error", func(t *testing.T) {
		got := askProblem(t, step{status: 429, body: `{"code":"A","CODE":"B","message":"c","Message":"d","payload":{"interval":"DAY","Interval":"MIN"},"request_id":"e","Request_ID":"f"}`})
		if got.Code != "A" || got.Message != "c" || got.RequestID != "e" || got.Interval != PerDay {
			t.Errorf("got %+v", got)
		}
	})
	t.Run("only in another case", func(t *testing.T) {
		p := readPool(SubjectPool, []byte(`{"ID":"1000","status":"OPEN"}`), sanitizer{})
		if p.Ref.ID != "" || p.Unreadable != "it has no id" {
			t.Errorf("got %+v", p)
		}
	})
}

func TestObject_RepeatedField(t *testing.T) {
	const twice = "it has the field %s twice"
	for _, test := range []struct{ field, in, id string }{
		{"id", `{"id":"1","id":"1","status":"OPEN"}`, ""},
		{"id", `{"id":"1","\u0069d":"2","status":"OPEN"}`, ""},
		{"id", `{"id":"1","id":"2","id":"3","status":"OPEN"}`, ""},
		{"status", `{"id":"1","status":"OPEN","status":"CLOSED"}`, "1"},
		{"private_name", `{"private_name":"a","id":"1","status":"OPEN","private_name":"b"}`, "1"},
		{"owner", `{"owner":{"id":"1"},"id":"1","status":"OPEN","owner":{}}`, "1"},
		{"myself", `{"owner":{"myself":true,"myself":false},"id":"1","status":"OPEN"}`, "1"},
		{"golden_tasks_count", `{"mixer_config":{"golden_tasks_count":1,"golden_tasks_count":2},"id":"1","status":"OPEN"}`, "1"},
	} {
		p := readPool(SubjectPool, []byte(test.in), sanitizer{})
		if want := (Pool{Ref: PoolRef(test.id), Unreadable: fmt.Sprintf(twice, test.field)}); p != want {
			t.Errorf("%s: got %+v", test.in, p)
		}
	}
	for _, test := range []struct {
		field, in string
		want      Operation
	}{
		{"parameters", `{"id":"a","type":"POOL.CLOSE","status":"RUNNING","parameters":{"pool_id":"1"},"parameters":{"pool_id":"2"}}`, Operation{ID: "a", Type: "POOL.CLOSE"}},
		{"pool_id", `{"id":"a","type":"POOL.CLOSE","status":"RUNNING","parameters":{"pool_id":"1","pool_id":"2"}}`, Operation{ID: "a", Type: "POOL.CLOSE"}},
		{"type", `{"id":"a","type":"POOL.CLOSE","type":"POOL.OPEN","status":"RUNNING","parameters":{"pool_id":"1"}}`, Operation{ID: "a", Target: PoolRef("1")}},
		{"details", `{"id":"a","status":"FAIL","details":{},"details":{"a":1}}`, Operation{ID: "a"}},
	} {
		test.want.Unreadable = fmt.Sprintf(twice, test.field)
		if diff := cmp.Diff(test.want, readOperation([]byte(test.in), sanitizer{})); diff != "" {
			t.Errorf("%s: %s", test.in, diff)
		}
	}
	clone := readOperation([]byte(`{"id":"a","type":"POOL.CLONE","status":"SUCCESS","details":{"pool_id":"1","pool_id":"2"}}`), sanitizer{})
	if clone.Unreadable != "" || !clone.Created.Zero() {
		t.Errorf("got %+v", clone)
	}
	account := readRequester([]byte(`{"id":"1","id":"2","balance":1,"balance":2,"public_name":{"EN":"a","EN":"b","RU":"c"}}`), sanitizer{})
	if want := (Requester{Name: "c"}); account != want {
		t.Errorf("got %+v", account)
	}
	problem := askProblem(t, step{status: 409, body: `{"code":"A","code":"B","message":"c"}`})
	if problem.Code != "" || problem.Message != "c" {
		t.Errorf("got %+v", problem)
	}
	other := readPool(SubjectPool, []byte(`{"id":"1","status":"OPEN","metadata":{"a":1,"a":2},"metadata":{}}`), sanitizer{})
	if other.Unreadable != "" {
		t.Errorf("a field that is not read costs the record: %+v", other)
	}
}

// rename gives every key of an object another case, as far down as objects go in
// it, and reports whether any key changed.
func rename(raw []byte) (renamed []byte, changed bool) {
	if !isObject(raw) {
		return raw, false
	}
	out := []byte{'{'}
	for m := newMembers(raw); m.next(); {
		if len(out) > 1 {
			out = append(out, ',')
		}
		key, _ := json.Marshal(strings.Map(swapCase, string(m.key)))
		inner, _ := rename(m.value)
		out = append(append(append(out, key...), ':'), inner...)
		changed = changed || strings.Map(swapCase, string(m.key)) != string(m.key)
	}
	return append(out, '}'), changed
}

func swapCase(r rune) rune {
	if unicode.IsUpper(r) {
		return unicode.ToLower(r)
	}
	return unicode.ToUpper(r)
}

// exactMembers decodes an object with encoding/json into a map, whose keys are exact,
// and reports whether no key of it comes twice.
func exactMembers(raw []byte) (members map[string]json.RawMessage, unique bool) {
	if json.Unmarshal(raw, &members) != nil {
		return nil, false
	}
	d := json.NewDecoder(bytes.NewReader(raw))
	_, _ = d.Token()
	n := 0
	for ; d.More(); n++ {
		_, _ = d.Token()
		_ = d.Decode(new(json.RawMessage))
	}
	return members, n == len(members)
}

// FuzzObject_ExactKeys compares with what encoding/json reads into a map, and
// appends members whose keys differ from known ones in case only: they change
// nothing.
func FuzzObject_ExactKeys(f *testing.F) {
	for _, in := range []string{
		poolSample, closeSample, trainingSample, `{"id":"1002","ID":"1000","status":"OPEN"}`, `{"ID":"1","Id":"2","\u0069d":"3","status":"x"}`,
		`{"id":"1","status":"OPEN","owner":{"id":"2","ID":"3"},"Owner":{"id":"4"}}`, "{\"id\":\"1\",\"\u017ftatus\":\"OPEN\",\"status\":\"CLOSED\"}",
		`{"id":"a","status":"SUCCESS","type":"POOL.CLONE","parameters":{"Pool_id":"1"},"details":{"pool_id":"1"}}`, `{"":1}`, `{}`, `{"id":"1","id":"2"}`,
	} {
		f.Add([]byte(in))
	}
	f.Fuzz(func(t *testing.T, in []byte) {
		body := boundedReader{from: bytes.NewReader(in), left: maxBody}
		raw, err := body.object()
		if err != nil {
			return
		}
		defer body.release()
		pool, operation := readPool(SubjectPool, raw, sanitizer{}), readOperation(raw, sanitizer{})
		members, unique := exactMembers(raw)
		if unique {
			canonical, err := json.Marshal(members)
			if err != nil {
				return // a number encoding/json does not write again
			}
			var id identifier
			id.read(members["id"], sanitizer{})
			if members["id"] != nil && pool.Ref.ID != id.id {
				t.Errorf("id %q, want %q", pool.Ref.ID, id.id)
			}
			if members["id"] == nil && (pool.Ref.ID != "" || operation.ID != "") {
				t.Errorf("invented the id %q", pool.Ref.ID)
			}
			if diff := cmp.Diff(pool, readPool(SubjectPool, canonical, sanitizer{})); diff != "" {
				t.Error(diff)
			}
		}
		other, changed := rename(raw)
		if !changed || len(other) > maxDepth {
			return
		}
		inner := bytes.TrimSuffix(raw, []byte("}"))
		if trimmed := bytes.TrimSpace(inner); len(trimmed) > 1 {
			inner = append(bytes.Clone(trimmed), ',')
		} else {
			inner = []byte("{")
		}
		tail := bytes.TrimPrefix(other, []byte("{"))
		both := slices.Concat(inner, tail)
		if _, known := knownKeys(other); known {
			return // the other case of some key is a field itself
		}
		if diff := cmp.Diff(pool, readPool(SubjectPool, both, sanitizer{})); diff != "" {
			t.Error(diff)
		}
		if diff := cmp.Diff(operation, readOperation(both, sanitizer{})); diff != "" {
			t.Error(diff)
		}
	})
}

// knownKeys reports whether an object has a key that is a field of a record.
func knownKeys(raw []byte) (key string, known bool) {
	for m := newMembers(raw); m.next(); {
		if new(poolFields).field(m.key) != nil || new(operationFields).field(m.key) != nil {
			return string(m.key), true
		}
	}
	return "", false
}
