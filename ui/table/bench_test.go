package table_test

import (
	"strconv"
	"testing"

	"tolokadash/ui/table"
)

// benchTable is the pools' table of a screen of 200×60 with 10,000 pools.
func benchTable(b *testing.B) (*table.Table[int], func(int, *table.Row), []int) {
	b.Helper()
	ids, texts := make([]int, 10_000), make([]string, 10_000)
	for i := range ids {
		ids[i], texts[i] = i, strconv.Itoa(32267700-i)
	}
	tb := table.New[int](table.Options{Columns: poolColumns()})
	tb.SetStyles(testStyles())
	tb.SetSize(198, 56)
	tb.SetFocused(true)
	tb.SetRows(ids)
	names := poolNames()
	fill := func(id int, row *table.Row) {
		row.Put(colID, toneFaint, texts[id])
		row.Put(colName, toneText, names[id%len(names)])
		row.Put(colProject, toneText, "Image labels")
		row.Put(colStatus, toneGood, "●")
		row.Put(colStatus, toneText, " OPEN")
		row.Put(colReward, toneText, "$0.02")
		row.Put(colStarted, toneFaint, "Mar 11 09:15")
	}
	return tb, fill, ids
}

func BenchmarkTable_Lines(b *testing.B) {
	tb, fill, _ := benchTable(b)
	b.ReportAllocs()
	for b.Loop() {
		tb.Down()
		tb.Lines(fill)
	}
}

func BenchmarkSetRows_Same(b *testing.B) {
	tb, _, ids := benchTable(b)
	b.ReportAllocs()
	for b.Loop() {
		tb.SetRows(ids)
	}
}

func BenchmarkSetRows_Changed(b *testing.B) {
	tb, _, ids := benchTable(b)
	tb.SetCursor(5_000)
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		ids[0], ids[9_999] = ids[9_999], ids[0]
		tb.SetRows(ids)
	}
}

func BenchmarkMarks_Marked(b *testing.B) {
	tb, _, _ := benchTable(b)
	tb.MarkAll()
	b.ReportAllocs()
	for b.Loop() {
		tb.Marked()
	}
}
