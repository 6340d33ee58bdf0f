package wording

import "testing"

func TestTargetsSum(t *testing.T) {
	for want, got := range map[string]string{
		"3 pools": TargetsSum(3, "pools", 0, 0),
		"40 pools, 11 projects, 3 with a comment, these first": TargetsSum(40, "pools", 11, 3),
		"3 pools, 1 project, 1 with a comment, this one first": TargetsSum(3, "pools", 1, 1),
		"3 trainings, 1 project, 3 with a comment":             TargetsSum(3, "trainings", 1, 3),
	} {
		if got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
