package reward

import (
	"context"
	"fmt"
	"log/slog"
	"math"
	"slices"
	"strings"
	"sync"
	"text/tabwriter"

	"github.com/metaspatial/metaspatial/host/trace"
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/sdk/base"
	"github.com/metaspatial/metaspatial/sdk/diag"
	sdkreward "github.com/metaspatial/metaspatial/sdk/reward"
	"github.com/metaspatial/metaspatial/sdk/schema"
)

// Term is one active reward term.
type Term struct {
	// Name is unique within the run, such as "physics".
	Name string
	// Weight multiplies the term's raw values. A term of weight 0 is reported
	// and not trained on.
	Weight float64
	Plugin sdkreward.Term
	// Lost is set for a term that has failed and takes no part any more.
	Lost bool
}

// Limit is the largest size of a weight and of a term's values that is worked
// with. Larger values, which could only be meant to break a run or come from a
// division by nearly nothing, are held at it, so that the squares of rewards
// stay numbers.
const Limit = 1e9

// TermError is a term that could not score a group: its program has ended, or it
// returned an error or numbers that cannot be used.
type TermError struct {
	// Term is the term's name, and Task the id of the task.
	Term, Task string
	Err        error
}

// Error names the term and the task.
func (e *TermError) Error() string {
	return fmt.Sprintf("reward term %q, task %q: %v", e.Term, e.Task, e.Err)
}

// Unwrap returns what the term failed of.
func (e *TermError) Unwrap() error { return e.Err }

// Manager evaluates the terms of a run. Its methods may be called from several
// goroutines.
type Manager struct {
	// Meshes returns the models of a task's assets for terms that need them;
	// set it before the first call of Evaluate, and leave it nil where no term
	// does.
	Meshes func(*scenes.Task) ([]base.Mesh, error)

	terms    []Term // weights are read and written under mu
	needs    [][]base.Need
	pictures [][]base.Picture
	mu       sync.RWMutex
}

// New returns a manager of the given terms, in that order. Names must be
// unique, weights finite.
func New(terms []Term) (*Manager, error) {
	if len(terms) == 0 {
		return nil, fmt.Errorf("no reward terms; name at least one under \"rewards\"")
	}
	m := &Manager{terms: slices.Clone(terms)}
	seen := make(map[string]bool, len(terms))
	for i, t := range terms {
		switch {
		case t.Name == "":
			return nil, fmt.Errorf("reward term %d has no name", i)
		case t.Plugin == nil:
			return nil, fmt.Errorf("reward term %q has no plugin", t.Name)
		case seen[t.Name]:
			return nil, fmt.Errorf("reward term %q is named twice; give one of them another \"name\"", t.Name)
		}
		if err := checkWeight(t.Name, t.Weight); err != nil {
			return nil, err
		}
		seen[t.Name] = true
		d := t.Plugin.Describe()
		m.needs, m.pictures = append(m.needs, d.Needs), append(m.pictures, d.Wanted())
	}
	return m, nil
}

func checkWeight(name string, w float64) error {
	if !(math.Abs(w) <= Limit) {
		return fmt.Errorf("the weight of reward term %q is %v; it must be a number from %v to %v", name, w, -Limit, Limit)
	}
	return nil
}

// Terms returns the active terms with their present weights.
func (m *Manager) Terms() []Term {
	m.mu.RLock()
	defer m.mu.RUnlock()
	return slices.Clone(m.terms)
}

// SetWeight changes the weight of a term for all later calls of Evaluate.
func (m *Manager) SetWeight(name string, weight float64) error {
	if err := checkWeight(name, weight); err != nil {
		return err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	names := make([]string, len(m.terms))
	for i := range m.terms {
		if m.terms[i].Name == name {
			m.terms[i].Weight = weight
			return nil
		}
		names[i] = m.terms[i].Name
	}
	if near := schema.Nearest(name, names); near != "" {
		return fmt.Errorf("no reward term %q; did you mean %q?", name, near)
	}
	return fmt.Errorf("no reward term %q; the terms are %s", name, strings.Join(names, ", "))
}

// Lose takes a term out of all later calls of Evaluate. The last one cannot be
// lost.
func (m *Manager) Lose(name string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	left := 0
	for _, t := range m.terms {
		if !t.Lost && t.Name != name {
			left++
		}
	}
	if left == 0 {
		return fmt.Errorf("without reward term %q no term is left", name)
	}
	for i := range m.terms {
		if m.terms[i].Name == name {
			m.terms[i].Lost = true
		}
	}
	return nil
}

// Needs reports whether any term has the given need.
func (m *Manager) Needs(need base.Need) bool {
	return slices.ContainsFunc(m.needs, func(n []base.Need) bool { return slices.Contains(n, need) })
}

// Pictures returns the pictures that the terms want of every layout, each once.
func (m *Manager) Pictures() []base.Picture {
	var out []base.Picture
	for _, wanted := range m.pictures {
		for _, p := range wanted {
			if !slices.Contains(out, p) {
				out = append(out, p)
			}
		}
	}
	return out
}

// Table returns the active terms as a table for people.
func (m *Manager) Table() string {
	var b strings.Builder
	b.WriteString("active reward terms\n")
	w := tabwriter.NewWriter(&b, 0, 4, 2, ' ', 0)
	fmt.Fprintln(w, "  term\tweight\tplugin\tversion\tneeds")
	for i, t := range m.Terms() {
		weight := fmt.Sprintf("%g", t.Weight)
		switch {
		case t.Lost:
			weight = "lost"
		case t.Weight == 0:
			weight = "0 (reported only)"
		}
		needs := "layout"
		for _, n := range m.needs[i] {
			needs += ", " + string(n)
		}
		d := t.Plugin.Describe()
		fmt.Fprintf(w, "  %s\t%s\t%s\t%s\t%s\n", t.Name, weight, d.ID, d.Version, needs)
	}
	w.Flush()
	return b.String()
}

// Scores are the scores of one group, in the order of its candidates.
type Scores struct {
	Candidates  []Score
	Diagnostics diag.Diagnostics
}

// Evaluate scores the candidates of one task: one call per term, all terms at
// once. The error of a term is a [TermError], of several failing terms that of
// the first.
func (m *Manager) Evaluate(ctx context.Context, task *scenes.Task, candidates []sdkreward.Candidate) (Scores, error) {
	terms := m.Terms()
	views := newViews(candidates)
	meshes, err := m.meshes(task)
	if err != nil {
		return Scores{}, err
	}
	responses := make([]sdkreward.EvaluateResponse, len(terms))
	failed := make([]error, len(terms))
	var g sync.WaitGroup
	for i, t := range terms {
		if t.Lost {
			continue
		}
		req := sdkreward.EvaluateRequest{Task: task, Candidates: views.of(m.needs[i], m.pictures[i])}
		if slices.Contains(m.needs[i], base.NeedMeshes) {
			req.Meshes = meshes
		}
		g.Go(func() {
			ctx, traced := trace.Lane(ctx, "term "+t.Name, t.Name, slog.String("task", task.ID), slog.Int("candidates", len(candidates)))
			defer traced()
			resp, err := t.Plugin.Evaluate(ctx, req)
			if err == nil {
				err = check(task, len(candidates), resp)
			}
			if err != nil {
				failed[i] = &TermError{Term: t.Name, Task: task.ID, Err: err}
				return
			}
			responses[i] = resp
		})
	}
	g.Wait()
	for _, err := range failed {
		if err != nil {
			return Scores{}, err
		}
	}
	return combine(task, terms, candidates, responses), nil
}

// meshes returns the task's models, where any term needs them.
func (m *Manager) meshes(task *scenes.Task) ([]base.Mesh, error) {
	if !m.Needs(base.NeedMeshes) {
		return nil, nil
	}
	if m.Meshes == nil {
		return nil, fmt.Errorf("a reward term needs the models of assets, which are not at hand here; leave the term or its setting out")
	}
	meshes, err := m.Meshes(task)
	if err != nil {
		return nil, fmt.Errorf("task %q: the models of its assets: %w", task.ID, err)
	}
	return meshes, nil
}

// check refuses what would silently spoil training: a wrong number of results
// and numbers that are not finite.
func check(task *scenes.Task, n int, resp sdkreward.EvaluateResponse) error {
	if err := resp.Diagnostics.Err(); err != nil {
		return err
	}
	if len(resp.Results) != n {
		return fmt.Errorf("returned %d results for %d candidates", len(resp.Results), n)
	}
	for i, r := range resp.Results {
		if !finite(r.Value) {
			return fmt.Errorf("candidate %d has the value %v; terms must return finite numbers", i, r.Value)
		}
		if r.Objects != nil && len(r.Objects) != len(task.Objects) {
			return fmt.Errorf("candidate %d has values for %d objects; the task has %d", i, len(r.Objects), len(task.Objects))
		}
		for k, v := range r.Objects {
			if !finite(v) {
				return fmt.Errorf("candidate %d has the value %v for object %q; terms must return finite numbers", i, v, task.Objects[k].ID)
			}
		}
	}
	return nil
}

func finite(v float64) bool { return !math.IsNaN(v) && !math.IsInf(v, 0) }

// views holds the candidates as the terms may see them: a term gets response
// texts and images only when it says that it needs them, and of the images
// those that it wants, so that nothing travels to every plugin.
type views struct {
	full []sdkreward.Candidate
}

func newViews(full []sdkreward.Candidate) *views { return &views{full: full} }

func (v *views) of(needs []base.Need, wanted []base.Picture) []sdkreward.Candidate {
	text := slices.Contains(needs, base.NeedResponse)
	c := slices.Clone(v.full)
	for i := range c {
		if !text {
			c[i].Response = ""
		}
		c[i].Images = Images(c[i].Images, wanted)
	}
	return c
}

// Images returns those of the images that are wanted, in the order of the
// pictures.
func Images(all []base.Image, wanted []base.Picture) []base.Image {
	var out []base.Image
	for _, p := range wanted {
		for i := range all {
			if all[i].Shows(p) {
				out = append(out, all[i])
				break
			}
		}
	}
	return out
}
