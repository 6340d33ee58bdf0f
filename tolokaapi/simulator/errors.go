package simulator

import "net/http"

// A problem is the error envelope of an answer, and its status.
type problem struct {
	status  int
	code    string
	message string
	payload any // left out when nil
}

type envelope struct {
	RequestID string `json:"request_id"`
	Code      string `json:"code"`
	Message   string `json:"message"`
	Payload   any    `json:"payload,omitempty"`
}

// A fieldProblem is one entry of the payload of a VALIDATION_ERROR.
type fieldProblem struct {
	Code    string `json:"code"`
	Message string `json:"message"`
	Params  []any  `json:"params,omitempty"`
}

func (p *problem) reply(s *Simulator) reply {
	return reply{status: p.status, body: envelope{
		RequestID: newUUID(s.rng), Code: p.code, Message: p.message, Payload: p.payload,
	}}
}

// invalid refuses the value of one parameter or field.
func invalid(field, code, message string, params ...any) *problem {
	return &problem{
		status: http.StatusBadRequest, code: "VALIDATION_ERROR", message: "Validation failed",
		payload: map[string]fieldProblem{field: {Code: code, Message: message, Params: params}},
	}
}

func unknownObject() *problem {
	return &problem{
		status: http.StatusNotFound, code: "DOES_NOT_EXIST",
		message: "There are no results for such parameters",
	}
}

func unauthenticated() *problem {
	return &problem{
		status: http.StatusUnauthorized, code: "AUTHENTICATION_ERROR",
		message: "Authentication credentials were not provided or are wrong",
	}
}

func conflict(code, message string) *problem {
	return &problem{status: http.StatusConflict, code: code, message: message}
}

// wrongStatus refuses an action that only works from the given statuses.
func wrongStatus(appropriate ...string) *problem {
	return &problem{
		status: http.StatusConflict, code: "INAPPROPRIATE_STATUS",
		message: "This or related resource is in inappropriate status, operation is not allowed",
		payload: map[string][]string{"appropriate_statuses": appropriate},
	}
}

func lockedByAnother() *problem {
	return conflict("POOL_LOCKED_BY_ANOTHER_OPERATION", "Pool is locked by another operation")
}

// tooMany refuses a request over a quota; interval is MIN, HOUR or DAY, or
// empty for the limit per second, which has no payload.
func tooMany(interval string) *problem {
	p := &problem{status: http.StatusTooManyRequests, code: "TOO_MANY_REQUESTS", message: "Too many requests"}
	if interval != "" {
		p.payload = map[string]string{"interval": interval}
	}
	return p
}

// codeOf is the code that Toloka documents by status, for faults that
// name a status only.
func codeOf(status int) (code, message string) {
	switch status {
	case http.StatusBadRequest:
		return "VALIDATION_ERROR", "Validation failed"
	case http.StatusUnauthorized:
		return "AUTHENTICATION_ERROR", "Authentication credentials were not provided or are wrong"
	case http.StatusForbidden:
		return "ACCESS_DENIED", "Access denied"
	case http.StatusNotFound:
		return "DOES_NOT_EXIST", "There are no results for such parameters"
	case http.StatusNotAcceptable:
		return "NOT_ACCEPTABLE", "Not acceptable"
	case http.StatusRequestTimeout:
		return "REQUEST_TIMEOUT", "The request took too long"
	case http.StatusMethodNotAllowed:
		return "METHOD_NOT_ALLOWED", "Method not allowed"
	case http.StatusRequestEntityTooLarge:
		return "ENTITY_TOO_LARGE", "Request entity is too large"
	case http.StatusConflict:
		return "CONFLICT_STATE", "The request conflicts with the current state"
	case http.StatusUnsupportedMediaType:
		return "UNSUPPORTED_MEDIA_TYPE", "Content type must be application/json"
	case http.StatusTooManyRequests:
		return "TOO_MANY_REQUESTS", "Too many requests"
	case http.StatusInternalServerError:
		return "INTERNAL_ERROR", "Internal error"
	case http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return "REMOTE_SERVICE_UNAVAILABLE", "Service is temporarily unavailable"
	default:
		return "UNKNOWN_ERROR", http.StatusText(status)
	}
}
