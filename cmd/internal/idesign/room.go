package main

import (
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/metaspatial/metaspatial/cmd/internal/tries"
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/feasible"
	"github.com/metaspatial/metaspatial/scenes/geom"
	"github.com/metaspatial/metaspatial/scenes/measure"
	"github.com/metaspatial/metaspatial/scenes/measure/reference"
	"github.com/metaspatial/metaspatial/sdk/policy"
)

// row is the outcome of one room.
type row struct {
	room *room
	// clean says that the public reward's rules find no collision and no object
	// further than 2 cm from what its relations allow; loose lets objects overlap
	// by up to 2 cm as well, as our rules do; valid is our rules' verdict.
	clean, loose, valid bool
	fault               string
	k                   int
	took                time.Duration
}

func tryRoom(ctx context.Context, p policy.Policy, r *room, o tries.Options) (row, error) {
	judge, err := newJudge(r)
	if err != nil {
		return row{}, err
	}
	o.More = judge.more
	res, err := tries.Best(ctx, p, r.Task, o)
	if err != nil {
		return row{}, err
	}
	out := row{room: r, k: res.K, took: res.Took, fault: "no answer was a layout"}
	if res.Layout == nil {
		return out, nil
	}
	if out.clean, out.fault = judge.clean(res.Layout); out.clean {
		out.fault = ""
	}
	report := judge.checker.Check(res.Layout)
	out.valid = report.FullyValid()
	out.loose = out.clean || judge.near(res.Layout) && report.CollisionFree()
	return out, nil
}

// judge applies the public reward's rules and ours to one room's layouts.
type judge struct {
	graph   *reference.Graph
	scorer  *reference.Scorer
	checker *measure.Checker
	room    [3]float64
	objects []scenes.Object
}

func newJudge(r *room) (*judge, error) {
	g, err := reference.ParseGraph(r.Task.SceneGraph)
	if err != nil {
		return nil, err
	}
	return &judge{g, g.Scorer(r.size), measure.NewChecker(r.Task), r.size, r.Task.Objects}, nil
}

// more counts the collisions of the public reward's rules, which know no
// tolerance but a millimetre.
func (j *judge) more(l *scenes.Layout) int { return len(j.scorer.Score(l).CollidingPairs) }

// clean says whether the public reward's rules find nothing beyond 2 cm, and
// what they find.
func (j *judge) clean(l *scenes.Layout) (bool, string) {
	res := j.scorer.Score(l)
	if err := res.Err(); err != nil {
		return false, err.Error()
	}
	if n := len(res.CollidingPairs); n > 0 {
		return false, fmt.Sprintf("%d colliding pairs, the first %s and %s", n, res.CollidingPairs[0][0], res.CollidingPairs[0][1])
	}
	if !j.near(l) {
		return false, fmt.Sprintf("off their relations, or not placed: %s", strings.Join(res.Violating, ", "))
	}
	return true, ""
}

// near reports whether every object is within 2 cm of one of the ranges that the
// public reward allows it.
func (j *judge) near(l *scenes.Layout) bool {
	res := j.graph.Placed(l).Score(j.room)
	if res.ConstraintError != nil {
		return false
	}
	if len(res.Ranges) < len(j.objects) {
		return false // some object is not placed
	}
	for _, o := range res.Ranges {
		p := l.Find(o.ID)
		if p == nil {
			return false
		}
		near := false
		for _, r := range o.Ranges {
			box := geom.Range{Min: scenes.Vec3{r.XMin, r.YMin, r.ZMin}, Max: scenes.Vec3{r.XMax, r.YMax, r.ZMax}}
			near = near || box.Distance(p.Position) <= geom.Tolerance+1e-9
		}
		if !near {
			return false
		}
	}
	return true
}

// searchBudget is the number of positions that a search may try on a room that
// I-Design's solver did not solve.
const searchBudget = 2_000_000

// unsolved writes what becomes of the rooms that I-Design's solver did not solve,
// and which of the others the policy did not.
func unsolved(ctx context.Context, w io.Writer, groups []string, rows map[string][]row) error {
	seen := map[string]bool{}
	fmt.Fprintf(w, "\n| room | I-Design's solver | this policy | what is known of the room |\n|---|---|---|---|\n")
	for _, g := range groups {
		for i := range rows[g] {
			r := &rows[g][i]
			if r.room.solved && r.clean || seen[r.room.Task.ID] {
				continue
			}
			seen[r.room.Task.ID] = true
			known, err := verdict(ctx, r.room.Task)
			if err != nil {
				return err
			}
			solver, ours := "solved", "solved"
			if !r.room.solved {
				solver = "not solved"
			}
			switch {
			case r.clean && !r.valid:
				ours = "solved by the public reward's rules"
			case !r.clean:
				ours = r.fault
			}
			fmt.Fprintf(w, "| %s | %s | %s | %s |\n", r.room.Task.ID, solver, ours, known)
		}
	}
	return nil
}

func verdict(ctx context.Context, t *scenes.Task) (string, error) {
	if list := feasible.Check(t); len(list) > 0 {
		return "impossible: " + list[0].Sentence, nil
	}
	v, err := feasible.Search(ctx, t, searchBudget, 1)
	switch {
	case err != nil:
		return "", err
	case v.Valid:
		return "possible: a search finds a valid layout", nil
	case v.Worst == nil:
		return "no search found a layout", nil
	}
	return "probably impossible: at best " + v.Worst.Sentence, nil
}
