// Package wording puts what the core knows into words: state, cause, verb and
// count. It is used by the screen, by the receipt and by the command line, so that
// each word stands once.
package wording

import (
	"cmp"
	"strings"
)

// A Message is one line to read: what it is about, and what to do about it. They
// are kept apart so that the advice stays whole where there is no room for both.
type Message struct {
	Text   string
	Advice string // "" for none
	Brief  string // the advice where there is no room for all of it; "": that can be cut
}

// Advised is what to do, from long to short.
func (m Message) Advised() []string {
	if m.Brief == "" {
		return []string{m.Advice}
	}
	return []string{m.Advice, m.Brief}
}

// Joint is what stands between text and advice: the advice follows a sentence or a
// clause as it is, anything else after a dash.
func (m Message) Joint(dash string) string {
	switch {
	case m.Text == "" || m.Advice == "":
		return ""
	case strings.ContainsRune(".;:", rune(m.Text[len(m.Text)-1])):
		return " "
	}
	return " " + dash + " "
}

// Line is the whole message.
func (m Message) Line(dash string) string { return m.Text + m.Joint(dash) + m.Advice }

// Empty reports whether there is nothing to say.
func (m Message) Empty() bool { return m.Text == "" && m.Advice == "" }

// Together is several messages in one line: what they are about with a dot
// between two of them, then what to do.
func Together(dot string, messages ...Message) Message {
	var texts, advices []string
	brief := ""
	for _, m := range messages {
		if m.Text != "" {
			texts = append(texts, m.Text)
		}
		if m.Advice != "" {
			advices = append(advices, m.Advice)
			if brief == "" { // of several the first is the one that is left
				brief = cmp.Or(m.Brief, m.Advice)
			}
		}
	}
	if len(texts) > 1 {
		for i, text := range texts {
			texts[i] = strings.TrimRight(text, ";")
		}
	}
	together := Message{Text: strings.Join(texts, " "+dot+" "), Advice: strings.Join(advices, "; ")}
	if brief != together.Advice {
		together.Brief = brief
	}
	return together
}
