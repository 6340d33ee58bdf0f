package pane

import (
	"fmt"
	"slices"
	"testing"

	"tolokadash/internal/fleet"
	"tolokadash/tolokaapi"
)

func TestPoolOrder_ArrangedAsCompared(t *testing.T) {
	var newest []*entry
	for i, pool := range motleyPools(2000) {
		if i%50 == 0 {
			pool.Ref.ID = "x" + pool.Ref.ID // ids need not be numbers
		}
		e := newEntry(pool.Ref)
		e.take(&fleet.Pool{Pool: pool, Project: "Project " + pool.ProjectID})
		newest = append(newest, e)
	}
	slices.SortFunc(newest, newestFirst)
	for _, by := range listed(t, nil).orders() {
		for _, reversed := range []bool{false, true} {
			want := slices.SortedFunc(slices.Values(newest), by.ordered(reversed))
			got := by.arrange(by, newest)
			if reversed {
				by.reverse(got)
			}
			for i := range want {
				if got[i] != want[i] {
					t.Errorf("%s, reversed %v: at %d is %s, want %s", by.says, reversed, i, got[i].ref.ID, want[i].ref.ID)
					break
				}
			}
		}
	}
}

func TestEntry_ComparesIDsAsTheServer(t *testing.T) {
	ids := []string{"0", "7", "007", "10", "18446744073709551615", "18446744073709551616", "99999999999999999999", "a", "-1", "+1", ""}
	for _, a := range ids {
		for _, b := range ids {
			got, want := newEntry(tolokaapi.PoolRef(a)).compareID(newEntry(tolokaapi.PoolRef(b))), tolokaapi.CompareIDs(a, b)
			if got != want {
				t.Errorf("%s is %d", fmt.Sprintf("%q to %q", a, b), got)
			}
		}
	}
}
