package session

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/metaspatial/metaspatial/scenes"
)

// The transport: HTTP with JSON bodies below /v1, and one WebSocket for Watch.
// Every call is a POST except snapshot and watch; errors are {"error","code"}.

// maxBody bounds a request or an answer; tasks carry scene graphs.
const maxBody = 64 << 20

// request holds the arguments of every call; each reads those it knows.
type request struct {
	Term     string         `json:"term,omitempty"`
	Weight   float64        `json:"weight,omitempty"`
	Task     *scenes.Task   `json:"task,omitempty"`
	Layout   *scenes.Layout `json:"layout,omitempty"`
	K        int            `json:"k,omitempty"`
	Best     int            `json:"best,omitempty"`
	Turns    int            `json:"turns,omitempty"`
	BudgetMS float64        `json:"budget_ms,omitempty"`
	Seed     uint64         `json:"seed,omitempty"`
	Episode  string         `json:"episode,omitempty"`
	Response string         `json:"response,omitempty"`
}

func (g *GenerateRequest) wire() request {
	return request{Task: g.Task, K: g.K, Best: g.Best, BudgetMS: float64(g.Budget) / float64(time.Millisecond), Seed: g.Seed}
}

func (r *request) generate() GenerateRequest {
	ms := min(max(r.BudgetMS, 0), maxBudgetMS)
	return GenerateRequest{Task: r.Task, K: r.K, Best: r.Best, Budget: time.Duration(ms * float64(time.Millisecond)), Seed: r.Seed}
}

// maxBudgetMS keeps a time budget within what a duration can hold.
const maxBudgetMS = 1e9

// started is the answer to reset.
type started struct {
	Episode string `json:"episode"`
}

// failure is the body of an answer that is not 200.
type failure struct {
	Error string `json:"error"`
	Code  string `json:"code,omitempty"`
}

// The codes of errors that callers tell apart.
const (
	codeNotReady = "not_ready"
	codeEnded    = "ended"
	codeArchive  = "no_archive"
)

var codes = []struct {
	code   string
	err    error
	status int
}{
	{codeNotReady, ErrNotReady, http.StatusServiceUnavailable},
	{codeEnded, ErrEnded, http.StatusConflict},
	{codeArchive, ErrNoArchive, http.StatusNotFound},
}

func writeError(w http.ResponseWriter, err error) {
	f, status := failure{Error: err.Error()}, http.StatusUnprocessableEntity
	for _, c := range codes {
		if errors.Is(err, c.err) {
			f.Code, status = c.code, c.status
		}
	}
	writeJSON(w, status, f)
}

func writeJSON(w http.ResponseWriter, status int, v any) {
	data, err := json.Marshal(v)
	if err != nil {
		status = http.StatusInternalServerError
		data, _ = json.Marshal(failure{Error: "cannot write the answer as JSON: " + err.Error()})
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	w.Write(data) // an error here means that the caller has gone
}

// readError makes an error out of a failed answer.
func readError(status int, body io.Reader) error {
	var f failure
	if err := json.NewDecoder(io.LimitReader(body, 1<<20)).Decode(&f); err != nil || f.Error == "" {
		return statusError(status)
	}
	for _, c := range codes {
		if c.code == f.Code {
			return c.err
		}
	}
	return errors.New(f.Error)
}

// statusError is an answer that is not of the protocol.
type statusError int

func (e statusError) Error() string {
	return fmt.Sprintf("the run answered with HTTP status %d", int(e))
}
