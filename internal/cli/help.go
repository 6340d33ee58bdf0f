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
		RunE: func(cmd *cobra.Command, args []string) error {
			about, rest, err := root.Find(args)
			if err == nil {
				err = noArguments(about, rest)
			}
			switch {
			case err != nil:
				return err
			case about == cmd:
				about = root // there is no more to say about help
			}
			about.InitDefaultHelpFlag()
			return about.Help()
		},
	})
	return wrong
}

// helpBeforeNames makes -h known before cobra looks for the command: else it takes
// the name that follows for the value of -h.
func helpBeforeNames(cmd *cobra.Command) {
	cmd.InitDefaultHelpFlag()
	for _, c := range cmd.Commands() {
		helpBeforeNames(c)
	}
}
