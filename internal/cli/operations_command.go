package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"tolokadash/internal/config"
	"tolokadash/internal/fleet"
	"tolokadash/internal/headless"
	"tolokadash/internal/wording"
	"tolokadash/tolokaapi"
)

// operationsOptions are the flags of operations.
type operationsOptions struct {
	*options
	running  bool
	verbs    []string
	since    string
	follow   bool
	training bool
	format   outputFormat
}

// newOperations is the command that lists operations.
func newOperations(account *options) *cobra.Command {
	o := &operationsOptions{options: account, format: outputTable}
	cmd := &cobra.Command{
		Use:   "operations",
		Short: "List operations on pools, whoever started them",
		Long: `tolokadash operations --running
tolokadash operations --since 24h --verb close -o json

Lists operations on pools, the newest first. With --follow it tells them one by one,
goes on, and tells each change until it is interrupted.`,
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error { return o.run(cmd) },
	}
	o.bindConnection(cmd)
	o.bindLog(cmd)
	f := cmd.Flags()
	f.BoolVar(&o.running, "running", false, "only those that have not ended, however old they are")
	f.StringSliceVar(&o.verbs, "verb", nil, "those with these `VERBS`: close, open, archive, clone")
	f.StringVar(&o.since, "since", "24h", "those of the last `TIME`, such as 24h or 7d")
	f.BoolVar(&o.training, "training", false, "operations on trainings instead of pools")
	f.BoolVar(&o.follow, "follow", false, "go on, and tell each change; with -o ndjson as events")
	f.VarP(&o.format, "output", "o", "`FORMAT` of the output: "+strings.Join(outputFormats, ", "))
	return cmd
}

// verbsOf are verbs by their names.
func verbsOf(names []string) ([]tolokaapi.Verb, error) {
	var verbs []tolokaapi.Verb
	for _, v := range names {
		if !slices.Contains(tolokaapi.Verbs[:], tolokaapi.Verb(v)) {
			return nil, &failure{exitUsage, fmt.Sprintf("--verb takes close, open, archive or clone, not %q%s", v, meant(v, verbNames()))}
		}
		verbs = append(verbs, tolokaapi.Verb(v))
	}
	return verbs, nil
}

func (o *operationsOptions) subject() tolokaapi.Subject {
	if o.training {
		return tolokaapi.SubjectTraining
	}
	return tolokaapi.SubjectPool
}

func (o *operationsOptions) run(cmd *cobra.Command) error {
	verbs, err := verbsOf(o.verbs)
	if err != nil {
		return err
	}
	since, err := sinceTime(o.since)
	if err != nil {
		return err
	}
	if o.follow && o.format != outputTable && o.format != outputNDJSON {
		return &failure{exitUsage, "--follow writes lines as they come: use -o table or -o ndjson"}
	}
	r, err := o.start(cmd, true, func(c *fleet.Config) {
		if o.follow {
			c.AdoptSince = max(since, 1) // 0 stands for the default
		}
	})
	if err != nil {
		return err
	}
	defer r.close()
	ctx, release := o.interruptible(cmd.Context(), 0)
	defer release()
	query := headless.OperationQuery{Subject: o.subject(), Running: o.running, Verbs: verbs, Since: since}
	if o.follow {
		return o.followAll(ctx, cmd, r, query)
	}
	engine := r.engine(headless.Options{})
	all, err := engine.Operations(ctx, query)
	if err != nil {
		return r.ended(err)
	}
	if len(all) == 0 {
		say(r.stderr, "no such operation")
	}
	names := o.names(ctx, engine, all)
	if err := operationOutput(names, r.config.Location).write(cmd.OutOrStdout(), o.format, all); err != nil {
		return &failure{exitFailed, fmt.Sprintf("the output cannot be written: %v", err)}
	}
	return nil
}

// namedPools is how many pools are read at most for their names.
const namedPools = 60

// names are the names of the pools, where there are not too many. They are shown
// beside ids, so it is no failure where they are not known.
func (o *operationsOptions) names(ctx context.Context, engine *headless.Engine, all []tolokaapi.Operation) map[tolokaapi.Ref]string {
	var refs []tolokaapi.Ref
	for _, op := range all {
		if !op.Target.Zero() && !slices.Contains(refs, op.Target) {
			refs = append(refs, op.Target)
		}
		if len(refs) > namedPools {
			return nil
		}
	}
	if o.format == outputIDs {
		return nil
	}
	return engine.PoolNames(ctx, refs)
}

// followAll tells what is listed, and then what happens until the command is
// interrupted.
func (o *operationsOptions) followAll(ctx context.Context, cmd *cobra.Command, r *engineRun, q headless.OperationQuery) error {
	f := followFlags{format: o.format, progress: progressQuiet}
	rep := f.newReport(cmd, r, "operations")
	if o.format == outputTable {
		rep.progress = &followLines{w: cmd.OutOrStdout(), location: r.config.Location, ascii: !config.LocaleIsUTF8()}
	}
	counts, err := r.engine(headless.Options{Emit: rep.event}).FollowAll(ctx, q)
	var stopped *interruption
	switch {
	case errors.As(err, &stopped):
		err = exitStatus(codeOf(stopped.signal))
	case err == nil:
		err = r.ended(headless.ErrTokenRefused)
	default:
		err = r.ended(err)
	}
	return rep.closed(counts, err)
}

// followLines writes a line for each change of an operation, with its time.
type followLines struct {
	noProgress
	w        io.Writer
	location *time.Location
	ascii    bool
}

func (l *followLines) event(e headless.Event) {
	text := eventWords(e)
	if text == "" {
		return
	}
	at := e.Time
	if e.Ended != nil {
		at = *e.Ended
	}
	text = tolokaapi.Harmless(at.In(l.location).Format(time.DateTime) + "  " + text)
	if l.ascii {
		text = asciiOnly(text)
	}
	fmt.Fprintln(l.w, text)
}

// operationOutput is how operations are written.
func operationOutput(names map[tolokaapi.Ref]string, location *time.Location) *output[tolokaapi.Operation] {
	type column = outputColumn[tolokaapi.Operation]
	return &output[tolokaapi.Operation]{
		command: "operations", kind: "operation",
		columns: []column{
			{title: "SUBMITTED", cell: func(op tolokaapi.Operation) string {
				if !op.Submitted.Valid() {
					return op.Submitted.Text
				}
				return op.Submitted.Time.In(location).Format(time.DateTime)
			}},
			{title: "VERB", cell: verbOf},
			{title: "ID", cell: func(op tolokaapi.Operation) string { return op.Target.ID }, right: true},
			{title: "NAME", cell: func(op tolokaapi.Operation) string { return names[op.Target] }},
			{title: "OUTCOME", cell: operationOutcome},
			{title: "TOOK", cell: func(op tolokaapi.Operation) string { return took(operationTook(op)) }, right: true},
			{title: "OPERATION", cell: func(op tolokaapi.Operation) string { return string(op.ID) }},
		},
		id:     func(op tolokaapi.Operation) string { return string(op.ID) },
		record: func(op tolokaapi.Operation) any { return operationRecordOf(op, names[op.Target]) },
	}
}

func verbOf(op tolokaapi.Operation) string {
	_, verb, _ := op.Type.Action()
	return string(verb)
}

// operationTook is how long an operation took; 0 while it has not ended.
func operationTook(op tolokaapi.Operation) time.Duration {
	from := op.Started
	if !from.Valid() {
		from = op.Submitted
	}
	if !op.Status.Terminal() || !from.Valid() || !op.Finished.Valid() {
		return 0
	}
	return op.Finished.Time.Sub(from.Time)
}

// operationOutcome is what became of an operation, in the receipt's words.
func operationOutcome(op tolokaapi.Operation) string {
	said := wording.Outcome(fleet.Ending{Verb: tolokaapi.Verb(verbOf(op)), State: operationState(op)})
	switch {
	case op.Status == tolokaapi.Fail && op.Details != "":
		said += ": " + op.Details
	case op.Status == tolokaapi.Fail:
		said += ": no reason given"
	case !op.Status.Terminal() && op.Progress.Known:
		said += fmt.Sprintf(", %d%%", op.Progress.Percent)
	}
	return said
}

// operationState is the state of an operation as rows have it.
func operationState(op tolokaapi.Operation) fleet.State {
	switch op.Status {
	case tolokaapi.Success:
		return fleet.Succeeded
	case tolokaapi.Fail:
		return fleet.Failed
	case tolokaapi.Pending:
		return fleet.Pending
	}
	return fleet.Running
}

// An operationRecord is an operation as other programs read it.
type operationRecord struct {
	Time      time.Time  `json:"time"` // when it was submitted
	Operation string     `json:"operation"`
	Verb      string     `json:"verb"`
	Subject   string     `json:"subject,omitempty"`
	ID        string     `json:"id,omitempty"`
	Name      string     `json:"name,omitempty"`
	State     string     `json:"state"`
	Percent   *int       `json:"percent,omitempty"`
	Started   *time.Time `json:"started,omitempty"`
	Ended     *time.Time `json:"ended,omitempty"`
	Took      float64    `json:"took,omitempty"`
	Created   string     `json:"created,omitempty"`
	Message   string     `json:"message,omitempty"`
}

func operationRecordOf(op tolokaapi.Operation, name string) operationRecord {
	rec := operationRecord{
		Time: op.Submitted.Time.UTC(), Operation: string(op.ID), Verb: verbOf(op), Subject: string(op.Target.Subject), ID: op.Target.ID, Name: name,
		State: headless.StateName(operationState(op)), Took: headless.Seconds(operationTook(op)), Created: op.Created.ID,
	}
	if op.Progress.Known {
		rec.Percent = &op.Progress.Percent
	}
	if op.Started.Valid() {
		rec.Started = headless.UTC(op.Started.Time)
	}
	if op.Finished.Valid() && op.Status.Terminal() {
		rec.Ended = headless.UTC(op.Finished.Time)
	}
	if op.Status == tolokaapi.Fail {
		rec.Message = op.Details
	}
	return rec
}
