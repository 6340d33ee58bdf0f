package fleet

import "testing"

// Each state is counted in exactly one of the groups that are told apart, and in the
// one that its band says.
func TestCounts_EachStateInOneGroup(t *testing.T) {
	for state := Queued; state <= NotSent; state++ {
		c := CountsOf(state)
		groups := c.Queued() + c.Sending() + c.Running() + c.Unconfirmed() + c.Done() + c.Failed() + c.Unknown()
		if groups != 1 || c.Sum() != 1 || c.Of(state) != 1 {
			t.Errorf("%v is counted %d times of %d", state, groups, c.Sum())
		}
		for band, n := range map[Band]int{NeedsYou: c.NeedsYou(), Moving: c.InProgress(), Waiting: c.Queued(), Done: c.Done()} {
			if (n == 1) != (state.Band() == band) {
				t.Errorf("%v counts %d in band %v", state, n, band)
			}
		}
	}
}

// What is sent and what runs are told apart, and counted together.
func TestCounts_PlusAndInProgress(t *testing.T) {
	c := CountsOf(Sending, Pending, Failed).Plus(CountsOf(Running, Failed, NotSent))
	if c.Sending() != 1 || c.Running() != 2 || c.InProgress() != 3 || c.Failed() != 3 || c.Sum() != 6 {
		t.Errorf("%+v", c)
	}
}
