package config

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"

	"tolokadash/internal/nearest"
	"tolokadash/internal/settings"
	"tolokadash/tolokaapi"
)

// An account is the profile in use and where it is.
type account struct {
	name    string // "" if none is used
	origin  string // who chose it, or why there is none
	root    string
	profile profile
}

// rootOf is the root of the API's host, in the one spelling tolokaapi has for
// it. The error does not quote the URL.
func rootOf(url string) (string, error) {
	base, err := tolokaapi.ParseBaseURL(url)
	if err != nil {
		return "", errors.New(ofTheOption(err.Error()))
	}
	return base.Root, nil
}

// ofTheOption is the client's sentence about a base URL in the words of the
// configuration, where an option's name stands before it.
func ofTheOption(sentence string) string {
	return strings.NewReplacer(
		"the base URL is not a URL", "it is no address such as https://example.com",
		"the base URL's", "its",
		"the base URL", "the address",
	).Replace(sentence)
}

// environment is the name of the profile's environment: as written, else the
// profile's own name if it is one; "" for none.
func (p profile) environment(name string) string {
	if p.Environment != "" || p.APIURL != "" {
		return p.Environment
	}
	if _, ok := tolokaapi.EnvironmentNamed(name); ok {
		return name
	}
	return ""
}

// root is where the profile is; "" if it does not say.
func (p profile) root(name string) string {
	if p.APIURL != "" {
		root, err := rootOf(p.APIURL)
		if err != nil {
			return ""
		}
		return root
	}
	e, _ := tolokaapi.EnvironmentNamed(p.environment(name))
	return e.BaseURL
}

// checkProfiles is the mistakes that take more than one option to make.
func (d *document) checkProfiles(profiles map[string]profile) Errors {
	var errs Errors
	for _, name := range slices.Sorted(maps.Keys(profiles)) {
		if len(errs) > maxErrors {
			break
		}
		p := profiles[name]
		tell := func(key, format string, args ...any) {
			errs = append(errs, d.about(fmt.Sprintf(format, args...), profileSection, name, key))
		}
		if p.Environment != "" && p.APIURL != "" {
			tell("api_url", "profile %s has an environment and an api_url; keep the one that is meant.", name)
		}
		if p.root(name) == "" {
			errs = append(errs, d.about(fmt.Sprintf("profile %s does not say where it is; give it an environment (%s) or an api_url.",
				name, strings.Join(environmentNames(), ", ")), profileSection, name))
		}
		if e, _ := tolokaapi.EnvironmentAt(p.root(name)); e.Scheme != "" && p.Scheme != "auto" && p.Scheme != string(e.Scheme) {
			tell("scheme", "%s takes the scheme %s only; write that, or \"auto\".", e.Name, e.Scheme)
		}
		if kinds := p.tokenKinds(); len(kinds) > 1 {
			tell(kinds[1], "profile %s takes its token from %s; keep one of them.", name, strings.Join(kinds, " and "))
		}
	}
	return errs
}

// available is the profiles of the file, and one for each environment whose
// name the file does not use.
func available(profiles map[string]profile) map[string]profile {
	all := map[string]profile{}
	for _, name := range environmentNames() {
		p := defaultProfile()
		p.Environment = name
		all[name] = p
	}
	maps.Copy(all, profiles)
	return all
}

// choose settles which profile is used, if any, and where it is.
func choose(doc *document, preferred string, profiles map[string]profile, flags Flags) (account, *Error) {
	all := available(profiles)
	name, origin, fail := chosenName(doc, preferred, profiles, flags)
	if flags.APIURL != "" {
		return chooseByURL(all, name, flags)
	}
	if fail != nil {
		return account{}, fail
	}
	p, ok := all[name]
	if !ok {
		names := slices.Sorted(maps.Keys(all))
		hint := ""
		if near := nearest.Word(strings.ToLower(name), names); near != "" {
			hint = fmt.Sprintf(" Did you mean %s?", near)
		}
		message := fmt.Sprintf("there is no profile %s.%s The profiles are: %s.", quote(name), hint, strings.Join(names, ", "))
		if origin == "" {
			return account{}, doc.about(message, "profile")
		}
		return account{}, problem("%s: %s", origin, message)
	}
	return account{name: name, origin: origin, root: p.root(name), profile: p}, nil
}

// chosenName is the name of the profile by flag, environment, file or default.
// The origin is empty if the file says it.
func chosenName(doc *document, preferred string, profiles map[string]profile, flags Flags) (name, origin string, fail *Error) {
	if flags.Profile != "" {
		return flags.Profile, "--profile", nil
	}
	if env := os.Getenv(envProfile); env != "" {
		return env, envProfile, nil
	}
	if _, ok := doc.find("profile"); ok && preferred != "" {
		return preferred, "", nil
	}
	byDefault := settings.Default().Profile
	if _, ok := profiles[byDefault]; ok || len(profiles) == 0 {
		return byDefault, "default", nil
	}
	names := slices.Sorted(maps.Keys(profiles))
	if len(names) > 1 {
		return "", "", &Error{File: doc.file, Message: fmt.Sprintf("there are several profiles (%s) and nothing says which one is meant; write profile = %q above the first section, or use --profile.",
			strings.Join(names, ", "), names[0])}
	}
	return names[0], "default: the only profile", nil
}

// chooseByURL finds the profile for --api-url. Only one with that very URL is
// used, so that no token travels to another host.
func chooseByURL(all map[string]profile, name string, flags Flags) (account, *Error) {
	root, err := rootOf(flags.APIURL)
	if err != nil {
		return account{}, problem("--api-url cannot be used: %v.", err)
	}
	var fitting []string
	for _, candidate := range slices.Sorted(maps.Keys(all)) {
		if all[candidate].root(candidate) == root {
			fitting = append(fitting, candidate)
		}
	}
	switch {
	case slices.Contains(fitting, name):
	case flags.Profile != "":
		return account{}, problem("--profile %s is not for the server that --api-url names; leave one of the two out.", quote(name))
	case len(fitting) == 0:
		return account{origin: "no profile is for this server", root: root}, nil
	case len(fitting) > 1 && os.Getenv(envToken) != "":
		return account{origin: fmt.Sprintf("several are for this server (%s), so none is used", strings.Join(fitting, ", ")), root: root}, nil
	case len(fitting) > 1:
		return account{}, problem("--api-url fits the profiles %s; say which one with --profile.", strings.Join(fitting, ", "))
	default:
		name = fitting[0]
	}
	return account{name: name, origin: "--api-url", root: root, profile: all[name]}, nil
}

func environmentNames() []string {
	var names []string
	for _, e := range tolokaapi.Environments() {
		names = append(names, e.Name)
	}
	return names
}
