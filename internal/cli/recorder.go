package cli

import (
	"fmt"
	"os"
	"os/user"

	"tolokadash/internal/config"
	"tolokadash/internal/journal"
	"tolokadash/internal/runner"
	"tolokadash/internal/wording"
	"tolokadash/ui"
)

// newRecorder opens the journal of what is asked for and what becomes of it. It
// is nil, which records nothing, in a demo and where the configuration says so. onError is
// told when the journal cannot be written later on, and with nil when it can be
// again.
func newRecorder(c *config.Config, p target, onError func(error)) *runner.Recorder {
	if !c.Journal.Enabled || p.environment.Kind == ui.Demo {
		return nil
	}
	folder, _ := stateFolder() // "": the recorder says that it cannot be written
	return runner.NewRecorder(runner.RecorderOptions{
		Journal:  journal.Options{Dir: folder, Origin: originOf(c, p)},
		Required: c.Journal.Required,
		OnError:  onError,
	})
}

// originOf is who asks, and whom.
func originOf(c *config.Config, p target) journal.Origin {
	host, _ := os.Hostname()
	return journal.Origin{
		Host: host, PID: os.Getpid(), User: userName(), Environment: c.Environment.Name,
		APIHost: p.environment.Host, Profile: c.Profile, Account: c.Account,
	}
}

// userName is the name of the system's user. The variables come first, since
// looking it up may ask a server.
func userName() string {
	for _, variable := range []string{"USER", "LOGNAME", "USERNAME"} {
		if name := os.Getenv(variable); name != "" {
			return name
		}
	}
	if u, err := user.Current(); err == nil {
		return u.Username
	}
	return ""
}

// unrecorded says what it means that the journal cannot be written; empty if it
// can.
func unrecorded(err error, required bool) config.Notice {
	switch {
	case err == nil:
		return config.Notice{}
	case required:
		return config.Notice{
			Text:   fmt.Sprintf("Nothing is sent: the journal cannot be written (%v)", err),
			Advice: "mend that, or set required = false under [journal]",
			Brief:  "set required = false under [journal]",
		}
	}
	return config.Notice{
		Text:   fmt.Sprintf("Nothing is recorded: the journal cannot be written (%v)", err),
		Advice: "mend that, or set enabled = false under [journal]",
		Brief:  "set enabled = false under [journal]",
	}
}

// journalChanged is told when the journal cannot be written, and when it can be
// again, and says so on the screen.
func (s *screen) journalChanged(required bool) func(error) {
	return func(err error) {
		said := wording.Message(unrecorded(err, required))
		if err == nil {
			said.Text = "The journal can be written again."
		}
		go s.send(ui.NoticeMsg{Message: said}) // it waits for the event loop
	}
}
