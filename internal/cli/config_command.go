package cli

import (
	"fmt"

	"github.com/spf13/cobra"

	"tolokadash/internal/config"
)

// newConfig is the command about the configuration file.
func newConfig(o *options) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "config",
		Short: "Say where the configuration is, check it, or make one",
		Args:  noArguments,
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(
		&cobra.Command{
			Use: "path", Short: "Print where the configuration file is, or would be", Args: noArguments,
			RunE: func(cmd *cobra.Command, _ []string) error {
				path, err := config.Path(o.config)
				if err != nil {
					return err
				}
				fmt.Fprintln(cmd.OutOrStdout(), path)
				return nil
			},
		},
		newConfigCheck(o),
		&cobra.Command{
			Use: "init", Short: "Write a commented configuration file, never over one that exists", Args: noArguments,
			RunE: func(cmd *cobra.Command, _ []string) error {
				path, err := config.Path(o.config)
				if err != nil {
					return err
				}
				if err := config.Init(path); err != nil {
					return err
				}
				fmt.Fprintf(cmd.OutOrStdout(), "wrote %s\n", path)
				return nil
			},
		},
	)
	for _, sub := range cmd.Commands() {
		o.bindConfiguration(sub)
	}
	return cmd
}

// newConfigCheck is the command that checks the configuration. It fetches the token as
// the dashboard does, since that ends where there is none, and ends with its code.
func newConfigCheck(o *options) *cobra.Command {
	var all bool
	cmd := &cobra.Command{
		Use: "check", Short: "Say what is wrong with the configuration, or print what differs from the default", Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			c, err := o.load(cmd)
			if err != nil {
				return err
			}
			warn(cmd.ErrOrStderr(), c.Warnings...)
			fmt.Fprint(cmd.OutOrStdout(), c.Report(all))
			if _, err := c.Token(cmd.Context()); err != nil {
				say(cmd.ErrOrStderr(), "warning: as it stands the dashboard would not start: "+err.Error())
				return exitStatus(exitUsage)
			}
			return nil
		},
	}
	cmd.Flags().BoolVar(&all, "all", false, "print every option, the defaults too")
	return cmd
}
