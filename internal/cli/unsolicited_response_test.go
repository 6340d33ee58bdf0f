//go:build unix

package cli

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"tolokadash/tolokaapi/simulator"
)

// TestScreen_UnsolicitedResponseNotDrawn is in front of a server whose answer to a
// command goes on after its end, with the very token that came.
func TestScreen_UnsolicitedResponseNotDrawn(t *testing.T) {
	t.Parallel()
	sim, err := simulator.New(simulator.WithOperationTime(time.Second, 0))
	if err != nil {
		t.Fatal(err)
	}
	said := make(chan struct{})
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodPost {
			sim.ServeHTTP(w, r)
			return
		}
		conn, _, err := http.NewResponseController(w).Hijack()
		if err != nil {
			t.Error(err)
			return
		}
		defer func() { _ = conn.Close() }()
		_, _ = io.WriteString(conn, "HTTP/1.1 204 No Content\r\n\r\n{\"request\":\""+r.Header.Get("Authorization")+"\"}")
		_, _ = io.Copy(io.Discard, conn) // until the other side has seen it
		close(said)
	}))
	t.Cleanup(server.Close)
	x := dashboard(t, server.URL)
	x.confirmClose()
	x.shows(`already closed`)
	<-said
	x.quit()
	x.restored()
	for _, never := range []string{"secret-token", "Unsolicited"} {
		if strings.Contains(x.output(), never) {
			t.Errorf("%q is on the screen", never)
		}
	}
}
