package config

import (
	"flag"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"tolokadash/internal/settings"
	"tolokadash/keymap"
	"tolokadash/tolokaapi"
)

// update rewrites the example at the top of the repository.
var update = flag.Bool("update", false, "rewrite config.example.toml")

const exampleFile = "../../config.example.toml"

func TestExample_FileIsCurrent(t *testing.T) {
	if *update {
		if err := os.WriteFile(exampleFile, []byte(Example()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(exampleFile)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(Example(), string(got)); diff != "" {
		t.Errorf("run: go test ./internal/config -update\n%s", diff)
	}
}

func TestExample_ChangesNothing(t *testing.T) {
	alone(t)
	c := loaded(t, Example(), Flags{})
	checkDefaults(t, c)
	without := loaded(t, "", Flags{})
	for _, name := range append(environmentNames(), "") {
		with := loaded(t, Example(), Flags{Profile: name})
		bare := loaded(t, "", Flags{Profile: name})
		if with.Profile != bare.Profile || with.APIURL != bare.APIURL || with.token.kind != bare.token.kind {
			t.Errorf("profile %q differs: %+v and %+v", name, with, bare)
		}
	}
	if c.Keys.Markdown() != without.Keys.Markdown() {
		t.Error("the example remaps a key")
	}
}

// namesOf is the options of a struct as dotted paths.
func namesOf(t *testing.T, of reflect.Type, prefix string) []string {
	t.Helper()
	var all []string
	for _, field := range reflect.VisibleFields(of) {
		name := field.Tag.Get("toml")
		switch {
		case name == "":
			t.Errorf("%s has no name in the file", field.Name)
		case field.Type.Kind() == reflect.Struct:
			all = append(all, namesOf(t, field.Type, prefix+name+".")...)
		default:
			all = append(all, prefix+name)
		}
	}
	return all
}

func TestExample_EveryFieldDocumented(t *testing.T) {
	data, err := os.ReadFile(exampleFile)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(string(data), "\n")
	doc, fail := parse(exampleFile, data)
	if fail != nil {
		t.Fatal(fail)
	}
	want := append(namesOf(t, reflect.TypeFor[settings.Settings](), ""), namesOf(t, reflect.TypeFor[profile](), profileSection+".production.")...)
	for _, action := range keymap.Remappable() {
		want = append(want, keysSection+"."+action)
	}
	for _, path := range want {
		e, ok := doc.find(strings.Split(path, ".")...)
		if !ok {
			t.Errorf("%s is missing", path)
			continue
		}
		above := lines[doc.at(e.key, "").Line-2]
		if !strings.HasPrefix(above, "# ") || !strings.HasSuffix(above, ".") {
			t.Errorf("%s has no sentence above it but %q", path, above)
		}
	}
	for _, e := range doc.entries {
		path := strings.Join(e.path, ".")
		if !e.head() && !slices.Contains(want, path) && e.path[2] != "environment" {
			t.Errorf("%s is in the example and has no field", path)
		}
	}
}

func TestExample_HoldsTheDefaults(t *testing.T) {
	d, fail := parse("", []byte(Example()))
	if fail != nil {
		t.Fatal(fail)
	}
	s, profiles := d.values()
	if diff := cmp.Diff(settings.Default(), s); diff != "" {
		t.Error(diff)
	}
	for name, got := range profiles {
		want := defaultProfile()
		want.Environment = name
		if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
			t.Error(diff)
		}
	}
	keys, _ := d.keys()
	for _, def := range keymap.List() {
		if _, ok := d.find(keysSection, string(def.Action)); ok == def.Fixed {
			t.Errorf("%s is in the example: %v", def.Action, ok)
		}
		if !slices.Equal(keys.Keys(def.Action), keymap.Default().Keys(def.Action)) {
			t.Errorf("%s is %q", def.Action, keys.Keys(def.Action))
		}
	}
}

func TestExample_PlainText(t *testing.T) {
	for i, line := range strings.Split(Example(), "\n") {
		if len(line) > 80 || tolokaapi.Harmless(line) != line || strings.TrimRight(line, " ") != line {
			t.Errorf("line %d: %q", i+1, line)
		}
	}
}

func TestInit_OwnerOnlyNeverOverAFile(t *testing.T) {
	alone(t)
	path := pathOf(t, "")
	if err := Init(path); err != nil {
		t.Fatal(err)
	}
	for p, want := range map[string]os.FileMode{path: 0o600, filepath.Dir(path): 0o700, filepath.Dir(filepath.Dir(path)): 0o700} {
		info, err := os.Stat(p)
		if err != nil {
			t.Fatal(err)
		}
		if got := info.Mode().Perm(); got != want {
			t.Errorf("%s has mode %o, want %o", p, got, want)
		}
	}
	c, err := Load(Flags{})
	if err != nil || len(c.Warnings) > 0 || c.File != path {
		t.Fatalf("what was written does not load in peace: %v, %+v", err, c)
	}
	if err := os.WriteFile(path, []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := Init(path); err == nil || !strings.Contains(err.Error(), "exists already") {
		t.Errorf("got %v", err)
	}
	if got, _ := os.ReadFile(path); string(got) != "mine" {
		t.Errorf("the file was changed to %.20q", got)
	}
	if err := Init(filepath.Join(path, "below", "a file")); err == nil || !strings.Contains(err.Error(), "folder cannot be made") {
		t.Errorf("got %v", err)
	}
	dangling := filepath.Join(t.TempDir(), "link")
	if err := os.Symlink("nowhere", dangling); err != nil {
		t.Fatal(err)
	}
	if err := Init(dangling); err == nil {
		t.Error("init wrote through a symbolic link")
	}
}

func TestOptions_DefaultsKeepTheirRules(t *testing.T) {
	doc, fail := parse("", []byte(Example()))
	if fail != nil {
		t.Fatal(fail)
	}
	if errs := doc.check(); len(errs) > 0 {
		t.Error(errs)
	}
	for _, o := range options() {
		if o.defaultValue == "0" || o.defaultValue == `"0s"` || o.doc == "" || strings.Contains(o.doc, "{") {
			t.Errorf("%s has the default %s and says %q", o.name(), o.defaultValue, o.doc)
		}
	}
}

func TestOptions_SchemesOfTheClient(t *testing.T) {
	o, _ := lookUp(profileSection, "scheme")
	for _, scheme := range []tolokaapi.Scheme{tolokaapi.OAuth, tolokaapi.APIKey} {
		doc, fail := parse("", []byte("scheme = \""+string(scheme)+"\""))
		if fail != nil {
			t.Fatal(fail)
		}
		if wrong := o.rule(doc.entries[0]); wrong != "" {
			t.Errorf("scheme %s: %s", scheme, wrong)
		}
	}
}
