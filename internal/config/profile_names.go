package config

import (
	"context"
	"maps"
	"slices"
)

// ProfileNames are the names of the profiles that can be chosen: those of the file,
// where it can be read, and those of the known environments.
func ProfileNames(flags Flags) []string {
	path, making := locate(flags.Config)
	data, _, fail := readFile(context.Background(), path, making)
	profiles := map[string]profile{}
	if doc, bad := parse(path, data); fail == nil && bad == nil && len(doc.check()) == 0 {
		_, profiles = doc.values()
	}
	return slices.Sorted(maps.Keys(available(profiles)))
}
