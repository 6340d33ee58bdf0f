package ui

import (
	"fmt"
	"net/http"
	"strings"

	"tolokadash/internal/fleet"
	"tolokadash/internal/wording"
	"tolokadash/tolokaapi"
)

// problem says in a few words what went wrong.
func (w *words) problem(p *fleet.Problem) string {
	switch {
	case p == nil:
		return ""
	case p.Named != "":
		return "the answer named " + p.Named
	case p.Status == 0:
		return w.silence(p)
	case p.Auth:
		return fmt.Sprintf("Toloka refused the token (%d)", p.Status)
	case p.Status == http.StatusTooManyRequests:
		return "over quota" + quota(p.Interval)
	case p.Status >= 300 && p.Status < 400:
		return fmt.Sprintf("%s points elsewhere (%d to %s)", w.host, p.Status, or(p.Location, "no host"))
	case p.Status == http.StatusServiceUnavailable:
		return "Toloka is not available (503)"
	case p.Status >= 500:
		return strings.TrimSpace(fmt.Sprintf("Toloka has a problem (%d %s", p.Status, http.StatusText(p.Status))) + ")"
	case p.Code != "":
		return p.Code
	}
	return strings.TrimSpace(fmt.Sprintf("refused (%d %s)", p.Status, http.StatusText(p.Status)))
}

// trouble says what goes wrong with looking, where no row is there to say it.
func (w *words) trouble(p *fleet.Problem) string {
	switch {
	case p == nil || p.Auth || p.Code == "":
		return w.problem(p)
	case p.Status == http.StatusForbidden:
		return "Toloka does not allow this account to look (" + p.Code + ")"
	case p.Status == http.StatusRequestTimeout:
		return "Toloka took too long (" + p.Code + ")"
	case p.Status >= 400 && p.Status < 500 && p.Status != http.StatusTooManyRequests:
		return fmt.Sprintf("Toloka refuses to answer (%d %s)", p.Status, p.Code)
	}
	return w.problem(p)
}

// silence says why no answer came.
func (w *words) silence(p *fleet.Problem) string {
	switch p.Cause {
	case tolokaapi.CauseDNS:
		return "the name " + w.host + " cannot be found"
	case tolokaapi.CauseRefused:
		return w.host + " refuses the connection"
	case tolokaapi.CauseDial:
		return w.host + " cannot be reached"
	case tolokaapi.CauseProxy:
		return "the proxy lets nothing through"
	case tolokaapi.CauseTLS:
		if strings.Contains(p.Message, "certificate") {
			return "the certificate of " + w.host + " is not accepted"
		}
		return "no secure connection to " + w.host
	case tolokaapi.CausePlain:
		return w.host + " does not speak TLS"
	case tolokaapi.CauseTimeout:
		return "no answer in time"
	case tolokaapi.CauseReset:
		return "the connection broke off"
	case tolokaapi.CauseUnreadable:
		return "the answer cannot be read"
	case tolokaapi.CauseReadOnly:
		return "read-only: nothing is sent"
	case tolokaapi.CauseUnrecorded:
		return "the journal cannot be written"
	case tolokaapi.CauseCancelled:
		return "given up"
	}
	return or(p.Message, "no answer")
}

// cause is trouble in two or three words, for where there is no room for more.
func (w *words) cause(p *fleet.Problem) string {
	if p == nil {
		return ""
	}
	switch p.Cause {
	case tolokaapi.CauseDNS:
		return "unknown host"
	case tolokaapi.CauseRefused:
		return "connection refused"
	case tolokaapi.CauseDial:
		return "out of reach"
	case tolokaapi.CauseProxy:
		return "proxy trouble"
	case tolokaapi.CauseTLS:
		if strings.Contains(p.Message, "certificate") {
			return "bad certificate"
		}
		return "no TLS connection"
	case tolokaapi.CauseUnreadable:
		return "unreadable answer"
	}
	switch {
	case p.Auth:
		return fmt.Sprintf("token refused (%d)", p.Status)
	case p.Status == http.StatusForbidden:
		return "not allowed to look (403)"
	case p.Status >= 300 && p.Status < 400:
		return fmt.Sprintf("points elsewhere (%d)", p.Status)
	case p.Status >= 400 && p.Status != http.StatusTooManyRequests:
		return fmt.Sprintf("error %d", p.Status)
	}
	return w.problem(p)
}

// remedy says what the user can do about a problem; "" if only waiting helps.
func (w *words) remedy(p *fleet.Problem) string {
	switch {
	case p == nil:
		return ""
	case p.Auth:
		return "check the token, then start again"
	case p.Status == http.StatusForbidden:
		return "the account may not do this"
	case p.Status >= 300 && p.Status < 400, p.Status == http.StatusNotFound && p.Code == "":
		return "check the address"
	case p.Cause == tolokaapi.CauseTLS:
		return "check the clock and the network of this machine"
	case p.Cause == tolokaapi.CauseDNS:
		return "check the network"
	case p.Cause == tolokaapi.CauseProxy:
		return "check the proxy (HTTPS_PROXY)"
	}
	return ""
}

// quota is which one was used up, in brackets; "" if the server did not say.
func quota(i tolokaapi.Interval) string {
	switch i {
	case "":
		return ""
	case tolokaapi.PerMinute:
		return " (per minute)"
	case tolokaapi.PerHour:
		return " (per hour)"
	case tolokaapi.PerDay:
		return " (per day)"
	}
	return " (" + string(i) + ")"
}

// why says what is known about a row's trouble, in a few words; "" if there is
// none.
func (w *words) why(r fleet.Row) string {
	switch {
	case r.Problem != nil && r.Problem.Message != "" && r.Problem.Code != "" && r.Problem.Status < 500:
		return r.Problem.Code + ": " + r.Problem.Message
	case r.Problem != nil:
		return w.problem(r.Problem)
	case r.State == fleet.Failed && r.Op.Details != "":
		return r.Op.Details
	case r.State == fleet.Failed:
		return "no reason given"
	case r.State == fleet.NotSent:
		return "given up before it was sent"
	}
	return ""
}

// refusal says why a pool is left out, to follow "is".
func (w *words) refusal(v tolokaapi.Verb, r fleet.Refusal, busy fleet.Row) string {
	switch r.Reason {
	case fleet.Already:
		return "already " + wording.Done(v)
	case fleet.Busy:
		if busy.Verb == "" {
			return "busy"
		}
		return "busy: " + wording.Doing(busy.Verb)
	case fleet.WrongStatus:
		return fmt.Sprintf("%s and cannot be %s", or(string(r.Status), "of unknown status"), wording.Passive(v))
	case fleet.Unreadable:
		return "unreadable: its record makes no sense"
	case fleet.Gone:
		return "gone"
	}
	return "protected: this is read-only"
}

// leftOut counts refusals by reason, as in "2 already closed · 1 busy".
func (w *words) leftOut(v tolokaapi.Verb, left []fleet.Refusal) []string {
	counts := map[string]int{}
	var order []string
	for _, r := range left {
		var word string
		switch r.Reason {
		case fleet.Already:
			word = "already " + wording.Done(v)
		case fleet.Busy:
			word = "busy"
		case fleet.WrongStatus:
			word = or(string(r.Status), "of unknown status")
		case fleet.Unreadable:
			word = "unreadable"
		case fleet.Gone:
			word = "gone"
		default:
			word = "read-only"
		}
		if counts[word] == 0 {
			order = append(order, word)
		}
		counts[word]++
	}
	for i, word := range order {
		order[i] = count(counts[word]) + " " + word
	}
	return order
}

func or(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}
