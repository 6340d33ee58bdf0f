package tolokaapi

import (
	"fmt"
	"strings"
	"testing"
)

// benchPage repeats a record with ids that count up, as a page of the API.
func benchPage(record string, n int) string {
	var page strings.Builder
	page.WriteString(`{"items":[`)
	for i := range n {
		if i > 0 {
			page.WriteString(",\n")
		}
		fmt.Fprintf(&page, record, 32267581+i)
	}
	page.WriteString(`],"has_more":true}`)
	return page.String()
}

// benchmarkList asks for one page of 300 records again and again.
func benchmarkList(b *testing.B, body string, ask func(*Client) (int, error)) {
	b.Helper()
	c, err := New(WithBaseURL("https://gate.example"), WithToken(testToken), WithTransport(fixedReply(body)))
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(len(body)))
	b.ReportAllocs()
	for b.Loop() {
		if n, err := ask(c); n != MaxLimit || err != nil {
			b.Fatalf("got %d records, %v", n, err)
		}
	}
}

func BenchmarkListPools(b *testing.B) {
	record := strings.Replace(poolSample, `"32267581"`, `"%d"`, 1)
	benchmarkList(b, benchPage(record, MaxLimit), func(c *Client) (int, error) {
		page, err := c.ListPools(b.Context(), Query{})
		return len(page.Items), err
	})
}

func BenchmarkListOperations(b *testing.B) {
	const record = `{"id":"019587fd-b536-49f8-b6dc-%012d","type":"POOL.CLOSE","status":"RUNNING","submitted":"2026-11-24T10:00:00.123",
"started":"2026-11-24T10:00:01.456","progress":40,"parameters":{"pool_id":"32267581"},"details":{"status":"in progress"}}`
	benchmarkList(b, benchPage(record, MaxLimit), func(c *Client) (int, error) {
		page, err := c.ListOperations(b.Context(), Query{})
		return len(page.Items), err
	})
}
