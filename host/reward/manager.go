package reward

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"
	"sync"
	"text/tabwriter"

	"golang.org/x/sync/errgroup"

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
}

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
	if math.IsNaN(w) || math.IsInf(w, 0) {
		return fmt.Errorf("the weight of reward term %q is %v; it must be a finite number", name, w)
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
		if t.Weight == 0 {
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
// once.
func (m *Manager) Evaluate(ctx context.Context, task *scenes.Task, candidates []sdkreward.Candidate) (Scores, error) {
	terms := m.Terms()
	views := newViews(candidates)
	meshes, err := m.meshes(task)
	if err != nil {
		return Scores{}, err
	}
	responses := make([]sdkreward.EvaluateResponse, len(terms))
	g, ctx := errgroup.WithContext(ctx)
	for i, t := range terms {
		req := sdkreward.EvaluateRequest{Task: task, Candidates: views.of(m.needs[i], m.pictures[i])}
		if slices.Contains(m.needs[i], base.NeedMeshes) {
			req.Meshes = meshes
		}
		g.Go(func() error {
			resp, err := t.Plugin.Evaluate(ctx, req)
			if err == nil {
				err = check(task, len(candidates), resp)
			}
			if err != nil {
				return fmt.Errorf("reward term %q, task %q: %w", t.Name, task.ID, err)
			}
			responses[i] = resp
			return nil
		})
	}
	if err := g.Wait(); err != nil {
		return Scores{}, err
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
