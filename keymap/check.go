package keymap

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"tolokadash/internal/nearest"
)

// An Error is one mistake in what a user wrote in [keys].
type Error struct {
	Name    string // the option it is about, as written
	Other   string // the action that has the key too; "" if it is about one only
	Message string // a sentence without the place, which the caller knows
}

// Error is the message.
func (e *Error) Error() string { return e.Message }

// Errors is every mistake found, in the order of the list; unknown names come
// first.
type Errors []*Error

// Error is one sentence per line.
func (e Errors) Error() string {
	lines := make([]string, len(e))
	for i, one := range e {
		lines[i] = one.Message
	}
	return strings.Join(lines, "\n")
}

// Unwrap gives errors.As the single mistakes.
func (e Errors) Unwrap() []error {
	all := make([]error, len(e))
	for i, one := range e {
		all[i] = one
	}
	return all
}

// Remappable is the names that may stand in [keys], in the order of the list.
func Remappable() []string {
	var all []string
	for _, d := range List() {
		if !d.Fixed {
			all = append(all, string(d.Action))
		}
	}
	return all
}

// bind is the keys of each action after the overrides, and what is wrong with
// them one by one.
func bind(list []Definition, overrides map[string]string) (map[Action][]string, Errors) {
	bound := make(map[Action][]string, len(list))
	errs := unknownNames(list, overrides)
	for _, d := range list {
		written := d.Defaults
		if o, ok := overrides[string(d.Action)]; ok && !d.Fixed {
			written = o
		}
		keys, err := parseKeys(written)
		if err != nil {
			errs = append(errs, &Error{Name: string(d.Action), Message: fmt.Sprintf("%s: %v.", d.Action, err)})
			continue
		}
		if d.Action == ForceQuit && !slices.Contains(keys, "ctrl+c") {
			errs = append(errs, &Error{Name: string(d.Action), Message: `force_quit must keep ctrl+c, so that there is always a way out; write "ctrl+c" and further keys after it.`})
		}
		bound[d.Action] = keys
	}
	return bound, errs
}

// opensConfirmation reports whether a key of the action may open a confirmation.
func opensConfirmation(d Definition) bool { return d.Changes || d.Action == Quit }

// answers is every key that a confirmation takes, with the digits of the count
// that is typed in some.
func answers(list []Definition) []string {
	keys := strings.Fields("0 1 2 3 4 5 6 7 8 9 , backspace delete")
	for _, d := range list {
		if d.Scope == Dialog || d.Scope == Field {
			keys = append(keys, strings.Fields(d.Defaults)...)
		}
	}
	return keys
}

// selfAnswering is every action whose key would open a confirmation and, held
// down, answer it.
func selfAnswering(list []Definition, bound map[Action][]string) Errors {
	var errs Errors
	taken := answers(list)
	for _, d := range list {
		if !opensConfirmation(d) {
			continue
		}
		for _, k := range bound[d.Action] {
			if slices.Contains(taken, k) {
				errs = append(errs, &Error{Name: string(d.Action), Message: fmt.Sprintf(
					"%s cannot be on %q: a confirmation takes that key, so held down it would answer its own question; take another key.", d.Action, k)})
			}
		}
	}
	return errs
}

func unknownNames(list []Definition, overrides map[string]string) Errors {
	var errs Errors
	valid := Remappable()
	for _, name := range slices.Sorted(maps.Keys(overrides)) {
		if slices.Contains(valid, name) {
			continue
		}
		if slices.ContainsFunc(list, func(d Definition) bool { return string(d.Action) == name }) {
			errs = append(errs, &Error{Name: name, Message: name + " cannot be remapped: keys of confirmations and text fields are fixed. Take the line out."})
			continue
		}
		hint := ""
		if near := nearest.Word(strings.ToLower(name), valid); near != "" {
			hint = fmt.Sprintf(" Did you mean %s?", near)
		}
		errs = append(errs, &Error{Name: name, Message: fmt.Sprintf("%q is no action.%s The actions are: %s.", name, hint, strings.Join(valid, ", "))})
	}
	return errs
}

// conflicts is every pair of actions that one key press could mean. The
// defaults have none, so one of the two was remapped: Name is that one.
func conflicts(list []Definition, bound map[Action][]string, overrides map[string]string) Errors {
	var errs Errors
	for i, a := range list {
		for _, b := range list[i+1:] {
			if !a.Scope.meets(b.Scope) {
				continue
			}
			for _, k := range bound[a.Action] {
				if !slices.Contains(bound[b.Action], k) {
					continue
				}
				name, other := b.Action, a.Action
				if _, ok := overrides[string(name)]; !ok {
					name, other = other, name
				}
				errs = append(errs, &Error{Name: string(name), Other: string(other), Message: fmt.Sprintf(
					"%s and %s are both on %q; give one of them another key, or \"\" for none.", name, other, k)})
			}
		}
	}
	return errs
}
