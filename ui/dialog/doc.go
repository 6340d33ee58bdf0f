// Package dialog has what lies over the panes. A dialog is told what to show and
// draws it; it knows neither the panes nor the model, and drawing changes nothing.
package dialog
