// Package wording puts what the core knows into words: state, cause, verb and
// count. It is used by the screen, by the receipt and by the command line, so that
// each word stands once.
package wording

import "strings"

// A Message is one line to read: what it is about, and what to do about it. They
// are kept apart so that the advice stays whole where there is no room for both.
type Message struct {
	Text   string
	Advice string // "" for none
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
	for _, m := range messages {
		if m.Text != "" {
			texts = append(texts, m.Text)
		}
		if m.Advice != "" {
			advices = append(advices, m.Advice)
		}
	}
	if len(texts) > 1 {
		for i, text := range texts {
			texts[i] = strings.TrimRight(text, ";")
		}
	}
	return Message{Text: strings.Join(texts, " "+dot+" "), Advice: strings.Join(advices, "; ")}
}
