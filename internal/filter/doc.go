// Package filter is the language of the text filter: words, fields and
// comparisons, which [Parse] turns into a predicate over records. The screen and
// the command line use it alike.
//
// A filter is words apart by blanks; a record passes if every word does.
//
//	audio              the text is in the id, the name, the project, the comment or the error code
//	!audio             it is not
//	~adio              its letters come in this order in a name, with others between them
//	"audio week"       the text in quotes, blanks, colons and all
//	status:open        the field is this, or holds this text; status:open,locked is either
//	name="Cats"        the field is exactly this; != is the opposite
//	reward>0.05        comparisons of numbers: > >= < <= =
//	started<2h         less than two hours ago; m h d w are minutes, hours, days and weeks
//	created>=2026-03   a date, a month, a year, today or yesterday
//
// A word that makes no sense (a field or a value that does not exist) matches
// nothing and is reported as a [Problem]. A record whose field is not known, such
// as the name of a project that is still to come, passes neither a word about
// that field nor its negation.
package filter
