package wording

import "testing"

func TestMessage_Line(t *testing.T) {
	for want, m := range map[string]Message{
		"":                               {},
		"7 failed":                       {"7 failed", ""},
		"press R":                        {"", "press R"},
		"7 failed - press R":             {"7 failed", "press R"},
		"All are hidden. Press esc.":     {"All are hidden.", "Press esc."},
		"nothing is sent; start anew":    {"nothing is sent;", "start anew"},
		"7 failed · 2 gone - press R; x": Together("·", Message{"7 failed", "press R"}, Message{}, Message{"2 gone", "x"}),
		"u works elsewhere: press 1":     {"u works elsewhere:", "press 1"},
		"a · b - c":                      Together("·", Message{"a;", "c"}, Message{"b", ""}),
	} {
		if got := m.Line("-"); got != want {
			t.Errorf("%+v is %q, want %q", m, got, want)
		}
	}
}
