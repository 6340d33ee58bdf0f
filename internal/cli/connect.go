package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	"tolokadash/internal/fleet"
	"tolokadash/internal/runner"
	"tolokadash/internal/wording"
	"tolokadash/tolokaapi"
)

// The first page of pools is waited for so long, and after so long the user is
// told what is being waited for.
const (
	connectTimeout = 5 * time.Second
	connectNotice  = 500 * time.Millisecond
)

// connect asks for the first page of pools before the screen opens. Its answer
// is the first rows, or the reason why there is nothing to open a screen for. A
// server that is only busy is no such reason: the screen opens and says so.
func connect(ctx context.Context, f *fleet.Fleet, carry runner.Carry, host string, stderr io.Writer) error {
	ctx, cancel := context.WithTimeout(ctx, connectTimeout)
	defer cancel()
	telling := time.AfterFunc(connectNotice, func() {
		fmt.Fprintf(stderr, "connecting to %s, for %d seconds at most\n", tolokaapi.Harmless(host), int(connectTimeout.Seconds()))
	})
	defer telling.Stop()
	var first fleet.Response
	err := runner.Drive(ctx, carry, f, nil, func(r *fleet.Response) bool {
		if r != nil {
			first = *r
		}
		return r != nil
	})
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		return noAnswer(host, connectTimeout)
	case err != nil:
		return exitStatus(exitBreak)
	case late(first.Err):
		return noAnswer(host, first.Received.Sub(first.Sent))
	}
	return explain(first.Err, host)
}

// late reports whether an answer was waited for in vain.
func late(err error) bool {
	var transport *tolokaapi.TransportError
	return errors.As(err, &transport) && transport.Cause == tolokaapi.CauseTimeout
}

// noAnswer names the time that was waited: a request_timeout may have ended it
// before connectTimeout did.
func noAnswer(host string, waited time.Duration) error {
	seconds := waited.Round(100 * time.Millisecond).Seconds()
	return &failure{exitFailed, fmt.Sprintf("%s gave no answer within %g s: check your connection, or try again later", host, seconds)}
}

// explain turns the first answer, or that it broke off, into a sentence that
// says what to do, or into nil if the screen can open.
func explain(err error, host string) error {
	var api *tolokaapi.Error
	if errors.As(err, &api) {
		return explainAnswer(api, host)
	}
	var transport *tolokaapi.TransportError
	if !errors.As(err, &transport) {
		return err
	}
	switch transport.Cause {
	case tolokaapi.CauseCancelled:
		return exitStatus(exitBreak)
	case tolokaapi.CauseUnreadable:
		return &failure{exitUsage, wording.AtStart(transport, host)}
	}
	return &failure{exitFailed, wording.AtStart(transport, host)}
}

func explainAnswer(api *tolokaapi.Error, host string) error {
	switch {
	case api.Authentication():
		return tokenRefused{&failure{exitRefused, fmt.Sprintf("%s does not accept the token (%v): make a new one for this very environment", host, api)}}
	case api.Status == http.StatusForbidden:
		return &failure{exitRefused, fmt.Sprintf("%s does not allow this account to list pools (%v): ask the owner of the account for the right, or use another token, or another --profile", host, api)}
	case api.Status == http.StatusTooManyRequests || api.Status == http.StatusRequestTimeout || api.Status >= http.StatusInternalServerError:
		return nil
	case api.Status >= http.StatusMultipleChoices && api.Status < http.StatusBadRequest:
		return &failure{exitUsage, fmt.Sprintf("%s redirects to %s, which is not followed: check the address", host, cmp.Or(api.Location, "an unknown place"))}
	case api.Status == http.StatusNotFound:
		return &failure{exitUsage, host + " has no Toloka API at this address (404): check the address"}
	}
	return &failure{exitUsage, fmt.Sprintf("%s refuses to list pools (%v): check the address and the account", host, api)}
}
