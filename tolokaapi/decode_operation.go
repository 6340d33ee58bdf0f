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

// operationReader reads operations whose details are put through clean.
func operationReader(clean func(string) string) func([]byte) Operation {
	return func(raw []byte) Operation { return readOperation(raw, clean) }
}

func readOperation(raw []byte, clean func(string) string) Operation {
	var f operationFields
	problem := record(raw, &f, &f.ID, &f.Status)
	o := Operation{
		ID:        OperationID(f.ID.id),
		Type:      OperationType(HarmlessN(f.Type, maxWord)),
		Submitted: ParseDate(f.Submitted),
		Target:    subjectOf(f.Parameters),
	}
	if problem != "" { // what can be read tells whose it cannot be
		o.Unreadable = problem
		return o
	}
	o.Status = OperationStatus(f.Status)
	o.Started, o.Finished = ParseDate(f.Started), ParseDate(f.Finished)
	o.Progress, o.Details = f.Progress.progress, compact(f.Details, clean)
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
