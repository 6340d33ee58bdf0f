package simulator

import (
	"bytes"
	"crypto/tls"
	"crypto/x509"
	"net"
	"net/http"
	"strconv"
	"syscall"
	"time"
)

// deliver sends a reply, or fails to, as the fault has it. It holds no lock:
// it may last as long as the requester is patient.
func (s *Simulator) deliver(w http.ResponseWriter, r *http.Request, f *Fault, rep reply) {
	if f == nil {
		s.write(w, rep)
		return
	}
	switch f.Kind {
	case Hang, HangAfter:
		<-r.Context().Done()
		panic(http.ErrAbortHandler)
	case Reset, ResetAfter, Refuse, NoName, OldTLS:
		breakWith(r, f.failure(r))
		panic(http.ErrAbortHandler)
	case Blanks:
		f.blanks(w, rep)
	case Drip:
		f.drip(w, r, rep)
	case Cut:
		body := rep.encoded()
		f.head(w, rep, int64(len(body)))
		_, _ = w.Write(body[:len(body)/2])
		breakWith(r, errReset())
		panic(http.ErrAbortHandler)
	default:
		s.write(w, rep)
	}
}

// failure is what a transport of Go says of a connection that went wrong.
func (f *Fault) failure(r *http.Request) error {
	switch f.Kind {
	case Refuse:
		return &net.OpError{Op: "dial", Net: "tcp", Err: syscall.ECONNREFUSED}
	case NoName:
		return &net.OpError{Op: "dial", Net: "tcp", Err: &net.DNSError{Err: "no such host", Name: r.URL.Hostname(), IsNotFound: true}}
	case OldTLS:
		return &tls.CertificateVerificationError{Err: x509.CertificateInvalidError{Cert: new(x509.Certificate), Reason: x509.Expired}}
	default:
		return errReset()
	}
}

func errReset() error {
	return &net.OpError{Op: "read", Net: "tcp", Err: syscall.ECONNRESET}
}

// blanks sends a body of nothing but blanks.
func (f *Fault) blanks(w http.ResponseWriter, rep reply) {
	left := f.Bytes
	if left == 0 {
		left = 1 << 20
	}
	f.head(w, rep, left)
	chunk := bytes.Repeat([]byte(" "), 64<<10)
	for left > 0 {
		n, err := w.Write(chunk[:min(left, int64(len(chunk)))])
		if err != nil {
			return
		}
		left -= int64(n)
	}
}

// drip sends a body byte by byte until the requester has had enough.
func (f *Fault) drip(w http.ResponseWriter, r *http.Request, rep reply) {
	every := time.Duration(f.Every)
	if every == 0 {
		every = 50 * time.Millisecond
	}
	body := rep.encoded()
	f.head(w, rep, int64(len(body)))
	pace := time.NewTimer(every)
	defer pace.Stop()
	for i := range body {
		select {
		case <-r.Context().Done():
			panic(http.ErrAbortHandler)
		case <-pace.C:
			pace.Reset(every)
		}
		if _, err := w.Write(body[i : i+1]); err != nil {
			return
		}
		if f, ok := w.(http.Flusher); ok {
			f.Flush()
		}
	}
}

func (f *Fault) head(w http.ResponseWriter, rep reply, length int64) {
	for key, value := range rep.header {
		w.Header().Set(key, value)
	}
	w.Header().Set("Content-Type", "application/json;charset=UTF-8")
	w.Header().Set("Content-Length", strconv.FormatInt(length, 10))
	w.WriteHeader(rep.status)
}
