package cli

import (
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"tolokadash/internal/nearest"
)

// flagError says what is wrong with a flag and what to do, in words for who
// typed it: those of pflag are for who wrote the program.
func flagError(cmd *cobra.Command, err error) error {
	see := "; see " + cmd.CommandPath() + " --help"
	var (
		unknown *pflag.NotExistError
		lacking *pflag.ValueRequiredError
		wrong   *pflag.InvalidValueError
	)
	sentence := err.Error() + see
	switch {
	case errors.As(err, &unknown):
		sentence = noFlag(cmd, unknown, see)
	case errors.As(err, &lacking):
		sentence = fmt.Sprintf("--%s needs %s after it%s", lacking.GetFlag().Name, takes(lacking.GetFlag()), see)
	case errors.As(err, &wrong):
		sentence = fmt.Sprintf("--%s takes %s, not %q%s", wrong.GetFlag().Name, takes(wrong.GetFlag()), wrong.GetValue(), see)
	}
	return &failure{exitUsage, sentence}
}

// noFlag names a flag that does not exist and the one that was probably meant.
func noFlag(cmd *cobra.Command, e *pflag.NotExistError, see string) string {
	var flags []string
	cmd.Flags().VisitAll(func(f *pflag.Flag) { flags = append(flags, f.Name) })
	if short := e.GetSpecifiedShortnames(); short != "" {
		// A name after a single dash is read as letters.
		if near := nearest.Word(short, flags); near != "" && len(short) > 1 {
			return fmt.Sprintf("there is no flag -%s; did you mean --%s?", short, near)
		}
		return fmt.Sprintf("there is no flag -%s%s", e.GetSpecifiedName(), see)
	}
	if near := nearest.Word(e.GetSpecifiedName(), flags); near != "" {
		see = "; did you mean --" + near + "?"
	}
	return fmt.Sprintf("there is no flag --%s%s", e.GetSpecifiedName(), see)
}

// takes is what a flag's value has to be.
func takes(f *pflag.Flag) string {
	if _, ok := f.Value.(*outputFormat); ok {
		return "one of " + strings.Join(outputFormats, ", ")
	}
	switch f.Value.Type() {
	case "bool":
		return "true or false"
	case "int":
		return "a whole number"
	case "uint64":
		return "a whole number from 0 on"
	case "float64":
		return "a number such as 0.1"
	case "duration":
		return "a duration such as 30s"
	}
	return "a value"
}
