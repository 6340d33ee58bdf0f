package ui

import (
	"tolokadash/internal/fleet"
	"tolokadash/internal/wording"
)

// respondedMsg is what came of a request of the fleet.
type respondedMsg struct{ response fleet.Response }

// alarmRangMsg is the end of a wait of the core.
type alarmRangMsg struct{ tag uint64 }

// secondPassedMsg moves countdowns on.
type secondPassedMsg struct{ tag uint64 }

// dialogArmedMsg lets a dialog take a yes.
type dialogArmedMsg struct{ tag uint64 }

// earsOpenedMsg ends the time in which keys are dropped.
type earsOpenedMsg struct{ tag uint64 }

// slipSeenMsg lets actions be about the row under the cursor again.
type slipSeenMsg struct{ tag uint64 }

// statusExpiredMsg takes a message off the status line.
type statusExpiredMsg struct{ tag uint64 }

// patienceEndedMsg ends the wait for replies while quitting.
type patienceEndedMsg struct{}

// pictureAgedMsg draws the screen anew while another window has the keys.
type pictureAgedMsg struct{ tag uint64 }

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
