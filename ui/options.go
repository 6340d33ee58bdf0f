package ui

import (
	"context"
	"time"
	"unicode/utf8"

	"tolokadash/internal/fleet"
	"tolokadash/internal/runner"
	"tolokadash/internal/settings"
	"tolokadash/internal/wording"
	"tolokadash/keymap"
	"tolokadash/tolokaapi"
	"tolokadash/ui/theme"
)

// Options are what the screen is made of. Fleet and Carry must be set; of the
// others the zero value is the default named here.
type Options struct {
	Context     context.Context                                     // of every request; to be cancelled after the program ended
	Fleet       *fleet.Fleet                                        // the screen is its only caller from New on
	Carry       func(context.Context, fleet.Request) fleet.Response // makes one call to the API
	Keys        *keymap.Map                                         // default: nothing remapped
	Environment Environment
	Profile     string             // of the configuration, shown beside the environment; "" where there is only one
	NoColor     bool               // nothing is drawn in colour: the cursor row is reversed
	Now         func() time.Time   // wall clock without monotonic part
	Location    *time.Location     // of every date shown; default: the machine's
	Glyphs      theme.Glyphs       // default: Unicode
	Theme       string             // one by name, or "auto": as the terminal says, dark until it does
	Confirm     settings.Confirm   // how hard it is to confirm by mistake
	Account     settings.Account   // when the balance warns; zero: never
	ReadOnly    bool               // refuse whatever changes something
	OpenURL     func(string) error // opens the browser; nil: not possible
	Notice      wording.Message    // a warning to begin with; it stays until a key is pressed
	NoShell     bool               // nothing would wake the program up again: refuse to suspend it
	Recorder    *runner.Recorder   // knows what other runs have left for the account; nil: nothing is restored

	// InputWaiting reports whether keys have been typed that no message has brought yet:
	// a confirmation takes no answer while there are any. nil: not known.
	InputWaiting func() bool

	// CopyText puts a text where programs of the system can, and names those
	// places; nil: not possible.
	CopyText func(string) []string
}

// A Kind says how careful one has to be with an environment.
type Kind int

// The kinds of environments. The zero Kind is one that is not known, which gets
// a warning colour.
const (
	Other      Kind = iota
	Production      // real money and real people
	Sandbox         // play money
	Demo            // no network at all
)

// An Environment is the place where the pools are.
type Environment struct {
	Name     string // as shown: "PRODUCTION", a host
	Kind     Kind
	Currency string                      // ISO 4217 code of all amounts: "USD"
	Host     string                      // of the API, for messages
	Loopback bool                        // the server is on this machine
	WebURL   func(tolokaapi.Pool) string // a pool's page, "" if unknown; may be nil
}

// page is the address of a pool in the browser; "" if there is none.
func (e Environment) page(p tolokaapi.Pool) string {
	if e.WebURL == nil {
		return ""
	}
	return e.WebURL(p)
}

// Paid reports whether work may cost real money there. An address that is not
// known counts as production unless it is a loopback one: a gateway in front of
// the real Toloka looks like that.
func (e Environment) Paid() bool {
	switch e.Kind {
	case Sandbox, Demo:
		return false
	case Production:
		return true
	}
	return !e.Loopback
}

// An Exit says why the program ended.
type Exit int

// The ways to end. Ended from outside, by a signal or a panic, it is Outside.
const (
	Outside     Exit = iota
	Quit             // the user quit
	Interrupted      // ctrl+c
)

func (o Options) withDefaults() Options {
	if o.Context == nil {
		o.Context = context.Background()
	}
	if o.Keys == nil {
		o.Keys = keymap.Default()
	}
	if o.Now == nil {
		o.Now = func() time.Time { return time.Now().Round(0) }
	}
	if o.Location == nil {
		o.Location = time.Local
	}
	if o.Glyphs.Cursor == "" {
		o.Glyphs = theme.Unicode()
	}
	if o.InputWaiting == nil {
		o.InputWaiting = func() bool { return false }
	}
	o.Confirm = settings.Fill(o.Confirm, settings.Default().Confirm)
	if ascii(o.Glyphs) {
		o.Keys = o.Keys.ASCII()
	}
	if o.ReadOnly {
		o.Keys = o.Keys.ReadOnly()
	}
	return o
}

// ascii reports whether a set of glyphs keeps to ASCII, as then all must.
func ascii(g theme.Glyphs) bool { return g.Cursor[0] < utf8.RuneSelf }
