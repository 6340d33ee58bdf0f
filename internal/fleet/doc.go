// Package fleet is the core of the program: what is known about pools and
// operations, and what to ask Toloka next.
//
// It does no I/O and has no clock, no randomness and no goroutine of its own. Told
// what happened ([Fleet.Observe], [Fleet.Submit]) it answers what to ask and
// when to be asked again ([Fleet.Next]). Every request of the running program
// is issued here and every wait is state that a screen can draw, so that all
// policy can be tested without a network, a screen or waiting.
//
// Two rules hold everywhere. What the server said is never embellished: a state
// or a percentage appears only after an answer that held it. And an operation
// that was asked for is never lost: its row exists from the moment of the
// confirmation until it ended and was dismissed.
//
// The words of this package:
//
//	command queue     commands that are confirmed and not sent
//	quota block       the time until which a verb is not sent, because of a 429
//	batch             the commands of one confirmation
//	row               one operation of the table, ours or another's
//	lost reply        a command that was sent and whose answer did not come
//	lookup            a complete list read to find the operation of a lost reply
//	poller, pass      lists the operations of one type; one reading of its window
//	active scan       lists what has not ended, however old it is
//	straggler         an operation that is polled by its id, since lists do not reach it
//	adopt             make a row of an operation that was started elsewhere
//	seen operations   the ids that came up, with the order in which they did
//	pool store        the pools and trainings known
//	pool listing      reads all pools of one status
//	pool refresh      reads single pools again after something happened to them
//	poll schedule     when one thing is asked again, and how its last answers went
//	scheduling round  one call of Next: the requests it issues, the time of the next
//	staleness         since when answers are missing
package fleet
