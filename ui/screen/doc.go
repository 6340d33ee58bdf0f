// Package screen has what stands around the panes: header, status line, batch
// summary and window title. Each is drawn from a value, and knows no model.
package screen
