// Command tolokadash is a terminal dashboard for Toloka requesters: it lists
// pools, closes the chosen ones after a confirmation, and follows every
// resulting operation in a live table until it ends.
package main

import (
	"os"

	"tolokadash/internal/cli"
)

func main() {
	os.Exit(cli.Main())
}
