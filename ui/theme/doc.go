// Package theme turns a palette into meanings and meanings into styles.
//
// It is the only package of the screen that names a colour. Everything else
// asks for a meaning: [Theme.Good], [Theme.Wait], [Theme.ChipProduction].
//
// No meaning is carried by colour alone: a style only repeats what a word or a
// glyph beside it says already, and what must stand out without colours is
// bold or reversed, which a terminal told NO_COLOR still draws. Ordinary text
// has no colour of its own, so it is always the one the user reads best.
package theme
