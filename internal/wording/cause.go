package wording

import (
	"cmp"
	"strings"

	"tolokadash/internal/fleet"
	"tolokadash/tolokaapi"
)

// A causeWord is how the cause of a request without an answer is spoken of. {host} and
// {error} stand for what they name.
type causeWord struct {
	sentence string
	brief    string // where there is no room for the sentence; "" if that is short
	remedy   string // what the user can do; "" if only waiting helps
	atStart  string // as the reason why the program does not start, with what to do
}

// certificate is a CauseTLS that is about a certificate.
const certificate tolokaapi.Cause = "certificate"

const (
	tlsRemedy  = "check the clock and the network of this machine"
	tlsAtStart = "no secure connection to {host}: its certificate or TLS is not acceptable ({error}); check the address, the clock and proxies in between"
)

var causeWords = map[tolokaapi.Cause]causeWord{
	tolokaapi.CauseDNS: {
		sentence: "the name {host} cannot be found", brief: "unknown host", remedy: "check the network",
		atStart: "the host {host} is not known: check the address, or your connection",
	},
	tolokaapi.CauseRefused: {
		sentence: "{host} refuses the connection", brief: "connection refused",
		atStart: "{host} refuses the connection: check the address and the port, or start the server",
	},
	tolokaapi.CauseDial: {sentence: "{host} cannot be reached", brief: "out of reach"},
	tolokaapi.CauseProxy: {
		sentence: "the proxy lets nothing through", brief: "proxy trouble", remedy: "check the proxy (HTTPS_PROXY)",
		atStart: "the proxy on the way to {host} cannot be used ({error}): check HTTPS_PROXY and the proxy",
	},
	tolokaapi.CauseTLS:     {sentence: "no secure connection to {host}", brief: "no TLS connection", remedy: tlsRemedy, atStart: tlsAtStart},
	certificate:            {sentence: "the certificate of {host} is not accepted", brief: "bad certificate", remedy: tlsRemedy, atStart: tlsAtStart},
	tolokaapi.CausePlain:   {sentence: "{host} does not speak TLS"},
	tolokaapi.CauseTimeout: {sentence: "no answer in time"},
	tolokaapi.CauseReset: {
		sentence: "the connection broke off",
		atStart:  "the connection to {host} broke off ({error}): check your connection, or try again",
	},
	tolokaapi.CauseUnreadable: {
		sentence: "the answer cannot be read", brief: "unreadable answer",
		atStart: "{host} answers, but not as the Toloka API does ({error}): check the address",
	},
	tolokaapi.CauseReadOnly:   {sentence: "read-only: nothing is sent"},
	tolokaapi.CauseUnrecorded: {sentence: "the journal cannot be written"},
	tolokaapi.CauseCancelled:  {sentence: "given up"},
}

// causeOf is the words for why no answer came.
func causeOf(p *fleet.Problem) causeWord {
	if p.Cause == tolokaapi.CauseTLS && strings.Contains(p.Message, "certificate") {
		return causeWords[certificate]
	}
	return causeWords[p.Cause]
}

// short is the shortest words; "" where there are none that need no host.
func (c causeWord) short() string {
	if c.brief == "" && strings.Contains(c.sentence, "{host}") {
		return ""
	}
	return cmp.Or(c.brief, c.sentence)
}

// filled is a text with what {host} and {error} stand for.
func filled(text, host, err string) string {
	return strings.NewReplacer("{host}", host, "{error}", err).Replace(text)
}

// AtStart says why the program does not start and what to do, where the first request
// had no answer.
func AtStart(t *tolokaapi.TransportError, host string) string {
	if t.Cause == tolokaapi.CausePlain {
		return plainAtStart(host)
	}
	text := causeWords[t.Cause].atStart
	if text == "" {
		text = "the connection to {host} failed ({error}): check your connection, or try again"
	}
	return filled(text, host, t.Err.Error())
}

// plainAtStart is what to say about a host that takes no https. An address without a
// scheme means https, and plain http is for this machine only.
func plainAtStart(host string) string {
	if _, err := tolokaapi.ParseBaseURL("http://" + host); err == nil {
		return host + " does not speak TLS: write http://" + host
	}
	return host + " does not speak TLS, and plain http is for this machine only: check the address, the port and proxies in between"
}
