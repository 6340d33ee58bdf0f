package theme

import "charm.land/lipgloss/v2"

// Glyphs is a set of everything the screen draws that is not a letter or a
// digit. Each glyph takes one cell unless its comment says otherwise.
type Glyphs struct {
	Border lipgloss.Border

	Cursor     string // before the row under the cursor
	Mark       string // before a marked row
	Ascending  string // after the title of the column sorted by
	Descending string
	Ellipsis   string // where text was cut; one cell, two in ASCII
	Caret      string // where the next letter goes
	Range      string // between the ends of a range
	Dot        string // between the parts of a line
	Down       string // "there is more below"
	Up         string // "there is more above"
	OpenQuote  string // around what the user typed
	CloseQuote string
	Dash       string // between two clauses

	Open     string // states of a pool
	Locked   string
	Closed   string
	Archived string

	Queued  string // states of work
	Moving  string
	Done    string
	Failed  string
	Unsure  string // nobody knows yet what became of it
	Foreign string // started by somebody else
	Already string // there was nothing left to do

	Live  string // the server answers
	Alert string // it does not, or makes us wait

	bar   bar
	spark spark
}

// Unicode returns glyphs found in the common monospaced fonts.
func Unicode() Glyphs {
	return Glyphs{
		Border: lipgloss.RoundedBorder(),

		Cursor: "▸", Mark: "✓", Ascending: "▲", Descending: "▼",
		Ellipsis: "…", Caret: "▏", Range: "–", Dot: "·", Down: "↓", Up: "↑",
		OpenQuote: "“", CloseQuote: "”", Dash: "—",

		Open: "●", Locked: "◌", Closed: "○", Archived: "□",

		Queued: "◔", Moving: "◐", Done: "✓", Failed: "✗",
		Unsure: "?", Foreign: "↗", Already: "=",

		Live: "●", Alert: "▲",

		bar:   newBar("", "━", "╌", ""),
		spark: spark{"▁▂▃▄▅▆▇█"},
	}
}

// ASCII returns glyphs every terminal and every encoding can show.
func ASCII() Glyphs {
	return Glyphs{
		Border: lipgloss.ASCIIBorder(),

		Cursor: ">", Mark: "*", Ascending: "^", Descending: "v",
		Ellipsis: "..", Caret: "_", Range: "-", Dot: "-", Down: "v", Up: "^",
		OpenQuote: `"`, CloseQuote: `"`, Dash: "-",

		Open: "o", Locked: "%", Closed: "-", Archived: "_",

		Queued: ".", Moving: "~", Done: "+", Failed: "x",
		Unsure: "?", Foreign: "@", Already: "=",

		Live: "o", Alert: "!",

		bar: newBar("[", "#", "-", "]"),
	}
}
