package fleet

import (
	"flag"
	"strconv"
	"testing"
)

// machineSeed is the first of the seeds of the machine. They are the same in each
// run, so that a red run is a change of the code and not of chance. Others are tried
// with -rapid.seed.
const machineSeed = 20261126

var full = flag.Bool("full", false, "run the machine as often as rapid does")

// machineChecks is how often the machine runs from each seed: often enough to reach
// all that its coverage names. More are run with -full or with -rapid.checks.
const machineChecks = 20

// checkFewer makes rapid run the machine fewer times than it does by itself.
func checkFewer(t *testing.T) {
	t.Helper()
	checks := flag.Lookup("rapid.checks")
	given := checks.Value.String()
	if *full || given != checks.DefValue {
		return
	}
	if err := checks.Value.Set(strconv.Itoa(machineChecks)); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = checks.Value.Set(given) })
}

// seedMachine fixes the seed of the i-th check, unless one was given.
func seedMachine(t *testing.T, i int, given string) {
	t.Helper()
	if given != "0" {
		return
	}
	if err := flag.Set("rapid.seed", strconv.Itoa(machineSeed+i)); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = flag.Set("rapid.seed", given) })
}
