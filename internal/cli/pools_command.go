package cli

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"tolokadash/internal/config"
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
	case o.training && pane.FigureOf(key) != "":
		return &failure{exitUsage, fmt.Sprintf("trainings have no figures: --sort %s is for pools", o.sort)}
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
	if name := pane.FigureOf(key); name != "" {
		selection.Figures = append(selection.Figures, name)
	}
	if err := r.refuseFigures(selection); err != nil {
		return err
	}
	ctx, release := o.interruptible(cmd.Context(), 0)
	defer release()
	l, err := o.list(ctx, r, selection)
	if err != nil {
		return r.ended(err)
	}
	r.warnUnselectable(selection.Subject, l)
	pane.SortPools(l.Pools, key, backwards, r.fleet.Figures())
	if selection.Subject == tolokaapi.SubjectPool && !o.given() && r.config.Journal.Enabled {
		rememberPools(r.target.environment.Host, l.Pools)
	}
	if len(l.Pools) == 0 {
		say(r.stderr, "no such "+noun(selection.Subject)+o.whyNone(l))
	}
	if o.limit > 0 {
		l.Pools = l.Pools[:min(o.limit, len(l.Pools))]
	}
	if err := poolOutput(selection, r).write(cmd.OutOrStdout(), o.format, l.Pools); err != nil {
		return &failure{exitFailed, fmt.Sprintf("the output cannot be written: %v", err)}
	}
	return nil
}

// list lists what is selected. Where figures are waited for it says how far that is.
func (o *poolsOptions) list(ctx context.Context, r *engineRun, s headless.Selection) (headless.Listing, error) {
	var told progress = noProgress{}
	if len(s.Wanted()) > 0 {
		kind := progressAuto.chosen(o.process.terminal(r.stderr), false)
		told = newProgress(kind, r.stderr, o.process.width(), !config.LocaleIsUTF8())
		told.event(headless.Event{Type: headless.EventVersion, Command: "pools"}) // the line begins with it
	}
	defer told.end()
	return r.engine(headless.Options{Emit: told.event}).List(ctx, s, o.format != outputIDs)
}

// poolOutput is how pools are written: with the columns of the list, and with those
// figures that were asked for.
func poolOutput(selection headless.Selection, r *engineRun) *output[fleet.Pool] {
	type column = outputColumn[fleet.Pool]
	s, location := selection.Subject, r.config.Location
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
		figureColumn("DONE", tolokaapi.FigureCompletion, r.fleet),
		figureColumn("SPENT", tolokaapi.FigureSpent, r.fleet),
		{title: "REWARD", cell: func(p fleet.Pool) string { return p.Reward.String() }, right: true},
		{title: "STARTED", cell: func(p fleet.Pool) string { return day(p.LastStarted) }},
		{title: "EXPIRES", cell: func(p fleet.Pool) string { return day(p.WillExpire) }},
		{title: "COMMENT", cell: func(p fleet.Pool) string { return p.Comment }},
	}
	asked := selection.Wanted()
	columns = slices.DeleteFunc(columns, func(c column) bool {
		return c.title == "DONE" && !slices.Contains(asked, tolokaapi.FigureCompletion) || c.title == "SPENT" && !slices.Contains(asked, tolokaapi.FigureSpent)
	})
	if s == tolokaapi.SubjectTraining {
		columns = slices.DeleteFunc(columns, func(c column) bool { return c.title == "REWARD" || c.title == "EXPIRES" })
	}
	return &output[fleet.Pool]{
		command: "pools", kind: "pool", columns: columns,
		id: func(p fleet.Pool) string { return p.Ref.ID },
		record: func(p fleet.Pool) any {
			record := poolRecordOf(p)
			record.Done, record.Spent = figureOf(r.fleet, p, tolokaapi.FigureCompletion), figureOf(r.fleet, p, tolokaapi.FigureSpent)
			return record
		},
	}
}

// figureColumn is a column of a figure, as the server says it.
func figureColumn(title string, name tolokaapi.FigureName, f *fleet.Fleet) outputColumn[fleet.Pool] {
	return outputColumn[fleet.Pool]{title: title, right: true, cell: func(p fleet.Pool) string { return figureOf(f, p, name).String() }}
}

// figureOf is a figure of a pool as a number; "" where none is known, or it has no end.
func figureOf(f *fleet.Fleet, p fleet.Pool, name tolokaapi.FigureName) json.Number {
	figure, known := f.Figures().Of(p.Ref, name)
	if !known || figure.Infinite {
		return ""
	}
	return figure.Value
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
	Done        json.Number `json:"done,omitempty"`
	Spent       json.Number `json:"spent,omitempty"`
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
		return headless.UTC(d.Time)
	}
	return poolRecord{
		Time: wallNow().UTC(), Subject: string(p.Ref.Subject), ID: p.Ref.ID, Name: p.Name, Project: p.ProjectID, ProjectName: p.Project,
		Status: string(p.Status), CloseReason: p.CloseReason, Reward: p.Reward, Priority: p.Priority,
		Created: date(p.Created), Started: date(p.LastStarted), Stopped: date(p.LastStopped), Expires: date(p.WillExpire), Comment: p.Comment,
	}
}
