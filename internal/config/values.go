package config

import (
	"reflect"
	"strconv"
	"strings"
	"time"

	"github.com/pelletier/go-toml/v2/unstable"

	"tolokadash/internal/settings"
)

// values is the settings and the profiles: the defaults, and over them what the
// document says. The document has passed its check.
func (d *document) values() (settings.Settings, map[string]profile) {
	s, profiles := settings.Default(), map[string]profile{}
	for _, e := range d.entries {
		switch first := e.path[0]; {
		case first == keysSection:
		case first != profileSection:
			if !e.head() {
				e.assign(&s, strings.Join(e.path[:len(e.path)-1], "."))
			}
		case len(e.path) > 1:
			p, ok := profiles[e.path[1]]
			if !ok {
				p = defaultProfile()
			}
			if !e.head() {
				e.assign(&p, profileSection)
			}
			profiles[e.path[1]] = p
		}
	}
	return s, profiles
}

// assign sets the field of the entry's option, whose rule the entry keeps.
func (e entry) assign(to any, section string) {
	o, _ := lookUp(section, e.path[len(e.path)-1])
	field := reflect.ValueOf(to).Elem().FieldByIndex(o.field)
	switch field.Interface().(type) {
	case string:
		field.SetString(e.text)
	case bool:
		field.SetBool(e.text == "true")
	case int:
		n, _ := strconv.ParseInt(e.text, 0, 64)
		field.SetInt(n)
	case time.Duration:
		d, _ := time.ParseDuration(e.text)
		field.SetInt(int64(d))
	case []string:
		args := e.items
		if e.kind == unstable.String {
			args = strings.Fields(e.text)
		}
		field.Set(reflect.ValueOf(args))
	}
}
