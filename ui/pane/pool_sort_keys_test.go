package pane

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"tolokadash/internal/fleet"
	"tolokadash/tolokaapi"
)

func TestSortPools_Keys(t *testing.T) {
	day := func(n int) tolokaapi.Date {
		return tolokaapi.DateOf(time.Date(2026, 1, n, 0, 0, 0, 0, time.UTC))
	}
	pool := func(id, name, project, reward string, s tolokaapi.PoolStatus, started, expires, created int) fleet.Pool {
		return fleet.Pool{Project: project, Pool: tolokaapi.Pool{
			Ref: tolokaapi.PoolRef(id), Name: name, ProjectID: "1", Reward: json.Number(reward), Status: s,
			LastStarted: day(started), WillExpire: day(expires), Created: day(created),
		}}
	}
	for key, want := range map[string][2]string{
		"":        {"10 7 9 8", "10 7 9 8"},
		"id":      {"7 8 9 10", "10 9 8 7"},
		"name":    {"8 10 7 9", "7 9 10 8"}, // 7 and 9 have the same
		"project": {"9 10 8 7", "7 8 10 9"},
		"status":  {"10 7 9 8", "8 9 10 7"},
		"reward":  {"8 9 7 10", "10 7 9 8"},
		"started": {"7 8 9 10", "10 9 8 7"},
		"expires": {"8 7 10 9", "9 10 7 8"},
		"created": {"9 7 10 8", "8 10 7 9"},
	} {
		for i, falling := range []bool{false, true} {
			pools := []fleet.Pool{
				pool("7", "zebra", "d", "0.2", tolokaapi.Open, 1, 4, 5), pool("8", "Ape", "c", "0.02", tolokaapi.Archived, 2, 3, 7),
				pool("9", "Zebra", "A", "0.1", tolokaapi.Closed, 3, 6, 4), pool("10", "bear", "B", "1", tolokaapi.Open, 4, 5, 6),
			}
			SortPools(pools, key, falling, nil)
			var got []string
			for _, p := range pools {
				got = append(got, p.Ref.ID)
			}
			if strings.Join(got, " ") != want[i] {
				t.Errorf("by %q, falling %v: %v, want %s", key, falling, got, want[i])
			}
		}
	}
	seen := map[string]bool{"": true}
	for _, key := range SortKeys() {
		if seen[key] {
			t.Errorf("the key %q is there twice or empty", key)
		}
		seen[key] = true
	}
}
