package config

import (
	"fmt"
	"strconv"
	"strings"

	"tolokadash/keymap"
	"tolokadash/tolokaapi"
)

// Report is what is in force and where each value comes from, one line each,
// for `config check`: the account, and what differs from the default, or with
// all every option. It says where the token comes from and never what it is.
func (c *Config) Report(all bool) string {
	var b strings.Builder
	left := 0
	for _, l := range c.report() {
		if l.isDefault && !all {
			left++
			continue
		}
		b.WriteString(l.text + "\n")
	}
	if left > 0 {
		fmt.Fprintf(&b, "# everything else is the default (%d options); --all prints it\n", left)
	}
	return b.String()
}

// A reportLine is a line of the report.
type reportLine struct {
	text      string
	isDefault bool // the value is the default one
}

// describe makes the report of what was read from the document.
func (c *Config) describe(doc *document, flags Flags, chosen account) []reportLine {
	file := "no file; one would be looked for at " + doc.file
	switch {
	case c.File != "":
		file = doc.file
	case doc.file == "":
		file = "no file; without HOME there is no place for one"
	}
	r := reporter{doc: doc}
	r.add("# " + file)
	switch {
	case flags.NoColor:
		r.add("# no colours: --no-color")
	case c.NoColor:
		r.add("# no colours: NO_COLOR is set")
	}
	r.profile(c, chosen)
	for _, o := range options() {
		switch {
		case o.section == profileSection || o.key == "profile":
		case o.key == "read_only" && flags.ReadOnly != nil:
			r.set("read_only", strconv.FormatBool(c.ReadOnly), "--read-only")
		case flags.Refresh != nil && o.section == "refresh" && o.key != "closed_pools":
			r.set(o.name(), strconv.Quote(brief(*flags.Refresh)), "--refresh")
		case flags.ASCII && o.section == "ui" && o.key == "glyphs":
			r.set(o.name(), `"ascii"`, "--ascii")
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
	lines []reportLine
}

// add reports something as it stands.
func (r *reporter) add(text string) {
	r.lines = append(r.lines, reportLine{text: tolokaapi.Harmless(text)})
}

// set reports a value and where it comes from.
func (r *reporter) set(name, value, origin string) {
	r.add(fmt.Sprintf("%s = %s  # %s", name, value, origin))
}

// value reports a value that may be the default one.
func (r *reporter) value(name, value, byDefault, origin string) {
	r.set(name, value, origin)
	r.lines[len(r.lines)-1].isDefault = strings.Trim(value, `"'`) == strings.Trim(byDefault, `"'`)
}

// option reports a plain option as written, or its default.
func (r *reporter) option(o option, path ...string) {
	value := o.defaultValue
	if e, ok := r.doc.find(path...); ok {
		value = e.raw
	}
	r.value(o.name(), value, o.defaultValue, r.origin(path...))
}

// glyphs reports which glyphs are drawn, too where the locale decides.
func (r *reporter) glyphs(o option, ascii bool) {
	value, decided := o.defaultValue, ": the locale is UTF-8"
	if e, ok := r.doc.find(o.section, o.key); ok {
		value = e.raw
	}
	switch {
	case strings.Trim(value, `"'`) != "auto":
		decided = ""
	case ascii:
		decided = ": \"ascii\", since the locale is not UTF-8"
	}
	r.value(o.name(), value, o.defaultValue, r.origin(o.section, o.key)+decided)
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
		r.set("profile", "none", from)
	} else {
		r.set("profile", fmt.Sprintf("%q", name), from)
	}
	in := func(key string) string { return r.origin(profileSection, name, key) }
	switch {
	case chosen.profile.APIURL == "" && name != "":
		r.set("environment", fmt.Sprintf("%q", c.Environment.Name), in("environment"))
		r.set("api_url", fmt.Sprintf("%q", c.APIURL), "by the environment")
	case name == "":
		r.set("api_url", fmt.Sprintf("%q", c.APIURL), "--api-url")
	default:
		r.set("api_url", fmt.Sprintf("%q", c.APIURL), in("api_url"))
	}
	scheme := "auto"
	if c.Scheme != "" {
		scheme = string(c.Scheme)
	}
	r.value("scheme", fmt.Sprintf("%q", scheme), "auto", in("scheme"))
	r.value("account", fmt.Sprintf("%q", c.Account), "", in("account"))
	from = "default"
	if c.token.kind != tokenDefault {
		from = in(c.token.kind)
	}
	if c.token.unset() {
		r.set("token", "none", from+": "+c.token.String()+" is not set; set it, or another source")
		return
	}
	r.set("token", hidden+" from "+c.token.String(), from)
}

// keys reports every action that can be remapped.
func (r *reporter) keys(c *Config) {
	defaults := keymap.Default()
	for _, name := range keymap.Remappable() {
		keys := strings.Join(c.Keys.Keys(keymap.Action(name)), " ")
		byDefault := strings.Join(defaults.Keys(keymap.Action(name)), " ")
		origin := r.origin(keysSection, name)
		r.value(keysSection+"."+name, fmt.Sprintf("%q", keys), byDefault, origin)
		if origin == "default" { // with ASCII keys or read-only the map itself is another
			r.lines[len(r.lines)-1].isDefault = true
		}
	}
}
