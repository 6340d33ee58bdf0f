package runner

import (
	"errors"
	"time"

	"tolokadash/tolokaapi"
)

// wallClock is now without its monotonic part.
func wallClock() time.Time { return time.Now().Round(0) }

// serverTime is the Date header of an answer that was an error.
func serverTime(err error) time.Time {
	var api *tolokaapi.Error
	if errors.As(err, &api) {
		return api.Server
	}
	var transport *tolokaapi.TransportError
	if errors.As(err, &transport) {
		return transport.Server
	}
	return time.Time{}
}
