package config

import (
	"os"
	"runtime"
	"strings"
)

// LocaleIsUTF8 reports whether the terminal can be expected to show more than
// ASCII: the first of the three variables that is set decides, as POSIX has it.
// Windows has no such variables, and its terminals take UTF-8.
func LocaleIsUTF8() bool {
	if runtime.GOOS == "windows" {
		return true
	}
	for _, name := range []string{"LC_ALL", "LC_CTYPE", "LANG"} {
		if value := os.Getenv(name); value != "" {
			value = strings.ToLower(value)
			return strings.Contains(value, "utf-8") || strings.Contains(value, "utf8")
		}
	}
	return false
}
