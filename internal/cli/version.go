package cli

import (
	"runtime/debug"
	"strings"
)

// version is the module's version as it was built.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok || info.Main.Version == "" {
		return "(unknown version)"
	}
	return info.Main.Version
}

// buildLine is the version, and the commit and its date where the program was
// built from a checkout.
func buildLine() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return version()
	}
	return describeBuild(version(), info.Settings)
}

// describeBuild adds to a version what the settings of a build say of the
// checkout.
func describeBuild(version string, settings []debug.BuildSetting) string {
	var commit, date, changed string
	for _, s := range settings {
		switch s.Key {
		case "vcs.revision":
			const short = 12
			commit = s.Value[:min(short, len(s.Value))]
		case "vcs.time":
			date, _, _ = strings.Cut(s.Value, "T")
		case "vcs.modified":
			if s.Value == "true" {
				changed = ", changed since"
			}
		}
	}
	if commit == "" {
		return version
	}
	return version + " (commit " + commit + ", " + date + changed + ")"
}
