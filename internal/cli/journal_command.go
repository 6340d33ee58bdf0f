package cli

import (
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"tolokadash/internal/fleet"
	"tolokadash/internal/headless"
	"tolokadash/internal/journal"
	"tolokadash/internal/wording"
	"tolokadash/tolokaapi"
)

// journalOptions are the flags of the command journal.
type journalOptions struct {
	*options
	since  string
	pool   string
	verbs  []string
	failed bool
	format outputFormat
}

// newJournal is the command that shows what was asked and what became of it.
func newJournal(account *options) *cobra.Command {
	o := &journalOptions{options: account, format: outputTable}
	cmd := &cobra.Command{
		Use:   "journal",
		Short: "Show what was asked for and what became of it",
		Long: `tolokadash journal --since 24h --failed     what failed since yesterday
tolokadash journal --pool 32267700 -o json  all that was done to a pool

Shows the commands in the journal of this machine, oldest first: from the
dashboard, whoever started it, on every account. It asks Toloka for nothing.`,
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error { return o.run(cmd) },
	}
	o.bindConnection(cmd)
	o.bindLog(cmd)
	f := cmd.Flags()
	f.StringVar(&o.since, "since", "7d", "commands of the last `TIME`, such as 24h or 7d")
	f.StringVar(&o.pool, "pool", "", "commands for the pool or training with this `ID`")
	f.StringSliceVar(&o.verbs, "verb", nil, "commands with these `VERBS`: close, open, archive, clone")
	f.BoolVar(&o.failed, "failed", false, "commands that failed, were rejected or not sent, or whose outcome is unknown")
	f.VarP(&o.format, "output", "o", "`FORMAT` of the output: "+strings.Join(outputFormats, ", "))
	return cmd
}

// run reads the journal and writes what was chosen.
func (o *journalOptions) run(cmd *cobra.Command) error {
	ago, err := sinceTime(o.since)
	if err != nil {
		return err
	}
	since := time.Now().Add(-ago)
	verbs, err := verbsOf(o.verbs)
	if err != nil {
		return err
	}
	if o.pool != "" && !digitsOnly(o.pool) {
		return badID(o.pool, "a pool", "")
	}
	filter := journal.Filter{ID: o.pool, Verbs: verbs}
	folder, err := stateFolder()
	if err != nil {
		return &failure{exitFailed, fmt.Sprintf("there is no journal: %v", err)}
	}
	var skipped journal.Skipped
	// A command that was confirmed before may have ended since then.
	all, err := journal.Commands(journal.Read(folder, since.Add(-24*time.Hour), filter, &skipped))
	if err != nil {
		return &failure{exitFailed, fmt.Sprintf("the journal cannot be read: %v", err)}
	}
	all = slices.DeleteFunc(all, func(c *journal.Command) bool {
		return lastTime(c).Before(since) || o.pool != "" && c.ID != o.pool || o.failed && !c.Bad() ||
			o.profile != "" && c.Profile != o.profile || o.apiURL != "" && c.APIHost != hostOf(o.apiURL)
	})
	warnSkipped(cmd.ErrOrStderr(), skipped.Unreadable, "unreadable")
	warnSkipped(cmd.ErrOrStderr(), skipped.Newer, "of a newer version")
	nameCommands(all, filepath.Join(folder, knownPoolsFile))
	if len(all) == 0 {
		say(cmd.ErrOrStderr(), "no such record in the last "+o.since)
	}
	if err := journalOutput().write(cmd.OutOrStdout(), o.format, all); err != nil {
		return &failure{exitFailed, fmt.Sprintf("the output cannot be written: %v", err)}
	}
	return nil
}

// nameCommands names the pools that were asked for by their ids alone, as other
// commands or the last lists of pools name them.
func nameCommands(all []*journal.Command, lists string) {
	type pool struct{ host, id string }
	names := map[pool]string{}
	for host, pools := range readKnownPools(lists) {
		for _, p := range pools {
			names[pool{host, p.ID}] = tolokaapi.Harmless(p.Name)
		}
	}
	for _, c := range all {
		if c.Name != "" {
			names[pool{c.APIHost, c.ID}] = c.Name
		}
	}
	for _, c := range all {
		if c.Name == "" {
			c.Name = names[pool{c.APIHost, c.ID}]
		}
	}
}

// hostOf is the host of an address as the journal names it.
func hostOf(url string) string {
	base, err := tolokaapi.ParseBaseURL(url)
	if err != nil {
		return url
	}
	return base.Host
}

// warnSkipped says that lines of the journal are left out, and why.
func warnSkipped(stderr io.Writer, n int, why string) {
	lines := "lines"
	if n == 1 {
		lines = "line"
	}
	if n > 0 {
		say(stderr, fmt.Sprintf("warning: %d %s of the journal left out: %s", n, lines, why))
	}
}

// sinceTime is the time that --since names: a duration, also in days.
func sinceTime(text string) (time.Duration, error) {
	d, err := time.ParseDuration(text)
	if days, isDays := strings.CutSuffix(text, "d"); isDays {
		var n int
		n, err = strconv.Atoi(days)
		d = time.Duration(min(n, 36500)) * 24 * time.Hour
	}
	if err != nil || d < 0 {
		return 0, &failure{exitUsage, fmt.Sprintf("--since takes a time such as 24h or 7d, not %q", text)}
	}
	return d, nil
}

func verbNames() []string {
	var names []string
	for _, v := range tolokaapi.Verbs {
		names = append(names, string(v))
	}
	return names
}

// lastTime is when a command was last heard of.
func lastTime(c *journal.Command) time.Time {
	return slices.MaxFunc([]time.Time{c.Asked, c.Sent, c.Ended}, time.Time.Compare)
}

// journalOutput is how commands are written.
func journalOutput() *output[*journal.Command] {
	type column = outputColumn[*journal.Command]
	return &output[*journal.Command]{
		command: "journal", kind: "command",
		columns: []column{
			{title: "ASKED", cell: func(c *journal.Command) string { return c.Asked.Local().Format(time.DateTime) }},
			{title: "VERB", cell: func(c *journal.Command) string { return string(c.Verb) }},
			{title: "ID", cell: func(c *journal.Command) string { return c.ID }, right: true},
			{title: "NAME", cell: func(c *journal.Command) string { return c.Name }},
			{title: "OUTCOME", cell: commandOutcome},
			{title: "TOOK", cell: commandTook, right: true},
			{title: "OPERATION", cell: func(c *journal.Command) string { return string(c.Operation) }},
		},
		id:     func(c *journal.Command) string { return c.ID },
		record: func(c *journal.Command) any { return recordOf(c) },
	}
}

// commandOutcome is what became of a command, in the receipt's words.
func commandOutcome(c *journal.Command) string {
	r := fleet.Row{Verb: c.Verb, State: fleetState(c), Found: c.Found}
	if c.State.Bad() || c.State == journal.Unconfirmed {
		r.Problem = &fleet.Problem{Status: c.HTTPStatus, Code: c.Code, Cause: c.Cause, Message: c.Message}
		r.Op.Details = c.Message
	}
	said := wording.Fate(r)
	if c.Other {
		ended := wording.Outcome(r.Ending())
		said = ended + startedElsewhere + strings.TrimPrefix(said, ended)
	}
	return said
}

// fleetState is the state of a command as the rows on the screen have it.
func fleetState(c *journal.Command) fleet.State {
	if c.Open {
		return fleet.Sending
	}
	for s := fleet.Queued; s <= fleet.NotSent; s++ {
		if strings.ReplaceAll(s.String(), " ", "_") == string(c.State) {
			return s
		}
	}
	return fleet.Unknown
}

// commandTook is how long the operation took; "" where that is not known.
func commandTook(c *journal.Command) string { return took(c.Took) }

// took is a duration in a column; "" where it is not known.
func took(d time.Duration) string {
	switch {
	case d <= 0:
		return ""
	case d < time.Minute:
		return d.Round(100 * time.Millisecond).String()
	}
	return d.Round(time.Second).String()
}

// A commandRecord is a command as other programs read it.
type commandRecord struct {
	Time        time.Time  `json:"time"` // when it was confirmed
	Sent        *time.Time `json:"sent,omitempty"`
	Ended       *time.Time `json:"ended,omitempty"`
	Session     string     `json:"session"`
	Host        string     `json:"host,omitempty"`
	PID         int        `json:"pid,omitempty"`
	User        string     `json:"user,omitempty"`
	Environment string     `json:"environment,omitempty"`
	APIHost     string     `json:"api_host,omitempty"`
	Profile     string     `json:"profile,omitempty"`
	Account     string     `json:"account,omitempty"`
	Batch       string     `json:"batch"`
	Verb        string     `json:"verb"`
	Subject     string     `json:"subject"`
	ID          string     `json:"id"`
	Name        string     `json:"name,omitempty"`
	Project     string     `json:"project,omitempty"`
	State       string     `json:"state"` // "sending" where nobody knows whether it arrived
	Operation   string     `json:"operation,omitempty"`
	HTTPStatus  int        `json:"http_status,omitempty"`
	Cause       string     `json:"cause,omitempty"`
	Code        string     `json:"code,omitempty"`
	Message     string     `json:"message,omitempty"`
	Percent     *int       `json:"percent,omitempty"`
	Other       bool       `json:"other,omitempty"`
	Found       bool       `json:"found,omitempty"`
	Took        float64    `json:"took,omitempty"` // seconds
	Tries       int        `json:"tries"`
	Dismissed   bool       `json:"dismissed"`
}

// recordOf is a command as other programs read it.
func recordOf(c *journal.Command) commandRecord {
	r := commandRecord{
		Time: c.Asked, Session: c.Session, Host: c.Host, PID: c.PID, User: c.User, Environment: c.Environment, APIHost: c.APIHost,
		Profile: c.Profile, Account: c.Account, Batch: c.Batch, Verb: string(c.Verb), Subject: string(c.Subject), ID: c.ID, Name: c.Name,
		Project: c.Project, State: string(c.State), Operation: string(c.Operation), HTTPStatus: c.HTTPStatus, Cause: string(c.Cause),
		Code: c.Code, Message: c.Message, Percent: c.Percent, Other: c.Other, Found: c.Found, Took: headless.Seconds(c.Took), Tries: c.Tries, Dismissed: c.Dismissed,
	}
	if c.Open {
		r.State = "sending"
	}
	if !c.Sent.IsZero() {
		r.Sent = &c.Sent
	}
	if !c.Ended.IsZero() {
		r.Ended = &c.Ended
	}
	return r
}
