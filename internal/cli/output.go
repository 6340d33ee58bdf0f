package cli

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/charmbracelet/x/term"

	"tolokadash/internal/config"
	"tolokadash/internal/headless"
	"tolokadash/internal/nearest"
	"tolokadash/tolokaapi"
	"tolokadash/ui/table"
	"tolokadash/ui/theme"
)

// An outputFormat is how a command writes its results. It is a flag's value.
type outputFormat string

// The formats.
const (
	outputTable  outputFormat = "table"  // for people
	outputJSON   outputFormat = "json"   // one document
	outputNDJSON outputFormat = "ndjson" // one JSON object a line
	outputCSV    outputFormat = "csv"
	outputIDs    outputFormat = "ids" // one id a line
)

var outputFormats = []string{string(outputTable), string(outputJSON), string(outputNDJSON), string(outputCSV), string(outputIDs)}

// outputVersion is that of the JSON formats: within the number before the dot
// fields are added, never taken away or given another meaning.
const outputVersion = "1.0"

func (f *outputFormat) String() string { return string(*f) }

// Type is what the help calls the value.
func (f *outputFormat) Type() string { return strings.Join(outputFormats, "|") }

// Set takes the value from the command line.
func (f *outputFormat) Set(text string) error {
	if !slices.Contains(outputFormats, text) {
		return fmt.Errorf("must be one of %s", strings.Join(outputFormats, ", "))
	}
	*f = outputFormat(text)
	return nil
}

// An outputColumn is a column of the table and of the CSV.
type outputColumn[T any] struct {
	title string // of the table; in lower case and with underscores that of the CSV
	cell  func(T) string
	right bool // numbers stand at the right of their column
}

// An output writes the results of a command in the format that was asked for.
// All text is made harmless.
type output[T any] struct {
	command string // its name
	kind    string // of one result: the type of its line in ndjson, with an s its list in json
	columns []outputColumn[T]
	id      func(T) string
	record  func(T) any    // with json tags in snake_case
	more    map[string]any // what the JSON document has besides
}

// write writes all results.
func (o *output[T]) write(w io.Writer, format outputFormat, rows []T) error {
	switch format {
	case outputJSON:
		return o.writeJSON(w, rows)
	case outputNDJSON:
		return o.writeLines(w, rows)
	case outputCSV:
		return o.writeCSV(w, rows)
	case outputIDs:
		for _, row := range rows {
			if _, err := fmt.Fprintln(w, tolokaapi.Harmless(o.id(row))); err != nil {
				return err
			}
		}
		return nil
	case outputTable:
	}
	return o.writeTable(w, rows)
}

func (o *output[T]) writeJSON(w io.Writer, rows []T) error {
	records := make([]any, 0, len(rows))
	for _, row := range rows {
		records = append(records, o.record(row))
	}
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	document := map[string]any{"format": outputVersion, o.kind + "s": records}
	maps.Copy(document, o.more)
	return e.Encode(document)
}

// writeLines writes the version first and a summary last, so that a reader knows
// that it has all.
func (o *output[T]) writeLines(w io.Writer, rows []T) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	lines := append([]typedLine{{Event: versionEvent(wallNow().UTC(), o.command)}}, o.lines(rows)...)
	for _, line := range lines {
		if err := e.Encode(line); err != nil {
			return err
		}
	}
	return nil
}

// lines are the results and the summary.
func (o *output[T]) lines(rows []T) []typedLine {
	lines := make([]typedLine, 0, len(rows)+1)
	for _, row := range rows {
		lines = append(lines, typedLine{Type: o.kind, Record: o.record(row)})
	}
	count, code := len(rows), exitClean
	summary := headless.Event{Time: wallNow().UTC(), Type: headless.EventSummary, Command: o.command, Count: &count, ExitCode: &code}
	return append(lines, typedLine{Event: summary})
}

// versionEvent is the first line of all that is written as JSON, one object a line.
func versionEvent(now time.Time, command string) headless.Event {
	return headless.Event{Time: now, Type: headless.EventVersion, Format: outputVersion, Program: "tolokadash " + version(), Command: command}
}

// A typedLine is a line of ndjson: an event, or a record whose fields stand beside the
// type.
type typedLine struct {
	Event  headless.Event
	Type   string
	Record any // nil: it is the event
}

// MarshalJSON puts the type first.
func (l typedLine) MarshalJSON() ([]byte, error) {
	if l.Record == nil {
		return json.Marshal(l.Event)
	}
	head, err := json.Marshal(struct {
		Type string `json:"type"`
	}{l.Type})
	if err != nil {
		return nil, err
	}
	fields, err := json.Marshal(l.Record)
	if err != nil {
		return nil, err
	}
	return slices.Concat(head[:len(head)-1], []byte(","), fields[1:]), nil
}

func (o *output[T]) writeCSV(w io.Writer, rows []T) error {
	c := csv.NewWriter(w)
	line := make([]string, len(o.columns))
	for i, column := range o.columns {
		line[i] = strings.ReplaceAll(strings.ToLower(column.title), " ", "_")
	}
	if err := c.Write(line); err != nil {
		return err
	}
	for _, row := range rows {
		for i, column := range o.columns {
			line[i] = spreadsheetCell(column.cell(row))
		}
		if err := c.Write(line); err != nil {
			return err
		}
	}
	c.Flush()
	return c.Error()
}

// spreadsheetCell is a text that a spreadsheet takes for no formula.
func spreadsheetCell(text string) string {
	text = tolokaapi.Harmless(text)
	if text != "" && strings.ContainsRune("=+-@", rune(text[0])) {
		return "'" + text
	}
	return text
}

// writeTable writes columns that are as wide as what is in them, two blanks
// apart.
func (o *output[T]) writeTable(w io.Writer, rows []T) error {
	if len(rows) == 0 {
		return nil
	}
	ascii := !config.LocaleIsUTF8()
	lines := make([][]string, 1, len(rows)+1)
	for _, column := range o.columns {
		lines[0] = append(lines[0], column.title)
	}
	for _, row := range rows {
		var cells []string
		for _, column := range o.columns {
			cell := tolokaapi.Harmless(column.cell(row))
			if ascii {
				cell = asciiOnly(cell)
			}
			cells = append(cells, cell)
		}
		lines = append(lines, cells)
	}
	widths := make([]int, len(o.columns))
	for _, line := range lines {
		for i, cell := range line {
			widths[i] = max(widths[i], table.Width(cell))
		}
	}
	fitColumns(widths, lines[0], terminalWidth(w))
	for _, line := range lines {
		var b strings.Builder
		for i, cell := range line {
			cell = table.Cut(cell, widths[i], ellipsis(ascii))
			pad := strings.Repeat(" ", widths[i]-table.Width(cell))
			if o.columns[i].right {
				cell, pad = pad+cell, ""
			}
			b.WriteString(cell + pad + "  ")
		}
		if _, err := fmt.Fprintln(w, strings.TrimRight(b.String(), " ")); err != nil {
			return err
		}
	}
	return nil
}

// What fitColumns makes narrower, and how narrow at most.
var (
	cutColumns      = []string{"NAME", "PROJECT", "COMMENT"}
	narrowestColumn = 10
)

// fitColumns makes the columns of longer texts narrower, the widest first, until a
// line fits on the terminal. Ids and outcomes are never cut.
func fitColumns(widths []int, titles []string, terminal int) {
	total := -2 // no gap behind the last
	for _, width := range widths {
		total += width + 2
	}
	for ; terminal > 0 && total > terminal; total-- {
		widest := -1
		for i, title := range titles {
			if slices.Contains(cutColumns, title) && widths[i] > narrowestColumn && (widest < 0 || widths[i] > widths[widest]) {
				widest = i
			}
		}
		if widest < 0 {
			return
		}
		widths[widest]--
	}
}

// terminalWidth is how many cells a line has; 0 where no terminal is written to.
func terminalWidth(w io.Writer) int {
	f, ok := w.(*os.File)
	if !ok {
		return 0
	}
	columns, _, err := term.GetSize(f.Fd())
	if err != nil {
		return 0
	}
	return columns
}

// ellipsis stands for what was cut off.
func ellipsis(ascii bool) string {
	if ascii {
		return theme.ASCII().Ellipsis
	}
	return theme.Unicode().Ellipsis
}

// meant is a hint at the one of several words that was probably meant; "" if
// there is none.
func meant(word string, among []string) string {
	if near := nearest.Word(word, among); near != "" {
		return fmt.Sprintf("; did you mean %s?", near)
	}
	return ""
}
