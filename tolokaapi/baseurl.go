package tolokaapi

import (
	"errors"
	"net"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
)

// WithBaseURL sets where the API is, as [ParseBaseURL] takes it.
func WithBaseURL(text string) Option {
	return func(c *Client) error {
		base, err := ParseBaseURL(text)
		if err != nil {
			return err
		}
		c.root, c.host = base.Root, base.Host
		return nil
	}
}

// A BaseURL is where the API is, in one spelling for every place.
type BaseURL struct {
	Root string // scheme, host and path prefix, without /api/v1
	Host string // with its port where it is not the scheme's own
}

// ParseBaseURL reads a base URL: a host, host/api or host/api/v1, with or
// without "https://" before it and one slash after it. A path before /api is
// kept, for servers behind a gateway. Plain http is accepted for loopback
// addresses only. Errors do not quote the URL, which may hold a password.
func ParseBaseURL(text string) (BaseURL, error) {
	text = strings.TrimSpace(text)
	if !strings.Contains(text, "://") {
		text = "https://" + text
	}
	u, err := url.Parse(text)
	if err != nil {
		return BaseURL{}, errors.New("the base URL is not a URL")
	}
	switch {
	case u.Scheme != "https" && u.Scheme != "http":
		return BaseURL{}, errors.New("the base URL must begin with https://, or with http:// for this machine")
	case u.User != nil:
		return BaseURL{}, errors.New("the base URL must not hold a user name or password")
	case u.RawQuery != "" || u.ForceQuery || strings.Contains(text, "#"):
		return BaseURL{}, errors.New("the base URL must not hold a query or fragment")
	}
	host, err := normalHost(u)
	if err != nil {
		return BaseURL{}, err
	}
	if u.Scheme == "http" && !loopback(u.Hostname()) {
		return BaseURL{}, errors.New("plain http is for this machine only: the base URL must begin with https://")
	}
	prefix, err := pathPrefix(u.EscapedPath())
	if err != nil {
		return BaseURL{}, err
	}
	return BaseURL{Root: u.Scheme + "://" + host + prefix, Host: host}, nil
}

// normalHost is the host in lower case, without the scheme's default port.
func normalHost(u *url.URL) (string, error) {
	name, port := strings.ToLower(u.Hostname()), u.Port()
	if _, err := netip.ParseAddr(name); err != nil && !hostName(name) || strings.Contains(name, "%") {
		return "", errors.New("the base URL's host is neither a name nor an address")
	}
	if strings.HasSuffix(u.Host, ":") || port != "" && !validPort(port) {
		return "", errors.New("the base URL's port is not a number from 1 to 65535")
	}
	if port == "" || u.Scheme == "https" && port == "443" || u.Scheme == "http" && port == "80" {
		if strings.Contains(name, ":") {
			return "[" + name + "]", nil
		}
		return name, nil
	}
	return net.JoinHostPort(name, port), nil
}

func validPort(port string) bool {
	n, err := strconv.ParseUint(port, 10, 16)
	return err == nil && n > 0
}

// hostName reports whether name could be in the DNS. Names in other scripts are
// written in their ASCII form there.
func hostName(name string) bool {
	for i := range len(name) {
		switch b := name[i]; {
		case b >= 'a' && b <= 'z', b >= '0' && b <= '9', b == '-', b == '_':
		case b == '.' && i > 0 && name[i-1] != '.':
		default:
			return false
		}
	}
	return name != ""
}

func loopback(host string) bool {
	if strings.EqualFold(host, "localhost") {
		return true
	}
	address, err := netip.ParseAddr(host)
	return err == nil && address.Unmap().IsLoopback()
}

// pathPrefix is what a base URL's path holds before /api/v1.
func pathPrefix(path string) (string, error) {
	path = strings.TrimSuffix(path, "/")
	if shorter, found := strings.CutSuffix(path, "/api/v1"); found {
		path = shorter
	} else {
		path = strings.TrimSuffix(path, "/api")
	}
	if path == "" {
		return "", nil
	}
	for segment := range strings.SplitSeq(path[1:], "/") {
		name, err := url.PathUnescape(segment)
		if err != nil || !ValidID(name) {
			return "", errors.New("the base URL's path is not a plain path")
		}
	}
	return path, nil
}
