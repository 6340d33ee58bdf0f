package simulator

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strconv"
	"strings"
)

// Where things are found.
const (
	apiRoot       = "/api/v1"
	analyticsPath = "/api/staging/analytics-2"
	maxRequest    = 1 << 20 // bytes of a request's body
)

// A call is one request, read whole.
type call struct {
	method  string
	path    string
	params  []string // what stood at the {} of the route
	query   url.Values
	header  http.Header
	body    []byte
	tooLong bool   // the body is over maxRequest
	fault   *Fault // that it runs into, or nil
}

// A reply is what a call is answered with. A nil body is an empty one; raw
// wins over body.
type reply struct {
	status int
	header map[string]string
	body   any
	raw    []byte
}

// A route is a method, a path and what answers it. In the path {} stands for
// one segment.
type route struct {
	method string
	path   string
	answer func(*Simulator, *call) reply
}

// routes are all that the API offers.
func routes() []route {
	return []route{
		{http.MethodGet, apiRoot + "/pools", (*Simulator).listPools},
		{http.MethodGet, apiRoot + "/pools/{}", (*Simulator).getPool},
		{http.MethodPatch, apiRoot + "/pools/{}", (*Simulator).patchPool},
		{http.MethodPost, apiRoot + "/pools/{}/{}", (*Simulator).actOnPool},
		{http.MethodGet, apiRoot + "/trainings", (*Simulator).listTrainings},
		{http.MethodGet, apiRoot + "/trainings/{}", (*Simulator).getTraining},
		{http.MethodPost, apiRoot + "/trainings/{}/{}", (*Simulator).actOnTraining},
		{http.MethodGet, apiRoot + "/operations", (*Simulator).listOperations},
		{http.MethodGet, apiRoot + "/operations/{}", (*Simulator).getOperation},
		{http.MethodGet, apiRoot + "/operations/{}/log", (*Simulator).getLog},
		{http.MethodGet, apiRoot + "/assignments", (*Simulator).listAssignments},
		{http.MethodGet, apiRoot + "/assignments/{}", (*Simulator).getAssignment},
		{http.MethodGet, apiRoot + "/projects", (*Simulator).listProjects},
		{http.MethodGet, apiRoot + "/projects/{}", (*Simulator).getProject},
		{http.MethodPost, apiRoot + "/projects/{}/archive", (*Simulator).archiveProject},
		{http.MethodGet, apiRoot + "/requester", (*Simulator).getRequester},
		{http.MethodPost, analyticsPath, (*Simulator).analyse},
	}
}

// ServeHTTP answers one request of the API, or of the faults below
// /_simulator/.
func (s *Simulator) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	c := &call{method: r.Method, path: r.URL.EscapedPath(), query: r.URL.Query(), header: r.Header}
	if err := c.read(w, r); err != nil {
		return // the requester hung up
	}
	if strings.HasPrefix(c.path, controlRoot) {
		s.write(w, s.control(c))
		return
	}
	rep := s.take(c)
	s.deliver(w, r, c.fault, rep)
}

// read takes the body off the connection before anything is locked.
func (c *call) read(w http.ResponseWriter, r *http.Request) error {
	if r.Body == nil {
		return nil
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxRequest))
	if long := new(http.MaxBytesError); errors.As(err, &long) {
		c.tooLong = true
		return nil
	}
	c.body = body
	return err
}

// take answers a call under the lock and adds it to the request log.
func (s *Simulator) take(c *call) reply {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.catchUp()
	entry := Record{Method: c.method, Path: c.path, Query: c.query.Encode()}
	c.fault = s.match(c)
	rep := s.through(c)
	entry.Status, entry.At = rep.status, s.now
	s.log.add(entry)
	if rep.header == nil {
		rep.header = map[string]string{}
	}
	rep.header["Date"] = s.now.Format(http.TimeFormat)
	return rep
}

// answer is the reply of an API that is well.
func (s *Simulator) answer(c *call) reply {
	if !authorized(c.header.Get("Authorization")) {
		return unauthenticated().reply(s)
	}
	if p := s.spend(perSecond); p != nil {
		return p.reply(s)
	}
	if c.tooLong {
		return s.refused(http.StatusRequestEntityTooLarge)
	}
	var allow []string
	for _, to := range routes() {
		params, ok := match(to.path, c.path)
		switch {
		case ok && to.method == c.method:
			c.params = params
			return to.answer(s, c)
		case ok:
			allow = append(allow, to.method)
		}
	}
	if len(allow) > 0 {
		rep := s.refused(http.StatusMethodNotAllowed)
		rep.header = map[string]string{"Allow": strings.Join(allow, ", ")}
		return rep
	}
	return (&problem{status: http.StatusNotFound, code: "NOT_FOUND", message: "No such path"}).reply(s)
}

// refused is the envelope that goes with a status.
func (s *Simulator) refused(status int) reply {
	code, message := codeOf(status)
	return (&problem{status: status, code: code, message: message}).reply(s)
}

// authorized reports whether a header holds some token: any will do.
func authorized(header string) bool {
	scheme, token, _ := strings.Cut(header, " ")
	known := strings.EqualFold(scheme, "OAuth") || strings.EqualFold(scheme, "ApiKey")
	return known && strings.TrimSpace(token) != ""
}

// match compares a path with that of a route, segment by segment, and returns
// what stands at the {}.
func match(pattern, path string) (params []string, ok bool) {
	want, got := strings.Split(pattern, "/"), strings.Split(path, "/")
	if len(want) != len(got) {
		return nil, false
	}
	for i := range want {
		if want[i] != "{}" {
			if want[i] != got[i] {
				return nil, false
			}
			continue
		}
		param, err := url.PathUnescape(got[i])
		if err != nil || param == "" {
			return nil, false
		}
		params = append(params, param)
	}
	return params, true
}

// decode reads a JSON body, which must say that it is one.
func (c *call) decode(into any) *problem {
	if kind, _, err := mime.ParseMediaType(c.header.Get("Content-Type")); err != nil || kind != "application/json" {
		code, message := codeOf(http.StatusUnsupportedMediaType)
		return &problem{status: http.StatusUnsupportedMediaType, code: code, message: message}
	}
	decoder := json.NewDecoder(bytes.NewReader(c.body))
	decoder.UseNumber()
	if err := decoder.Decode(into); err != nil {
		return &problem{status: http.StatusBadRequest, code: "VALIDATION_ERROR", message: "The body is not the JSON expected here"}
	}
	return nil
}

// encoded is the body of a reply as it goes out.
func (rep reply) encoded() []byte {
	if rep.raw != nil || rep.body == nil {
		return rep.raw
	}
	body, err := json.Marshal(rep.body)
	if err != nil {
		panic(err) // a wire type of ours that JSON cannot hold
	}
	return body
}

// write sends a reply.
func (s *Simulator) write(w http.ResponseWriter, rep reply) {
	body := rep.encoded()
	if rep.status == http.StatusNoContent {
		body = nil
	}
	header := w.Header()
	if len(body) > 0 {
		header.Set("Content-Type", "application/json;charset=UTF-8")
	}
	for key, value := range rep.header {
		header.Set(key, value)
	}
	if rep.status != http.StatusNoContent {
		header.Set("Content-Length", strconv.Itoa(len(body)))
	}
	w.WriteHeader(rep.status)
	_, _ = w.Write(body) // fails when the requester hung up
}
