// Command draw turns the text of a terminal's screen, with its escape
// sequences, into an SVG picture of it. It reads stdin and writes stdout:
//
//	tmux capture-pane -e -p | draw -size 110x32 > screen.svg
//
// Every character stands at its cell, whatever the font makes of its width.
package main

import (
	"bufio"
	"flag"
	"fmt"
	"html"
	"image/color"
	"io"
	"os"
	"strings"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/vt"
)

// The picture's measures in pixels, and the colours of a terminal's own.
const (
	cellWidth, cellHeight = 9, 18
	margin                = 14
	fontSize              = 15
	fonts                 = "DejaVu Sans Mono, Noto Sans Mono CJK JP"
	emojiFont             = "Noto Color Emoji" // it has digits and arrows too, so it is used where nothing else does
	firstEmoji            = 0x1F000
	paper, ink            = "#16181d", "#d5d9e0"
)

func main() {
	size := flag.String("size", "80x24", "columns and rows")
	flag.Parse()
	var width, height int
	if _, err := fmt.Sscanf(*size, "%dx%d", &width, &height); err != nil {
		fmt.Fprintln(os.Stderr, "draw: -size is like 80x24")
		os.Exit(2)
	}
	text, err := io.ReadAll(os.Stdin)
	if err != nil {
		fmt.Fprintln(os.Stderr, "draw:", err)
		os.Exit(1)
	}
	screen := vt.NewEmulator(width, height)
	go func() { _, _ = io.Copy(io.Discard, screen) }()
	_, _ = screen.WriteString(strings.ReplaceAll(strings.TrimRight(string(text), "\n"), "\n", "\r\n"))
	out := bufio.NewWriter(os.Stdout)
	draw(out, screen, width, height)
	if err := out.Flush(); err != nil {
		fmt.Fprintln(os.Stderr, "draw:", err)
		os.Exit(1)
	}
}

func draw(w io.Writer, screen *vt.Emulator, width, height int) {
	fmt.Fprintf(w, `<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" font-family="%s" font-size="%d" xml:space="preserve">`+"\n",
		width*cellWidth+2*margin, height*cellHeight+2*margin, fonts, fontSize)
	fmt.Fprintf(w, `<rect width="100%%" height="100%%" rx="8" fill="%s"/>`+"\n", paper)
	for y := range height {
		for x := 0; x < width; {
			x += drawCell(w, screen, x, y)
		}
	}
	fmt.Fprintln(w, "</svg>")
}

// drawCell draws what begins at a cell and returns how many cells that takes.
func drawCell(w io.Writer, screen *vt.Emulator, x, y int) int {
	cell := screen.CellAt(x, y)
	if cell == nil {
		return 1
	}
	taken := max(1, cell.Width)
	fore, back := rgb(cell.Style.Fg, ink), rgb(cell.Style.Bg, "")
	if cell.Style.Attrs&attrReverse != 0 {
		fore, back = orElse(back, paper), fore
	}
	left, top := margin+x*cellWidth, margin+y*cellHeight
	if back != "" {
		fmt.Fprintf(w, `<rect x="%d" y="%d" width="%d" height="%d" fill="%s"/>`, left, top, taken*cellWidth, cellHeight, back)
	}
	if strings.TrimSpace(cell.Content) == "" {
		return taken
	}
	look := ""
	if r, _ := utf8.DecodeRuneInString(cell.Content); r >= firstEmoji {
		look = fmt.Sprintf(` font-family="%s"`, emojiFont)
	}
	if cell.Style.Attrs&attrBold != 0 {
		look += ` font-weight="bold"`
	}
	if cell.Style.Attrs&attrFaint != 0 {
		look += ` opacity="0.6"`
	}
	if cell.Style.Underline != ansi.UnderlineNone {
		look += ` text-decoration="underline"`
	}
	fmt.Fprintf(w, `<text x="%d" y="%d" fill="%s"%s>%s</text>`+"\n", left, top+cellHeight-5, fore, look, html.EscapeString(cell.Content))
	return taken
}

// The attributes of a cell, as the emulator numbers them.
const (
	attrBold    = 1 << 0
	attrFaint   = 1 << 1
	attrReverse = 1 << 5
)

// rgb writes a colour as SVG does; without one it is the other.
func rgb(c color.Color, without string) string {
	if c == nil {
		return without
	}
	r, g, b, _ := c.RGBA()
	return fmt.Sprintf("#%02x%02x%02x", r>>8, g>>8, b>>8)
}

func orElse(s, other string) string {
	if s == "" {
		return other
	}
	return s
}
