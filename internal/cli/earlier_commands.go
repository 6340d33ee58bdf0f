package cli

import (
	"time"

	"tolokadash/internal/fleet"
	"tolokadash/internal/headless"
	"tolokadash/internal/journal"
	"tolokadash/internal/runner"
	"tolokadash/tolokaapi"
	"tolokadash/ui"
)

// earlierFor is how old a command may be whose end is recorded by a later run.
const earlierFor = 7 * 24 * time.Hour

// recordEarlier records how commands of earlier runs ended whose operations this run
// followed to their end: commands that did not wait, or that stopped waiting.
func (r *engineRun) recordEarlier(results []headless.Result) {
	ended := endedOperations(results)
	if len(ended) == 0 || !r.config.Journal.Enabled || r.target.environment.Kind == ui.Demo {
		return
	}
	folder, _ := stateFolder()
	records := r.earlierEnds(folder, ended)
	if len(records) == 0 {
		return
	}
	j, err := journal.Open(journal.Options{Dir: folder, Origin: originOf(r.config, r.target)})
	if err == nil {
		for _, record := range records {
			if err = j.Append(record); err != nil {
				break
			}
		}
		_ = j.Close()
	}
	if err != nil {
		warn(r.stderr, unrecorded(err, false))
	}
}

// earlierEnds are the records of commands in the journal that have no end there, by the
// operations that have one. An unreadable journal has none.
func (r *engineRun) earlierEnds(folder string, ended map[tolokaapi.OperationID]fleet.Row) (records []journal.Record) {
	all, _ := journal.Commands(journal.Read(folder, wallNow().Add(-earlierFor), journal.Filter{}, nil))
	for _, c := range all {
		row, known := ended[c.Operation]
		if known && !c.State.Finished() && c.APIHost == r.target.environment.Host && c.Session != r.recorder.Session() {
			records = append(records, runner.EndedRecord(c, row))
		}
	}
	return records
}

// endedOperations are the rows of operations that came to their end and that this run did
// not begin.
func endedOperations(results []headless.Result) map[tolokaapi.OperationID]fleet.Row {
	ended := map[tolokaapi.OperationID]fleet.Row{}
	for i := range results {
		if row := results[i].Decisive(); row.Op.ID != "" && !row.Ours() && row.State.Finished() {
			ended[row.Op.ID] = row
		}
	}
	return ended
}
