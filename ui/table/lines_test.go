package table_test

import (
	"strconv"
	"strings"
	"testing"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/exp/golden"

	"tolokadash/ui/table"
)

// Columns of the tables drawn here.
const (
	colID = iota
	colName
	colProject
	colStatus
	colReward
	colStarted
)

const (
	toneText = iota
	toneFaint
	toneGood
)

func poolColumns() []table.Column {
	return []table.Column{
		colID:      {Title: "ID", Min: 9},
		colName:    {Title: "NAME", Min: 12, Flex: 3},
		colProject: {Title: "PROJECT", Min: 8, Max: 24, Flex: 1, Drop: 1},
		colStatus:  {Title: "STATUS", Min: 9},
		colReward:  {Title: "REWARD", Min: 6, Right: true, Drop: 3},
		colStarted: {Title: "STARTED", Min: 12, Right: true, Drop: 2},
	}
}

func poolNames() []string {
	return []string{
		"Cats or dogs, batch 8",
		"Transcripts of audio recordings, week 10, second try, with the corrected sound files",
		"Отзывы о ресторанах, пул 3",
		"商品画像の分類 第2回 商品画像の分類 第2回",
		"Families 👨\u200d👩\u200d👧\u200d👦 and keycaps 1\ufe0f\u20e3 and ❤\ufe0f",
		"Flags 🇩🇪🇫🇷 and skin 👍🏽",
		"สวัสดี น\u0e33 and स\u094d\u0924\u0947",
		"\u0301marks\u0301 \u200band\u0600",
		"colours \x1b[31mred\x1b[0m\r\nand lines",
		"",
	}
}

func testStyles() table.Styles {
	return table.Styles{
		Cursor: "▸", Mark: "✓", Ascending: "▲", Descending: "▼", Ellipsis: "…", Range: "–",
		Tones: []lipgloss.Style{
			toneText:  lipgloss.NewStyle(),
			toneFaint: lipgloss.NewStyle().Faint(true),
			toneGood:  lipgloss.NewStyle().Foreground(lipgloss.Color("2")),
		},
		Header:      lipgloss.NewStyle().Faint(true),
		Sorted:      lipgloss.NewStyle().Bold(true),
		CursorRow:   lipgloss.NewStyle().Background(lipgloss.Color("4")),
		CursorGlyph: lipgloss.NewStyle().Foreground(lipgloss.Color("5")),
		MarkGlyph:   lipgloss.NewStyle().Foreground(lipgloss.Color("6")),
	}
}

func fillPool(id int, row *table.Row) {
	names := poolNames()
	row.Put(colID, toneFaint, strconv.Itoa(32267700-id))
	row.Put(colName, toneText, names[id%len(names)])
	row.Put(colProject, toneText, "Image labels")
	row.Put(colStatus, toneGood, "●")
	row.Put(colStatus, toneText, " OPEN")
	row.Put(colReward, toneText, "$0.02")
	row.Put(colStarted, toneFaint, "Mar 11 09:15")
}

func newPools(t *testing.T, width, height, pools int) *table.Table[int] {
	t.Helper()
	tb := table.New[int](table.Options{Columns: poolColumns()})
	tb.SetStyles(testStyles())
	tb.SetSize(width, height)
	tb.SetFocused(true)
	ids := make([]int, pools)
	for i := range ids {
		ids[i] = i
	}
	tb.SetRows(ids)
	return tb
}

// requireExact fails unless there are height lines of exactly width cells by
// both measures.
func requireExact(t *testing.T, lines []string, width, height int) {
	t.Helper()
	if len(lines) != height {
		t.Errorf("%d lines are drawn, want %d", len(lines), height)
	}
	for i, line := range lines {
		if g, w := ansi.StringWidth(line), ansi.StringWidthWc(line); g != width || w != width {
			t.Errorf("line %d is %d and %d cells wide, want %d: %q", i, g, w, width, line)
		}
		if strings.ContainsAny(line, "\n\r\t") {
			t.Errorf("line %d holds a control character: %q", i, line)
		}
	}
}

func TestLines_Pools(t *testing.T) {
	for _, width := range []int{40, 60, 80, 120, 200} {
		t.Run(strconv.Itoa(width), func(t *testing.T) {
			tb := newPools(t, width, 13, len(poolNames()))
			tb.SetSort(colName, true)
			tb.SetCursor(3)
			tb.Toggle()
			tb.Down()
			tb.Toggle()
			tb.Down()
			lines := tb.Lines(fillPool)
			requireExact(t, lines, width, 13)
			golden.RequireEqual(t, ansi.Strip(framed(lines)))
		})
	}
}

// framed puts lines between borders, so that blanks at their ends are seen.
func framed(lines []string) string {
	var b strings.Builder
	for _, line := range lines {
		b.WriteString("│" + line + "│\n")
	}
	return b.String()
}

func TestLines_Operations(t *testing.T) {
	columns := []table.Column{
		{Title: "VERB", Min: 5},
		{Title: "POOL", Min: 12, Flex: 2},
		{Title: "STATE", Min: 8},
		{Title: "", Min: 11, Max: 28, Flex: 1, Drop: 1},
		{Title: "ELAPSED", Min: 7, Right: true, Drop: 2},
	}
	for _, width := range []int{40, 80, 120} {
		t.Run(strconv.Itoa(width), func(t *testing.T) {
			tb := table.New[string](table.Options{Columns: columns, Flagged: true})
			tb.SetStyles(testStyles())
			tb.SetSize(width, 5)
			tb.SetRows([]string{"✗", "↗", "✓"})
			tb.Toggle()
			lines := tb.Lines(func(id string, row *table.Row) {
				row.SetTone(toneFaint)
				row.Flag(toneGood, id)
				row.Put(0, 0, "close")
				row.Put(1, 0, "32267101 ")
				row.Put(1, toneGood, "商品画像の分類 第2回, transcripts of audio")
				row.Put(2, 0, "RUNNING")
				if w := row.Width(3) - 6; w > 0 {
					row.Put(3, toneGood, strings.Repeat("━", w/2))
					row.Put(3, toneFaint, strings.Repeat("╌", w-w/2))
					row.Put(3, 0, "  50 %")
				}
				row.Put(4, 0, "12 s")
			})
			requireExact(t, lines, width, 5)
			golden.RequireEqual(t, ansi.Strip(framed(lines)))
		})
	}
}

func TestLines_Colors(t *testing.T) {
	tb := newPools(t, 60, 5, 3)
	tb.SetCursor(1)
	tb.Toggle()
	golden.RequireEqual(t, tb.View(fillPool))
}

func TestLines_HighlightFromEdgeToEdge(t *testing.T) {
	tb := newPools(t, 80, 6, 3)
	tb.SetCursor(1)
	line := tb.Lines(fillPool)[2]
	highlighted := false
	for rest := line; rest != ""; {
		if sequence, _, n, _ := ansi.DecodeSequence(rest, ansi.NormalState, nil); strings.HasPrefix(sequence, "\x1b[") {
			highlighted = strings.Contains(sequence, "44")
			rest = rest[n:]
		} else if !highlighted {
			t.Fatalf("%q stands outside the highlight of %q", rest, line)
		} else {
			rest = rest[n:]
		}
	}
	tb.SetFocused(false)
	if line := tb.Lines(fillPool)[2]; strings.Contains(line, "44m") || !strings.Contains(line, "▸") {
		t.Errorf("without the keys the row of the cursor is %q", line)
	}
}

func TestLines_FillsVisibleRowsOnly(t *testing.T) {
	tb := newPools(t, 80, 11, 10_000)
	tb.SetCursor(5_000)
	filled := 0
	tb.Lines(func(id int, row *table.Row) {
		filled++
		fillPool(id%10, row)
	})
	if filled != 10 {
		t.Errorf("%d rows are filled for 10 lines", filled)
	}
}

func TestLines_Placeholder(t *testing.T) {
	tb := newPools(t, 24, 5, 0)
	empty := func() (string, int) { return "No pool passes the filter “кошки”.\nesc clears it", toneFaint }
	lines := tb.LinesOr(empty, fillPool)
	requireExact(t, lines, 24, 5)
	golden.RequireEqual(t, ansi.Strip(framed(lines)))

	tb.SetRows([]int{1})
	if view := ansi.Strip(strings.Join(tb.LinesOr(empty, fillPool), "\n")); strings.Contains(view, "No pool") {
		t.Errorf("the placeholder stays with rows:\n%s", view)
	}
}

func TestLines_EverySize(t *testing.T) {
	for _, rows := range []int{0, 1, 30} {
		tb := newPools(t, 0, 0, rows)
		empty := func() (string, int) { return "nothing here\nat all\nreally", toneFaint }
		tb.SetSort(colID, false)
		tb.MarkAll()
		for width := range 70 {
			for _, height := range []int{0, 1, 2, 3, 12} {
				tb.SetSize(width, height)
				want := height
				if width == 0 {
					want = 0
				}
				requireExact(t, tb.LinesOr(empty, fillPool), width, want)
			}
		}
	}
}

func TestLines_SortMarkOnNarrowTitle(t *testing.T) {
	tb := newPools(t, 60, 3, 1)
	for column, want := range map[int]string{colStatus: "STATUS ▲", colID: "ID ▲", colName: "NAME ▲"} {
		tb.SetSort(column, false)
		if header := ansi.Strip(tb.Lines(fillPool)[0]); !strings.Contains(header, want) {
			t.Errorf("the titles are %q, want %q among them", header, want)
		}
	}
	tb.SetSize(140, 3)
	tb.SetSort(colReward, true)
	if header := ansi.Strip(tb.Lines(fillPool)[0]); !strings.Contains(header, "REWARD ▼") {
		t.Errorf("the titles are %q, want room for the mark", header)
	}
	tb.SetSize(16, 3)
	tb.SetSort(colStatus, true)
	if header := ansi.Strip(tb.Lines(fillPool)[0]); !strings.Contains(header, "▼") || strings.Contains(header, "STATUS") {
		t.Errorf("the titles are %q, want a cut title with its mark", header)
	}
	tb.SetSort(-1, false)
	if header := ansi.Strip(tb.Lines(fillPool)[0]); strings.ContainsAny(header, "▲▼") {
		t.Errorf("unsorted titles are %q", header)
	}
}

func TestRow_IgnoresMissingColumns(t *testing.T) {
	tb := newPools(t, 40, 2, 1)
	lines := tb.Lines(func(_ int, row *table.Row) {
		for _, column := range []int{-1, 99, colReward} {
			if got := row.Width(column); got != 0 {
				t.Errorf("column %d is %d cells wide", column, got)
			}
			row.Put(column, toneText, "lost")
		}
		row.Put(colName, 77, "unknown tone")
	})
	if line := ansi.Strip(lines[1]); strings.Contains(line, "lost") || !strings.Contains(line, "unknown tone") {
		t.Errorf("the row is %q", line)
	}
}

func TestRow_RunsOnOverEmptyColumns(t *testing.T) {
	const text = "a reason that is longer than any one column"
	for _, c := range []struct {
		name  string
		holds int // the column that holds something
		spill int
		cells int
		want  string
	}{
		{"all to its right are empty", colID, colName, 47, text},
		{"one holds something", colStatus, colName, 22, "a reason that is long…  held  "},
		{"the next holds something", colProject, colName, 12, "a reason th…  held  "},
		{"its column is not shown", colID, colReward, 0, "a reason th…  "},
	} {
		t.Run(c.name, func(t *testing.T) {
			tab := table.New[int](table.Options{Columns: poolColumns()})
			tab.SetStyles(testStyles())
			tab.SetSize(62, 3)
			tab.SetRows([]int{1, 2})
			lines := tab.Lines(func(id int, row *table.Row) {
				row.Put(c.holds, toneText, "held")
				if id == 1 {
					if cells := row.Spill(c.spill); cells != c.cells {
						t.Errorf("%d cells, want %d", cells, c.cells)
					}
				}
				row.Put(colName, toneText, text)
			})
			for _, line := range lines {
				if w := ansi.StringWidth(line); w != 62 {
					t.Errorf("%d cells wide: %q", w, ansi.Strip(line))
				}
			}
			if line := ansi.Strip(lines[1]); !strings.Contains(line, c.want) {
				t.Errorf("%q lacks %q", line, c.want)
			}
			if line := ansi.Strip(lines[2]); !strings.Contains(line, "a reason th…  ") {
				t.Errorf("the next row runs on too: %q", line)
			}
		})
	}
}

// A cell that runs on ends at the edge of the table, not at its last column.
func TestRow_RunsOnToTheEdge(t *testing.T) {
	const text = "a reason that is longer than any one column"
	for _, column := range []int{0, 1} {
		tab := table.New[int](table.Options{Columns: []table.Column{{Title: "STATE"}, {Title: "TOOK"}}})
		tab.SetStyles(testStyles())
		tab.SetContent([]int{8, 4})
		tab.SetSize(40, 2)
		tab.SetRows([]int{1})
		lines := tab.Lines(func(_ int, row *table.Row) {
			gutter, before := 4, column*10
			if cells := row.Spill(column); cells != 40-gutter-before {
				t.Errorf("column %d has %d cells", column, cells)
			}
			row.Put(column, toneText, text)
		})
		if line := ansi.Strip(lines[1]); ansi.StringWidth(line) != 40 || !strings.HasSuffix(line, "…") {
			t.Errorf("column %d: %q", column, line)
		}
	}
}

func TestTable_EmptyColumnWithoutTitleNotShown(t *testing.T) {
	tab := table.New[int](table.Options{Columns: []table.Column{{Title: "NAME", Flex: 1}, {Min: 10}, {Title: "TOOK"}}})
	tab.SetSize(40, 2)
	for _, content := range [][]int{{90, 0, 4}, {90, 10, 4}} {
		tab.SetContent(content)
		if shown := tab.Widths()[1]; shown != content[1] {
			t.Errorf("a column of %d cells has %d", content[1], shown)
		}
	}
}
