package simulator

import (
	"slices"
	"strings"
	"time"
)

// A Record is one request that was made. Status is what it was answered with,
// 0 if no answer was sent.
type Record struct {
	Method string
	Path   string // as it came, still escaped
	Query  string // sorted by parameter
	Status int
	At     time.Time // of the simulator's clock
}

// keptRecords bounds the memory of a simulator that runs for weeks.
const keptRecords = 10_000

// A request log holds the last requests and counts all of them.
type requestLog struct {
	records []Record // a ring once it is full
	next    int
	stems   []string                  // of paths, the longest first
	counts  map[string]map[string]int // by method, by stem
}

func newRequestLog() requestLog {
	return requestLog{stems: stems(), counts: map[string]map[string]int{}}
}

// stems are what paths are counted by, since there is no end of paths with an
// id in them: the routes as far as the first id, and what no route has.
func stems() []string {
	all := []string{"", apiRoot + "/"}
	for _, r := range routes() {
		stem, _, _ := strings.Cut(r.path, "{}")
		all = append(all, stem)
	}
	slices.SortFunc(all, func(a, b string) int { return len(b) - len(a) })
	return all
}

func (l *requestLog) add(r Record) {
	if len(l.records) < keptRecords {
		l.records = append(l.records, r)
	} else {
		l.records[l.next] = r
		l.next = (l.next + 1) % keptRecords
	}
	if l.counts[r.Method] == nil {
		l.counts[r.Method] = map[string]int{}
	}
	of := slices.IndexFunc(l.stems, func(stem string) bool { return strings.HasPrefix(r.Path, stem) })
	l.counts[r.Method][l.stems[of]]++
}

// Requests returns the last requests, oldest first, 10,000 at most. Requests
// below /_simulator/ are not among them.
func (s *Simulator) Requests() []Record {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Concat(s.log.records[s.log.next:], s.log.records[:s.log.next])
}

// Count is the number of requests so far by method and start of the path, such
// as "/api/v1/pools/". An empty method is any, an empty prefix too. It is exact,
// but of a prefix that goes on with an id counts what Requests returns.
func (s *Simulator) Count(method, pathPrefix string) int {
	begins := func(path string) bool { return strings.HasPrefix(path, pathPrefix) }
	n := 0
	if !slices.ContainsFunc(stems(), begins) {
		for _, r := range s.Requests() {
			if (method == "" || r.Method == method) && begins(r.Path) {
				n++
			}
		}
		return n
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for m, paths := range s.log.counts {
		if method != "" && m != method {
			continue
		}
		for stem, count := range paths {
			if begins(stem) {
				n += count
			}
		}
	}
	return n
}
