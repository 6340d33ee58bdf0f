//go:build race

package courier_test

// mayGrow is larger under the race detector, where the same core was seen to
// hold 10 MB.
const mayGrow = 16 << 20
