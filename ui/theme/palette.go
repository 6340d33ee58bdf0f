package theme

import (
	"image/color"

	"charm.land/lipgloss/v2"
)

// A palette holds every colour of the program. Text colours keep a contrast of
// at least 4.5:1 on the backgrounds the palette is made for and on row, the
// background of the cursor row.
type palette struct {
	accent color.Color // what moves, and what has the focus
	good   color.Color
	bad    color.Color
	wait   color.Color
	faint  color.Color // what is done or of little weight, still readable
	row    color.Color // background of the cursor row

	alarm   color.Color // background of the chip of production
	caution color.Color // background of the chip of an unknown environment
	onChip  color.Color // text on both
}

// onDark is for backgrounds from black to the dark greys of common schemes.
func onDark() palette {
	return palette{
		accent: lipgloss.Color("#79b8ff"),
		good:   lipgloss.Color("#7ee787"),
		bad:    lipgloss.Color("#ff9b93"),
		wait:   lipgloss.Color("#f2be5c"),
		faint:  lipgloss.Color("#a5aebb"),
		row:    lipgloss.Color("#26364f"),

		alarm:   lipgloss.Color("#c22626"),
		caution: lipgloss.Color("#8a5a00"),
		onChip:  lipgloss.Color("#ffffff"),
	}
}

// onLight is for backgrounds from white to pale paper.
func onLight() palette {
	return palette{
		accent: lipgloss.Color("#0550ae"),
		good:   lipgloss.Color("#0f5a25"),
		bad:    lipgloss.Color("#a4161a"),
		wait:   lipgloss.Color("#714300"),
		faint:  lipgloss.Color("#515963"),
		row:    lipgloss.Color("#d5e4fa"),

		alarm:   lipgloss.Color("#c22626"),
		caution: lipgloss.Color("#8a5a00"),
		onChip:  lipgloss.Color("#ffffff"),
	}
}
