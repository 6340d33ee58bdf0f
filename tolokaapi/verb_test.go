package tolokaapi

import "testing"

// A type names the plain verb of those that share it, and each type is polled once.
func TestVerb_TypesAndBack(t *testing.T) {
	for _, s := range []Subject{SubjectPool, SubjectTraining} {
		seen := map[OperationType]bool{}
		for _, typ := range s.Types() {
			if seen[typ] {
				t.Errorf("%s is listed twice", typ)
			}
			seen[typ] = true
			subject, verb, ok := typ.Action()
			if !ok || subject != s || verb.Type(s) != typ {
				t.Errorf("%s is %s of %s", typ, verb, subject)
			}
		}
		for _, v := range Verbs {
			if !seen[v.Type(s)] {
				t.Errorf("%s of %s is not polled", v, s)
			}
		}
	}
	for _, typ := range []OperationType{"", "POOL.", "POOL.MERGE", "CLOSE", "FILE.CLOSE"} {
		if s, v, ok := typ.Action(); ok {
			t.Errorf("%q is %s of %s", typ, v, s)
		}
	}
}

// What undoes a verb starts where the verb ends.
func TestVerb_Undo(t *testing.T) {
	for _, v := range Verbs {
		if u := v.Undo(); u != "" && (!u.Accepts(v.Becomes()) || !v.Accepts(u.Becomes())) {
			t.Errorf("%s does not undo %s", u, v)
		}
	}
}
