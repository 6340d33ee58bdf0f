package tolokaapi

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"time"
)

// An Option configures New. Options may come in any order; of two alike the
// later counts.
type Option func(*Client) error

// WithTransport sends requests through t instead of the client's own pool of
// connections. t must make each request once. One that was told not to verify
// certificates, or to accept less than TLS 1.2, is refused.
func WithTransport(t http.RoundTripper) Option {
	return func(c *Client) error {
		if t == nil {
			return errors.New("the transport is nil")
		}
		if own, ok := t.(*http.Transport); ok && own.TLSClientConfig != nil {
			if own.TLSClientConfig.InsecureSkipVerify {
				return errors.New("the transport must verify certificates")
			}
			if v := own.TLSClientConfig.MinVersion; v != 0 && v < tls.VersionTLS12 {
				return errors.New("the transport must not go below TLS 1.2")
			}
		}
		c.transport = t
		return nil
	}
}

// WithAccount acts for the requester with this id, who shared their account
// with the token's owner (K). An empty id acts for the owner.
func WithAccount(id string) Option {
	return func(c *Client) error {
		if id != "" && !ValidID(id) {
			return errors.New("the account id must be 1 to 128 printable ASCII characters without spaces")
		}
		c.account = id
		return nil
	}
}

// WithUserAgent sets the User-Agent header; the default is "tolokadash".
func WithUserAgent(name string) Option {
	return func(c *Client) error {
		if name == "" || len(name) > maxWord || !plain(name) {
			return fmt.Errorf("the user agent must be 1 to %d printable ASCII characters", maxWord)
		}
		c.agent = name
		return nil
	}
}

// WithReadOnly makes the client refuse every request that could change
// something, as the last thing before the network.
func WithReadOnly() Option {
	return func(c *Client) error {
		c.readOnly = true
		return nil
	}
}

// WithObserver calls f after every exchange, from the goroutine that made it.
// f must be safe for concurrent use.
func WithObserver(f func(Exchange)) Option {
	return func(c *Client) error {
		c.observe = f
		return nil
	}
}

// Bounds of a connection. A request as a whole is bounded by its context.
const (
	connectTime     = 10 * time.Second
	idleTime        = 90 * time.Second
	probeTime       = 15 * time.Second // between probes of a connection that is silent
	idleConnections = 32
	maxHeaderBytes  = 1 << 20
)

// defaultTransport keeps connections for reuse and gives up on dead ones. It does
// not speak HTTP/2: over that, net/http sends a POST again by itself when the
// server says that it broke the protocol, though the server may have acted on it.
func defaultTransport() *http.Transport {
	dialer := &net.Dialer{Timeout: connectTime, KeepAlive: probeTime}
	http1 := new(http.Protocols)
	http1.SetHTTP1(true)
	return &http.Transport{
		Proxy:                  http.ProxyFromEnvironment,
		OnProxyConnectResponse: throughProxy,
		DialContext:            dialer.DialContext,
		TLSHandshakeTimeout:    connectTime,
		TLSClientConfig:        &tls.Config{MinVersion: tls.VersionTLS12},
		Protocols:              http1,
		MaxIdleConns:           idleConnections,
		MaxIdleConnsPerHost:    idleConnections,
		IdleConnTimeout:        idleTime,
		MaxResponseHeaderBytes: maxHeaderBytes,
	}
}

// A proxyError is why a proxy is of no use.
type proxyError string

func (e proxyError) Error() string { return string(e) }

// throughProxy refuses what is no success of a CONNECT; net/http would give the
// words of the status and not say whose they are.
func throughProxy(_ context.Context, proxy *url.URL, _ *http.Request, answer *http.Response) error {
	if answer.StatusCode == http.StatusOK {
		return nil
	}
	return proxyError("the proxy " + proxy.Host + " answers " + answer.Status)
}
