package wording

import (
	"cmp"
	"fmt"
	"net/http"
	"strings"

	"tolokadash/internal/fleet"
	"tolokadash/tolokaapi"
)

// Problem says in a few words what went wrong.
func (w *Words) Problem(p *fleet.Problem) string {
	switch {
	case p == nil:
		return ""
	case p.Named != "":
		return answerNamed(p.Named)
	case p.Status == 0:
		return w.silence(p)
	case p.Auth:
		return fmt.Sprintf("Toloka refused the token (%d)", p.Status)
	case p.Status == http.StatusTooManyRequests:
		return "over quota" + quota(p.Interval)
	case p.Status >= 300 && p.Status < 400:
		return fmt.Sprintf("%s points elsewhere (%d to %s)", w.Host, p.Status, cmp.Or(p.Location, "no host"))
	case p.Status == http.StatusServiceUnavailable:
		return "Toloka is not available (503)"
	case p.Status >= 500:
		return strings.TrimSpace(fmt.Sprintf("Toloka has a problem (%d %s", p.Status, http.StatusText(p.Status))) + ")"
	case p.Code != "":
		return p.Code
	}
	return strings.TrimSpace(fmt.Sprintf("refused (%d %s)", p.Status, http.StatusText(p.Status)))
}

// Trouble says what goes wrong with looking, where no row is there to say it.
func (w *Words) Trouble(p *fleet.Problem) string {
	switch {
	case p == nil || p.Auth || p.Code == "":
		return w.Problem(p)
	case p.Status == http.StatusForbidden:
		return "Toloka does not allow this account to look (" + p.Code + ")"
	case p.Status == http.StatusRequestTimeout:
		return "Toloka took too long (" + p.Code + ")"
	case p.Status >= 400 && p.Status < 500 && p.Status != http.StatusTooManyRequests:
		return fmt.Sprintf("Toloka refuses to answer (%d %s)", p.Status, p.Code)
	}
	return w.Problem(p)
}

// silence says why no answer came.
func (w *Words) silence(p *fleet.Problem) string {
	if said := causeOf(p).sentence; said != "" {
		return filled(said, w.Host, "")
	}
	return cmp.Or(p.Message, "no answer")
}

// Cause is Trouble in two or three words, for where there is no room for more.
func (w *Words) Cause(p *fleet.Problem) string {
	switch {
	case p == nil:
		return ""
	case causeOf(p).brief != "":
		return causeOf(p).brief
	case p.Auth:
		return fmt.Sprintf("token refused (%d)", p.Status)
	case p.Status == http.StatusForbidden:
		return "not allowed to look (403)"
	case p.Status >= 300 && p.Status < 400:
		return fmt.Sprintf("points elsewhere (%d)", p.Status)
	case p.Status >= 400 && p.Status != http.StatusTooManyRequests:
		return fmt.Sprintf("error %d", p.Status)
	}
	return w.Problem(p)
}

// Remedy says what the user can do about a problem; "" if only waiting helps.
func (w *Words) Remedy(p *fleet.Problem) string {
	switch {
	case p == nil:
		return ""
	case p.Auth:
		return "check the token, then start again"
	case p.Status == http.StatusForbidden:
		return "the account may not do this"
	case p.Status >= 300 && p.Status < 400, p.Status == http.StatusNotFound && p.Code == "":
		return "check the address"
	}
	return causeOf(p).remedy
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

// failure is what an operation says about why it failed.
func failure(op tolokaapi.Operation) string {
	if code, message, whole := op.Reason(); whole {
		return code + ": " + message
	}
	return op.Details
}

// Reason says what is known about a row's trouble, in a few words; "" if there is
// none.
func (w *Words) Reason(r fleet.Row) string {
	switch {
	case r.Problem != nil && r.Problem.Message != "" && r.Problem.Code != "" && r.Problem.Status < 500:
		return r.Problem.Code + ": " + r.Problem.Message
	case r.Problem != nil:
		return w.Problem(r.Problem)
	case r.State == fleet.Failed && r.Op.Details != "":
		return failure(r.Op)
	case r.State == fleet.Failed:
		return noReason
	case r.State == fleet.NotSent:
		return "given up before it was sent"
	}
	return ""
}
