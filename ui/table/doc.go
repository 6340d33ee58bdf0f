// Package table draws a table whose rows live: they come, go, move and change
// under the user's hands.
//
// The cursor and the marks belong to ids, never to row numbers. When the rows
// are replaced the cursor stays on its id wherever that went, a mark stays with
// its id even while a filter hides it, and only [Table.SetRows] says that the
// id under the cursor is gone.
//
// Only the rows on screen are asked for and drawn, so ten thousand cost what
// forty cost. Every line of a table is exactly as wide as the table by both
// measures terminals use; see [Fit].
//
// The package knows nothing of colours: a caller gives [Styles] and names tones
// by their index in it.
package table
