package cli

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"tolokadash/internal/fleet"
	"tolokadash/internal/headless"
	"tolokadash/tolokaapi"
	"tolokadash/ui/pane"
)

// poolsOptions are the flags of pools.
type poolsOptions struct {
	*options
	selectionFlags
	sort   string
	limit  int
	format outputFormat
}

// newPools is the command that lists pools.
func newPools(account *options) *cobra.Command {
	o := &poolsOptions{options: account, format: outputTable}
	cmd := &cobra.Command{
		Use:   "pools [SELECTION]",
		Short: "List pools",
		Long: `tolokadash pools --status OPEN --match 'project:audio'
tolokadash pools --match 'started<2h' -o ids

Lists the pools that the selection finds, in the order of the dashboard: open
ones first, the newest first. Without a selection: all but archived ones.`,
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error { return o.run(cmd) },
	}
	o.bindConnection(cmd)
	o.bindLog(cmd)
	f := cmd.Flags()
	o.selectionFlags.bind(f)
	f.StringVar(&o.sort, "sort", "", "sort by `KEY`: "+strings.Join(pane.SortKeys(), ", ")+"; with a - in front the other way round")
	f.IntVar(&o.limit, "limit", 0, "the first `N` pools only")
	f.VarP(&o.format, "output", "o", "`FORMAT` of the output: "+strings.Join(outputFormats, ", "))
	return cmd
}

func (o *poolsOptions) run(cmd *cobra.Command) error {
	key, backwards := strings.CutPrefix(o.sort, "-")
	switch {
	case o.sort != "" && !slices.Contains(pane.SortKeys(), key):
		return &failure{exitUsage, fmt.Sprintf("--sort takes one of %s, not %q%s", strings.Join(pane.SortKeys(), ", "), o.sort, meant(key, pane.SortKeys()))}
	case cmd.Flags().Changed("limit") && o.limit < 1:
		return &failure{exitUsage, fmt.Sprintf("--limit takes a number from 1 on, not %d", o.limit)}
	}
	r, err := o.start(cmd, true)
	if err != nil {
		return err
	}
	defer r.close()
	selection, err := o.selection(r.config.Location)
	if err != nil {
		return err
	}
	ctx, release := o.interruptible(cmd.Context(), 0)
	defer release()
	l, err := r.engine(headless.Options{}).List(ctx, selection, o.format != outputIDs)
	if err != nil {
		return r.ended(err)
	}
	for _, p := range l.Unreadable {
		say(r.stderr, fmt.Sprintf("warning: %s %s is left out: its record cannot be read", noun(selection.Subject), p.Ref.ID))
	}
	pane.SortPools(l.Pools, key, backwards)
	if selection.Subject == tolokaapi.SubjectPool && !o.given() && r.config.Journal.Enabled {
		rememberPools(r.target.environment.Host, l.Pools)
	}
	if o.limit > 0 {
		l.Pools = l.Pools[:min(o.limit, len(l.Pools))]
	}
	if err := poolOutput(selection.Subject, r.config.Location).write(cmd.OutOrStdout(), o.format, l.Pools); err != nil {
		return &failure{exitFailed, fmt.Sprintf("the output cannot be written: %v", err)}
	}
	return nil
}

// poolOutput is how pools are written: with the columns of the list.
func poolOutput(s tolokaapi.Subject, location *time.Location) *output[fleet.Pool] {
	type column = outputColumn[fleet.Pool]
	day := func(d tolokaapi.Date) string {
		if !d.Valid() {
			return d.Text
		}
		return d.Time.In(location).Format("2006-01-02 15:04")
	}
	columns := []column{
		{title: "ID", cell: func(p fleet.Pool) string { return p.Ref.ID }, right: true},
		{title: "NAME", cell: func(p fleet.Pool) string { return p.Name }},
		{title: "PROJECT", cell: projectWords},
		{title: "STATUS", cell: func(p fleet.Pool) string { return string(p.Status) }},
		{title: "REWARD", cell: func(p fleet.Pool) string { return p.Reward.String() }, right: true},
		{title: "STARTED", cell: func(p fleet.Pool) string { return day(p.LastStarted) }},
		{title: "EXPIRES", cell: func(p fleet.Pool) string { return day(p.WillExpire) }},
		{title: "COMMENT", cell: func(p fleet.Pool) string { return p.Comment }},
	}
	if s == tolokaapi.SubjectTraining {
		columns = slices.DeleteFunc(columns, func(c column) bool { return c.title == "REWARD" || c.title == "EXPIRES" })
	}
	return &output[fleet.Pool]{
		kind: "pool", columns: columns,
		id:     func(p fleet.Pool) string { return p.Ref.ID },
		record: func(p fleet.Pool) any { return poolRecordOf(p) },
	}
}

// A poolRecord is a pool as other programs read it.
type poolRecord struct {
	Time        time.Time   `json:"time"`
	Subject     string      `json:"subject"`
	ID          string      `json:"id"`
	Name        string      `json:"name"`
	Project     string      `json:"project,omitempty"`
	ProjectName string      `json:"project_name,omitempty"`
	Status      string      `json:"status"`
	CloseReason string      `json:"close_reason,omitempty"`
	Reward      json.Number `json:"reward,omitempty"`
	Priority    *int        `json:"priority,omitempty"`
	Created     *time.Time  `json:"created,omitempty"`
	Started     *time.Time  `json:"started,omitempty"`
	Stopped     *time.Time  `json:"stopped,omitempty"`
	Expires     *time.Time  `json:"expires,omitempty"`
	Comment     string      `json:"comment,omitempty"`
}

func poolRecordOf(p fleet.Pool) poolRecord {
	date := func(d tolokaapi.Date) *time.Time {
		if !d.Valid() {
			return nil
		}
		return utc(d.Time)
	}
	return poolRecord{
		Time: wallNow().UTC(), Subject: string(p.Ref.Subject), ID: p.Ref.ID, Name: p.Name, Project: p.ProjectID, ProjectName: p.Project,
		Status: string(p.Status), CloseReason: p.CloseReason, Reward: p.Reward, Priority: p.Priority,
		Created: date(p.Created), Started: date(p.LastStarted), Stopped: date(p.LastStopped), Expires: date(p.WillExpire), Comment: p.Comment,
	}
}
