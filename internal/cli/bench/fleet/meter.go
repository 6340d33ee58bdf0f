package main

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"tolokadash/tolokaapi"
)

// A meter counts requests by kind and by time.
type meter struct {
	mu      sync.Mutex
	stopped bool
	kinds   map[string]int // in all
	times   map[string][]time.Time
}

// exchange is called for every request, from many goroutines.
func (m *meter) exchange(e tolokaapi.Exchange) {
	m.mu.Lock()
	defer m.mu.Unlock()
	kind := kindOf(e)
	if m.kinds == nil {
		m.kinds, m.times = map[string]int{}, map[string][]time.Time{}
	}
	m.kinds[kind]++
	if !m.stopped {
		m.times[kind] = append(m.times[kind], time.Now().Add(-e.Duration))
	}
}

func kindOf(e tolokaapi.Exchange) string {
	if e.Method == http.MethodPost {
		return "POST " + e.Path[strings.LastIndex(e.Path, "/")+1:]
	}
	if strings.Contains(e.Query, "type="+string(tolokaapi.Analytics)) {
		return "list analyses"
	}
	_, path, _ := strings.Cut(e.Path, "/api/v1/")
	parts := strings.Split(path, "/")
	if len(parts) == 1 && parts[0] != "requester" {
		return "list " + parts[0]
	}
	return "get " + parts[0]
}

func (m *meter) count(kind string) int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.kinds[kind]
}

// total is how many requests there were.
func (m *meter) total() int {
	m.mu.Lock()
	defer m.mu.Unlock()
	total := 0
	for _, n := range m.kinds {
		total += n
	}
	return total
}

func (m *meter) reset() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.kinds, m.times, m.stopped = nil, nil, false
}

// stop ends the time over which rates are taken; requests still count.
func (m *meter) stop() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.stopped = true
}

// print says how many requests each pool cost, and how dense they were.
func (m *meter) print(pools int, over time.Duration) {
	m.mu.Lock()
	defer m.mu.Unlock()
	total := 0
	var parts []string
	var all, lists []time.Time
	for _, kind := range slices.Sorted(maps.Keys(m.kinds)) {
		total += m.kinds[kind]
		parts = append(parts, fmt.Sprintf("%d %s", m.kinds[kind], kind))
		all = append(all, m.times[kind]...)
		if strings.HasPrefix(kind, "list ") {
			lists = append(lists, m.times[kind]...)
		}
	}
	fmt.Printf("  %d requests, %.2f a pool: %s\n", total, float64(total)/float64(pools), strings.Join(parts, ", "))
	fmt.Printf("  busiest second: %d requests, of which at most %d lists; %.2f lists a second\n",
		busiest(all), busiest(lists), float64(len(lists))/over.Seconds())
}

// busiest is the most of the times that lie within one second.
func busiest(times []time.Time) int {
	slices.SortFunc(times, time.Time.Compare)
	most, first := 0, 0
	for i := range times {
		for times[i].Sub(times[first]) >= time.Second {
			first++
		}
		most = max(most, i-first+1)
	}
	return most
}

func percentile(d []time.Duration, p int) time.Duration {
	if len(d) == 0 {
		return 0
	}
	slices.Sort(d)
	return d[min(len(d)-1, len(d)*p/100)].Round(time.Millisecond)
}
