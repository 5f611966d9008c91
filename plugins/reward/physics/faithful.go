package physics

import (
	"fmt"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/codec"
	"github.com/metaspatial/metaspatial/scenes/measure/reference"
	"github.com/metaspatial/metaspatial/sdk/reward"
)

// worstReference is the value at a collision and a constraint ratio of 1.
const worstReference = -weight * 2

// faithful scores as MetaSpatial's public code does. A task that was not read
// from a scene graph is written as one.
func faithful(task *scenes.Task, silent bool) (scorer, error) {
	data := task.SceneGraph
	if data == nil {
		var err error
		if data, err = codec.EncodeIDesign(task, nil); err != nil {
			return nil, err
		}
	}
	graph, err := reference.ParseGraph(data)
	if err != nil {
		return nil, fmt.Errorf("scene graph of task %q: %w", task.ID, err)
	}
	scorer := graph.Scorer(task.Room.Extent())
	index := make(map[string]int, len(task.Objects))
	for i := len(task.Objects) - 1; i >= 0; i-- {
		index[task.Objects[i].ID] = i
	}
	return func(l *scenes.Layout) reward.Result {
		r := scorer.Score(l)
		if err := r.Err(); err != nil {
			return reward.Result{Value: worstReference, Invalid: true, Reason: err.Error()}
		}
		result := reward.Result{
			Value: 0 - float64(weight*r.CollisionRatio) - float64(weight*r.ConstraintRatio),
			Parts: []reward.Part{
				{Name: "collision_ratio", Value: r.CollisionRatio},
				{Name: "constraint_ratio", Value: r.ConstraintRatio},
				{Name: "colliding_pairs", Value: float64(len(r.CollidingPairs))},
				{Name: "violating_objects", Value: float64(len(r.Violating))},
			},
			Objects: credit(index, len(task.Objects), &r),
		}
		if !silent {
			result.Findings = findings(&r)
		}
		return result
	}, nil
}

// credit takes one off for an object that collides and one for an object that
// violates its constraints.
func credit(index map[string]int, n int, r *reference.Result) []float64 {
	out := make([]float64, n)
	// A violation takes one off below, so that until then −1 is a collision.
	for _, p := range r.CollidingPairs {
		for _, id := range p {
			if i, ok := index[id]; ok {
				out[i] = -1
			}
		}
	}
	for _, id := range r.Violating {
		if i, ok := index[id]; ok {
			out[i]--
		}
	}
	return out
}

func findings(r *reference.Result) []scenes.Finding {
	out := make([]scenes.Finding, 0, len(r.CollidingPairs)+len(r.Violating))
	for _, p := range r.CollidingPairs {
		out = append(out, scenes.Finding{Rule: scenes.RuleCollision, Object: p[0], Other: p[1],
			Message: p[0] + " collides with " + p[1] + " by the reference's axis-aligned boxes"})
	}
	for _, id := range r.Violating {
		out = append(out, scenes.Finding{Rule: scenes.RuleRelation, Object: id,
			Message: id + " is in none of the places that its relations allow"})
	}
	return out
}
