package ui_test

import (
	"bytes"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"

	"tolokadash/tolokaapi"
	"tolokadash/tolokaapi/simulator"
)

const leakedToken = "leaked-token-0123456789"

// A tokenEcho is a server that puts the token of a request into every text that
// it sends.
type tokenEcho struct {
	next http.RoundTripper

	mu      sync.Mutex
	refused int // commands that are still answered by an error of its own
	echoed  int
}

// remoteText are the fields that hold free text; the token goes in front of it.
var remoteText = regexp.MustCompile(`"(private_name|private_comment|public_name|last_close_reason|EN|message|code|reason|error|text)":"`)

func (e *tokenEcho) RoundTrip(r *http.Request) (*http.Response, error) {
	token := strings.TrimPrefix(r.Header.Get("Authorization"), "OAuth ")
	e.mu.Lock()
	defer e.mu.Unlock()
	if r.Method == http.MethodPost && e.refused > 0 {
		e.refused--
		return e.refuse(r, token)
	}
	response, err := e.next.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	body, err := io.ReadAll(response.Body)
	_ = response.Body.Close()
	if err != nil {
		return nil, err
	}
	e.echoed += len(remoteText.FindAll(body, -1))
	body = remoteText.ReplaceAll(body, []byte(`"$1":"`+token+` sec\u200b`+token+` `))
	body = bytes.ReplaceAll(body, []byte(`"details":{`), []byte(`"details":{"`+token+`":"`+url.PathEscape(token)+`",`))
	body = bytes.ReplaceAll(body, []byte(`"id":"1003"`), []byte(`"id":"`+token+`"`))
	response.Body = io.NopCloser(bytes.NewReader(body))
	response.Header.Set("X-Request-Id", token)
	response.Header.Del("Content-Length")
	return response, nil
}

// refuse answers in one of four ways.
func (e *tokenEcho) refuse(r *http.Request, token string) (*http.Response, error) {
	header := http.Header{"X-Request-Id": {token}, "Content-Type": {"text/" + token}, "Location": {"https://" + token + ".example/"}}
	answer := func(status int, body string) (*http.Response, error) {
		return &http.Response{StatusCode: status, Header: header, Body: io.NopCloser(strings.NewReader(body)), Request: r}, nil
	}
	switch e.refused {
	case 3:
		return nil, &url.Error{Op: "Post", URL: "https://" + token, Err: fmt.Errorf("bad header OAuth %s", token)}
	case 2:
		return answer(302, "")
	case 1:
		return answer(202, `{"id":"`+token+`","status":"PENDING"}`)
	}
	return answer(409, `{"code":"X_`+token+`","message":"`+token+`","payload":{"`+token+`":"`+token+`"},"request_id":"`+token+`"}`)
}

// TestToken_OnNoScreen has a server that puts the token everywhere. It is on no
// frame, in no title, no row and no line of the log.
func TestToken_OnNoScreen(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var log bytes.Buffer
		var mu sync.Mutex
		var titles []string
		logger := slog.New(slog.NewTextHandler(&log, nil))
		echo := &tokenEcho{refused: 4}
		r := beginWith(t, &[]string{}, func(wire http.RoundTripper) []tolokaapi.Option {
			echo.next = wire
			return []tolokaapi.Option{
				tolokaapi.WithTransport(echo), tolokaapi.WithToken(leakedToken),
				tolokaapi.WithObserver(func(e tolokaapi.Exchange) {
					mu.Lock()
					defer mu.Unlock()
					logger.Info("request", "exchange", fmt.Sprintf("%+v", e), "error", e.Err)
				}),
			}
		}, simulator.WithPools(12))
		look := func(keys ...rune) {
			r.press(keys...)
			r.wait(time.Second)
			r.w.mu.Lock()
			titles = append(titles, r.model.View().WindowTitle)
			r.w.mu.Unlock()
		}
		for range 5 { // four refusals, then an operation that fails
			id := r.sim.PoolIDs("OPEN")[0]
			r.sim.Script(simulator.Script{PoolID: id, Verb: "close", Outcome: simulator.Fails, Duration: 2 * time.Second, FailAt: 40})
			look('c')
			r.sayYes()
			look()
			r.wait(40 * time.Second)
			look('j')
		}
		look('1', tea.KeyEnter)
		look(tea.KeyEscape, '2', tea.KeyEnter)
		look(tea.KeyEscape, 'j', tea.KeyEnter)
		look(tea.KeyEscape, '3')
		look('4')
		look('?')
		look(tea.KeyEscape, '1', 'r')
		r.quit()
		echo.mu.Lock()
		if echo.refused > 0 || echo.echoed < 50 {
			t.Errorf("%d refusals are left, %d texts held the token", echo.refused, echo.echoed)
		}
		echo.mu.Unlock()
		r.w.mu.Lock()
		seen := *r.w.seen
		r.w.mu.Unlock()
		mu.Lock()
		defer mu.Unlock()
		shown := 0
		for _, text := range append(append(seen, titles...), log.String()) {
			shown += strings.Count(text, "***")
			if strings.Contains(strings.ToLower(text), leakedToken) {
				t.Fatalf("the token is in:\n%s", text)
			}
		}
		if shown < 50 {
			t.Errorf("only %d places show that it was taken out", shown)
		}
	})
}
