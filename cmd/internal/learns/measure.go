package main

import (
	"context"
	"encoding/json"
	"fmt"
	"log"
	"strconv"

	"github.com/metaspatial/metaspatial/scenes/codec"
)

// measured is what eval --json says of one suite, as far as it matters here.
type measured struct {
	FullyValid float64 `json:"fully_valid"`
	Terms      []value `json:"terms,omitempty"`
	// SPEC is the percentage of clauses that hold.
	SceneEval struct {
		SPEC *float64 `json:"spec"`
	} `json:"sceneeval"`
	SHA256 string `json:"sha256"`
	Rows   []row  `json:"rows,omitempty"`
}

type value struct {
	Name string  `json:"name"`
	Mean float64 `json:"mean"`
	Best float64 `json:"best"`
}

// row is one room, with the value of the term that is measured, where one is.
type row struct {
	Name       string             `json:"name"`
	FullyValid bool               `json:"fully_valid"`
	Layout     []codec.AnswerItem `json:"layout"`
	Terms      []float64          `json:"terms"`
}

// of returns what was measured by a term.
func (m *measured) of(name string) (value, error) {
	for _, v := range m.Terms {
		if v.Name == name {
			return v, nil
		}
	}
	return value{}, fmt.Errorf("eval did not measure the term %q", name)
}

// turns is the length of the episodes that are measured.
const turns = 3

// eval measures a policy on a suite, and by a term where there is one, once. As in
// training, the policy is told between its turns what the term finds.
func (w *workshop) eval(ctx context.Context, name, suite string, n int, t *term, policy []string, more ...string) (measured, error) {
	return once(w, name, func() (measured, error) {
		log.Printf("measuring %s", name)
		args := append([]string{"eval", "--suite", suite, "--n", strconv.Itoa(n), "--turns", strconv.Itoa(turns), "--json"}, policy...)
		if t != nil {
			args = append(args, "--term", fmt.Sprintf("%s=%s:%g", t.name, w.program(t.name), t.weight))
		}
		text, err := w.command(ctx, append(args, more...)...)
		if err != nil {
			return measured{}, err
		}
		var out struct {
			Suites map[string]measured
			Rows   []row
		}
		if err := json.Unmarshal(text, &out); err != nil {
			return measured{}, fmt.Errorf("the evaluation of %s: %w", name, err)
		}
		m, ok := out.Suites[suite]
		if !ok || len(out.Rows) != n {
			return m, fmt.Errorf("eval has measured %d rooms of %s, want %d", len(out.Rows), suite, n)
		}
		m.Rows = out.Rows
		return m, nil
	})
}
