package simulator

import "encoding/json"

// The types below are Toloka's JSON, written down once more and on purpose not
// shared with the client: sharing them, both would be wrong together.

type ownerView struct {
	ID     string `json:"id"`
	Myself bool   `json:"myself"`
}

type poolView struct {
	ID                  string              `json:"id"`
	ProjectID           string              `json:"project_id"`
	PrivateName         string              `json:"private_name"`
	PrivateComment      string              `json:"private_comment,omitempty"`
	Type                string              `json:"type"`
	Status              string              `json:"status"`
	LastCloseReason     string              `json:"last_close_reason,omitempty"`
	Created             string              `json:"created"`
	LastStarted         string              `json:"last_started,omitempty"`
	LastStopped         string              `json:"last_stopped,omitempty"`
	WillExpire          string              `json:"will_expire,omitempty"`
	Reward              json.Number         `json:"reward_per_assignment"`
	Priority            int                 `json:"priority"`
	AdultContent        bool                `json:"may_contain_adult_content"`
	MaxSeconds          int                 `json:"assignment_max_duration_seconds"`
	AutoAccept          bool                `json:"auto_accept_solutions"`
	AutoAcceptDays      int                 `json:"auto_accept_period_day,omitempty"`
	AutoCloseAfterDelay int                 `json:"auto_close_after_complete_delay_seconds"`
	Defaults            defaultsView        `json:"defaults"`
	Mixer               *mixerView          `json:"mixer_config,omitempty"`
	Quality             *qualityView        `json:"quality_control,omitempty"`
	Training            *trainingConfigView `json:"training_config,omitempty"`
	Metadata            map[string][]string `json:"metadata"`
	Owner               ownerView           `json:"owner"`
}

type defaultsView struct {
	Overlap int `json:"default_overlap_for_new_task_suites"`
}

type mixerView struct {
	Real     int `json:"real_tasks_count"`
	Golden   int `json:"golden_tasks_count"`
	Training int `json:"training_tasks_count"`
}

type qualityView struct {
	Requirement requirementView `json:"training_requirement"`
	Configs     []any           `json:"configs"`
}

type requirementView struct {
	PoolID string `json:"training_pool_id"`
	Skill  int    `json:"training_passing_skill_value"`
}

type trainingConfigView struct {
	Days int `json:"training_skill_ttl_days"`
}

type trainingView struct {
	ID                    string              `json:"id"`
	ProjectID             string              `json:"project_id"`
	PrivateName           string              `json:"private_name"`
	Status                string              `json:"status"`
	LastCloseReason       string              `json:"last_close_reason,omitempty"`
	Created               string              `json:"created"`
	LastStarted           string              `json:"last_started,omitempty"`
	LastStopped           string              `json:"last_stopped,omitempty"`
	InheritedInstructions bool                `json:"inherited_instructions"`
	PublicInstructions    string              `json:"public_instructions"`
	AdultContent          bool                `json:"may_contain_adult_content"`
	MaxSeconds            int                 `json:"assignment_max_duration_seconds"`
	MixInOrder            bool                `json:"mix_tasks_in_creation_order"`
	Shuffle               bool                `json:"shuffle_tasks_in_task_suite"`
	TasksInSuite          int                 `json:"training_tasks_in_task_suite_count"`
	SuitesToPass          int                 `json:"task_suites_required_to_pass"`
	RetryDays             int                 `json:"retry_training_after_days"`
	Metadata              map[string][]string `json:"metadata"`
	Owner                 ownerView           `json:"owner"`
}

type operationView struct {
	ID         string `json:"id"`
	Type       string `json:"type"`
	Status     string `json:"status"`
	Submitted  string `json:"submitted"`
	Started    string `json:"started,omitempty"`
	Finished   string `json:"finished,omitempty"`
	Progress   *int   `json:"progress,omitempty"`
	Parameters any    `json:"parameters"`
	Details    any    `json:"details,omitempty"`
}

type logItem struct {
	Type    string `json:"type"`
	Success bool   `json:"success"`
	Input   any    `json:"input"`
	Output  any    `json:"output"`
}

type assignmentView struct {
	ID        string         `json:"id"`
	SuiteID   string         `json:"task_suite_id"`
	PoolID    string         `json:"pool_id"`
	UserID    string         `json:"user_id"`
	Status    string         `json:"status"`
	Reward    json.Number    `json:"reward"`
	Mixed     bool           `json:"mixed"`
	Merged    bool           `json:"automerged"`
	Created   string         `json:"created"`
	Submitted string         `json:"submitted,omitempty"`
	Accepted  string         `json:"accepted,omitempty"`
	Rejected  string         `json:"rejected,omitempty"`
	Skipped   string         `json:"skipped,omitempty"`
	Expired   string         `json:"expired,omitempty"`
	Tasks     []taskView     `json:"tasks"`
	Solutions []solutionView `json:"solutions,omitempty"`
	Owner     ownerView      `json:"owner"`
}

type taskView struct {
	ID     string            `json:"id"`
	PoolID string            `json:"pool_id"`
	Input  map[string]string `json:"input_values"`
}

type solutionView struct {
	Output map[string]string `json:"output_values"`
}

type projectView struct {
	ID                 string         `json:"id"`
	PublicName         string         `json:"public_name"`
	PublicDescription  string         `json:"public_description"`
	PublicInstructions string         `json:"public_instructions"`
	PrivateComment     string         `json:"private_comment,omitempty"`
	Status             string         `json:"status"`
	Created            string         `json:"created"`
	TaskSpec           map[string]any `json:"task_spec"`
	IssuingType        string         `json:"assignments_issuing_type"`
	Owner              ownerView      `json:"owner"`
}

type requester struct {
	ID         string            `json:"id"`
	Balance    json.Number       `json:"balance"`
	PublicName map[string]string `json:"public_name"`
	Company    companyView       `json:"company"`
}

type companyView struct {
	ID             string `json:"id"`
	Superintendent string `json:"superintendent_id"`
}
