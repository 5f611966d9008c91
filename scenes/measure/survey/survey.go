// Package survey takes every measurement of a layout at once: the rules of the
// default mode, SceneEval's metrics, the interior-design guidelines, the
// counted relations that the task asks for in fields or in words, and the
// offline critic's grades. Each comes from its own package, which documents it;
// what cannot be measured is named, not guessed.
package survey

import (
	"context"
	"fmt"
	"image"
	"slices"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/codec"
	"github.com/metaspatial/metaspatial/scenes/codec/scenestate"
	"github.com/metaspatial/metaspatial/scenes/measure"
	"github.com/metaspatial/metaspatial/scenes/measure/critic"
	"github.com/metaspatial/metaspatial/scenes/measure/guideline"
	"github.com/metaspatial/metaspatial/scenes/measure/reference"
	"github.com/metaspatial/metaspatial/scenes/measure/sceneeval"
	"github.com/metaspatial/metaspatial/scenes/mesh"
	"github.com/metaspatial/metaspatial/scenes/preference"
	"github.com/metaspatial/metaspatial/scenes/raster"
	"github.com/metaspatial/metaspatial/scenes/world"
)

// Survey is what was measured on one layout.
type Survey struct {
	Rules      measure.Report
	SceneEval  sceneeval.Report
	Guidelines guideline.Costs
	// Advice says in sentences what causes the guidelines' costs.
	Advice []guideline.Remark
	Grades critic.Grades
	// Reference is what MetaSpatial's public reward says, nil where it would
	// raise an error and for more than [MostReferred] objects.
	Reference *Reference
	// NotUnderstood are the clauses of the preference text that could not be
	// read as relations, each with the reason.
	NotUnderstood []string
}

// Reference holds the ratios of MetaSpatial's public reward, by its own rules:
// axis-aligned boxes, walls among the pairs, any one relation enough.
type Reference struct {
	Collision  float64 `json:"collision"`
	Constraint float64 `json:"constraint"`
}

// Options say how a survey is taken.
type Options struct {
	// Meshes and Models return an asset's model for measuring and for drawing,
	// or nil where there is none; a nil function makes every object a box. They
	// are called by several goroutines where several surveyors share them.
	Meshes world.Meshes
	Models func(asset string) *mesh.Model
	// SceneEval are the options of its metrics.
	SceneEval sceneeval.Options
	// NoPicture leaves out drawing the layout, and with it what the critic sees
	// in the picture.
	NoPicture bool
}

// MostReferred is how many objects the public reward's rules are applied to: they
// compare every pair.
const MostReferred = 3000

// PictureSize is the size in pixels of the picture that the critic sees: what
// a reward term gets, from the same camera in the same quality.
const PictureSize = 256

// Surveyor takes surveys one after another and keeps its buffers between them.
// It is not for use by several goroutines.
type Surveyor struct {
	o     Options
	meter *sceneeval.Meter
	brush raster.Renderer
	frame raster.Frame
}

// New returns a surveyor.
func New(o Options) *Surveyor {
	return &Surveyor{o: o, meter: sceneeval.NewMeter(o.SceneEval)}
}

// Take measures a layout of a task. Only the context and a room that cannot be
// drawn are errors.
func (s *Surveyor) Take(ctx context.Context, task *scenes.Task, layout *scenes.Layout) (Survey, error) {
	if layout == nil {
		layout = &scenes.Layout{}
	}
	var out Survey
	out.Rules = measure.NewChecker(task).Check(layout)
	// What the preference asks for is counted with the task's own specs, once:
	// the critic would read it again.
	asked := *task
	wish := preference.Parse(task.Preference, task)
	asked.Specs, asked.Preference = append(slices.Clip(task.Specs), wish.Specs...), ""
	for _, c := range wish.Clauses {
		if !c.Understood {
			out.NotUnderstood = append(out.NotUnderstood, fmt.Sprintf("%q: %s", c.Text, c.Why))
		}
	}
	if wish.Truncated {
		out.NotUnderstood = append(out.NotUnderstood, fmt.Sprintf("what comes after the first %d bytes of the preference", preference.MaxText))
	}
	w := world.New(&asked, layout, s.o.Meshes)
	var err error
	if out.SceneEval, err = s.meter.Measure(ctx, w); err != nil {
		return out, err
	}
	out.Guidelines = guideline.Measure(w)
	out.Advice = guideline.Explain(w)
	var pictures []image.Image
	if !s.o.NoPicture {
		picture, err := s.picture(task, layout)
		if err != nil {
			return out, err
		}
		pictures = append(pictures, picture)
	}
	if len(task.Objects) <= MostReferred {
		out.Reference = byReference(task, layout)
	} else {
		out.SceneEval.Missing = append(out.SceneEval.Missing, fmt.Sprintf("reference: its rules compare every pair; %d objects are more than %d", len(task.Objects), MostReferred))
	}
	seen := critic.Gather(w, pictures)
	out.Grades = seen.Grade()
	return out, ctx.Err()
}

// State measures what can be measured of a scene state with objects whose size
// is not known: SceneEval's metrics of the others, and what is missing.
func (s *Surveyor) State(ctx context.Context, state *scenestate.State) (sceneeval.Report, error) {
	o := s.o.SceneEval
	o.Unsized = state.IDs()
	return sceneeval.Measure(ctx, world.New(state.Task, state.Layout, s.o.Meshes), o)
}

func (s *Surveyor) picture(task *scenes.Task, layout *scenes.Layout) (image.Image, error) {
	camera, err := raster.Preset("dollhouse", &task.Room, PictureSize, PictureSize)
	if err != nil {
		return nil, fmt.Errorf("task %q: %w", task.ID, err)
	}
	scene := raster.Scene{Task: task, Layout: layout, Models: s.o.Models}
	if err := s.brush.Render(scene, camera, raster.Options{Width: PictureSize, Height: PictureSize}, &s.frame); err != nil {
		return nil, err
	}
	return s.frame.Color, nil
}

// byReference scores the layout in reference mode; a task that was not read
// from a scene graph is written as one.
func byReference(task *scenes.Task, layout *scenes.Layout) *Reference {
	data := task.SceneGraph
	if data == nil {
		var err error
		if data, err = codec.EncodeIDesign(task, nil); err != nil {
			return nil
		}
	}
	graph, err := reference.ParseGraph(data)
	if err != nil {
		return nil
	}
	r := graph.Scorer(task.Room.Extent()).Score(layout)
	if r.Err() != nil {
		return nil
	}
	return &Reference{Collision: r.CollisionRatio, Constraint: r.ConstraintRatio}
}
