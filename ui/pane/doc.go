// Package pane is the panes of the screen: pools and trainings, operations, and
// the history. A pane holds its rows, columns, order, filter, cursor and marks.
//
// A pane knows neither the model of the screen nor its messages. It reads the
// fleet in Sync, draws itself from a Context, and tells what is selected; the
// screen carries out what a key means.
package pane
