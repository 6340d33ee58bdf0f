package screen

// Below these sizes the window is too small for anything.
const (
	LeastWidth  = 20
	LeastHeight = 5
)

// Up to NarrowWidth columns, or below lowHeight lines, there is only room for
// the pane that has the keys.
const (
	NarrowWidth = 60
	lowHeight   = 16
)

// leastRows is how many operations there is always room for: a pane that held
// fewer would move the pools with each of the first commands.
const leastRows = 3

// A Rect is a part of the screen in cells; one without height is not drawn.
type Rect struct{ X, Y, Width, Height int }

// Inside is the Rect within a frame.
func (r Rect) Inside() Rect {
	return Rect{r.X + 1, r.Y + 1, max(r.Width-2, 0), max(r.Height-2, 0)}
}

// A Layout is what goes where. The parts never overlap, and cover the window
// unless it is too small.
type Layout struct {
	TooSmall   bool
	Header     Rect
	Upper      Rect // pools, trainings or history
	Operations Rect
	Folded     Rect // the operations on one line
	Status     Rect
}

// Body is what lies between header and status line.
func (l Layout) Body() Rect {
	return Rect{0, l.Header.Height, l.Header.Width, l.Status.Y - l.Header.Height}
}

// Lay shares the window among the parts. The operations get the lines their rows
// need, up to half of it. folded says that they need no pane now; the pane with
// the keys always has one.
func Lay(width, height int, operationsFocused bool, rows int, folded bool) Layout {
	if width < LeastWidth || height < LeastHeight {
		return Layout{TooSmall: true}
	}
	l := Layout{
		Header: Rect{0, 0, width, 1},
		Status: Rect{0, height - 1, width, 1},
	}
	body := l.Body()
	onePane := width <= NarrowWidth || height < lowHeight
	switch {
	case operationsFocused && onePane:
		l.Operations = body
	case folded && !operationsFocused, onePane:
		fold := 1
		if body.Height < 4 {
			fold = 0 // a pane needs its frame and a row
		}
		l.Upper = Rect{0, body.Y, width, body.Height - fold}
		l.Folded = Rect{0, body.Y + l.Upper.Height, width, fold}
	default:
		const frame, titles = 2, 1
		lower := min(max(rows, leastRows)+titles+frame, body.Height/2)
		l.Upper = Rect{0, body.Y, width, body.Height - lower}
		l.Operations = Rect{0, body.Y + l.Upper.Height, width, lower}
	}
	return l
}
