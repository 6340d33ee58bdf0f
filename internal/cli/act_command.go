package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"tolokadash/internal/fleet"
	"tolokadash/internal/headless"
	"tolokadash/internal/wording"
	"tolokadash/tolokaapi"
)

// followFlags are the flags of commands that follow operations to their end.
type followFlags struct {
	timeout  time.Duration
	failFast bool
	progress progressKind
	format   outputFormat
}

func (o *followFlags) bind(f *pflag.FlagSet) {
	o.format, o.progress = outputTable, progressAuto
	f.DurationVar(&o.timeout, "timeout", 0, "end after this `TIME`, such as 30m; what Toloka has accepted goes on there. Without it: wait for ever")
	f.BoolVar(&o.failFast, "fail-fast", false, "end at the first failure; what was not sent then is not")
	f.Var(&o.progress, "progress", "how progress is told on stderr: auto, tty, plain, json, quiet")
	f.VarP(&o.format, "output", "o", "`FORMAT` of the output: "+strings.Join(outputFormats, ", "))
}

// check refuses what makes no sense.
func (o *followFlags) check(cmd *cobra.Command) error {
	if cmd.Flags().Changed("timeout") && o.timeout <= 0 {
		return &failure{exitUsage, fmt.Sprintf("--timeout takes a time such as 30m, not %s; leave it out to wait for ever", o.timeout)}
	}
	return nil
}

// actOptions are the flags of close, open, archive and clone.
type actOptions struct {
	*options
	followFlags
	selectionFlags
	verb   tolokaapi.Verb
	yes    bool
	dryRun bool
	noWait bool
}

// newAct is the command that sends a verb.
func newAct(account *options, verb tolokaapi.Verb) *cobra.Command {
	o := &actOptions{options: account, verb: verb}
	cmd := &cobra.Command{
		Use:   string(verb) + " [POOL... | -] [SELECTION]",
		Short: capital(string(verb)) + " pools, and wait until that is done",
		Long: fmt.Sprintf(`tolokadash %[1]s 32267700 32267701 --yes
tolokadash %[1]s --project 12345 --match 'week 12' --dry-run

Sends %[1]s to the pools with these ids, or to all that the selection finds, and
follows each operation until it has ended. %[2]s
On a terminal it asks first; without one --yes is needed. "-" reads ids from
standard input, one a line. Given again it does no harm: what is already %[3]s
counts as done, and what is under way is followed.`, verb, wording.Effect(verb, tolokaapi.SubjectPool), wording.Done(verb)),
		RunE: func(cmd *cobra.Command, args []string) error { return o.run(cmd, args) },
	}
	if verb == tolokaapi.VerbClone {
		cmd.Long = strings.Replace(cmd.Long, "Given again it does no harm: what is already cloned\ncounts as done, and what is under way is followed.", "Given again it makes further copies.", 1)
	}
	cmd.ValidArgsFunction = o.completePools
	o.bindConnection(cmd)
	o.bindLog(cmd)
	f := cmd.Flags()
	o.selectionFlags.bind(f)
	f.BoolVar(&o.yes, "yes", false, "do not ask")
	f.BoolVar(&o.dryRun, "dry-run", false, "send nothing: print what would be sent, and what would be left out")
	f.BoolVar(&o.noWait, "no-wait", false, "end once every command was accepted")
	o.followFlags.bind(f)
	return cmd
}

// check refuses a command line that does not say what is meant.
func (o *actOptions) check(cmd *cobra.Command, args []string) error {
	if err := o.followFlags.check(cmd); err != nil {
		return err
	}
	switch {
	case slices.Contains(args, ""):
		return &failure{exitUsage, "an id is empty: write it, or leave it out"}
	case len(args) > 0 && o.given():
		return &failure{exitUsage, "ids and a selection exclude each other: leave out one of them"}
	case len(args) == 0 && !o.given():
		return &failure{exitUsage, fmt.Sprintf("%s needs ids of %ss, or a selection such as --project or --match; see tolokadash %s --help", o.verb, noun(o.subject()), o.verb)}
	case o.dryRun || o.yes:
		return nil
	case slices.Contains(args, "-"):
		return &failure{exitUsage, "- needs --yes, since standard input holds the ids and no answer"}
	case !o.process.terminal(o.process.stdin) || !o.process.terminal(cmd.ErrOrStderr()):
		return &failure{exitUsage, "nobody can be asked, since this is no terminal: add --yes to send, or --dry-run to see what would be sent"}
	}
	return nil
}

func (o *actOptions) run(cmd *cobra.Command, args []string) error {
	if err := o.check(cmd, args); err != nil {
		return err
	}
	ids, err := o.ids(args, digitsOnly, "a "+noun(o.subject()))
	if err != nil {
		return err
	}
	r, err := o.start(cmd, o.dryRun)
	if err != nil {
		return err
	}
	defer r.close()
	selection, err := o.selection(r.config.Location)
	if err != nil {
		return err
	}
	if err := r.refuseFigures(selection); err != nil {
		return err
	}
	ctx, release := o.interruptible(cmd.Context(), o.timeout)
	defer release()
	report := o.newReport(cmd, r, string(o.verb))
	report.noWait = o.noWait
	if o.dryRun {
		report.empty = func(int) error { return planOutput(o.verb).write(report.stdout, o.format, nil) }
	}
	engine := r.engine(headless.Options{Emit: report.event, Awaiting: report.awaiting, FailFast: o.failFast, NoWait: o.noWait})
	pools, err := o.pools(ctx, r, engine, ids, selection)
	if err != nil {
		return report.failed(r.ended(err))
	}
	if o.dryRun {
		return o.plan(report, r, pools)
	}
	targets := targetsOf(pools)
	if !o.yes {
		if targets, err = o.ask(ctx, r, engine, cmd.ErrOrStderr(), pools); err != nil || len(targets) == 0 {
			return report.failed(r.ended(err))
		}
	}
	if err := r.refuseOpenClones(o.verb, targets); err != nil {
		return report.failed(err)
	}
	results, err := engine.Act(ctx, o.verb, targets)
	if r.config.Journal.Enabled {
		rememberNames(r.target.environment.Host, results)
	}
	err = report.end(results, err)
	r.recordEarlier(results) // once all is told: it reads the journal
	return err
}

// pools are those that are meant. By their ids nothing is read of them unless it has
// to be shown.
func (o *actOptions) pools(ctx context.Context, r *engineRun, engine *headless.Engine, ids []string, s headless.Selection) ([]fleet.Pool, error) {
	refs := refsOf(ids, s.Subject)
	if len(refs) == 0 {
		l, err := engine.List(ctx, s, false)
		if err != nil {
			return nil, err
		}
		r.warnUnselectable(s.Subject, l)
		if len(l.Pools) == 0 {
			return nil, &failure{exitNothing, "nothing matches the selection" + o.whyNone(l) + ": nothing was sent"}
		}
		return o.named(ctx, engine, l.Pools), nil
	}
	known := map[tolokaapi.Ref]fleet.Pool{}
	if o.dryRun || !o.yes {
		read, err := engine.Read(ctx, refs)
		if err != nil {
			return nil, err
		}
		for _, p := range read {
			known[p.Ref] = p
		}
	}
	var pools []fleet.Pool
	for _, ref := range refs {
		p := known[ref]
		p.Ref = ref
		pools = append(pools, p)
	}
	return o.named(ctx, engine, pools), nil
}

// named are pools with the names of their projects, where they are shown.
func (o *actOptions) named(ctx context.Context, engine *headless.Engine, pools []fleet.Pool) []fleet.Pool {
	if o.dryRun && (o.format == outputTable || o.format == outputCSV) || !o.dryRun && !o.yes {
		return engine.NameProjects(ctx, pools)
	}
	return pools
}

func targetsOf(pools []fleet.Pool) []fleet.Target {
	targets := make([]fleet.Target, len(pools))
	for i, p := range pools {
		targets[i] = fleet.Target{On: p.Ref, Name: p.Name}
	}
	return targets
}

// A planned pool is what would be done to it.
type planned struct {
	pool    fleet.Pool
	leftOut *fleet.Refusal
	verb    tolokaapi.Verb
}

// plan writes what would be sent and what would be left out.
func (o *actOptions) plan(report *report, r *engineRun, pools []fleet.Pool) error {
	refs := make([]tolokaapi.Ref, len(pools))
	for i, p := range pools {
		refs[i] = p.Ref
	}
	_, left := r.fleet.Eligible(o.verb, refs)
	rows := make([]planned, len(pools))
	for i, p := range pools {
		rows[i] = planned{pool: p, verb: o.verb}
		if at := slices.IndexFunc(left, func(x fleet.Refusal) bool { return x.On == p.Ref }); at >= 0 {
			rows[i].leftOut = &left[at]
		}
	}
	if o.format == outputIDs {
		rows = slices.DeleteFunc(rows, func(p planned) bool { return p.leftOut != nil })
	}
	if err := writeRows(report, planOutput(o.verb), rows); err != nil {
		return &failure{exitFailed, fmt.Sprintf("the output cannot be written: %v", err)}
	}
	return nil
}

// planOutput is how a plan is written.
func planOutput(v tolokaapi.Verb) *output[planned] {
	type column = outputColumn[planned]
	return &output[planned]{
		command: string(v), kind: "target",
		columns: []column{
			{title: "ID", cell: func(p planned) string { return p.pool.Ref.ID }, right: true},
			{title: "NAME", cell: func(p planned) string { return p.pool.Name }},
			{title: "PROJECT", cell: func(p planned) string { return projectWords(p.pool) }},
			{title: "STATUS", cell: func(p planned) string { return string(p.pool.Status) }},
			{title: "PLAN", cell: planWords},
		},
		id:     func(p planned) string { return p.pool.Ref.ID },
		record: func(p planned) any { return newPlanRecord(p) },
	}
}

func planWords(p planned) string {
	if p.leftOut != nil {
		return "left out: " + wording.LeftOut(p.verb, *p.leftOut)
	}
	return "would be " + wording.Passive(p.verb)
}

// A planRecord is a plan as other programs read it.
type planRecord struct {
	Time    time.Time `json:"time"`
	Verb    string    `json:"verb"`
	Subject string    `json:"subject"`
	ID      string    `json:"id"`
	Name    string    `json:"name,omitempty"`
	Project string    `json:"project,omitempty"`
	Status  string    `json:"status,omitempty"`
	Send    bool      `json:"send"`
	Reason  string    `json:"reason,omitempty"`
}

func newPlanRecord(p planned) planRecord {
	rec := planRecord{
		Time: wallNow().UTC(), Verb: string(p.verb), Subject: string(p.pool.Ref.Subject), ID: p.pool.Ref.ID, Name: p.pool.Name,
		Project: p.pool.ProjectID, Status: string(p.pool.Status), Send: p.leftOut == nil,
	}
	if p.leftOut != nil {
		rec.Reason = headless.ReasonName(p.leftOut.Reason)
	}
	return rec
}

// projectWords is the name of a pool's project, or its id.
func projectWords(p fleet.Pool) string {
	if p.Project != "" {
		return p.Project
	}
	return p.ProjectID
}

// capital is a text as the beginning of a sentence.
func capital(s string) string { return strings.ToUpper(s[:1]) + s[1:] }
