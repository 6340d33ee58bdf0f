package fleet

import (
	"strconv"
	"testing"
	"time"

	"tolokadash/tolokaapi"
)

// tenThousand is a world of 10,000 pools, one in eight of them open.
func tenThousand() *world {
	w := newWorld(0)
	for i := range 10_000 {
		status := tolokaapi.Closed
		if i%8 == 0 {
			status = tolokaapi.Open
		}
		w.addPool(strconv.Itoa(20_000_000+i), status)
	}
	return w
}

// BenchmarkPools_List10000 is what the core takes for all pages of a
// first load; the world's own work, done before, is not counted.
func BenchmarkPools_List10000(b *testing.B) {
	w := tenThousand()
	var pages []Response
	for _, status := range []tolokaapi.PoolStatus{tolokaapi.Open, tolokaapi.Locked, tolokaapi.Closed} {
		q := tolokaapi.Query{Status: string(status), Sort: "-id", Limit: tolokaapi.MaxLimit}
		for more := true; more; {
			a := w.answer(Request{Kind: ListPools, On: tolokaapi.Ref{Subject: tolokaapi.SubjectPool}, Query: q})
			pages = append(pages, a)
			q, more, _ = a.Pools.Next()
		}
	}
	b.ReportAllocs()
	for b.Loop() {
		f := New(Config{}, testRand())
		for i, a := range pages {
			l := f.pools.listings[0]
			l.status = tolokaapi.PoolStatus(a.Request.Query.Status)
			if l.pass == nil {
				l.pass = &poolListingPass{seen: map[tolokaapi.Ref]bool{}}
			}
			a.Request.Seq = uint64(i + 1)
			f.pools.listedPools(l, a)
			f.carryOut()
		}
		if refs, _ := f.Pools(tolokaapi.SubjectPool); len(refs) != 10_000 {
			b.Fatalf("%d pools", len(refs))
		}
	}
}

// BenchmarkOperations_Merge300 is what the core takes for a page of
// running operations, while 500 run and 10,000 pools are known.
func BenchmarkOperations_Merge300(b *testing.B) {
	w := tenThousand()
	w.fate = func(tolokaapi.Ref) worldOp { return worldOp{takes: time.Hour} }
	t := &testing.T{}
	s := newScene(t, w, Config{})
	s.run(10 * time.Second)
	refs, _ := s.f.Pools(tolokaapi.SubjectPool)
	ok, _ := s.f.Eligible(tolokaapi.VerbClose, refs)
	s.f.Submit(w.now, tolokaapi.VerbClose, ok[:500])
	s.run(10 * time.Second)
	poller := s.f.pollers.pollerFor("POOL.CLOSE")
	page := w.answer(Request{Kind: ListOperations, Query: tolokaapi.Query{Type: "POOL.CLOSE", Sort: "-submitted,id", Limit: 300}})
	page.Operations.HasMore = false
	seq := s.f.seq
	b.ReportAllocs()
	for b.Loop() {
		seq++
		page.Request.Seq = seq
		poller.pass = s.f.pollers.beginPass(poller, w.now)
		s.f.pollers.listedOperations(poller, page)
	}
	if got := s.f.Summary(w.now).Running(); got != 500 {
		b.Fatalf("%d operations run, want 500", got)
	}
}
