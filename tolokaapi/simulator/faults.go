package simulator

import (
	"encoding/json"
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"
	"time"
)

// A Fault goes wrong with requests that match. Zero fields match anything and
// leave the kind its own defaults.
type Fault struct {
	// Kind is what goes wrong; it must be one of the kinds above.
	Kind Kind `json:"kind"`
	// Method is an HTTP method, empty for any.
	Method string `json:"method,omitempty"`
	// Path is a pattern for the path, with or without /api/v1 before it, in
	// which * is any run of characters but a slash, as in "/pools/*/close". One
	// that ends in /** matches all below, and the empty one everything.
	Path string `json:"path,omitempty"`
	// Skip lets so many matching requests pass first.
	Skip int `json:"skip,omitempty"`
	// Count is the number of requests it matches; 0 is all, until cleared.
	Count int `json:"count,omitempty"`

	Status     int             `json:"status,omitempty"`      // 200 to 599
	Code       string          `json:"code,omitempty"`        // empty: the one that goes with Status
	Message    string          `json:"message,omitempty"`     // empty: the one that goes with Status
	Payload    json.RawMessage `json:"payload,omitempty"`     // any JSON, such as {"interval":"MIN"}
	RetryAfter string          `json:"retry_after,omitempty"` // the header, verbatim
	Location   string          `json:"location,omitempty"`    // of a redirect; empty: another host
	Text       string          `json:"text,omitempty"`        // of hostile and raw
	Bytes      int64           `json:"bytes,omitempty"`       // of blanks, to 1 GiB
	Every      Duration        `json:"every,omitempty"`       // of drip
}

// A Duration is written as text such as "50ms" in JSON.
type Duration time.Duration

// MarshalText writes a duration as Go does.
func (d Duration) MarshalText() ([]byte, error) { return []byte(time.Duration(d).String()), nil }

// UnmarshalText reads a duration as Go does.
func (d *Duration) UnmarshalText(text []byte) error {
	parsed, err := time.ParseDuration(string(text))
	*d = Duration(parsed)
	return err
}

// A fault is one that was injected, and how much of it is left.
type fault struct {
	Fault
	passed  int // let through by Skip
	matched int
}

// Inject makes something go wrong from the next request on. Of faults that
// match the same request the one injected first applies.
func (s *Simulator) Inject(f Fault) error {
	if err := f.check(); err != nil {
		return fmt.Errorf("simulator: %w", err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = append(s.faults, &fault{Fault: f})
	return nil
}

// Clear ends all faults. What they did to the world stays.
func (s *Simulator) Clear() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = nil
}

// Faults lists the faults that are not used up, Skip and Count being what is
// left of them.
func (s *Simulator) Faults() []Fault {
	s.mu.Lock()
	defer s.mu.Unlock()
	left := []Fault{}
	for _, f := range s.faults {
		now := f.Fault
		now.Skip -= f.passed
		if now.Count > 0 {
			now.Count -= f.matched
		}
		left = append(left, now)
	}
	return left
}

func (f Fault) check() error {
	_, badPattern := path.Match(f.Path, "")
	switch {
	case !slices.Contains(Kinds(), f.Kind):
		return fmt.Errorf("there is no kind of fault %q", f.Kind)
	case badPattern != nil:
		return fmt.Errorf("the path pattern %q: %w", f.Path, badPattern)
	case f.Skip < 0 || f.Count < 0 || f.Every < 0:
		return errors.New("skip, count and every must not be negative")
	case f.Status != 0 && (f.Status < 200 || f.Status > 599), f.Kind == Status && f.Status == 0:
		return fmt.Errorf("a status of %d is not between 200 and 599", f.Status)
	case f.Bytes < 0 || f.Bytes > 1<<30:
		return fmt.Errorf("%d bytes are not between 0 and 1 GiB", f.Bytes)
	case len(f.Payload) > 0 && !json.Valid(f.Payload):
		return errors.New("the payload is not JSON")
	}
	return nil
}

// matches reports whether a request is one of those that the fault matches.
func (f Fault) matches(c *call) bool {
	if f.Method != "" && !strings.EqualFold(f.Method, c.method) {
		return false
	}
	if f.Path == "" {
		return true
	}
	for _, p := range []string{c.path, strings.TrimPrefix(c.path, apiRoot)} {
		if above, ok := strings.CutSuffix(f.Path, "/**"); ok && strings.HasPrefix(p, above+"/") {
			return true
		}
		if ok, err := path.Match(f.Path, p); ok && err == nil {
			return true
		}
	}
	return false
}

// match finds and uses up the fault that a request runs into, nil if none.
func (s *Simulator) match(c *call) *Fault {
	for i, f := range s.faults {
		switch {
		case !f.matches(c):
			continue
		case f.passed < f.Skip:
			f.passed++
			continue
		}
		f.matched++
		if f.Count > 0 && f.matched == f.Count {
			s.faults = slices.Delete(slices.Clone(s.faults), i, i+1)
		}
		return &f.Fault
	}
	return nil
}
