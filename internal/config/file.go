package config

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"github.com/adrg/xdg"

	"tolokadash/tolokaapi"
)

// The environment variables that are looked at. Empty ones count as not set, but
// for NO_COLOR.
const (
	envToken   = "TOLOKA_TOKEN"
	envConfig  = "TOLOKADASH_CONFIG"
	envProfile = "TOLOKADASH_PROFILE"
	envNoColor = "NO_COLOR"
)

// maxFileSize bounds the configuration file in bytes, so that a device or a
// mistaken path cannot fill the memory.
const maxFileSize = 256 << 10

// Path is where the configuration file is or would be: the flag's, else
// TOLOKADASH_CONFIG, else tolokadash/config.toml in the folder the platform has
// for configuration. Its error is an [*Error].
func Path(flag string) (string, error) {
	path, _ := locate(flag)
	if path == "" {
		return "", problem("HOME is not set, so there is no place for a configuration file; use --config.")
	}
	return path, nil
}

// Homeless reports whether there is no folder of the kind that a variable such
// as XDG_CONFIG_HOME names: neither it nor HOME is set. The library would take
// / for a home.
func Homeless(variable string) bool {
	return runtime.GOOS != "windows" && os.Getenv("HOME") == "" && !filepath.IsAbs(os.Getenv(variable))
}

// locate is where the file is, "" if there is no place for one. If someone named
// it, so that it must exist, making is the command that makes it.
func locate(flag string) (path, making string) {
	const command = "tolokadash config init"
	if flag != "" {
		return flag, command + " --config " + shellWord(flag)
	}
	if env := os.Getenv(envConfig); env != "" {
		return env, command
	}
	if Homeless("XDG_CONFIG_HOME") {
		return "", ""
	}
	return filepath.Join(xdg.ConfigHome, "tolokadash", "config.toml"), ""
}

// readFile reads the configuration file, which may be a pipe, as of a shell's
// <(…). One that nobody named, so that nobody need make it, need not exist.
func readFile(ctx context.Context, path, making string) (data []byte, exists bool, err *Error) {
	if path == "" {
		return nil, false, nil
	}
	shown := tolokaapi.Harmless(path)
	fail := func(format string, args ...any) *Error {
		return &Error{File: shown, Message: fmt.Sprintf(format, args...)}
	}
	if info, cause := os.Stat(path); cause == nil && info.IsDir() {
		return nil, false, fail("this is a folder; name the file in it with --config.")
	}
	data, cause := read(ctx, path, maxFileSize)
	switch {
	case errors.Is(cause, fs.ErrNotExist) && leadsNowhere(path):
		return nil, false, fail("this is a link to nothing; mend it, or take it away.")
	case errors.Is(cause, fs.ErrNotExist) && making == "":
		return nil, false, nil
	case errors.Is(cause, fs.ErrNotExist):
		return nil, false, fail("there is no such file; name another one, or make it with: %s", tolokaapi.Harmless(making))
	case errors.Is(cause, errNoAnswer):
		return nil, false, fail("the file did not come to its end within %s, as a pipe or a device may; name another one with --config.", brief(fileTimeout))
	case cause != nil:
		return nil, false, fail("the file cannot be read (%s); mend that, or name another one with --config.", reason(cause))
	case len(data) > maxFileSize:
		return nil, false, fail("the file is larger than %d KiB and so no configuration; name another one with --config.", maxFileSize>>10)
	}
	return data, true, nil
}

// leadsNowhere reports whether there is a link at a path where nothing was found.
func leadsNowhere(path string) bool {
	_, err := os.Lstat(path)
	return err == nil
}

// exposed warns about a file that other users of the machine can read or
// change; "" if they cannot. The permissions of Windows say nothing about that.
func exposed(path string) Notice {
	info, err := os.Stat(path)
	if err != nil || runtime.GOOS == "windows" || !info.Mode().IsRegular() {
		return Notice{}
	}
	var can string
	switch mode := info.Mode().Perm(); {
	case mode&0o022 != 0:
		can = "changed"
	case mode&0o044 != 0:
		can = "read"
	default:
		return Notice{}
	}
	return Notice{
		Text:   tolokaapi.Harmless(path + " can be " + can + " by other users of this machine"),
		Advice: tolokaapi.Harmless("run: chmod 600 " + shellWord(path)),
		Brief:  tolokaapi.Harmless("chmod 600 " + shellWord(filepath.Base(path))),
	}
}

// shellWord is a path as it can be pasted into a shell.
func shellWord(path string) string {
	if strings.ContainsAny(path, shellSigns+" \t\n") {
		return "'" + strings.ReplaceAll(path, "'", `'\''`) + "'"
	}
	return path
}
