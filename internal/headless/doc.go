// Package headless does without a screen what the dashboard does with one: it drives
// the core by the runner, for one command, and tells what happens as events. It knows
// no flags and prints nothing.
//
// An [Engine] is made once and used for one command: first, where a selection asks
// for it, [Engine.List]; then [Engine.Act], [Engine.Wait] or [Engine.Operations].
// Policy is the core's: the queue, polling, look-ups, retries. What is decided here
// is when a command is over, whose operation it follows, and how it ends.
package headless
