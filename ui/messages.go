package ui

import (
	"tolokadash/internal/fleet"
	"tolokadash/internal/wording"
)

// respondedMsg is what came of a request of the fleet.
type respondedMsg struct{ response fleet.Response }

// browserOpenedMsg is what came of opening a page.
type browserOpenedMsg struct {
	url string
	err error
}

// textCopiedMsg is what came of copying a text by programs of the system.
type textCopiedMsg struct {
	job     copyJob
	targets []string // that have it now
}

// A NoticeMsg is a warning that comes from outside the screen, to be said on the
// status line.
type NoticeMsg struct{ wording.Message }
