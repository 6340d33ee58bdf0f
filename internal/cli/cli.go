// Package cli is the command line: it reads flags and configuration, checks
// everything that can be checked before the screen opens, wires the parts
// together, and turns the way it all ended into an exit code.
//
// What is wrong is said in one sentence on stderr that says what to do. Until
// the screen opens nothing is written that a terminal could act on.
package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"tolokadash/internal/config"
	"tolokadash/internal/nearest"
	"tolokadash/tolokaapi"
)

// A failure ends the program with a sentence and a code.
type failure struct {
	code     int
	sentence string
}

func (f *failure) Error() string { return f.sentence }

// An exitStatus is how a program that ran ended, when that is not plainly well.
type exitStatus int

func (e exitStatus) Error() string { return fmt.Sprintf("ended with code %d", int(e)) }

// Main runs the program with the process's arguments and returns its exit code.
func Main() int {
	// net/http writes there what a server sends unasked, which may be anything, and
	// over the screen.
	log.SetOutput(io.Discard)
	return run(context.Background(), thisProcess(), os.Args[1:], os.Stdout, os.Stderr)
}

func run(ctx context.Context, p process, args []string, stdout, stderr io.Writer) int {
	root := newRoot(p)
	root.SetArgs(joinSortKey(args))
	root.SetOut(stdout)
	root.SetErr(stderr)
	wrong := helpFor(root)
	err := root.ExecuteContext(ctx)
	if *wrong != nil {
		err = *wrong
	}
	return exitCode(err, stderr)
}

// exitCode says what went wrong, on one line for each thing, and picks the
// code. Whatever is neither ours nor the configuration's is a mistake on the
// command line, which is all that cobra reports.
func exitCode(err error, stderr io.Writer) int {
	if err == nil {
		return exitClean
	}
	var status exitStatus
	if errors.As(err, &status) {
		return int(status)
	}
	var f *failure
	if !errors.As(err, &f) {
		f = &failure{exitUsage, err.Error()}
		if !isConfigError(err) && !strings.HasSuffix(f.sentence, "?") {
			f.sentence += "; see tolokadash --help"
		}
	}
	for line := range strings.Lines(f.sentence) {
		say(stderr, strings.TrimSuffix(line, "\n"))
	}
	return f.code
}

// withinGrace says what went wrong as exitCode does, unless the terminal takes
// no output: then the exit code alone says it. The error that it returns is told.
func withinGrace(err error, stderr io.Writer) error {
	var f *failure
	if !errors.As(err, &f) {
		return err
	}
	inGrace(func() { exitCode(f, stderr) })
	return exitStatus(f.code)
}

// inGrace waits for what writes to the terminal, but not for long: the terminal
// may take no output.
func inGrace(write func()) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		write()
	}()
	select {
	case <-done:
	case <-time.After(graceWait):
	}
}

// say writes a sentence on a line of its own, with nothing in it that a terminal
// could act on.
func say(stderr io.Writer, sentence string) {
	sentence = "tolokadash: " + tolokaapi.Harmless(sentence)
	if !config.LocaleIsUTF8() {
		sentence = asciiOnly(sentence)
	}
	fmt.Fprintln(stderr, sentence)
}

// warn says what is no reason not to start.
func warn(stderr io.Writer, notices ...config.Notice) {
	for _, n := range notices {
		say(stderr, "warning: "+n.String())
	}
}

func isConfigError(err error) bool {
	var one *config.Error
	var many config.Errors
	return errors.As(err, &one) || errors.As(err, &many)
}

// newRoot is the command without a subcommand: the dashboard.
func newRoot(p process) *cobra.Command {
	o := &options{process: p}
	root := &cobra.Command{
		Use:   "tolokadash",
		Short: "A terminal dashboard for Toloka requesters",
		Long: `tolokadash lists your Toloka pools, closes the ones you choose after you
confirm, and follows every resulting operation in a live table until it ends.

Try it without an account:  tolokadash --demo
With one:                   TOLOKA_TOKEN=your-token tolokadash
Press ? inside for every key.
Completions for your shell: tolokadash completion --help`,
		Args:          noArguments,
		Version:       buildLine(),
		SilenceErrors: true,
		SilenceUsage:  true,
		RunE:          func(cmd *cobra.Command, _ []string) error { return o.dashboard(cmd.Context(), cmd) },
	}
	root.SetFlagErrorFunc(flagError)
	root.PersistentPreRunE = refuseBlank // of every command, as none has one of its own
	root.SetVersionTemplate("tolokadash {{.Version}}\n")
	o.bind(root)
	root.AddCommand(newPools(o), newOperations(o))
	for _, verb := range tolokaapi.Verbs {
		root.AddCommand(newAct(o, verb))
	}
	root.AddCommand(newWait(o), newJournal(o), newSimulate(), newConfig(o), newMan())
	for _, c := range append(root.Commands(), root) {
		o.completeFlags(c)
	}
	helpBeforeNames(root)
	return root
}

// noArguments refuses words that are no command, naming them.
func noArguments(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	var commands []string
	for _, c := range cmd.Commands() {
		if c.IsAvailableCommand() {
			commands = append(commands, c.Name())
		}
	}
	if near := nearest.Word(args[0], commands); near != "" {
		return fmt.Errorf("%s has no command %q; did you mean %s?", cmd.CommandPath(), args[0], near)
	}
	return &failure{exitUsage, fmt.Sprintf("%s takes no argument %q; see %s --help", cmd.CommandPath(), args[0], cmd.CommandPath())}
}
