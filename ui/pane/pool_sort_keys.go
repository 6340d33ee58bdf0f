package pane

import (
	"slices"

	"tolokadash/internal/fleet"
	"tolokadash/tolokaapi"
)

// allOrders are the orders of the columns from left to right, then those by what no
// column shows.
func allOrders() []*poolOrder {
	var orders []*poolOrder
	for _, c := range allPoolColumns {
		if c.order != nil {
			orders = append(orders, c.order)
		}
	}
	return append(orders, ordersWithoutColumn...)
}

// FigureOf is the figure that a sort key orders by; "" if it orders by none.
func FigureOf(key string) tolokaapi.FigureName {
	for _, o := range allOrders() {
		if o.key == key {
			return o.figure
		}
	}
	return ""
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
// the highest when it is falling. figures may be nil where the key orders by none; pools
// of which its figure is not known come last.
func SortPools(pools []fleet.Pool, key string, falling bool, figures *fleet.Figures) {
	type taken struct {
		*entry
		pool fleet.Pool
	}
	rows := make([]taken, len(pools))
	for i := range pools {
		rows[i] = taken{newEntry(pools[i].Ref), pools[i]}
		rows[i].take(&pools[i])
		if figures != nil && FigureOf(key) != "" {
			rows[i].record.TakeFigure(figures, pools[i].Ref, FigureOf(key))
		}
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
