// Package message writes what the status line says: what has happened and is announced
// once, why an action is refused, and which keys lead on.
package message
