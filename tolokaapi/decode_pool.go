package tolokaapi

import "encoding/json"

// poolFields are the fields of a pool or training that are decoded.
type poolFields struct {
	ID             identifier  `json:"id"`
	ProjectID      identifier  `json:"project_id"`
	Name           string      `json:"private_name"`
	Comment        string      `json:"private_comment"`
	Status         string      `json:"status"`
	CloseReason    string      `json:"last_close_reason"`
	Created        string      `json:"created"`
	LastStarted    string      `json:"last_started"`
	LastStopped    string      `json:"last_stopped"`
	WillExpire     string      `json:"will_expire"`
	Reward         amount      `json:"reward_per_assignment"`
	Priority       integer     `json:"priority"`
	Type           string      `json:"type"`
	AdultContent   bool        `json:"may_contain_adult_content"`
	AutoAccept     bool        `json:"auto_accept_solutions"`
	AutoCloseDelay integer     `json:"auto_close_after_complete_delay_seconds"`
	MaxDuration    integer     `json:"assignment_max_duration_seconds"`
	Defaults       poolDefault `json:"defaults"`
	Mixer          poolMixer   `json:"mixer_config"`
	Owner          poolOwner   `json:"owner"`
}

type poolDefault struct {
	Overlap integer `json:"default_overlap_for_new_task_suites"`
}

type poolMixer struct {
	Real     integer `json:"real_tasks_count"`
	Golden   integer `json:"golden_tasks_count"`
	Training integer `json:"training_tasks_count"`
}

type poolOwner struct {
	ID     identifier `json:"id"`
	Myself bool       `json:"myself"`
}

// poolReader reads the pools of one collection: no field says which it is.
func poolReader(s Subject) func([]byte) Pool {
	return func(raw []byte) Pool { return readPool(s, raw) }
}

func readPool(s Subject, raw []byte) Pool {
	var f poolFields
	problem := record(raw, &f, &f.ID, &f.Status)
	ref := Ref{Subject: s, ID: f.ID.id}
	if problem != "" {
		return Pool{Ref: ref, Unreadable: problem}
	}
	return Pool{
		Ref:         ref,
		ProjectID:   f.ProjectID.id,
		Name:        HarmlessN(f.Name, maxName),
		Comment:     HarmlessN(f.Comment, maxName),
		Status:      PoolStatus(f.Status),
		CloseReason: HarmlessN(f.CloseReason, maxWord),
		Created:     ParseDate(f.Created),
		LastStarted: ParseDate(f.LastStarted),
		LastStopped: ParseDate(f.LastStopped),
		WillExpire:  ParseDate(f.WillExpire),

		Reward:         f.Reward.literal,
		Priority:       f.Priority.value,
		Type:           HarmlessN(f.Type, maxWord),
		AdultContent:   f.AdultContent,
		AutoAccept:     f.AutoAccept,
		AutoCloseDelay: f.AutoCloseDelay.value,
		MaxDuration:    f.MaxDuration.value,
		Overlap:        f.Defaults.Overlap.value,
		RealTasks:      f.Mixer.Real.value,
		GoldenTasks:    f.Mixer.Golden.value,
		TrainingTasks:  f.Mixer.Training.value,
		Mine:           f.Owner.Myself,
		OwnerID:        f.Owner.ID.id,
	}
}

// record fills fields from raw and says why the record cannot be used, if so:
// without an id or a status there is nothing to be done with it. The status is
// left harmless.
func record(raw []byte, fields any, id *identifier, status *string) string {
	if err := fill(raw, fields); err != nil {
		return "it is " + err.Error()
	}
	*status = HarmlessN(*status, maxWord)
	switch {
	case id.missing() != "":
		return id.missing()
	case *status == "":
		return "it has no status"
	}
	return ""
}

type projectFields struct {
	ID      identifier `json:"id"`
	Name    string     `json:"public_name"`
	Comment string     `json:"private_comment"`
	Status  string     `json:"status"`
}

func readProject(raw []byte) Project {
	var f projectFields
	if problem := record(raw, &f, &f.ID, &f.Status); problem != "" {
		return Project{ID: f.ID.id, Unreadable: problem}
	}
	return Project{
		ID:      f.ID.id,
		Name:    HarmlessN(f.Name, maxName),
		Comment: HarmlessN(f.Comment, maxName),
		Status:  f.Status,
	}
}

type requesterFields struct {
	ID      identifier                 `json:"id"`
	Balance amount                     `json:"balance"`
	Name    map[string]json.RawMessage `json:"public_name"`
	Company struct {
		ID identifier `json:"id"`
	} `json:"company"`
}

// readRequester has nothing that must be there: the account is only shown.
func readRequester(raw []byte) Requester {
	var f requesterFields
	_ = fill(raw, &f)
	return Requester{
		ID:      f.ID.id,
		Name:    publicName(f.Name),
		Balance: f.Balance.literal,
		Company: f.Company.ID.id,
	}
}
