package tolokaapi

import (
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// An ID is short printable ASCII.
func TestValidID_Values(t *testing.T) {
	for id, want := range map[string]bool{
		"32267581": true, "fadfe3jk-fdafue2-fda32890-fdafdi23": true, "a/b": true, "...": true, "~!": true, strings.Repeat("x", 128): true,
		"": false, ".": false, "..": false, " ": false, "a b": false, "a\t": false, "\x7f": false, "é": false, strings.Repeat("x", 129): false,
	} {
		if got := ValidID(id); got != want {
			t.Errorf("%q: got %v", id, got)
		}
	}
}

// IDs of digits are compared by value.
func TestCompareIDs_Values(t *testing.T) {
	for _, test := range []struct {
		a, b string
		want int
	}{
		{"4000000", "32267581", -1},
		{"32267581", "4000000", +1},
		{"7", "7", 0},
		{"007", "8", -1},
		{"99999999999999999999998", "99999999999999999999999", -1},
		{"a", "b", -1},
		{"10", "9a", -1},
		{"9", "1a", -1},
		{"1a", "9", +1},
		{"", "1", -1},
		{"1", "", +1},
		{"", "a", -1},
		{"", "", 0},
	} {
		if got := CompareIDs(test.a, test.b); got != test.want {
			t.Errorf("%q and %q: got %d", test.a, test.b, got)
		}
	}
}

// IDs of every kind have one order.
func TestCompareIDs_TotalOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		id := rapid.SampledFrom([]string{"", "0", "007", "1", "1a", "7", "9", "9-", "10", "10a", "-", "a", "a1"})
		a, b, c := id.Draw(t, "a"), id.Draw(t, "b"), id.Draw(t, "c")
		ab, bc, ac := CompareIDs(a, b), CompareIDs(b, c), CompareIDs(a, c)
		if CompareIDs(b, a) != -ab || CompareIDs(a, a) != 0 {
			t.Fatalf("%q and %q: %d there, %d back", a, b, ab, CompareIDs(b, a))
		}
		if ab <= 0 && bc <= 0 && ac != min(ab, bc) {
			t.Fatalf("%q, %q and %q: %d, %d, %d from end to end", a, b, c, ab, bc, ac)
		}
	})
}

// A type is a subject and a verb.
func TestOperationType_Action(t *testing.T) {
	for _, subject := range []Subject{SubjectPool, SubjectTraining} {
		for _, verb := range Verbs {
			s, v, ok := verb.Type(subject).Action()
			if s != subject || v != verb || !ok {
				t.Errorf("%s: got %s %s %v", verb.Type(subject), s, v, ok)
			}
		}
	}
	if got := VerbClose.Type(SubjectPool); got != "POOL.CLOSE" {
		t.Errorf("got %q", got)
	}
	for _, other := range []OperationType{"", "ANALYTICS", "POOL.PAINT", "PROJECT.ARCHIVE", "pool.close"} {
		if _, _, ok := other.Action(); ok {
			t.Errorf("%q is no action", other)
		}
	}
}

// A date is written in UTC without a zone.
func TestDateOf_UTC(t *testing.T) {
	d := DateOf(time.Date(2022, 4, 7, 19, 6, 15, 902e6, time.FixedZone("", 3*60*60)))
	if d.Text != "2022-04-07T16:06:15.902" || !ParseDate(d.Text).Time.Equal(d.Time) {
		t.Errorf("got %+v", d)
	}
}

// A ref says what it names.
func TestRef_String(t *testing.T) {
	if got := TrainingRef("7").String(); got != "training 7" {
		t.Errorf("got %q", got)
	}
	if !(Ref{}).Zero() || PoolRef("7").Zero() {
		t.Error("only the empty ref names nothing")
	}
}
