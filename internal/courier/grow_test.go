//go:build !race

package courier_test

// mayGrow is how many bytes the core may hold after a week beyond a fresh one.
const mayGrow = 2 << 20
