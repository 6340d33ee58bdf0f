// Package palette has the colours of every theme, by name: the themes that the
// configuration takes are the palettes in its list.
package palette

import (
	"image/color"

	"charm.land/lipgloss/v2"
)

// A Palette holds every colour of the program. Text colours keep a contrast of
// at least 4.5:1 on the backgrounds the palette is made for and on Row, the
// background of the cursor row.
type Palette struct {
	Name string // as a user writes it
	Dark bool   // made for dark backgrounds, else for light ones

	Accent color.Color // what moves, and what has the focus
	Good   color.Color
	Bad    color.Color
	Wait   color.Color
	Faint  color.Color // what is done or of little weight, still readable
	Row    color.Color // background of the cursor row

	Alarm   color.Color // background of the chip of production
	Caution color.Color // background of the chip of an unknown environment
	OnChip  color.Color // text on both
}

// All returns the palettes. Of those for dark backgrounds the first is taken where
// the user named none, and of those for light ones.
func All() []Palette {
	return []Palette{{
		Name: "dark", Dark: true, // from black to the dark greys of common schemes

		Accent: lipgloss.Color("#79b8ff"),
		Good:   lipgloss.Color("#7ee787"),
		Bad:    lipgloss.Color("#ff9b93"),
		Wait:   lipgloss.Color("#f2be5c"),
		Faint:  lipgloss.Color("#a5aebb"),
		Row:    lipgloss.Color("#26364f"),

		Alarm:   lipgloss.Color("#c22626"),
		Caution: lipgloss.Color("#8a5a00"),
		OnChip:  lipgloss.Color("#ffffff"),
	}, {
		Name: "light", // from white to pale paper

		Accent: lipgloss.Color("#0550ae"),
		Good:   lipgloss.Color("#0f5a25"),
		Bad:    lipgloss.Color("#a4161a"),
		Wait:   lipgloss.Color("#714300"),
		Faint:  lipgloss.Color("#515963"),
		Row:    lipgloss.Color("#d5e4fa"),

		Alarm:   lipgloss.Color("#c22626"),
		Caution: lipgloss.Color("#8a5a00"),
		OnChip:  lipgloss.Color("#ffffff"),
	}}
}

// Names returns the names of the palettes.
func Names() []string {
	var names []string
	for _, p := range All() {
		names = append(names, p.Name)
	}
	return names
}

// Named returns the palette of a name.
func Named(name string) (p Palette, found bool) {
	for _, p := range All() {
		if p.Name == name {
			return p, true
		}
	}
	return Palette{}, false
}

// For returns the palette for a dark or a light background.
func For(dark bool) Palette {
	for _, p := range All() {
		if p.Dark == dark {
			return p
		}
	}
	panic("no palette for such a background") // a test looks for both
}
