package simulator

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"sync"
)

// RoundTripper carries requests to the simulator without a socket, so it works
// inside a testing/synctest bubble. A broken connection comes back as the
// *net.OpError it would be over TCP, an abandoned one as the error of the
// request's context. One goroutine serves each request; it ends when the body
// is read to its end or closed, or the request's context is done.
func (s *Simulator) RoundTripper() http.RoundTripper { return wire{to: s} }

type wire struct{ to http.Handler }

// breakage carries the error of a broken connection from the handler to the
// round trip. Over TCP there is none, and the connection just breaks.
type (
	breakageKey struct{}
	breakage    struct{ err error }
)

func breakWith(r *http.Request, err error) {
	if b, ok := r.Context().Value(breakageKey{}).(*breakage); ok {
		b.err = err
	}
}

// RoundTrip answers req from the handler.
func (t wire) RoundTrip(req *http.Request) (*http.Response, error) {
	if req.Body != nil {
		defer func() { _ = req.Body.Close() }()
	}
	ctx := req.Context()
	if err := context.Cause(ctx); err != nil {
		return nil, err
	}
	broken := new(breakage)
	served := req.Clone(context.WithValue(ctx, breakageKey{}, broken))
	served.RequestURI = req.URL.RequestURI()
	if served.Host == "" {
		served.Host = req.URL.Host
	}
	body, answer := io.Pipe()
	w := &pipeWriter{header: http.Header{}, body: answer, begun: make(chan struct{})}
	stop := context.AfterFunc(ctx, func() { _ = answer.CloseWithError(context.Cause(ctx)) })
	ended := make(chan error, 1)
	go func() {
		defer stop()
		err := serve(t.to, w, served, broken)
		_ = answer.CloseWithError(err) // nil ends the body
		ended <- err
	}()
	select {
	case <-w.begun:
	case err := <-ended:
		if err != nil {
			_ = body.Close()
			return nil, err
		}
		w.WriteHeader(http.StatusOK) // a handler that wrote nothing
	case <-ctx.Done():
		_ = body.Close()
		return nil, context.Cause(ctx)
	}
	return w.response(req, body), nil
}

// serve runs the handler and turns its panic into the error of a connection.
func serve(h http.Handler, w http.ResponseWriter, r *http.Request, broken *breakage) (err error) {
	defer func() {
		p := recover()
		if p == nil {
			return
		}
		aborted, ok := p.(error)
		switch {
		case !ok || !errors.Is(aborted, http.ErrAbortHandler):
			panic(p)
		case r.Context().Err() != nil:
			err = context.Cause(r.Context())
		case broken.err != nil:
			err = broken.err
		default:
			err = errReset()
		}
	}()
	h.ServeHTTP(w, r)
	return nil
}

// A pipeWriter hands the head of an answer over once and its body as it comes.
type pipeWriter struct {
	header http.Header
	body   *io.PipeWriter
	once   sync.Once
	begun  chan struct{}
	status int
	sent   http.Header
}

// Header is what WriteHeader will send.
func (w *pipeWriter) Header() http.Header { return w.header }

// WriteHeader sends the head; a second one is dropped.
func (w *pipeWriter) WriteHeader(status int) {
	w.once.Do(func() {
		w.status, w.sent = status, w.header.Clone()
		close(w.begun)
	})
}

// Write waits until the requester has read p.
func (w *pipeWriter) Write(p []byte) (int, error) {
	w.WriteHeader(http.StatusOK)
	if len(p) == 0 {
		return 0, nil
	}
	n, err := w.body.Write(p)
	if errors.Is(err, io.ErrClosedPipe) {
		err = fmt.Errorf("the requester hung up: %w", err)
	}
	return n, err
}

// Flush does nothing: what is written is there.
func (w *pipeWriter) Flush() {}

// response is the answer as a client gets it.
func (w *pipeWriter) response(req *http.Request, body io.ReadCloser) *http.Response {
	length := int64(-1)
	if w.status == http.StatusNoContent {
		w.sent.Set("Content-Length", "0")
	}
	if _, err := fmt.Sscan(w.sent.Get("Content-Length"), &length); err != nil {
		length = -1
	}
	return &http.Response{
		Status:     fmt.Sprintf("%d %s", w.status, http.StatusText(w.status)),
		StatusCode: w.status,
		Proto:      "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: w.sent, ContentLength: length, Body: body, Request: req,
	}
}
