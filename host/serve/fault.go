package serve

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
)

// The codes of errors, as OpenEnv names them.
const (
	codeInvalidJSON = "INVALID_JSON"
	codeUnknownType = "UNKNOWN_TYPE"
	codeValidation  = "VALIDATION_ERROR"
	codeExecution   = "EXECUTION_ERROR"
	codeCapacity    = "CAPACITY_REACHED"
	codeSession     = "SESSION_ERROR"
)

// fault is an error for a client.
type fault struct {
	code string
	// where is the path of what is wrong, such as "body", "action"; it may be
	// empty.
	where   []string
	message string
	// early marks what a client asks for at the wrong time.
	early bool
	// active and max are the sessions of a codeCapacity.
	active, max int
}

func (f *fault) Error() string { return f.message }

// invalid is said of a request that is wrong in itself; where is the place.
func invalid(where []string, format string, args ...any) error {
	return &fault{code: codeValidation, where: where, message: fmt.Sprintf(format, args...)}
}

// impossible is said to whoever asks for what the episode's state does not
// allow.
func impossible(format string, args ...any) error {
	return &fault{code: codeExecution, early: true, message: fmt.Sprintf(format, args...)}
}

// faultOf makes a fault of any error.
func faultOf(err error) *fault {
	var f *fault
	switch {
	case errors.As(err, &f):
		return f
	case errors.Is(err, errEnded), errors.Is(err, context.Canceled):
		return &fault{code: codeSession, message: errEnded.Error()}
	}
	return &fault{code: codeExecution, message: err.Error()}
}

// detail is one entry of a list of errors, in pydantic's form.
type detail struct {
	Type string   `json:"type"`
	Loc  []string `json:"loc"`
	Msg  string   `json:"msg"`
}

// errorData is the data of an error message.
type errorData struct {
	Message string   `json:"message"`
	Code    string   `json:"code"`
	Errors  []detail `json:"errors,omitempty"`
	Active  *int     `json:"active_sessions,omitempty"`
	Max     *int     `json:"max_sessions,omitempty"`
}

func (f *fault) data() errorData {
	d := errorData{Message: f.message, Code: f.code}
	switch f.code {
	case codeValidation, codeInvalidJSON:
		d.Errors = f.details()
	case codeCapacity:
		d.Active, d.Max = &f.active, &f.max
	}
	return d
}

func (f *fault) details() []detail {
	kind := "value_error"
	if f.code == codeInvalidJSON {
		kind = "json_invalid"
	}
	where := f.where
	if where == nil {
		where = []string{}
	}
	return []detail{{Type: kind, Loc: where, Msg: f.message}}
}

// status is the HTTP status of a fault.
func (f *fault) status() int {
	switch {
	case f.code == codeInvalidJSON, f.code == codeValidation, f.code == codeUnknownType:
		return http.StatusUnprocessableEntity
	case f.code == codeCapacity, f.code == codeSession:
		return http.StatusServiceUnavailable
	case f.early:
		return http.StatusConflict
	}
	return http.StatusInternalServerError
}

// write answers an HTTP request with the fault, in FastAPI's form with the code
// beside it.
func (f *fault) write(w http.ResponseWriter) {
	var body struct {
		Detail any `json:"detail"`
		errorData
	}
	body.errorData = f.data()
	body.Errors = nil
	body.Detail = f.message
	status := f.status()
	switch status {
	case http.StatusUnprocessableEntity:
		body.Detail = f.details()
	case http.StatusServiceUnavailable:
		w.Header().Set("Retry-After", "1")
	}
	writeJSON(w, status, body)
}

func writeJSON(w http.ResponseWriter, status int, v any) {
	data, err := json.Marshal(v)
	if err != nil {
		status = http.StatusInternalServerError
		data, _ = json.Marshal(map[string]string{"detail": "the answer cannot be written as JSON: " + err.Error()})
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	w.Write(append(data, '\n')) // an error here means that the caller has gone
}
