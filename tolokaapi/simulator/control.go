package simulator

import (
	"bytes"
	"encoding/json"
	"net/http"
)

// Where faults are switched over HTTP; no token is asked for.
const (
	controlRoot = "/_simulator/"
	faultsPath  = controlRoot + "faults"
)

// control lists, injects and clears faults for somebody outside the process.
func (s *Simulator) control(c *call) reply {
	if c.path != faultsPath {
		return complaint(http.StatusNotFound, "there is only "+faultsPath)
	}
	switch c.method {
	case http.MethodGet:
		return reply{status: http.StatusOK, body: map[string]any{"faults": s.Faults(), "kinds": Kinds()}}
	case http.MethodDelete:
		s.Clear()
		return reply{status: http.StatusNoContent}
	case http.MethodPost:
		return s.injectAll(c.body)
	}
	rep := complaint(http.StatusMethodNotAllowed, "use GET, POST or DELETE")
	rep.header = map[string]string{"Allow": "GET, POST, DELETE"}
	return rep
}

// injectAll takes one fault or an array of them, all or none.
func (s *Simulator) injectAll(body []byte) reply {
	if !bytes.HasPrefix(bytes.TrimSpace(body), []byte("[")) {
		body = append(append([]byte("["), body...), ']')
	}
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.DisallowUnknownFields()
	var faults []Fault
	if err := decoder.Decode(&faults); err != nil {
		return complaint(http.StatusBadRequest, err.Error())
	}
	if len(faults) == 0 {
		return complaint(http.StatusBadRequest, "there is no fault in the body")
	}
	for _, f := range faults {
		if err := f.check(); err != nil {
			return complaint(http.StatusBadRequest, err.Error())
		}
	}
	for _, f := range faults {
		if err := s.Inject(f); err != nil {
			return complaint(http.StatusBadRequest, err.Error())
		}
	}
	return reply{status: http.StatusCreated, body: map[string]any{"faults": s.Faults()}}
}

func complaint(status int, text string) reply {
	return reply{status: status, body: map[string]string{"error": text}}
}
