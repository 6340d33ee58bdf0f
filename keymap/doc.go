// Package keymap knows every key of the program.
//
// One ordered list ([List]) holds each action's name, where it works, its
// default keys and what it does. Everything else is made from that list: the
// bindings, the `?` screen, the hint line, the README's table, the [keys]
// section of the example configuration, and the check of what users write
// there. An action that is not in the list has no key.
//
// The invariant of a [Map]: no key leads to two actions that could both get it,
// and ctrl+c always leads to [ForceQuit].
package keymap
