package pane

import (
	"slices"

	"tolokadash/internal/fleet"
)

// allOrders are the orders of the columns from left to right, then those by what no
// column shows.
func allOrders() []*poolOrder {
	var orders []*poolOrder
	for _, c := range allPoolColumns {
		if c.order != nil && c.figure == "" { // figures are not asked for there
			orders = append(orders, c.order)
		}
	}
	return append(orders, ordersWithoutColumn...)
}

// SortKeys are the names of all orders of pools.
func SortKeys() []string {
	var keys []string
	for _, o := range allOrders() {
		keys = append(keys, o.key)
	}
	return keys
}

// SortPools puts pools in the order of the dashboard: by status, of equal ones the
// newest first. With one of SortKeys they are ordered by that, the lowest first, or
// the highest when it is falling.
func SortPools(pools []fleet.Pool, key string, falling bool) {
	type taken struct {
		*entry
		pool fleet.Pool
	}
	rows := make([]taken, len(pools))
	for i := range pools {
		rows[i] = taken{newEntry(pools[i].Ref), pools[i]}
		rows[i].take(&pools[i])
	}
	start := byStatus.ordered(false)
	slices.SortStableFunc(rows, func(a, b taken) int { return start(a.entry, b.entry) })
	for _, o := range allOrders() {
		if o.key == key {
			slices.SortStableFunc(rows, func(a, b taken) int { return o.directed(a.entry, b.entry, falling) })
		}
	}
	for i := range rows {
		pools[i] = rows[i].pool
	}
}
