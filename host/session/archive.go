package session

import (
	"context"
	"errors"
	"net/http"
	"strconv"
)

// Archive is what a run has recorded of its layouts. The clients of this
// package implement it beside [Client]; for a run that records none they answer
// with [ErrNoArchive].
type Archive interface {
	// Recorded lists the iterations with layouts on record, in rising order.
	Recorded(ctx context.Context) ([]int, error)
	// Samples returns the layouts of an iteration, or, where it has none, those
	// of the last one before it that has; nil where there is none either.
	Samples(ctx context.Context, iteration int) ([]SampleLayout, error)
}

// ErrNoArchive is returned for the layouts of a run that does not give them.
var ErrNoArchive = errors.New("this run gives no earlier layouts")

var (
	_ Archive = (*Hub)(nil)
	_ Archive = (*remote)(nil)
)

// Keep names the archive that the hub's clients read from. It is called before
// anybody holds the hub as a client.
func (h *Hub) Keep(a Archive) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.archive = a
}

func (h *Hub) kept() (Archive, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.archive == nil {
		return nil, ErrNoArchive
	}
	return h.archive, nil
}

// Recorded lists the iterations with layouts on record.
func (h *Hub) Recorded(ctx context.Context) ([]int, error) {
	a, err := h.kept()
	if err != nil {
		return nil, err
	}
	return a.Recorded(ctx)
}

// Samples returns the layouts of an iteration or of the last one before it.
func (h *Hub) Samples(ctx context.Context, iteration int) ([]SampleLayout, error) {
	a, err := h.kept()
	if err != nil {
		return nil, err
	}
	return a.Samples(ctx, iteration)
}

// Recorded lists the iterations with layouts on record.
func (c *remote) Recorded(ctx context.Context) ([]int, error) {
	var out []int
	err := c.ask(ctx, "recorded", &out)
	return out, err
}

// Samples returns the layouts of an iteration or of the last one before it.
func (c *remote) Samples(ctx context.Context, iteration int) ([]SampleLayout, error) {
	var out []SampleLayout
	err := c.ask(ctx, "samples?iteration="+strconv.Itoa(iteration), &out)
	return out, err
}

// ask makes a call that a run of an earlier version does not know.
func (c *remote) ask(ctx context.Context, call string, out any) error {
	err := c.do(ctx, http.MethodGet, call, nil, out)
	var status statusError
	if errors.As(err, &status) && status == http.StatusNotFound {
		return ErrNoArchive
	}
	return err
}

// archived answers the calls of an [Archive].
func archived(mux *http.ServeMux, c Client) {
	a, ok := c.(Archive)
	mux.HandleFunc("GET /v1/recorded", func(w http.ResponseWriter, r *http.Request) {
		if !ok {
			writeError(w, ErrNoArchive)
			return
		}
		list, err := a.Recorded(r.Context())
		answer(w, list, err)
	})
	mux.HandleFunc("GET /v1/samples", func(w http.ResponseWriter, r *http.Request) {
		iteration, err := strconv.Atoi(r.URL.Query().Get("iteration"))
		switch {
		case err != nil:
			writeJSON(w, http.StatusBadRequest, failure{Error: "name a whole number as the iteration: samples?iteration=0"})
			return
		case !ok:
			writeError(w, ErrNoArchive)
			return
		}
		list, err := a.Samples(r.Context(), iteration)
		answer(w, list, err)
	})
}
