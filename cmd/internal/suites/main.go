// Command suites writes docs/suites.md: what the frozen evaluation suites are,
// their hashes, and how the built-in policies do on them.
//
//	go run ./cmd/internal/suites > docs/suites.md
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/metaspatial/metaspatial/scenes/measure/sceneeval"
	"github.com/metaspatial/metaspatial/scenes/roomgen"
)

// about says what is in each suite.
var about = map[string]string{
	"normal":  "8–15 objects, sides of 3–8 m, 20–40 % of the floor covered",
	"tight":   "12–15 objects, 3–4 m, 45–60 %",
	"large":   "25–40 objects, 6–12 m",
	"poly":    "8–20 objects in L, T and slanted rooms with swinging doors, windows and, in some, a hole in the floor",
	"free":    "6–15 objects without relations",
	"prompts": "rooms with a preference text of clauses that can be checked, and no other relations",
	"twelve":  "12 objects, otherwise as normal; training measures itself on it",
}

// row is what this command reads of a suite's JSON.
type row struct {
	FullyValid          float64  `json:"fully_valid"`
	CollisionFree       float64  `json:"collision_free"`
	CollidingPairs      float64  `json:"colliding_pairs"`
	Violating2cm        float64  `json:"violating_2cm"`
	Violating10cm       float64  `json:"violating_10cm"`
	OutOfBounds         float64  `json:"out_of_bounds"`
	Unsupported         float64  `json:"unsupported"`
	ReferenceCollision  *float64 `json:"reference_collision"`
	ReferenceConstraint *float64 `json:"reference_constraint"`
	Paper               struct{ Format, Judge, Overall float64 }
	SceneEval           *sceneeval.Summary `json:"sceneeval"`
	SHA256              string             `json:"sha256"`
}

// policies are the rows, with the settings of each.
var policies = []struct {
	name, id string
	settings []string
}{
	{"solver", "policy/solver", nil},
	{"solver, wishes too", "policy/solver", []string{"--set", "wishes=true"}},
	{"compact", "policy/compact", nil},
	{"compact, best of 8", "policy/compact", []string{"--k", "8", "--temperature", "0.7"}},
	{"compact, untrained", "policy/compact", []string{"--set", "weights=untrained"}},
	{"random", "policy/random", nil},
}

func main() {
	log.SetFlags(0)
	n := flag.Int("n", 200, "rooms of each suite")
	flag.Parse()
	dir, err := os.MkdirTemp("", "suites")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)
	program := filepath.Join(dir, "metaspatial")
	build := exec.Command("go", "build", "-o", program, "./cmd/metaspatial")
	build.Stderr = os.Stderr
	if err := build.Run(); err != nil {
		log.Fatal(err)
	}
	results := map[string]map[string]row{}
	for _, p := range policies {
		args := append([]string{"eval", "--policy", p.id, "--suite", strings.Join(roomgen.Suites(), ","), "--n", fmt.Sprint(*n), "--json"}, p.settings...)
		cmd := exec.Command(program, args...)
		cmd.Stderr = os.Stderr
		text, err := cmd.Output()
		if err != nil {
			log.Fatalf("evaluating %s: %v", p.name, err)
		}
		var out struct{ Suites map[string]row }
		if err := json.Unmarshal(text, &out); err != nil {
			log.Fatalf("the evaluation of %s: %v", p.name, err)
		}
		results[p.name] = out.Suites
	}
	write(results, *n)
}

func write(results map[string]map[string]row, n int) {
	fmt.Printf(`# The evaluation suites

Seeded rooms that are never trained on. `+"`metaspatial eval --suite NAME --n %d`"+` measures a
policy on them; the tables are of that many rooms each, furnished from the starter
kit. [scoring.md](scoring.md) defines the columns. The compact policy has the weights
that come with the program and answers three turns, greedily; of eight tries, drawn at
a temperature of 0.7, the host takes the one with the fewest faults.

| suite | rooms |
|---|---|
`, n)
	for _, s := range roomgen.Suites() {
		fmt.Printf("| %s | %s |\n", s, about[s])
	}
	fmt.Printf("\nThe hash is the SHA-256 of the tasks as JSON lines, which `eval --json` prints too.\nA policy that was measured on another hash was measured on other rooms.\n\n| suite | hash of the first %d |\n|---|---|\n", n)
	for _, s := range roomgen.Suites() {
		fmt.Printf("| %s | `%s` |\n", s, results[policies[0].name][s].SHA256)
	}
	fmt.Printf("\n## This program's shares, %%\n\n| policy | suite | fully valid | collision-free | colliding pairs | violating 2 cm | violating 10 cm | out of bounds | unsupported |\n|---|---|---:|---:|---:|---:|---:|---:|---:|\n")
	each(results, func(p, s string, r row) {
		fmt.Printf("| %s | %s | %s | %s | %s | %s | %s | %s | %s |\n", p, s, percent(r.FullyValid), percent(r.CollisionFree), percent(r.CollidingPairs),
			percent(r.Violating2cm), percent(r.Violating10cm), percent(r.OutOfBounds), percent(r.Unsupported))
	})
	fmt.Printf("\n## MetaSpatial's table\n\nThe judge is the offline critic. The public reward counts an object without relations\nas violating, and accepts any one of several: its constraint ratio is no share of\nbroken wishes.\n\n| policy | suite | format | judge | reference_collision, %% | reference_constraint, %% | overall |\n|---|---|---:|---:|---:|---:|---:|\n")
	each(results, func(p, s string, r row) {
		fmt.Printf("| %s | %s | %.2f | %.2f | %s | %s | %.2f |\n", p, s, r.Paper.Format, r.Paper.Judge, optional(r.ReferenceCollision), optional(r.ReferenceConstraint), r.Paper.Overall)
	})
	fmt.Printf("\n## SceneEval's table, %%\n\n| policy | suite |")
	for _, c := range (sceneeval.Summary{}).Columns() {
		fmt.Printf(" %s |", c.Label)
	}
	fmt.Printf("\n|---|---|%s\n", strings.Repeat("---:|", len((sceneeval.Summary{}).Columns())))
	each(results, func(p, s string, r row) {
		fmt.Printf("| %s | %s |", p, s)
		for _, c := range r.SceneEval.Columns() {
			if c.Value == nil {
				fmt.Print(" – |")
			} else {
				fmt.Printf(" %.1f |", *c.Value)
			}
		}
		fmt.Println()
	})
	fmt.Printf("\nMade by `go run ./cmd/internal/suites > docs/suites.md`.\n")
}

func each(results map[string]map[string]row, print func(policy, suite string, r row)) {
	for _, p := range policies {
		for _, s := range roomgen.Suites() {
			print(p.name, s, results[p.name][s])
		}
	}
}

func percent(v float64) string { return fmt.Sprintf("%.1f", 100*v) }

func optional(v *float64) string {
	if v == nil {
		return "–"
	}
	return percent(*v)
}
