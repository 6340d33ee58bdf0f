package runner

import (
	"errors"
	"strings"
	"time"

	"tolokadash/internal/fleet"
	"tolokadash/internal/journal"
	"tolokadash/tolokaapi"
)

// A record is a journal's record that is filled from what the fleet knows.
type record struct{ journal.Record }

// stateName is a state as the journal spells it.
func stateName(s fleet.State) journal.State {
	return journal.State(strings.ReplaceAll(s.String(), " ", "_"))
}

// heardOf fills in the response to a command.
func (r *record) heardOf(response fleet.Response) {
	r.State = stateName(fleet.SubmitState(response))
	r.Took = max(response.Received.Sub(response.Sent).Round(time.Millisecond).Seconds(), 0)
	if response.Err == nil {
		r.HTTPStatus = response.Outcome.Status
		if fleet.SubmitState(response) != fleet.Unconfirmed {
			r.operation(response.Outcome.Operation)
		}
		return
	}
	var api *tolokaapi.Error
	var transport *tolokaapi.TransportError
	switch {
	case errors.As(response.Err, &api):
		r.HTTPStatus, r.Code, r.Message = api.Status, api.Code, api.Message
	case errors.As(response.Err, &transport):
		r.Cause = transport.Cause
	}
}

// outcomeOf fills in how a row has finished.
func (r *record) outcomeOf(row fleet.Row) {
	r.State, r.Found, r.Took = stateName(row.State), row.Found, row.Elapsed().Round(time.Millisecond).Seconds()
	r.operation(row.Op)
	if row.Percent >= 0 {
		r.Percent = &row.Percent
	}
	if p := row.Problem; p != nil {
		r.HTTPStatus, r.Cause, r.Code, r.Message = p.Status, p.Cause, p.Code, p.Message
	}
	if row.State == fleet.Failed && r.Message == "" {
		r.Message = row.Op.Details
	}
}

func (r *record) operation(op tolokaapi.Operation) {
	r.Operation = op.ID
	if op.Progress.Known {
		r.Percent = &op.Progress.Percent
	}
}

// EndedRecord is the record of how a command of an earlier run ended, by the row of its
// operation.
func EndedRecord(c *journal.Command, row fleet.Row) journal.Record {
	r := record{journal.Record{
		Event: journal.Ended, Batch: c.Batch, Verb: c.Verb, Subject: c.Subject, ID: c.ID, Name: c.Name, Project: c.Project, Other: c.Other,
	}}
	r.outcomeOf(row)
	return r.Record
}
