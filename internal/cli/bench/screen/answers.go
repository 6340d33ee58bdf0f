package main

import (
	"bytes"
	"time"
)

// answerAfter is what a query takes to a terminal and back: that of one on the
// same machine is quicker.
const answerAfter = 2 * time.Millisecond

// answers is what a terminal with a dark background, synchronized output and
// the keyboard protocol of kitty replies to each query of Bubble Tea.
var answers = map[string]string{
	"\x1b[?2026$p": "\x1b[?2026;2$y",
	"\x1b[?2027$p": "\x1b[?2027;0$y",
	"\x1b]11;?\a":  "\x1b]11;rgb:1e1e/1e1e/1e1e\a",
	"\x1b[?u":      "\x1b[?0u",
}

// answer replies to the queries in what a program wrote. One that is cut in two
// by a read goes without; they come in one piece.
func (s *session) answer(written []byte) {
	for query, reply := range answers {
		if bytes.Contains(written, []byte(query)) {
			time.AfterFunc(answerAfter, func() { _, _ = s.tty.WriteString(reply) })
		}
	}
}
