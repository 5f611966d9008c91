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
	room := task.Room.Extent()
	return func(l *scenes.Layout) reward.Result {
		r := graph.Placed(l).Score(room)
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
			Objects: credit(task, &r),
		}
		if !silent {
			result.Findings = findings(&r)
		}
		return result
	}, nil
}

// credit takes one off for an object that collides and one for an object that
// violates its constraints.
func credit(task *scenes.Task, r *reference.Result) []float64 {
	hit := make([]bool, len(task.Objects))
	out := make([]float64, len(task.Objects))
	for _, p := range r.CollidingPairs {
		for _, id := range p {
			if _, i := task.Find(id); i >= 0 {
				hit[i] = true
			}
		}
	}
	for _, id := range r.Violating {
		if _, i := task.Find(id); i >= 0 {
			out[i]--
		}
	}
	for i := range hit {
		out[i] -= one(hit[i])
	}
	return out
}

func findings(r *reference.Result) []scenes.Finding {
	out := make([]scenes.Finding, 0, len(r.CollidingPairs)+len(r.Violating))
	for _, p := range r.CollidingPairs {
		out = append(out, scenes.Finding{Rule: scenes.RuleCollision, Object: p[0], Other: p[1],
			Message: fmt.Sprintf("%s collides with %s by the reference's axis-aligned boxes.", p[0], p[1])})
	}
	for _, id := range r.Violating {
		out = append(out, scenes.Finding{Rule: scenes.RuleRelation, Object: id,
			Message: fmt.Sprintf("%s is in none of the places that its relations allow.", id)})
	}
	return out
}
