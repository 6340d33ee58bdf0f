package fleet

import (
	"flag"
	"strconv"
	"testing"
)

// machineSeed is the first of the seeds of the machine. They are the same in each
// run, so that a red run is a change of the code and not of luck. Others are tried
// with -rapid.seed.
const machineSeed = 20261126

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
