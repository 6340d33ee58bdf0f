package config

// Files are the paths that the configuration is read from, whether there is a
// file or not: its own, and the token file of the profile in use.
func (c *Config) Files(flags Flags) []string {
	var paths []string
	if path, _ := locate(flags.Config); path != "" {
		paths = append(paths, path)
	}
	if c.token.kind == tokenFile {
		paths = append(paths, c.token.value)
	}
	return paths
}
