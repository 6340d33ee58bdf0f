package config

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"tolokadash/tolokaapi"
)

// The kinds of token sources, by the option that sets them.
const (
	tokenDefault = "" // TOLOKA_TOKEN
	tokenEnv     = "token_env"
	tokenFile    = "token_file"
	tokenCommand = "token_command"
	tokenKeyring = "token_keyring"
)

// maxToken is the size in bytes beyond which a file or an output is no token.
const maxToken = 8 << 10

// A tokenSource is where the token of the profile in use comes from.
type tokenSource struct {
	kind    string
	value   string   // variable or file
	args    []string // of the command
	profile string
	host    string
	// fail is a mistake at the option that set the source.
	fail func(message string) *Error
}

// tokenKinds is the token options that are set, in the order of the example.
func (p profile) tokenKinds() []string {
	var kinds []string
	for _, k := range []struct {
		kind string
		set  bool
	}{
		{tokenEnv, p.TokenEnv != ""},
		{tokenFile, p.TokenFile != ""},
		{tokenCommand, len(p.TokenCommand) > 0},
		{tokenKeyring, p.TokenKeyring},
	} {
		if k.set {
			kinds = append(kinds, k.kind)
		}
	}
	return kinds
}

// sourceOf is where the account's token comes from.
func sourceOf(doc *document, a account) tokenSource {
	s := tokenSource{profile: a.name, host: strings.TrimPrefix(strings.TrimPrefix(a.root, "https://"), "http://")}
	kinds := a.profile.tokenKinds()
	if len(kinds) == 0 {
		s.value = envToken
		s.fail = func(message string) *Error { return problem("%s", message) }
		return s
	}
	s.kind = kinds[0]
	s.fail = func(message string) *Error { return doc.about(s.kind+" "+message, profileSection, a.name, s.kind) }
	switch s.kind {
	case tokenEnv:
		s.value = a.profile.TokenEnv
	case tokenFile:
		s.value = besides(doc.path, a.profile.TokenFile)
	case tokenCommand:
		s.args = a.profile.TokenCommand
	}
	return s
}

// besides resolves a path that a configuration file names.
func besides(config, path string) string {
	if rest, ok := strings.CutPrefix(path, "~/"); ok {
		if home, err := os.UserHomeDir(); err == nil {
			return filepath.Join(home, rest)
		}
	}
	if filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(filepath.Dir(config), path)
}

// String says where the token comes from, not what it is. Arguments of a
// command stay out of it, as they may be secret themselves.
func (s tokenSource) String() string {
	switch s.kind {
	case tokenFile:
		return "the file " + tolokaapi.Harmless(s.value)
	case tokenCommand:
		return "the output of " + quote(s.args[0])
	case tokenKeyring:
		return "the system keyring"
	}
	return "the variable " + s.value
}

// unset reports whether the token is to come from a variable that holds none.
func (s tokenSource) unset() bool {
	return (s.kind == tokenDefault || s.kind == tokenEnv) && strings.TrimSpace(os.Getenv(s.value)) == ""
}

// Token fetches the token: from the profile's own source if it has one, else
// from TOLOKA_TOKEN. It may run a command or wait for the keyring's owner, and
// gives up with ctx. Its error is an [*Error] and never holds the token.
func (c *Config) Token(ctx context.Context) (Token, error) {
	secret, fail := c.token.fetch(ctx)
	if fail != nil {
		return Token{}, fail
	}
	if _, _, err := tolokaapi.ParseToken(secret); err != nil {
		return Token{}, c.token.unfit(err)
	}
	return newToken(secret), nil
}

func (s tokenSource) fetch(ctx context.Context) (string, *Error) {
	switch s.kind {
	case tokenFile:
		return s.fromFile(ctx)
	case tokenCommand:
		return s.fromCommand(ctx)
	case tokenKeyring:
		return s.fromKeyring(ctx)
	case tokenEnv:
		if secret := strings.TrimSpace(os.Getenv(s.value)); secret != "" {
			return secret, nil
		}
		return "", s.fail(fmt.Sprintf("names the variable %s, which is not set; set it, or name another.", s.value))
	}
	if secret := strings.TrimSpace(os.Getenv(envToken)); secret != "" {
		return secret, nil
	}
	if s.profile == "" {
		return "", s.fail(fmt.Sprintf("there is no token for %s; set %s.", s.host, envToken))
	}
	return "", s.fail(fmt.Sprintf("there is no token for profile %s (%s); set %s, or give the profile a token_env, token_file, token_command or token_keyring.", s.profile, s.host, envToken))
}

// unfit is what to say about a text that cannot be a token. The client's error
// does not quote it.
func (s tokenSource) unfit(err error) *Error {
	because := ", as it " + strings.TrimPrefix(tolokaapi.Harmless(err.Error()), "the token ") + "; copy the token again, and nothing around it."
	if s.kind == tokenDefault {
		return s.fail("what " + envToken + " holds cannot be a token" + because)
	}
	return s.fail("leads to what cannot be a token" + because)
}

func (s tokenSource) fromFile(ctx context.Context) (string, *Error) {
	data, err := read(ctx, s.value, maxToken)
	switch {
	case errors.Is(err, errNoAnswer):
		return "", s.fail("names " + s.lookedAt() + ", which did not come to its end within " + brief(fileTimeout) + ", as a pipe or a device may; name another one.")
	case err != nil:
		return "", s.fail("names " + s.lookedAt() + ", which cannot be read (" + reason(err) + "); mend the path or the file.")
	}
	secret, err := onlyLine(data)
	if err != nil {
		return "", s.fail("names " + s.lookedAt() + ", which " + err.Error() + "; its only line must be the token.")
	}
	return secret, nil
}

// leastToken is the length from which the name of a file could be a token.
const leastToken = 30

// lookedAt is the file as messages name it: in full, but one with a name like a
// token, which may be one that was put there by mistake, only by its folder.
func (s tokenSource) lookedAt() string {
	folder, name := filepath.Split(s.value)
	if len(name) >= leastToken {
		return "a file in " + folder
	}
	return s.value
}

// onlyLine is the one line of a text, trimmed. The error is the rest of a
// sentence.
func onlyLine(data []byte) (string, error) {
	line := strings.TrimSpace(string(data))
	switch {
	case len(data) > maxToken:
		return "", errors.New("holds far more than a token")
	case line == "":
		return "", errors.New("is empty")
	case strings.ContainsAny(line, "\n\r"):
		return "", errors.New("holds more than one line")
	}
	return line, nil
}
