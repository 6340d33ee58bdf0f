package wording

// TargetsSum sums up what a question is about, those with a comment first, as in
// "40 pools, 11 projects, 3 with a comment, these first".
func TargetsSum(n int, things string, projects, commented int) string {
	said := Count(n) + " " + things
	if projects > 0 {
		said += ", " + Plural(projects, "project", "projects")
	}
	if commented == 0 {
		return said
	}
	said += ", " + Count(commented) + " with a comment"
	switch {
	case commented == 1 && n > 1:
		said += ", this one first"
	case commented < n:
		said += ", these first"
	}
	return said
}
