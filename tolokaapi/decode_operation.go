package tolokaapi

// operationFields are the fields of an operation that are decoded.
type operationFields struct {
	id         identifier
	typ        word
	status     word
	submitted  moment
	started    moment
	finished   moment
	progress   share
	parameters subjectFields
	details    generic
}

func (f *operationFields) field(key []byte) value {
	switch string(key) {
	case "id":
		return &f.id
	case "type":
		return &f.typ
	case "status":
		return &f.status
	case "submitted":
		return &f.submitted
	case "started":
		return &f.started
	case "finished":
		return &f.finished
	case "progress":
		return &f.progress
	case "parameters":
		return &f.parameters
	case "details":
		return &f.details
	}
	return nil
}

// subjectFields are where parameters and details name a pool or training.
type subjectFields struct {
	pool     identifier
	training identifier
}

func (f *subjectFields) field(key []byte) value {
	switch string(key) {
	case "pool_id":
		return &f.pool
	case "training_id":
		return &f.training
	}
	return nil
}

func (f *subjectFields) read(raw []byte, clean sanitizer) string {
	*f = subjectFields{}
	return fillPart(raw, f, clean)
}

// ref is the pool or training that is named; zero if none is.
func (f *subjectFields) ref() Ref {
	switch {
	case f.pool.id != "":
		return PoolRef(f.pool.id)
	case f.training.id != "":
		return TrainingRef(f.training.id)
	}
	return Ref{}
}

func readOperation(raw []byte, clean sanitizer) Operation {
	var f operationFields
	return f.operation(record(raw, &f, &f.id, &f.status, clean), clean)
}

// operation is the record of the fields that were read; problem says why it cannot
// be used.
func (f *operationFields) operation(problem string, clean sanitizer) Operation {
	o := Operation{
		ID:        OperationID(f.id.id),
		Type:      OperationType(f.typ),
		Submitted: f.submitted.date,
		Target:    f.parameters.ref(),
	}
	if problem != "" { // what can be read tells whose it cannot be
		o.Unreadable = problem
		return o
	}
	o.Status = OperationStatus(f.status)
	o.Started, o.Finished = f.started.date, f.finished.date
	o.Progress, o.Details = f.progress.progress, f.details.compact(clean)
	if _, verb, ok := o.Type.Action(); ok && verb == VerbClone && o.Status == Success {
		o.Created = created(f.details, clean)
	}
	return o
}

// created is the pool or training that the details of a clone name; zero if
// they name none, or one of them twice. Details are only shown, so they never
// cost a record.
func created(details []byte, clean sanitizer) Ref {
	var f subjectFields
	f.read(details, clean)
	return f.ref()
}
