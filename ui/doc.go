// Package ui is the screen: one tea.Model over the core.
//
// Data goes one way. A key becomes an action of the keymap, an action becomes
// an intent of a pane, an intent that changes something becomes a confirmation,
// and a confirmed one is handed to the fleet. What the fleet wants asked is
// carried out by the commands of commands.go, the only place where anything is
// done that takes time, and comes back as a message. The panes draw what the
// fleet knows.
//
// Three rules hold everywhere. Cursor and marks belong to ids, and a
// confirmation freezes the ids it names. View is pure: times come from the
// message last handled, never from the clock. And a screen on which nothing
// changes writes nothing: the only timers are those the core asks for, those of
// a countdown that is in sight, and short ones that end a message, or a moment
// in which keys or pictures do not count.
package ui
