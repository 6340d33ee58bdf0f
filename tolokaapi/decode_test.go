package tolokaapi

import (
	"encoding/json"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"
)

func readPoolPage(body io.Reader) ([]Pool, bool, error) {
	return decodePage(&boundedReader{from: body, left: maxBody}, poolReader(SubjectPool), sanitizer{})
}

// A page is read item by item.
func TestDecodePage_Items(t *testing.T) {
	tests := []struct {
		name, in string
		ids      string // "!" marks an unreadable row
		more     bool
	}{
		{"two pools", `{"items":[{"id":"1","status":"OPEN"},{"id":"2","status":"OPEN"}],"has_more":true}`, "1 2", true},
		{"the other order of keys", `{"has_more":true,"items":[{"id":"1","status":"OPEN"}]}`, "1", true},
		{"an empty list", `{"items":[],"has_more":false}`, "", false},
		{"no has_more", `{"items":[]}`, "", false},
		{"a null has_more", `{"items":[],"has_more":null}`, "", false},
		{"unknown keys", `{"total":5,"items":[{"id":"1","status":"OPEN"}],"links":{"self":["x"]},"has_more":true}`, "1", true},
		{"one bad row costs one row", `{"items":[{"id":"1","status":"OPEN"},{"id":"2"},{"status":"OPEN"},7,null,[],{"id":"3","status":"OPEN"}]}`, "1 2! ! ! ! ! 3", false},
		{"a key in another case is another key", `{"items":[{"ID":"9","id":"1","Id":"8","status":"OPEN"}],"Items":[],"HAS_MORE":true}`, "1", false},
		{"a key whose letters are escaped", `{"\u0069tems":[{"\u0069d":"1","st\u0061tus":"OPEN"}]}`, "1", false},
		{"a repeated key costs its row", `{"items":[{"id":"1","id":"2","status":"OPEN"},{"id":"3","status":"OPEN"}]}`, "! 3", false},
		{"bytes that are no text", "{\"items\":[{\"id\":\"1\",\"status\":\"OPEN\",\"private_name\":\"\xff\xfe\"}]}", "1", false},
		{"what follows is not looked at", `{"items":[],"has_more":true} <!-- served by gate-7 -->`, "", true},
		{"a row as deep as JSON may be", `{"items":[{"id":"1","status":"OPEN","filter":` + strings.Repeat("[", 9000) + strings.Repeat("]", 9000) + `}]}`, "1", false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			for name, body := range map[string]io.Reader{
				"at once": strings.NewReader(test.in), "by bytes": iotest.OneByteReader(strings.NewReader(test.in)),
			} {
				items, more, err := readPoolPage(body)
				if err != nil {
					t.Fatalf("%s: %v", name, err)
				}
				var ids []string
				for _, p := range items {
					id := p.Ref.ID
					if p.Unreadable != "" {
						id += "!"
					}
					ids = append(ids, id)
				}
				if got := strings.Join(ids, " "); got != test.ids || more != test.more || items == nil {
					t.Errorf("%s: got %q, %v, %v", name, got, more, items)
				}
			}
		})
	}
}

// What is no page is an error.
func TestDecodePage_Errors(t *testing.T) {
	var syntax *json.SyntaxError
	isSyntax := func(err error) bool { return errors.As(err, &syntax) }
	is := func(want error) func(error) bool { return func(err error) bool { return errors.Is(err, want) } }
	tests := []struct {
		name, in string
		is       func(error) bool
	}{
		{"nothing", ``, is(errCut)},
		{"blanks", " \n\t ", is(errCut)},
		{"HTML", `<html><body>502</body></html>`, isSyntax},
		{"a list", `[]`, is(errNotObject)},
		{"null", `null`, is(errNotObject)},
		{"a string", `"items"`, is(errNotObject)},
		{"no items", `{"has_more":true}`, is(errNoItems)},
		{"null items", `{"items":null}`, is(errNoItems)},
		{"items that are an object", `{"items":{}}`, is(errNoItems)},
		{"items twice", `{"items":[],"has_more":true,"items":[]}`, is(errTwice)},
		{"has_more twice", `{"items":[],"has_more":true,"has_more":false}`, is(errTwice)},
		{"has_more that is a word", `{"items":[],"has_more":"true"}`, is(errHasMore)},
		{"cut in a key", `{"ite`, is(errCut)},
		{"cut after a key", `{"items":`, is(errCut)},
		{"cut before a row", `{"items":[`, is(errCut)},
		{"cut in a row", `{"items":[{"id":"1","sta`, is(errCut)},
		{"cut between rows", `{"items":[{"id":"1","status":"OPEN"},`, is(errCut)},
		{"cut after the rows", `{"items":[{"id":"1","status":"OPEN"}]`, is(errCut)},
		{"cut in has_more", `{"items":[],"has_more":tr`, is(errCut)},
		{"broken inside", `{"items":[{"id":"1",}]}`, isSyntax},
		{"deeper than JSON may be", `{"items":[` + strings.Repeat("[", 20000) + strings.Repeat("]", 20000) + `]}`, isSyntax},
		{"rows without end", `{"items":[` + strings.Repeat("0,", maxItems) + `0]}`, is(errManyItems)},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			items, more, err := readPoolPage(strings.NewReader(test.in))
			if !test.is(err) || items != nil || more {
				t.Errorf("got %v, %v, %v", items, more, err)
			}
		})
	}
}

// endless gives the same bytes for ever and counts them.
type endless struct {
	piece string
	given int
}

func (e *endless) Read(p []byte) (int, error) {
	n := 0
	for n < len(p) {
		n += copy(p[n:], e.piece)
	}
	e.given += n
	return n, nil
}

// An endless body is left at its limit.
func TestBoundedReader_EndlessBody(t *testing.T) {
	const limit = 4 << 20
	for _, test := range []struct {
		name, lead, piece string
		limited           bool // else the decoder gives up earlier
	}{
		{"blanks before anything", "", " ", true},
		{"blanks between rows", `{"items":[`, "\r\n", true},
		{"a string without an end", `{"x":"`, "x", true},
		{"brackets without an end", `{"x":`, "[", false},
		{"rows without an end", `{"items":[0`, ",0", true},
	} {
		t.Run(test.name, func(t *testing.T) {
			body := &endless{piece: strings.Repeat(test.piece, 4096)}
			bounded := &boundedReader{from: io.MultiReader(strings.NewReader(test.lead), body), left: limit}
			_, _, err := decodePage(bounded, readOperation, sanitizer{})
			if err == nil || errors.Is(err, errTooLarge) != test.limited {
				t.Errorf("got %v", err)
			}
			if body.given > limit+1 {
				t.Errorf("read %d bytes", body.given)
			}
		})
	}
}

// Blanks are not kept.
func TestBoundedReader_Space(t *testing.T) {
	in := `{ "items" : [ ` + strings.Repeat(" \n", 1<<20) + `{"id":"1","status":"OPEN","private_name":"a  \"  b\\"} ] }`
	items, _, err := readPoolPage(strings.NewReader(in))
	if err != nil || len(items) != 1 || items[0].Name != `a  "  b\` {
		t.Errorf("got %+v, %v", items, err)
	}
	blanks := &endless{piece: strings.Repeat(" ", 4096)}
	body := &boundedReader{from: io.LimitReader(blanks, 1<<20), left: maxBody}
	if _, err := body.object(); !errors.Is(err, errCut) || len(*body.buffer) != 0 {
		t.Errorf("kept %d bytes, %v", len(*body.buffer), err)
	}
}

func FuzzDecodePage(f *testing.F) {
	for _, s := range []string{
		`{"items":[` + poolSample + `,` + trainingSample + `,` + closeSample + `],"has_more":true}`,
		`{"items":[{"id":7,"status":"\u001b[31m\ud800","details":{"a":["\u202e"]},"progress":1e999}],"has_more":null}`,
		`{"items":[{"id":"..","status":5},null,[],7]}`, `{"items":{}}`, `[]`, `{"items":[`, ``, "{\"items\":[{\"id\":\"\xff\"}]}",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, in []byte) {
		pools, more, err := readPoolPage(strings.NewReader(string(in)))
		for _, p := range pools {
			if !ValidID(p.Ref.ID) && p.Unreadable == "" {
				t.Errorf("id %q in a readable row", p.Ref.ID)
			}
			for _, s := range []string{
				p.Name, p.Comment, string(p.Status), p.CloseReason, p.Type, p.Unreadable, string(p.Reward), p.ProjectID, p.OwnerID,
				p.Created.Text, p.LastStarted.Text, p.LastStopped.Text, p.WillExpire.Text,
			} {
				assertHarmless(t, s, maxText)
			}
		}
		if err == nil && more {
			_, _, _ = Page[Pool]{Items: pools, HasMore: true}.Next()
		}
		operations, _, _ := decodePage(&boundedReader{from: strings.NewReader(string(in)), left: maxBody}, readOperation, sanitizer{})
		for _, o := range operations {
			if !ValidID(string(o.ID)) && o.Unreadable == "" {
				t.Errorf("id %q in a readable row", o.ID)
			}
			if o.Progress.Percent < 0 || o.Progress.Percent > 100 {
				t.Errorf("progress %+v", o.Progress)
			}
			for _, s := range []string{string(o.Type), string(o.Status), o.Details, o.Submitted.Text, o.Target.ID, o.Created.ID} {
				assertHarmless(t, s, maxText)
			}
		}
	})
}
