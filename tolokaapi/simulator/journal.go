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

// A journal holds the last requests and counts all of them.
type journal struct {
	records []Record // a ring once it is full
	next    int
	counts  map[string]map[string]int // by method, by path
}

func newJournal() journal {
	return journal{counts: map[string]map[string]int{}}
}

func (j *journal) enter(r Record) {
	if len(j.records) < keptRecords {
		j.records = append(j.records, r)
	} else {
		j.records[j.next] = r
		j.next = (j.next + 1) % keptRecords
	}
	if j.counts[r.Method] == nil {
		j.counts[r.Method] = map[string]int{}
	}
	j.counts[r.Method][r.Path]++
}

// Requests returns the last requests, oldest first, 10,000 at most. Requests
// below /_simulator/ are not among them.
func (s *Simulator) Requests() []Record {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Concat(s.log.records[s.log.next:], s.log.records[:s.log.next])
}

// Count is the exact number of requests so far by method and start of the
// path, such as "/api/v1/pools/". An empty method is any, an empty prefix too.
func (s *Simulator) Count(method, pathPrefix string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := 0
	for m, paths := range s.log.counts {
		if method != "" && m != method {
			continue
		}
		for path, count := range paths {
			if strings.HasPrefix(path, pathPrefix) {
				n += count
			}
		}
	}
	return n
}
