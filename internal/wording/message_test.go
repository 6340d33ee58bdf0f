package wording

import "testing"

func TestMessage_Line(t *testing.T) {
	for want, m := range map[string]Message{
		"":                               {},
		"7 failed":                       {Text: "7 failed", Advice: ""},
		"press R":                        {Text: "", Advice: "press R"},
		"7 failed - press R":             {Text: "7 failed", Advice: "press R"},
		"All are hidden. Press esc.":     {Text: "All are hidden.", Advice: "Press esc."},
		"nothing is sent; start anew":    {Text: "nothing is sent;", Advice: "start anew"},
		"7 failed · 2 gone - press R; x": Together("·", Message{Text: "7 failed", Advice: "press R"}, Message{}, Message{Text: "2 gone", Advice: "x"}),
		"u works elsewhere: press 1":     {Text: "u works elsewhere:", Advice: "press 1"},
		"a · b - c":                      Together("·", Message{Text: "a;", Advice: "c"}, Message{Text: "b", Advice: ""}),
	} {
		if got := m.Line("-"); got != want {
			t.Errorf("%+v is %q, want %q", m, got, want)
		}
	}
}
