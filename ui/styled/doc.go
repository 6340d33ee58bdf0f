// Package styled has lines of styled text, and the frames around them. Panes and
// dialogs are drawn with it; it knows neither.
package styled
