package config

import (
	"fmt"
	"strconv"
	"strings"

	"tolokadash/keymap"
	"tolokadash/tolokaapi"
)

// Report is what is in force and where each value comes from, one line each,
// for `config check`. It says where the token comes from and never what it is.
func (c *Config) Report() string { return strings.Join(c.report, "\n") + "\n" }

// describe makes the report while it is known where everything came from.
func (c *Config) describe(doc *document, flags Flags, chosen account) []string {
	file := "no file; one would be looked for at " + doc.file
	switch {
	case c.File != "":
		file = doc.file
	case doc.file == "":
		file = "no file; without HOME there is no place for one"
	}
	r := reporter{doc: doc}
	r.lines = append(r.lines, "# "+file)
	if c.NoColor {
		r.lines = append(r.lines, "# no colours: NO_COLOR is set")
	}
	r.profile(c, chosen)
	for _, o := range options() {
		switch {
		case o.section == profileSection || o.key == "profile":
		case o.key == "read_only" && flags.ReadOnly != nil:
			r.add("read_only", strconv.FormatBool(c.ReadOnly), "--read-only")
		case o.section == "ui" && o.key == "glyphs":
			r.glyphs(o, c.ASCII)
		case o.section == "":
			r.option(o, o.key)
		default:
			r.option(o, o.section, o.key)
		}
	}
	r.keys(c)
	return r.lines
}

// A reporter collects the lines of a report.
type reporter struct {
	doc   *document
	lines []string
}

func (r *reporter) add(name, value, origin string) {
	r.lines = append(r.lines, tolokaapi.Harmless(fmt.Sprintf("%s = %s  # %s", name, value, origin)))
}

// option reports a plain option as written, or its default.
func (r *reporter) option(o option, path ...string) {
	value := o.deflt
	if e, ok := r.doc.find(path...); ok {
		value = e.raw
	}
	r.add(o.name(), value, r.origin(path...))
}

// glyphs reports which glyphs are drawn, too where the locale decides.
func (r *reporter) glyphs(o option, ascii bool) {
	value, decided := o.deflt, ": the locale is UTF-8"
	if e, ok := r.doc.find(o.section, o.key); ok {
		value = e.raw
	}
	switch {
	case strings.Trim(value, `"'`) != "auto":
		decided = ""
	case ascii:
		decided = ": \"ascii\", since the locale is not UTF-8"
	}
	r.add(o.name(), value, r.origin(o.section, o.key)+decided)
}

// origin is the line that sets a path, or "default".
func (r *reporter) origin(path ...string) string {
	e, ok := r.doc.find(path...)
	if !ok {
		return "default"
	}
	return fmt.Sprintf("line %d", r.doc.at(e.value, "").Line)
}

// profile reports the account in use.
func (r *reporter) profile(c *Config, chosen account) {
	name, from := chosen.name, chosen.origin
	if from == "" {
		from = r.origin("profile")
	}
	if name == "" {
		r.add("profile", "none", from)
	} else {
		r.add("profile", fmt.Sprintf("%q", name), from)
	}
	in := func(key string) string { return r.origin(profileSection, name, key) }
	switch {
	case chosen.profile.APIURL == "" && name != "":
		r.add("environment", fmt.Sprintf("%q", c.Environment.Name), in("environment"))
		r.add("api_url", fmt.Sprintf("%q", c.APIURL), "by the environment")
	case name == "":
		r.add("api_url", fmt.Sprintf("%q", c.APIURL), "--api-url")
	default:
		r.add("api_url", fmt.Sprintf("%q", c.APIURL), in("api_url"))
	}
	scheme := "auto"
	if c.Scheme != "" {
		scheme = string(c.Scheme)
	}
	r.add("scheme", fmt.Sprintf("%q", scheme), in("scheme"))
	r.add("account", fmt.Sprintf("%q", c.Account), in("account"))
	from = "default"
	if c.token.kind != tokenDefault {
		from = in(c.token.kind)
	}
	if c.token.unset() {
		r.add("token", "none", from+": "+c.token.String()+" is not set; set it, or another source")
		return
	}
	r.add("token", hidden+" from "+c.token.String(), from)
}

// keys reports every action that can be remapped.
func (r *reporter) keys(c *Config) {
	for _, name := range keymap.Remappable() {
		keys := strings.Join(c.Keys.Keys(keymap.Action(name)), " ")
		r.add(keysSection+"."+name, fmt.Sprintf("%q", keys), r.origin(keysSection, name))
	}
}
