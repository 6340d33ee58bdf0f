package tolokaapi

import (
	"net/http"
	"strconv"
	"strings"
	"time"
)

// maxRetryAfter bounds what a Retry-After header can ask for.
const maxRetryAfter = 7 * 24 * time.Hour

// retryAfter reads a Retry-After header, in seconds or as a date. A date is
// relative to the server's own clock if it told it. Zero, negative and garbage
// values are 0. Nothing documents the header; it is honoured if it comes.
func retryAfter(header string, server time.Time) time.Duration {
	header = strings.TrimSpace(header)
	if digits(header) {
		seconds, err := strconv.ParseInt(header, 10, 64)
		if err != nil || seconds > int64(maxRetryAfter/time.Second) {
			return maxRetryAfter
		}
		return time.Duration(seconds) * time.Second
	}
	until, err := http.ParseTime(header)
	if err != nil {
		return 0
	}
	if server.IsZero() {
		server = time.Now()
	}
	return min(max(until.Sub(server), 0), maxRetryAfter)
}
