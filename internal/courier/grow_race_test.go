//go:build race

package courier_test

// mayGrow is larger under the race detector, which keeps what it watched
// alive: some 10 MB, the same after a week as after two.
const mayGrow = 16 << 20
