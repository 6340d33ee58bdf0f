package fleet

import (
	"os"
	"runtime/debug"
	"testing"
)

func TestMain(m *testing.M) {
	debug.SetGCPercent(400) // tests leave much garbage and hold little
	os.Exit(m.Run())
}
