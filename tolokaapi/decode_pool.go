package tolokaapi

// poolFields are the fields of a pool or training that are decoded.
type poolFields struct {
	id             identifier
	projectID      identifier
	name           name
	comment        name
	status         word
	closeReason    word
	created        moment
	lastStarted    moment
	lastStopped    moment
	willExpire     moment
	reward         amount
	priority       integer
	typ            word
	adultContent   truth
	autoAccept     truth
	autoCloseDelay integer
	maxDuration    integer
	defaults       poolDefaults
	mixer          poolMixer
	owner          poolOwner
}

func (f *poolFields) field(key []byte) value {
	switch string(key) {
	case "id":
		return &f.id
	case "project_id":
		return &f.projectID
	case "private_name":
		return &f.name
	case "private_comment":
		return &f.comment
	case "status":
		return &f.status
	case "last_close_reason":
		return &f.closeReason
	case "created":
		return &f.created
	case "last_started":
		return &f.lastStarted
	case "last_stopped":
		return &f.lastStopped
	case "will_expire":
		return &f.willExpire
	case "reward_per_assignment":
		return &f.reward
	case "priority":
		return &f.priority
	case "type":
		return &f.typ
	case "may_contain_adult_content":
		return &f.adultContent
	case "auto_accept_solutions":
		return &f.autoAccept
	case "auto_close_after_complete_delay_seconds":
		return &f.autoCloseDelay
	case "assignment_max_duration_seconds":
		return &f.maxDuration
	case "defaults":
		return &f.defaults
	case "mixer_config":
		return &f.mixer
	case "owner":
		return &f.owner
	}
	return nil
}

type poolDefaults struct{ overlap integer }

func (f *poolDefaults) field(key []byte) value {
	if string(key) == "default_overlap_for_new_task_suites" {
		return &f.overlap
	}
	return nil
}

func (f *poolDefaults) read(raw []byte, clean sanitizer) string {
	*f = poolDefaults{}
	return fillPart(raw, f, clean)
}

type poolMixer struct{ real, golden, training integer }

func (f *poolMixer) field(key []byte) value {
	switch string(key) {
	case "real_tasks_count":
		return &f.real
	case "golden_tasks_count":
		return &f.golden
	case "training_tasks_count":
		return &f.training
	}
	return nil
}

func (f *poolMixer) read(raw []byte, clean sanitizer) string {
	*f = poolMixer{}
	return fillPart(raw, f, clean)
}

type poolOwner struct {
	id     identifier
	myself truth
}

func (f *poolOwner) field(key []byte) value {
	switch string(key) {
	case "id":
		return &f.id
	case "myself":
		return &f.myself
	}
	return nil
}

func (f *poolOwner) read(raw []byte, clean sanitizer) string {
	*f = poolOwner{}
	return fillPart(raw, f, clean)
}

// poolReader reads the pools of one collection: no field says which it is.
func poolReader(s Subject) reader[Pool] {
	return func(raw []byte, clean sanitizer) Pool { return readPool(s, raw, clean) }
}

func readPool(s Subject, raw []byte, clean sanitizer) Pool {
	var f poolFields
	problem := record(raw, &f, &f.id, &f.status, clean)
	ref := Ref{Subject: s, ID: f.id.id}
	if problem != "" {
		return Pool{Ref: ref, Unreadable: problem}
	}
	return Pool{
		Ref:         ref,
		ProjectID:   f.projectID.id,
		Name:        string(f.name),
		Comment:     string(f.comment),
		Status:      PoolStatus(f.status),
		CloseReason: string(f.closeReason),
		Created:     f.created.date,
		LastStarted: f.lastStarted.date,
		LastStopped: f.lastStopped.date,
		WillExpire:  f.willExpire.date,

		Reward:         f.reward.literal,
		Priority:       f.priority.value,
		Type:           string(f.typ),
		AdultContent:   bool(f.adultContent),
		AutoAccept:     bool(f.autoAccept),
		AutoCloseDelay: f.autoCloseDelay.value,
		MaxDuration:    f.maxDuration.value,
		Overlap:        f.defaults.overlap.value,
		RealTasks:      f.mixer.real.value,
		GoldenTasks:    f.mixer.golden.value,
		TrainingTasks:  f.mixer.training.value,
		Mine:           bool(f.owner.myself),
		OwnerID:        f.owner.id.id,
	}
}

// record fills the fields of a record and says why it cannot be used, if so:
// without an id or a status there is nothing to be done with it.
func record(raw []byte, fields object, id *identifier, status *word, clean sanitizer) string {
	problem := fill(raw, fields, clean)
	switch {
	case problem != "":
		return problem
	case id.missing() != "":
		return id.missing()
	case *status == "":
		return "it has no status"
	}
	return ""
}
