package fleet

import "tolokadash/tolokaapi"

// A dismissedCommand is the newest dismissed command of a verb on a pool.
type dismissedCommand struct {
	row   RowID
	found bool
}

// A commandKey is a verb on a pool.
type commandKey struct {
	verb tolokaapi.Verb
	on   tolokaapi.Ref
}

// rememberFound keeps of a row that is dismissed whether its command was only found done.
func (s *operationTable) rememberFound(r *row) {
	key := commandKey{r.Verb, r.On}
	if r.Ours() && r.ID > s.dismissedNewest[key].row {
		s.dismissedNewest[key] = dismissedCommand{r.ID, r.Found}
	}
}

// foundDone is those of refs whose newest command of that verb was found done after a
// lost reply, dismissed rows included: another may have started it.
func (s *operationTable) foundDone(verb tolokaapi.Verb, refs []tolokaapi.Ref) []tolokaapi.Ref {
	newest := make(map[tolokaapi.Ref]dismissedCommand, len(refs))
	for _, ref := range refs {
		newest[ref] = s.dismissedNewest[commandKey{verb, ref}]
	}
	for _, r := range s.byID {
		if was, asked := newest[r.On]; asked && r.Ours() && r.Verb == verb && r.ID > was.row {
			newest[r.On] = dismissedCommand{r.ID, r.Found}
		}
	}
	var found []tolokaapi.Ref
	for _, ref := range refs {
		if newest[ref].found {
			found = append(found, ref)
		}
	}
	return found
}
