package tolokaapi

import (
	"crypto/tls"
	"net/http"
	"slices"
	"strings"
	"testing"
)

// A base URL is taken in every spelling.
func TestParseBaseURL_Spellings(t *testing.T) {
	tests := []struct{ in, root, host string }{
		{"toloka.dev", "https://toloka.dev", "toloka.dev"},
		{"https://toloka.dev", "https://toloka.dev", "toloka.dev"},
		{"https://toloka.dev/", "https://toloka.dev", "toloka.dev"},
		{"HTTPS://Toloka.DEV/api", "https://toloka.dev", "toloka.dev"},
		{"toloka.dev/api/", "https://toloka.dev", "toloka.dev"},
		{" https://toloka.dev/api/v1 ", "https://toloka.dev", "toloka.dev"},
		{"https://toloka.dev/api/v1/", "https://toloka.dev", "toloka.dev"},
		{"https://toloka.dev:443", "https://toloka.dev", "toloka.dev"},
		{"toloka.dev:8443", "https://toloka.dev:8443", "toloka.dev:8443"},
		{"https://gate.example/toloka/api/v1", "https://gate.example/toloka", "gate.example"},
		{"https://gate.example/a%2Fb", "https://gate.example/a%2Fb", "gate.example"},
		{"http://localhost", "http://localhost", "localhost"},
		{"http://LOCALHOST:8089/", "http://localhost:8089", "localhost:8089"},
		{"http://127.0.0.1:8089/api/v1", "http://127.0.0.1:8089", "127.0.0.1:8089"},
		{"http://127.9.9.9:80", "http://127.9.9.9", "127.9.9.9"},
		{"http://[::1]:8089", "http://[::1]:8089", "[::1]:8089"},
		{"https://[2001:db8::1]", "https://[2001:db8::1]", "[2001:db8::1]"},
	}
	for _, test := range tests {
		t.Run(test.in, func(t *testing.T) {
			c, err := New(WithToken("x"), WithBaseURL(test.in))
			if err != nil {
				t.Fatal(err)
			}
			if c.BaseURL() != test.root || c.Host() != test.host {
				t.Errorf("got %q and %q", c.BaseURL(), c.Host())
			}
			again, err := ParseBaseURL(c.BaseURL())
			if err != nil || again.Root != c.BaseURL() {
				t.Errorf("its own root is taken as %v, %v", again, err)
			}
		})
	}
}

// A base URL that would do harm is refused.
func TestParseBaseURL_Refused(t *testing.T) {
	for name, in := range map[string]string{
		"nothing":                        "",
		"a scheme alone":                 "https://",
		"plain http":                     "http://toloka.dev",
		"a name that begins like ours":   "http://localhost.evil.example",
		"an address that looks local":    "http://127.0.0.1.evil.example",
		"a short address":                "http://127.1",
		"the unspecified address":        "http://0.0.0.0",
		"another scheme":                 "ftp://toloka.dev",
		"a file":                         "file:///etc/passwd",
		"a user":                         "https://hunter2@toloka.dev",
		"a password":                     "https://me:hunter2@toloka.dev",
		"a broken password":              "https://me:hunter2@toloka.dev:x/%zz",
		"a query":                        "https://toloka.dev?token=hunter2",
		"an empty query":                 "https://toloka.dev?",
		"a fragment":                     "https://toloka.dev#hunter2",
		"an empty fragment":              "https://toloka.dev#",
		"two slashes":                    "https://toloka.dev//",
		"a path that climbs":             "https://toloka.dev/a/../b",
		"a path that climbs in disguise": "https://toloka.dev/a/%2e%2e/b",
		"a path with a control":          "https://toloka.dev/a%1b",
		"a port that is none":            "https://toloka.dev:hunter2",
		"a port too large":               "https://toloka.dev:65536",
		"port zero":                      "https://toloka.dev:0",
		"an empty port":                  "https://toloka.dev:",
		"a name in another script":       "https://толока.дев",
		"a zone":                         "http://[fe80::1%25lo]",
		"a control character":            "https://toloka.dev\x1b[31m",
		"a space":                        "https://toloka .dev",
		"an empty label":                 "https://toloka..dev",
	} {
		t.Run(name, func(t *testing.T) {
			c, err := New(WithToken("x"), WithBaseURL(in))
			if err == nil {
				t.Fatalf("%q was taken as %q", in, c.BaseURL())
			}
			if strings.Contains(err.Error(), "hunter2") {
				t.Errorf("quotes a secret: %v", err)
			}
		})
	}
}

// The scheme follows the token.
func TestAuthorization_Scheme(t *testing.T) {
	key := func(first int) string { return strings.Repeat("a", first) + ".b.c" }
	tests := []struct {
		name, token string
		more        []Option
		want        string
	}{
		{"no dots", "abc", nil, "OAuth abc"},
		{"two dots, the first at 21", key(21), nil, "OAuth " + key(21)},
		{"two dots, the first at 22", key(22), nil, "ApiKey " + key(22)},
		{"two dots, the first at 23", key(23), nil, "ApiKey " + key(23)},
		{"two dots, the first at 24", key(24), nil, "ApiKey " + key(24)},
		{"two dots, the first at 25", key(25), nil, "OAuth " + key(25)},
		{"one dot", strings.Repeat("a", 22) + ".b", nil, "OAuth " + strings.Repeat("a", 22) + ".b"},
		{"three dots", key(22) + ".d", nil, "OAuth " + key(22) + ".d"},
		{"a typed key", "ApiKey abc", nil, "ApiKey abc"},
		{"a typed scheme in another case", "  oauth   " + key(22) + "\n", nil, "OAuth " + key(22)},
		{"a scheme as set", "abc", []Option{WithScheme(APIKey)}, "ApiKey abc"},
		{"a scheme as set before what is typed", "ApiKey abc", []Option{WithScheme(OAuth)}, "OAuth abc"},
		{"Yandex Tasks takes one only", key(22), []Option{WithBaseURL("tasks.yandex.ru")}, "OAuth " + key(22)},
		{"space around it", "\tabc \r\n", nil, "OAuth abc"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			for _, opts := range [][]Option{
				append([]Option{WithToken(test.token)}, test.more...), append(slices.Clip(test.more), WithToken(test.token)),
			} {
				c, err := New(opts...)
				if err != nil {
					t.Fatal(err)
				}
				if got := c.authorize(); got != test.want {
					t.Errorf("got %q, want %q", got, test.want)
				}
			}
		})
	}
}

// A token that is none is refused unquoted.
func TestParseToken_Refused(t *testing.T) {
	for name, in := range map[string]string{
		"empty": "", "blank": " \n", "a scheme alone": "OAuth", "a scheme and space": "ApiKey  ",
		"another scheme": "Bearer hunter2", "two words": "OAuth hunter2 more", "a control inside": "hunter2\x1b[31m",
		"a second header": "hunter2\r\nX-Evil: 1", "a line end inside": "hunter2\nmore", "another script": "hunter2й",
		"a file by mistake": strings.Repeat("hunter2", 1000),
	} {
		t.Run(name, func(t *testing.T) {
			c, err := New(WithToken(in))
			if err == nil {
				t.Fatalf("taken: %v", c)
			}
			if strings.Contains(err.Error(), "hunter2") {
				t.Errorf("quotes it: %v", err)
			}
		})
	}
}

// Options that cannot be used are refused.
func TestNew_InvalidOptions(t *testing.T) {
	old := &http.Transport{TLSClientConfig: &tls.Config{MinVersion: tls.VersionTLS10}}
	blind := &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}}
	for name, option := range map[string]Option{
		"no transport":              WithTransport(nil),
		"a transport that is blind": WithTransport(blind),
		"a transport that is old":   WithTransport(old),
		"an account with a space":   WithAccount("a b"),
		"an account with a line":    WithAccount("a\r\nX-Evil: 1"),
		"an empty agent":            WithUserAgent(""),
		"an agent with a line":      WithUserAgent("a\r\nX-Evil: 1"),
		"a scheme unheard of":       WithScheme("Bearer"),
		"a scheme in lower case":    WithScheme("oauth"),
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := New(WithToken("x"), option); err == nil {
				t.Error("taken")
			}
		})
	}
	if _, err := New(); err == nil {
		t.Error("a client without a token was made")
	}
}

// The defaults are safe.
func TestNew_Defaults(t *testing.T) {
	c, err := New(WithToken("x"))
	if err != nil {
		t.Fatal(err)
	}
	if c.BaseURL() != "https://toloka.dev" {
		t.Errorf("got %q", c.BaseURL())
	}
	own := c.transport.(*http.Transport)
	if own.TLSClientConfig.InsecureSkipVerify || own.TLSClientConfig.MinVersion < tls.VersionTLS12 || own.MaxIdleConnsPerHost < 16 {
		t.Errorf("got %+v", own.TLSClientConfig)
	}
	c.CloseIdleConnections()
}

// Only an address of this machine is this machine; a name that merely begins like
// one is not.
func TestClient_Loopback(t *testing.T) {
	for base, want := range map[string]bool{
		"http://127.0.0.1:8089": true, "http://127.8.8.8": true, "http://localhost:1": true, "http://LOCALHOST": true,
		"http://[::1]:8089": true, "https://[::ffff:127.0.0.1]": true, "https://127.0.0.1/prefix": true,
		"https://toloka.dev": false, "https://localhost.example": false, "https://127.0.0.1.example": false, "https://10.0.0.1": false,
		"https://128.0.0.1": false, "https://[::2]": false,
	} {
		c, err := New(WithBaseURL(base), WithToken("x"))
		if err != nil {
			t.Errorf("%s: %v", base, err)
			continue
		}
		if got := c.Loopback(); got != want {
			t.Errorf("%s is on this machine: %v, want %v", base, got, want)
		}
	}
}

// A scheme is read in any case.
func TestParseScheme_Case(t *testing.T) {
	for in, want := range map[string]Scheme{"OAuth": OAuth, "oauth": OAuth, "ApiKey": APIKey, "APIKEY": APIKey, "": "", "Bearer": ""} {
		if got, err := ParseScheme(in); got != want || (err == nil) != (want != "") {
			t.Errorf("%q: got %q, %v", in, got, err)
		}
	}
}

// Environments are data.
func TestEnvironments_Data(t *testing.T) {
	for _, e := range Environments() {
		named, ok := EnvironmentNamed(e.Name)
		if !ok || named != e {
			t.Errorf("%s: got %+v", e.Name, named)
		}
		c, err := New(WithToken("x"), WithBaseURL(e.BaseURL+"/api/v1"))
		if err != nil {
			t.Fatal(err)
		}
		if got, ok := c.Environment(); !ok || got != e {
			t.Errorf("%s: got %+v", e.Name, got)
		}
		if e.Currency == "" {
			t.Errorf("%s: amounts of no currency", e.Name)
		}
	}
	if e, ok := EnvironmentNamed("Production"); ok {
		t.Errorf("got %+v", e)
	}
	c, err := New(WithToken("x"), WithBaseURL("http://127.0.0.1:8089"))
	if err != nil {
		t.Fatal(err)
	}
	if e, ok := c.Environment(); ok {
		t.Errorf("got %+v", e)
	}
}

// Links lead to the web interface.
func TestEnvironment_Link(t *testing.T) {
	sandbox, _ := EnvironmentNamed("sandbox")
	tests := []struct {
		name    string
		env     Environment
		ref     Ref
		project string
		want    string
	}{
		{"a pool", sandbox, PoolRef("2"), "1", "https://platform.sandbox.toloka.ai/requester/project/1/pool/2"},
		{"a training", sandbox, TrainingRef("2"), "1", "https://platform.sandbox.toloka.ai/requester/project/1/training/2"},
		{"ids that need escaping", sandbox, PoolRef("../?"), "a/b", "https://platform.sandbox.toloka.ai/requester/project/a%2Fb/pool/..%2F%3F"},
		{"no project", sandbox, PoolRef("2"), "", ""},
		{"no pool", sandbox, Ref{}, "1", ""},
		{"an id that is none", sandbox, PoolRef("a b"), "1", ""},
		{"no web interface", Environment{}, PoolRef("2"), "1", ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := test.env.Link(test.ref, test.project); got != test.want {
				t.Errorf("got %q", got)
			}
		})
	}
}
