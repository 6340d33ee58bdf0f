// Package fleet is the core of the program: what is known about pools and
// operations, and what to ask Toloka next.
//
// It does no I/O and has no clock, no luck and no goroutine of its own. Told
// what happened ([Fleet.Observe], [Fleet.Submit]) it answers what to ask and
// when to be asked again ([Fleet.Next]). Every request of the running program
// is issued here and every wait is state that a screen can draw, so that all
// policy can be tested without a network, a screen or waiting.
//
// Two rules hold everywhere. What the server said is never embellished: a state
// or a percentage appears only after an answer that held it. And an operation
// that was asked for is never lost: its row exists from the moment of the
// confirmation until it ended and was dismissed.
package fleet
