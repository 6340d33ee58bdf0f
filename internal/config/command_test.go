package config

import (
	"context"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"go.uber.org/goleak"

	"github.com/google/go-cmp/cmp"
)

// TestMain lets the test binary play the part of a token command, so that the
// tests need no other program.
func TestMain(m *testing.M) {
	if play := os.Getenv("PLAY_TOKEN_COMMAND"); play != "" {
		os.Exit(playCommand(play, os.Args[1:]))
	}
	goleak.VerifyTestMain(m)
}

func playCommand(play string, args []string) int {
	switch play {
	case "print":
		fmt.Println(strings.Join(args, ""))
	case "chatter":
		fmt.Fprintln(os.Stderr, "asking the agent...")
		fmt.Println(sesame)
	case "read":
		var line string
		n, err := fmt.Scanln(&line)
		fmt.Printf("%d-%v", n, err)
	case "fail":
		fmt.Println(sesame)
		fmt.Fprintf(os.Stderr, "\x1b]0;owned\a\n+ curl -H %s\n", sesame)
		return 3
	case "leave":
		fmt.Println(sesame)
		child := exec.Command(os.Args[0], args...)
		child.Env = append(os.Environ(), "PLAY_TOKEN_COMMAND=stay")
		child.Stdout = os.Stdout
		if err := child.Start(); err != nil {
			return 1
		}
	case "stay": // until the test ends
		if c, err := net.Dial("tcp", args[0]); err == nil {
			_, _ = io.Copy(io.Discard, c)
		}
	case "flood":
		for range 10_000 {
			fmt.Println(strings.Repeat(sesame, 100))
		}
	case "hang":
		<-make(chan struct{})
	}
	return 0
}

// commanded is a configuration whose token command is this test binary.
func commanded(t *testing.T, play string, args ...string) *Config {
	t.Helper()
	t.Setenv("PLAY_TOKEN_COMMAND", play)
	t.Setenv("GORACE", "atexit_sleep_ms=0") // else each run of a -race binary ends a second late
	words := []string{os.Args[0]}
	for i, a := range append(words, args...) {
		if i == 0 {
			words = nil
		}
		words = append(words, fmt.Sprintf("%q", a))
	}
	return loaded(t, "[profiles.production]\ntoken_command = ["+strings.Join(words, ", ")+"]\n", Flags{})
}

func TestTokenCommand_WithoutShell(t *testing.T) {
	alone(t)
	t.Setenv("X", "expanded")
	for name, c := range map[string]struct {
		play string
		args []string
		want string
	}{
		"its one line is the token":         {"print", []string{sesame}, sesame},
		"nothing is expanded":               {"print", []string{"$X;`id`|*~"}, "$X;`id`|*~"},
		"what it says aside is no token":    {"chatter", nil, sesame},
		"its input is empty":                {"read", nil, "0-EOF"},
		"no output":                         {"print", nil, "token_command gave an output that is empty"},
		"two lines":                         {"print", []string{sesame + "\n" + sesame}, "token_command gave an output that holds more than one line"},
		"a flood":                           {"flood", nil, "token_command gave an output that holds far more than a token"},
		"a failure shows none of its words": {"fail", nil, "token_command failed (exit status 3); run it by hand, see what it says and mend it."},
	} {
		t.Run(name, func(t *testing.T) {
			if got := fetched(t, commanded(t, c.play, c.args...)); !strings.HasPrefix(got, c.want) {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
	missing := loaded(t, "[profiles.production]\ntoken_command = \"no-such-program-here --flag\"\n", Flags{})
	if got := fetched(t, missing); !strings.HasPrefix(got, "token_command cannot be run (executable file not found") {
		t.Errorf("got %q", got)
	}
}

func TestTokenCommand_AgentKeepsOutputOpen(t *testing.T) {
	alone(t)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	if got := fetched(t, commanded(t, "leave", l.Addr().String())); got != sesame {
		t.Errorf("got %q", got)
	}
	agent, err := l.Accept() // it did stay
	if err != nil {
		t.Fatal(err)
	}
	_ = agent.Close()
}

func TestBounded_KeepsTheFirstBytes(t *testing.T) {
	b := &bounded{limit: 10}
	n, err := io.Copy(b, iotest.OneByteReader(strings.NewReader(strings.Repeat("0123456", 10_000))))
	if err != nil || n != 70_000 || b.kept.String() != "0123456012" {
		t.Errorf("of %d bytes %q was kept, %v", n, b.kept.String(), err)
	}
}

func TestTokenCommand_Hangs(t *testing.T) {
	alone(t)
	c := commanded(t, "hang")
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	_, err := c.Token(ctx)
	if err == nil || !strings.Contains(err.Error(), "c.toml:2:17: token_command did not end within 10s") {
		t.Errorf("got %v", err)
	}
	given, up := context.WithCancel(t.Context())
	up()
	if _, err := c.Token(given); err == nil || !strings.Contains(err.Error(), "token_command was interrupted") {
		t.Errorf("got %v", err)
	}
}

func TestTokenCommand_TextCutAtBlanks(t *testing.T) {
	alone(t)
	for text, want := range map[string][]string{
		`"pass show\ttoloka  x"`:       {"pass", "show", "toloka", "x"},
		`["pass", "show it", "-- x "]`: {"pass", "show it", "-- x "},
	} {
		c := loaded(t, "[profiles.production]\ntoken_command = "+text, Flags{})
		if diff := cmp.Diff(want, c.token.args); diff != "" {
			t.Errorf("%s: %s", text, diff)
		}
	}
}
