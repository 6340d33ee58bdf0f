package tolokaapi

import (
	"errors"
	"strings"
)

// A Scheme is how a token is presented in the Authorization header.
type Scheme string

// The two schemes. Toloka takes both, for different kinds of token (D, R);
// Yandex Tasks takes OAuth only (Y).
const (
	OAuth  Scheme = "OAuth"
	APIKey Scheme = "ApiKey"
)

// ParseScheme reads a scheme's name, whatever its case.
func ParseScheme(name string) (Scheme, error) {
	for _, s := range [...]Scheme{OAuth, APIKey} {
		if strings.EqualFold(name, string(s)) {
			return s, nil
		}
	}
	return "", errors.New("the scheme must be OAuth or ApiKey")
}

// maxTokenLength bounds a token in bytes; longer ones are a file read by
// mistake.
const maxTokenLength = 4096

// WithToken sets the token, with or without a scheme typed before it, as in
// "OAuth abc". Space around it is trimmed. Without a typed scheme, and without
// WithScheme, the scheme is told from the token's dots, as the SDKs do (K, J).
//
// The token is taken out of all text from the server, unless it has fewer than
// 8 characters: such a one, good for the simulator only, cannot be told from
// ordinary words. A record one of whose ids holds the token is unreadable.
func WithToken(token string) Option {
	return func(c *Client) error {
		scheme, secret, err := ParseToken(token)
		if err != nil {
			return err
		}
		c.token = func() (Scheme, string) { return scheme, secret }
		return nil
	}
}

// WithScheme sets the scheme, whatever the token looks like or says.
func WithScheme(s Scheme) Option {
	return func(c *Client) error {
		if s != OAuth && s != APIKey {
			return errors.New("the scheme must be OAuth or ApiKey")
		}
		c.scheme = s
		return nil
	}
}

// ParseToken separates a token from the scheme typed before it; the scheme is ""
// if there is none. Its errors do not quote the token.
func ParseToken(text string) (Scheme, string, error) {
	text = strings.TrimSpace(text)
	var scheme Scheme
	if name, rest, found := strings.Cut(text, " "); found {
		var err error
		if scheme, err = ParseScheme(name); err != nil {
			return "", "", errors.New("the token holds a space, or a scheme other than OAuth and ApiKey")
		}
		text = strings.TrimSpace(rest)
	} else if _, err := ParseScheme(text); err == nil {
		text = ""
	}
	switch {
	case text == "":
		return "", "", errors.New("the token is empty")
	case len(text) > maxTokenLength:
		return "", "", errors.New("the token is longer than 4096 characters")
	case !plain(text) || strings.Contains(text, " "):
		return "", "", errors.New("the token holds a space or another character that no token has")
	}
	return scheme, text, nil
}

// detect tells the scheme from a bare token: an API key has exactly two dots,
// the first at index 22, 23 or 24 (K, J).
func detect(token string) Scheme {
	first := strings.IndexByte(token, '.')
	if strings.Count(token, ".") == 2 && first >= 22 && first <= 24 {
		return APIKey
	}
	return OAuth
}

// authorization settles the scheme: as set, as typed, as the environment has
// it, as detected.
func (c *Client) authorization() {
	scheme, token := c.token()
	if c.scheme != "" {
		scheme = c.scheme
	}
	if e, ok := c.Environment(); ok && scheme == "" {
		scheme = e.Scheme
	}
	if scheme == "" {
		scheme = detect(token)
	}
	c.scheme = scheme
	c.authorize = func() string { return string(scheme) + " " + token }
	c.clean = newSanitizer(token)
}
