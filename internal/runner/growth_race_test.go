//go:build race

package runner_test

// maxGrowth is larger under the race detector, where the same core was seen to
// hold 10 MB.
const maxGrowth = 16 << 20
