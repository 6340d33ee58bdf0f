package simulator

import "time"

func (s *Simulator) viewPool(p *pool) any {
	view := poolView{
		ID: p.id, ProjectID: p.projectID, PrivateName: p.name, PrivateComment: p.comment,
		Type: "REGULAR", Status: s.shown(p), LastCloseReason: p.closeReason,
		Created: formatDate(p.created), LastStarted: formatDate(p.started),
		LastStopped: formatDate(p.stopped), WillExpire: formatDate(p.expires),
		Reward: p.reward, Priority: p.priority, AdultContent: p.adult, MaxSeconds: p.seconds,
		AutoAccept: p.autoAccept,
		Defaults:   defaultsView{Overlap: p.overlap},
		Metadata:   map[string][]string{},
		Owner:      ownerView{ID: s.owner.ID, Myself: true},
	}
	if !p.autoAccept {
		view.AutoAcceptDays = 7
	}
	if p.training {
		view.Type, view.Reward = "TRAINING", "0"
		view.Training = &trainingConfigView{Days: 14}
		return view
	}
	view.Mixer = &mixerView{Real: p.tasks, Golden: p.tasks / 10}
	if p.linked != "" {
		view.Quality = &qualityView{Requirement: requirementView{PoolID: p.linked, Skill: 80}, Configs: []any{}}
	}
	return view
}

func (s *Simulator) viewTraining(p *pool) any {
	return trainingView{
		ID: p.id, ProjectID: p.projectID, PrivateName: p.name, Status: s.shown(p),
		LastCloseReason: p.closeReason, Created: formatDate(p.created),
		LastStarted: formatDate(p.started), LastStopped: formatDate(p.stopped),
		InheritedInstructions: true, AdultContent: p.adult, MaxSeconds: p.seconds,
		MixInOrder: true, Shuffle: true, TasksInSuite: p.tasks, SuitesToPass: 1, RetryDays: 14,
		Metadata: map[string][]string{}, Owner: ownerView{ID: s.owner.ID, Myself: true},
	}
}

func (s *Simulator) viewOperation(o *operation, now time.Time) operationView {
	view := operationView{
		ID: o.id, Type: o.kind, Status: o.status(now), Submitted: formatDate(s.dated(o.submitted)),
		Parameters: o.parameters,
	}
	if view.Status != pending {
		view.Started = formatDate(s.dated(o.started))
		if !o.silent {
			percent := o.percent(now)
			view.Progress = &percent
		}
	}
	if o.ended {
		view.Finished, view.Details = formatDate(s.dated(o.ends)), o.told()
	}
	return view
}
