package tolokaapi

import (
	"encoding/json"
	"maps"
	"slices"
)

// operationFields are the fields of an operation that are decoded.
type operationFields struct {
	ID         identifier      `json:"id"`
	Type       string          `json:"type"`
	Status     string          `json:"status"`
	Submitted  string          `json:"submitted"`
	Started    string          `json:"started"`
	Finished   string          `json:"finished"`
	Progress   share           `json:"progress"`
	Parameters json.RawMessage `json:"parameters"`
	Details    json.RawMessage `json:"details"`
}

// subjectFields are where parameters and details name a pool or training.
type subjectFields struct {
	Pool     identifier `json:"pool_id"`
	Training identifier `json:"training_id"`
}

func readOperation(raw []byte) Operation {
	var f operationFields
	if problem := record(raw, &f, &f.ID, &f.Status); problem != "" {
		return Operation{ID: OperationID(f.ID.id), Unreadable: problem}
	}
	o := Operation{
		ID:        OperationID(f.ID.id),
		Type:      OperationType(HarmlessN(f.Type, maxWord)),
		Status:    OperationStatus(f.Status),
		Submitted: ParseDate(f.Submitted),
		Started:   ParseDate(f.Started),
		Finished:  ParseDate(f.Finished),
		Progress:  f.Progress.progress,
		Target:    subjectOf(f.Parameters),
		Details:   compact(f.Details),
	}
	if _, verb, ok := o.Type.Action(); ok && verb == VerbClone && o.Status == Success {
		o.Created = subjectOf(f.Details)
	}
	return o
}

// subjectOf is the pool or training that parameters or details name; zero if
// they name none.
func subjectOf(raw json.RawMessage) Ref {
	var f subjectFields
	if fill(raw, &f) != nil {
		return Ref{}
	}
	switch {
	case f.Pool.id != "":
		return PoolRef(f.Pool.id)
	case f.Training.id != "":
		return TrainingRef(f.Training.id)
	}
	return Ref{}
}

// publicName picks one of an account's names by language.
func publicName(names map[string]json.RawMessage) string {
	languages := append([]string{"EN", "RU"}, slices.Sorted(maps.Keys(names))...)
	for _, language := range languages {
		var name string
		if json.Unmarshal(names[language], &name) == nil && name != "" {
			return HarmlessN(name, maxName)
		}
	}
	return ""
}
