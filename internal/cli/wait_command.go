package cli

import (
	"slices"

	"github.com/spf13/cobra"

	"tolokadash/internal/headless"
	"tolokadash/tolokaapi"
)

// waitOptions are the flags of wait.
type waitOptions struct {
	*options
	followFlags
	training bool
}

// newWait is the command that follows what is under way.
func newWait(account *options) *cobra.Command {
	o := &waitOptions{options: account}
	cmd := &cobra.Command{
		Use:   "wait [POOL... | OPERATION... | -]",
		Short: "Wait until operations have ended",
		Long: `tolokadash wait 32267700 --timeout 30m
tolokadash close 32267700 --yes --no-wait -o ids | tolokadash wait -

Follows operations to their end, whoever started them: those with these ids, and
whatever runs now on the pools with these ids. Digits are the id of a pool, all
else that of an operation. It changes nothing.`,
		RunE: func(cmd *cobra.Command, args []string) error { return o.run(cmd, args) },
	}
	cmd.ValidArgsFunction = o.completePools
	o.bindConnection(cmd)
	o.bindLog(cmd)
	cmd.Flags().BoolVar(&o.training, "training", false, "ids in digits are those of trainings")
	o.followFlags.bind(cmd.Flags())
	return cmd
}

func (o *waitOptions) run(cmd *cobra.Command, args []string) error {
	if err := o.check(cmd); err != nil {
		return err
	}
	switch {
	case len(args) == 0:
		return &failure{exitUsage, "wait needs ids of pools or operations, or - to read them; see tolokadash wait --help"}
	case slices.Contains(args, ""):
		return &failure{exitUsage, "an id is empty: write it, or leave it out"}
	}
	ids, err := o.ids(args, func(id string) bool { return digitsOnly(id) || isOperationID(id) }, "a pool or an operation")
	if err != nil {
		return err
	}
	subject := tolokaapi.SubjectPool
	if o.training {
		subject = tolokaapi.SubjectTraining
	}
	var pools []string
	var operations []tolokaapi.OperationID
	for _, id := range ids {
		if digitsOnly(id) {
			pools = append(pools, id)
		} else if !slices.Contains(operations, tolokaapi.OperationID(id)) {
			operations = append(operations, tolokaapi.OperationID(id))
		}
	}
	r, err := o.start(cmd, true)
	if err != nil {
		return err
	}
	defer r.close()
	ctx, release := o.interruptible(cmd.Context(), o.timeout)
	defer release()
	report := o.newReport(cmd, r, "wait")
	engine := r.engine(headless.Options{Emit: report.event, Awaiting: report.awaiting, FailFast: o.failFast})
	results, err := engine.Wait(ctx, refsOf(pools, subject), operations)
	if len(results) == 0 && err == nil && !report.quiet && !report.silent {
		say(r.stderr, "nothing runs on "+plural(len(refsOf(pools, subject)), noun(subject)))
	}
	err = report.end(results, err)
	r.recordEarlier(results) // once all is told: it reads the journal
	return err
}
