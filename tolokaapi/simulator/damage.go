package simulator

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
	"strings"
)

// hostileText acts on a terminal that is handed it: colours, a title, a
// clipboard, a link, C1 controls, NUL, BEL, bidi controls, a broken surrogate,
// combining marks, clusters whose width is in doubt.
const hostileText = `\u001b[31mred\u001b[2J\u001b]0;owned\u0007\u001b]52;c;cm0gLXJm\u0007\u001b]8;;http://evil.example\u001b\\link` +
	`\u009b31m\u0000\u0007\r\n\t\u202eesrever\u2066\ud800\u007f e\u0301\u0301\u0301 👩‍👩‍👧 1️⃣`

// hostileMark stands for the text until the JSON is written, since no Go
// string can hold a lone surrogate.
const hostileMark = "@@hostile@@"

// damage spoils a good answer. Errors are damaged like anything else.
func (f *Fault) damage(rep reply) reply {
	body := rep.encoded()
	if len(body) == 0 {
		return rep
	}
	switch f.Kind {
	case Truncated:
		rep.raw = body[:len(body)/2]
		return rep
	case Drip, Cut, Instant, Failing, Endless, Silent, Prompt:
		return rep
	}
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.UseNumber()
	var tree any
	if decoder.Decode(&tree) != nil {
		return rep
	}
	if top, ok := tree.(map[string]any); ok {
		f.damagePage(top)
	}
	f.walk(tree, new(int))
	damaged, err := json.Marshal(tree)
	if err != nil {
		panic(err) // it was JSON a moment ago
	}
	text := []byte(hostileText)
	if f.Text != "" {
		if quoted, err := json.Marshal(f.Text); err == nil {
			text = quoted[1 : len(quoted)-1]
		}
	}
	rep.raw = bytes.ReplaceAll(damaged, []byte(hostileMark), text)
	return rep
}

func (f *Fault) damagePage(top map[string]any) {
	if _, ok := top["has_more"]; !ok {
		return
	}
	switch f.Kind {
	case SamePage:
		top["has_more"] = true
	case EmptyPages:
		top["items"], top["has_more"] = []any{}, true
	}
}

// walk damages every object below node; n counts the fields met.
func (f *Fault) walk(node any, n *int) {
	switch node := node.(type) {
	case []any:
		for _, item := range node {
			f.walk(item, n)
		}
	case map[string]any:
		f.damageOperation(node)
		for _, key := range slices.Sorted(maps.Keys(node)) {
			*n++
			node[key] = f.damageField(key, node[key], *n)
			f.walk(node[key], n)
		}
	}
}

// damageOperation spoils what is found in operations only.
func (f *Fault) damageOperation(object map[string]any) {
	submitted, ok := object["submitted"]
	if !ok {
		return
	}
	switch f.Kind {
	case EarlyFinish:
		object["finished"] = submitted
	case NoProgress:
		delete(object, "progress")
	case NullProgress:
		object["progress"] = nil
	case HalfProgress:
		if percent, ok := object["progress"].(json.Number); ok {
			n, _ := percent.Int64()
			object["progress"] = n / 2
		}
	}
}

func (f *Fault) damageField(key string, value any, n int) any {
	switch f.Kind {
	case OddFractions, ImpossibleDate:
		text, isText := value.(string)
		if _, ok := parseDate(text); isText && ok {
			return f.damageDate(text, n)
		}
	case UnknownEnums:
		switch key {
		case "status", "type", "last_close_reason", "code":
			return "SOMETHING_NEW"
		}
	case Hostile:
		switch key {
		case "private_name", "private_comment", "public_name", "EN", "RU", "message":
			return spoiled(value)
		}
	case HostileEnums:
		switch key {
		case "status", "type", "last_close_reason", "code":
			return spoiled(value)
		}
	case OddIDs:
		if key == "id" {
			return []any{"", "..", "a/b?c#d", "\x1b[2J", strings.Repeat("9", 129), 12345, nil}[n%7]
		}
	case WrongTypes:
		switch value := value.(type) {
		case string:
			return 42
		case json.Number:
			return "x" + value.String()
		case bool:
			return []any{}
		}
	}
	return value
}

// spoiled puts the hostile text before a text.
func spoiled(value any) any {
	if text, ok := value.(string); ok {
		return hostileMark + " " + text
	}
	return value
}

func (f *Fault) damageDate(text string, n int) string {
	if f.Kind == ImpossibleDate {
		return "2015-22-12T14:18:35"
	}
	whole := text[:min(len(wholeSeconds), len(text))]
	return []string{whole, whole + ".50", whole + ".50012", whole + ".500123", text[:min(16, len(text))], whole + ".500Z"}[n%6]
}
