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

// From besideWidth columns on, details stand at the right of the panes, so wide that
// what is said of figures fits on one line; else, from belowWidth columns and
// belowHeight lines on, they stand below them, in two columns. Elsewhere they cover
// the panes.
const (
	besideWidth             = 160
	detailsBeside           = 66 // columns
	belowWidth, belowHeight = 120, 40
	detailsBelow            = 22 // lines
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
	Details    Rect // beside or below the panes; without height they cover the panes while they are open
	Status     Rect
}

// Wanted is what there is to lay out.
type Wanted struct {
	OperationsFocused bool // they have the keys, else the upper pane
	Operations        int  // rows
	Folded            bool // the operations need no pane now
	Details           bool // they are open
}

// Body is what lies between header and status line.
func (l Layout) Body() Rect {
	return Rect{0, l.Header.Height, l.Header.Width, l.Status.Y - l.Header.Height}
}

// Lay shares the window among the parts. The operations get the lines their rows
// need, up to half of what the panes have; the pane with the keys always has lines.
func Lay(width, height int, w Wanted) Layout {
	if width < LeastWidth || height < LeastHeight {
		return Layout{TooSmall: true}
	}
	l := Layout{
		Header: Rect{0, 0, width, 1},
		Status: Rect{0, height - 1, width, 1},
	}
	body := l.Body()
	if w.Details {
		body, l.Details = shareWithDetails(body, height)
	}
	l.layPanes(body, w)
	return l
}

// shareWithDetails shares the body of a window of a height among panes and details. The
// details get nothing where there is no room for both.
func shareWithDetails(body Rect, height int) (panes, details Rect) {
	switch {
	case body.Width >= besideWidth:
		panes = Rect{0, body.Y, body.Width - detailsBeside, body.Height}
		return panes, Rect{panes.Width, body.Y, detailsBeside, body.Height}
	case body.Width >= belowWidth && height >= belowHeight:
		panes = Rect{0, body.Y, body.Width, body.Height - detailsBelow}
		return panes, Rect{0, body.Y + panes.Height, body.Width, detailsBelow}
	}
	return body, Rect{}
}

// layPanes shares a part of the window among the panes.
func (l *Layout) layPanes(body Rect, w Wanted) {
	width := body.Width
	onePane := width <= NarrowWidth || body.Height+2 < lowHeight
	switch {
	case w.OperationsFocused && onePane:
		l.Operations = body
	case w.Folded && !w.OperationsFocused, onePane:
		fold := 1
		if body.Height < 4 {
			fold = 0 // a pane needs its frame and a row
		}
		l.Upper = Rect{0, body.Y, width, body.Height - fold}
		l.Folded = Rect{0, body.Y + l.Upper.Height, width, fold}
	default:
		const frame, titles = 2, 1
		lower := min(max(w.Operations, leastRows)+titles+frame, body.Height/2)
		l.Upper = Rect{0, body.Y, width, body.Height - lower}
		l.Operations = Rect{0, body.Y + l.Upper.Height, width, lower}
	}
}

// Join puts the lines of details, drawn as high and wide as Details, where they stand:
// beside the lines of the panes or below them.
func (l Layout) Join(panes, details []string) []string {
	if l.Details.X == 0 {
		return append(panes, details...)
	}
	for i := range panes {
		panes[i] += details[i]
	}
	return panes
}
