package ui

// Below these sizes the window is too small for anything.
const (
	leastWidth  = 20
	leastHeight = 5
)

// Up to narrowWidth columns, or below lowHeight lines, there is only room for
// the pane that has the keys.
const (
	narrowWidth = 60
	lowHeight   = 16
)

// leastRows is how many operations there is always room for: a pane that held
// fewer would move the pools with each of the first commands.
const leastRows = 3

// A rect is a part of the screen in cells; one without height is not drawn.
type rect struct{ x, y, width, height int }

// inside is the rect within a frame.
func (r rect) inside() rect {
	return rect{r.x + 1, r.y + 1, max(r.width-2, 0), max(r.height-2, 0)}
}

// A layout is what goes where. The parts never overlap, and cover the window
// unless it is too small.
type layout struct {
	tooSmall   bool
	header     rect
	upper      rect // pools, trainings or history
	operations rect
	folded     rect // the operations on one line
	status     rect
}

// body is what lies between header and status line.
func (l layout) body() rect {
	return rect{0, l.header.height, l.header.width, l.status.y - l.header.height}
}

// lay shares the window among the parts. The operations get the lines their rows
// need, up to half of it. folded says that they need no pane now; the pane with
// the keys always has one.
func lay(width, height int, focus pane, rows int, folded bool) layout {
	if width < leastWidth || height < leastHeight {
		return layout{tooSmall: true}
	}
	l := layout{
		header: rect{0, 0, width, 1},
		status: rect{0, height - 1, width, 1},
	}
	body := l.body()
	onePane := width <= narrowWidth || height < lowHeight
	switch {
	case focus == paneOperations && onePane:
		l.operations = body
	case folded && focus != paneOperations, onePane:
		fold := 1
		if body.height < 4 {
			fold = 0 // a pane needs its frame and a row
		}
		l.upper = rect{0, body.y, width, body.height - fold}
		l.folded = rect{0, body.y + l.upper.height, width, fold}
	default:
		const frame, titles = 2, 1
		lower := min(max(rows, leastRows)+titles+frame, body.height/2)
		l.upper = rect{0, body.y, width, body.height - lower}
		l.operations = rect{0, body.y + l.upper.height, width, lower}
	}
	return l
}
