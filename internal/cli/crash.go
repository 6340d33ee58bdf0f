package cli

import (
	"fmt"
	"os"
	"runtime/debug"
	"strings"
	"sync"
	"time"

	"tolokadash/tolokaapi"
)

// A crash is the first panic of the program, kept until the terminal has been
// given back.
type crash struct {
	mu    sync.Mutex
	what  any
	stack []byte
}

// keep keeps what was recovered, if anything, and ends the program in order.
func (c *crash) keep(what any, quit func()) {
	if what == nil {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.what == nil {
		c.what, c.stack = what, debug.Stack()
		go quit() // it waits for the event loop, which may be where we are
	}
}

func (c *crash) happened() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.what != nil
}

// report writes the crash to a file of its owner's, without the token, and is
// the failure that names it.
func (c *crash) report(secret func() string) error {
	c.mu.Lock()
	text := fmt.Sprintf("tolokadash %s\n\npanic: %v\n\n%s", version(), c.what, c.stack)
	c.mu.Unlock()
	if secret != nil {
		for _, part := range strings.Fields(secret()) { // a token may be typed with its scheme
			if len(part) > len("OAuth ") {
				text = strings.ReplaceAll(text, part, "[hidden]")
			}
		}
	}
	const goesOn = "what was sent goes on at Toloka: start it again to follow"
	path, err := stateFile(time.Now().UTC().Format("crash-20060102-150405.txt"))
	if err == nil {
		err = os.WriteFile(path, []byte(text), 0o600)
	}
	if err != nil {
		return &failure{exitFailed, fmt.Sprintf("the program broke (%s); %s", tolokaapi.HarmlessN(fmt.Sprint(c.what), 200), goesOn)}
	}
	return &failure{exitFailed, fmt.Sprintf("the program broke and wrote %s, which helps to mend it; %s", path, goesOn)}
}
