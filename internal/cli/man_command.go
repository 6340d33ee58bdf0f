package cli

import (
	"fmt"
	"strings"

	mango "github.com/muesli/mango-cobra"
	"github.com/muesli/roff"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// newMan is the command that prints the manual page, which make man installs.
func newMan() *cobra.Command {
	return &cobra.Command{
		Use:    "man",
		Short:  "Print the manual page, for man -l -",
		Hidden: true, // for packagers
		Args:   cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			unquoteUsages(cmd.Root())
			about, rest, _ := strings.Cut(cmd.Root().Long, "\n\n") // each line is made a paragraph
			cmd.Root().Long = strings.ReplaceAll(about, "\n", " ") + "\n\n" + rest
			page, err := mango.NewManPage(1, cmd.Root())
			if err != nil {
				return err
			}
			_, err = fmt.Fprint(cmd.OutOrStdout(), page.Build(roff.NewDocument()))
			return err
		},
	}
}

// unquoteUsages takes the quotes off that name the values of flags: pflag shows what is in
// them beside the flag, and the manual page as they are.
func unquoteUsages(cmd *cobra.Command) {
	cmd.Flags().VisitAll(func(f *pflag.Flag) { f.Usage = strings.ReplaceAll(f.Usage, "`", "") })
	for _, c := range cmd.Commands() {
		unquoteUsages(c)
	}
}
