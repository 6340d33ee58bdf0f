package keymap

import "tolokadash/tolokaapi"

// An Action is something a key does, by the name [keys] uses. Names are stable:
// a configuration written for one version works with the next.
type Action string

// The actions. What each one does is said in [List].
const (
	Help           Action = "help"
	Quit           Action = "quit"
	ForceQuit      Action = "force_quit"
	Suspend        Action = "suspend"
	NextPane       Action = "next_pane"
	PreviousPane   Action = "previous_pane"
	PoolsPane      Action = "pools_pane"
	OperationsPane Action = "operations_pane"
	TrainingsPane  Action = "trainings_pane"
	HistoryPane    Action = "history_pane"
	Refresh        Action = "refresh"
	Pause          Action = "pause"
	Filter         Action = "filter"
	Back           Action = "back"

	Down         Action = "down"
	Up           Action = "up"
	Top          Action = "top"
	Bottom       Action = "bottom"
	HalfPageDown Action = "half_page_down"
	HalfPageUp   Action = "half_page_up"
	PageDown     Action = "page_down"
	PageUp       Action = "page_up"
	Mark         Action = "mark"
	MarkAll      Action = "mark_all"
	InvertMarks  Action = "invert_marks"
	Details      Action = "details"
	SortNext     Action = "sort_next"
	SortReverse  Action = "sort_reverse"
	StatusFilter Action = "status_filter"
	CopyID       Action = "copy_id"
	OpenBrowser  Action = "open_browser"

	Close       Action = "close"
	Open        Action = "open"
	Archive     Action = "archive"
	Clone       Action = "clone"
	ReopenBatch Action = "reopen_batch"

	Dismiss    Action = "dismiss"
	DismissAll Action = "dismiss_all"
	Retry      Action = "retry"
	RetryAlike Action = "retry_alike"

	FieldAccept Action = "field_accept"
	FieldLeave  Action = "field_leave"

	ConfirmYes    Action = "confirm_yes"
	ConfirmNo     Action = "confirm_no"
	ConfirmChoose Action = "confirm_choose"
	ConfirmAccept Action = "confirm_accept"
	ConfirmDown   Action = "confirm_down"
	ConfirmUp     Action = "confirm_up"

	ConfirmPageDown Action = "confirm_page_down"
	ConfirmPageUp   Action = "confirm_page_up"
	ConfirmTop      Action = "confirm_top"
	ConfirmBottom   Action = "confirm_bottom"
)

// A Definition is one line of the list.
type Definition struct {
	Action   Action
	Scope    Scope
	Defaults string // keys in the spelling of [keys]: alternatives separated by blanks
	Short    string // one or two words for the hint line
	Long     string // a phrase for help, the README and the example configuration
	Changes  bool   // sends a command to Toloka: refused and not shown when read-only
	AboutRow bool   // is about the row under the cursor: ignored where that has just changed by itself
	Fixed    bool   // cannot be remapped

	Verb tolokaapi.Verb // what is sent to the chosen pools; "" for none
}

// List is every action of the program in the order in which help shows them.
// Taking a line out takes the key, its help and its option away.
//
// Keys of confirmations and text fields are fixed: a confirmation is the last
// thing between a slip of the hand and 200 closed pools, so what `y`, `n`, esc
// and enter mean there must not depend on a file. No key that opens a
// confirmation may be one that it takes (see [opensConfirmation]).
func List() []Definition {
	return append(append(anywhere(), inTables()...), inDialogs()...)
}

func anywhere() []Definition {
	return []Definition{
		{Action: Help, Scope: Anywhere, Defaults: "?", Short: "help", Long: "show or hide the keys"},
		{Action: Quit, Scope: Anywhere, Defaults: "q", Short: "quit", Long: "quit; asks first if commands are waiting to be sent or on their way"},
		{Action: ForceQuit, Scope: Anywhere, Defaults: "ctrl+c", Short: "quit", Long: "quit at once; in a text field, leave it"},
		{Action: Suspend, Scope: Anywhere, Defaults: "ctrl+z", Short: "suspend", Long: "suspend to the shell; fg comes back"},
		{Action: NextPane, Scope: Anywhere, Defaults: "tab", Short: "next pane", Long: "go to the next pane"},
		{Action: PreviousPane, Scope: Anywhere, Defaults: "shift+tab", Short: "previous pane", Long: "go to the previous pane"},
		{Action: PoolsPane, Scope: Anywhere, Defaults: "1", Short: "pools", Long: "go to the pools"},
		{Action: OperationsPane, Scope: Anywhere, Defaults: "2", Short: "operations", Long: "go to the operations"},
		{Action: TrainingsPane, Scope: Anywhere, Defaults: "3", Short: "trainings", Long: "go to the trainings, which take the place of the pools"},
		{Action: HistoryPane, Scope: Anywhere, Defaults: "4", Short: "history", Long: "go to the past operations of pools, which take the place of the pools"},
		{Action: Refresh, Scope: Anywhere, Defaults: "r", Short: "refresh", Long: "ask Toloka for everything again, and sort again"},
		{Action: Pause, Scope: Anywhere, Defaults: "p", Short: "pause", Long: "pause or resume looking for news; your own commands are always followed"},
		{Action: Filter, Scope: Anywhere, Defaults: "/", Short: "filter", Long: "filter the rows by text"},
		{Action: Back, Scope: Anywhere, Defaults: "esc", Short: "back", Long: "close what is open: help, details, then the filter"},
	}
}

func inTables() []Definition {
	return []Definition{
		{Action: Down, Scope: Table, Defaults: "j down", Short: "down", Long: "move down"},
		{Action: Up, Scope: Table, Defaults: "k up", Short: "up", Long: "move up"},
		{Action: Top, Scope: Table, Defaults: "g home", Short: "top", Long: "go to the first row"},
		{Action: Bottom, Scope: Table, Defaults: "G end", Short: "bottom", Long: "go to the last row"},
		{Action: HalfPageDown, Scope: Table, Defaults: "ctrl+d", Short: "half down", Long: "move down half a page"},
		{Action: HalfPageUp, Scope: Table, Defaults: "ctrl+u", Short: "half up", Long: "move up half a page"},
		{Action: PageDown, Scope: Table, Defaults: "pgdown", Short: "page down", Long: "move down a page"},
		{Action: PageUp, Scope: Table, Defaults: "pgup", Short: "page up", Long: "move up a page"},
		{Action: Details, Scope: Table, Defaults: "enter", Short: "details", Long: "show everything known about the row", AboutRow: true},
		{Action: CopyID, Scope: Table, Defaults: "y", Short: "copy id", Long: "copy the id to the clipboard", AboutRow: true},
		{Action: OpenBrowser, Scope: Table, Defaults: "b", Short: "browser", Long: "open the pool in the browser", AboutRow: true},

		{Action: Mark, Scope: Choosing, Defaults: "space", Short: "mark", Long: "mark or unmark the row", AboutRow: true},
		{Action: MarkAll, Scope: Choosing, Defaults: "a", Short: "mark all", Long: "mark every row that passes the filter; again: none"},
		{Action: InvertMarks, Scope: Choosing, Defaults: "i", Short: "invert", Long: "mark what is not marked, and the other way round"},
		{Action: SortNext, Scope: Choosing, Defaults: "s", Short: "sort", Long: "sort by the next column"},
		{Action: SortReverse, Scope: Choosing, Defaults: "S", Short: "reverse", Long: "reverse the order"},
		{Action: StatusFilter, Scope: Choosing, Defaults: "f", Short: "status", Long: "show the next status only, at last all again"},

		{Action: Close, Scope: Pools, Defaults: "c", Short: "close", Long: "close the marked ones, else the one under the cursor; asks first", Changes: true, AboutRow: true, Verb: tolokaapi.VerbClose},
		{Action: Open, Scope: Pools, Defaults: "O", Short: "open", Long: "open the marked ones, else the one under the cursor; asks first", Changes: true, AboutRow: true, Verb: tolokaapi.VerbOpen},
		{Action: Archive, Scope: Pools, Defaults: "x", Short: "archive", Long: "archive the marked ones for good, else the one under the cursor; asks first", Changes: true, AboutRow: true, Verb: tolokaapi.VerbArchive},
		{Action: Clone, Scope: Pools, Defaults: "N", Short: "clone", Long: "clone the marked ones, else the one under the cursor; asks first", Changes: true, AboutRow: true, Verb: tolokaapi.VerbClone},
		{Action: ReopenBatch, Scope: Pools, Defaults: "u", Short: "reopen", Long: "open what was closed together last; asks first", Changes: true},

		{Action: Dismiss, Scope: Operations, Defaults: "d", Short: "dismiss", Long: "dismiss the marked finished rows, else the one under the cursor", AboutRow: true},
		{Action: DismissAll, Scope: Operations, Defaults: "D", Short: "dismiss all", Long: "dismiss all finished rows"},
		{Action: Retry, Scope: Operations, Defaults: "R", Short: "retry", Long: "send the marked failed ones again, else the one under the cursor; asks first", Changes: true, AboutRow: true},
		{Action: RetryAlike, Scope: Operations, Defaults: "A", Short: "retry alike", Long: "the same, with all that failed for the same reason; asks first", Changes: true, AboutRow: true},
	}
}

func inDialogs() []Definition {
	return []Definition{
		{Action: FieldAccept, Scope: Field, Defaults: "enter", Short: "accept", Long: "take the text as it stands", Fixed: true},
		{Action: FieldLeave, Scope: Field, Defaults: "esc ctrl+c", Short: "leave", Long: "leave the field", Fixed: true},

		{Action: ConfirmYes, Scope: Dialog, Defaults: "y", Short: "yes", Long: "yes, do it", Fixed: true},
		{Action: ConfirmNo, Scope: Dialog, Defaults: "n esc", Short: "no", Long: "no, change nothing", Fixed: true},
		{Action: ConfirmChoose, Scope: Dialog, Defaults: "tab shift+tab left right", Short: "choose", Long: "go to the other button; No is chosen first", Fixed: true},
		{Action: ConfirmAccept, Scope: Dialog, Defaults: "enter", Short: "take it", Long: "take the chosen button", Fixed: true},
		{Action: ConfirmDown, Scope: Dialog, Defaults: "down", Short: "more", Long: "scroll down the list of targets", Fixed: true},
		{Action: ConfirmUp, Scope: Dialog, Defaults: "up", Short: "back", Long: "scroll up the list of targets", Fixed: true},
		{Action: ConfirmPageDown, Scope: Dialog, Defaults: "pgdown", Short: "page down", Long: "scroll down a page of the targets", Fixed: true},
		{Action: ConfirmPageUp, Scope: Dialog, Defaults: "pgup", Short: "page up", Long: "scroll up a page of the targets", Fixed: true},
		{Action: ConfirmTop, Scope: Dialog, Defaults: "home", Short: "top", Long: "go to the first target", Fixed: true},
		{Action: ConfirmBottom, Scope: Dialog, Defaults: "end", Short: "bottom", Long: "go to the last target", Fixed: true},
	}
}
