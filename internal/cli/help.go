package cli

import "github.com/spf13/cobra"

// helpFor makes help refuse words that are no command, as the command itself
// would. Cobra's help function returns no error, so it is left where the pointer
// points to.
func helpFor(root *cobra.Command) (wrong *error) {
	wrong = new(error)
	help := root.HelpFunc()
	root.SetHelpFunc(func(cmd *cobra.Command, args []string) {
		if *wrong = noArguments(cmd, cmd.Flags().Args()); *wrong == nil {
			help(cmd, args)
		}
	})
	root.SetHelpCommand(&cobra.Command{
		Use: "help [command]", Short: "Help about a command",
		RunE: func(_ *cobra.Command, args []string) error {
			cmd, rest, err := root.Find(args)
			if err == nil {
				err = noArguments(cmd, rest)
			}
			if err != nil {
				return err
			}
			cmd.InitDefaultHelpFlag()
			return cmd.Help()
		},
	})
	return wrong
}
