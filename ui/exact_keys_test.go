package ui_test

import (
	"bytes"
	"io"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"tolokadash/tolokaapi"
	"tolokadash/tolokaapi/simulator"
)

// A foldedKeys is a server whose records have fields beside the true ones that
// differ from them in the case of their letters only. Go's decoder takes the last.
type foldedKeys struct{ next http.RoundTripper }

var trueFields = regexp.MustCompile(`"(id|status|private_name)":"[^"]*"`)

func (k foldedKeys) RoundTrip(r *http.Request) (*http.Response, error) {
	response, err := k.next.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	body, err := io.ReadAll(response.Body)
	_ = response.Body.Close()
	body = trueFields.ReplaceAllFunc(body, func(field []byte) []byte {
		name, _, _ := bytes.Cut(field[1:], []byte(`"`))
		return []byte(string(field) + `,"` + strings.ToUpper(string(name)) + `":"1000"`)
	})
	response.Body, response.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
	return response, err
}

// A command goes to the pool that the exact field names, and the operation that
// the exact field names is followed.
func TestExactKeys_CommandGoesToTheNamedPool(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		sim, err := simulator.New(simulator.WithPools(20))
		if err != nil {
			t.Fatal(err)
		}
		r := beginOn(t, sim, 1, nil, func(next http.RoundTripper) []tolokaapi.Option {
			return []tolokaapi.Option{tolokaapi.WithTransport(foldedKeys{next})}
		})
		id := r.closeFirst()
		r.sees("SUCCESS")
		r.wait(time.Minute)
		posts := slices.DeleteFunc(sim.Requests(), func(q simulator.Record) bool { return !isCommand(q) })
		if len(posts) != 1 || posts[0].Path != "/api/v1/pools/"+id+"/close" {
			t.Errorf("commands sent: %+v, want one that closes %s", posts, id)
		}
		if strings.Contains(r.screen(), "1000") {
			t.Errorf("a field of another spelling is drawn:\n%s", r.screen())
		}
		r.quit()
	})
}
