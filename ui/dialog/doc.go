// Package dialog has what lies over the panes. A dialog is told what to show and
// draws it; it knows neither the panes nor the model, and drawing changes nothing.
// What a key means to it comes back as an [Answer] or an [Intent], which the model
// carries out.
package dialog
