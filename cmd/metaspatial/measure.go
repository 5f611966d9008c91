package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/metaspatial/metaspatial/host/run"
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/codec/scenestate"
	"github.com/metaspatial/metaspatial/scenes/geom"
	"github.com/metaspatial/metaspatial/scenes/measure"
	"github.com/metaspatial/metaspatial/scenes/measure/guideline"
	"github.com/metaspatial/metaspatial/scenes/measure/sceneeval"
	"github.com/metaspatial/metaspatial/scenes/measure/survey"
)

func newMeasure() *cobra.Command {
	var library, annotations string
	var boxes bool
	cmd := &cobra.Command{
		Use:   "measure FILE|DIR...",
		Short: "Measure layouts by every metric: rules, SceneEval, guidelines, critic",
		Long: `Measure layouts by every metric: rules, SceneEval, guidelines, critic.

A file is a layout as generate and demo write it ({"task","layout"}), several of
them one a line (.jsonl), or a SceneEval scene state; "-" is standard input. Of a
folder every .json and .jsonl file is read, those in its folders too. Objects
whose asset the library knows are measured by their meshes, the others as boxes.

Tables: this program's rules; SceneEval's metrics in percent (COL objects and
scenes in collision, SUP supported, NAV navigable, ACC accessible, OOB out of
bounds, OPEN doors and windows obstructed, SPEC counted relations that hold);
the costs of interior-design guidelines, lower is better; the offline critic's
grades from 1 to 10. What cannot be measured is named below them.
docs/scoring.md defines the rules, docs/measures.md everything else.`,
		Example: `  metaspatial measure metaspatial-demo/rooms
  metaspatial measure room.json --json
  metaspatial measure scene_state.json`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return usage("name at least one file or folder; see %s --help", cmd.CommandPath())
			}
			return nil
		},
	}
	f := cmd.Flags()
	f.StringVar(&library, "library", "", "asset library with the models; default: the starter kit")
	f.StringVar(&annotations, "annotations", "", "SceneEval's annotations (CSV): scene_12.json is held to the row with the ID 12")
	f.BoolVar(&boxes, "boxes", false, "measure every object as a box")
	asJSON := jsonFlag(cmd)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		lib, err := run.Library(library)
		if err != nil {
			return badInput(err)
		}
		in := measuredReader{ctx: cmd.Context(), options: scenestate.Options{Model: modelOf(lib)}}
		if annotations != "" {
			if err := in.annotate(annotations); err != nil {
				return badInput(err)
			}
		}
		for _, arg := range args {
			if err := in.read(arg); err != nil {
				return badInput(err)
			}
		}
		if annotations != "" && in.annotated == 0 {
			return badInput(fmt.Errorf("%s annotates none of the files; name them after their scenes, such as scene_12.json", annotations))
		}
		o := run.Survey(lib)
		if boxes {
			o.Meshes = nil
		}
		out := measuredJSON{Layouts: []layoutJSON{}, Skipped: in.skipped}
		var rules measure.Tally
		var metrics sceneeval.Tally
		surveyor := survey.New(o)
		for _, in := range in.inputs {
			one := layoutJSON{Name: in.name, File: in.file, Objects: len(in.task.Objects), Missing: in.missing}
			if in.state != nil && len(in.state.Unsized) > 0 {
				report, err := surveyor.State(cmd.Context(), in.state)
				if err != nil {
					return badInput(err)
				}
				one.state(in.state, report)
				metrics.Add(report)
			} else if len(in.task.Objects) == 0 {
				one.Missing = append(one.Missing, "everything: the scene has no objects")
			} else {
				s, err := surveyor.Take(cmd.Context(), in.task, in.layout)
				if err != nil {
					return badInput(fmt.Errorf("%s: %w", in.name, err))
				}
				one.fill(s)
				if !boxes {
					one.modelless(in.task)
				}
				if err := geom.CheckFloor(&in.task.Room); err != nil {
					one.Missing = append(one.Missing, "room: "+err.Error())
				}
				rules.Add(s.Rules)
				metrics.Add(s.SceneEval)
			}
			out.Layouts = append(out.Layouts, one)
		}
		out.Summary = &summaryOfMeasured{Rules: rules.Summary(), SceneEval: metrics.Summary()}
		if *asJSON {
			return printJSON(cmd, out)
		}
		printMeasured(cmd.OutOrStdout(), &out)
		return nil
	}
	return cmd
}

// measuredJSON is what measure --json prints.
type measuredJSON struct {
	Layouts []layoutJSON       `json:"layouts"`
	Summary *summaryOfMeasured `json:"summary"`
	// Skipped are the files of folders that hold nothing to measure.
	Skipped []string `json:"skipped,omitempty"`
}

type summaryOfMeasured struct {
	Rules     measure.Summary   `json:"rules"`
	SceneEval sceneeval.Summary `json:"sceneeval"`
}

// layoutJSON is one measured layout.
type layoutJSON struct {
	Name    string `json:"name"`
	File    string `json:"file"`
	Objects int    `json:"objects"`
	// Room and Unsized are given for a scene state with objects whose size is not
	// known. Such a scene has no other measurements than SceneEval's.
	Room    *roomJSON            `json:"room,omitempty"`
	Unsized []scenestate.Unsized `json:"unsized,omitempty"`

	Rules      *rulesJSON            `json:"rules,omitempty"`
	SceneEval  *sceneeval.Report     `json:"sceneeval,omitempty"`
	Guidelines map[string]*guideJSON `json:"guidelines,omitempty"`
	Critic     *criticJSON           `json:"critic,omitempty"`
	Reference  *survey.Reference     `json:"reference,omitempty"`
	// NotUnderstood are clauses of the preference text, Missing what could not
	// be measured and why.
	NotUnderstood []string `json:"not_understood,omitempty"`
	Missing       []string `json:"missing,omitempty"`
	advice        []string
	// broken says in words which counted relations do not hold.
	broken []string
}

// roomJSON is the room of a scene state.
type roomJSON struct {
	Extent  scenes.Vec3 `json:"extent_m"`
	Corners int         `json:"corners"`
	Doors   int         `json:"doors"`
	Windows int         `json:"windows"`
}

// state takes what can be said of a scene with objects of unknown size.
func (l *layoutJSON) state(s *scenestate.State, r sceneeval.Report) {
	l.Objects += len(s.Unsized)
	l.Room, l.Unsized = &roomJSON{Extent: s.Task.Room.Extent(), Corners: len(s.Task.Room.Floor)}, s.Unsized
	for _, o := range s.Task.Room.Openings {
		if o.Kind == scenes.Door {
			l.Room.Doors++
		} else {
			l.Room.Windows++
		}
	}
	l.Missing = append(l.Missing, r.Missing...)
	l.Missing = append(l.Missing, "rules, relations, guidelines and critic: not every object has a size")
	r.Missing = nil
	l.SceneEval = &r
}

// rulesJSON is the report of the default mode.
type rulesJSON struct {
	FullyValid     bool     `json:"fully_valid"`
	CollisionFree  bool     `json:"collision_free"`
	CollidingPairs float64  `json:"colliding_pairs"`
	Violating2cm   float64  `json:"violating_2cm"`
	Violating10cm  float64  `json:"violating_10cm"`
	OutOfBounds    float64  `json:"out_of_bounds"`
	Unsupported    float64  `json:"unsupported"`
	Findings       []string `json:"findings"`
}

// guideJSON is one guideline's cost.
type guideJSON struct {
	Value float64 `json:"value"`
	// Loss is between 0, as good as can be, and 1.
	Loss float64 `json:"loss"`
	Unit string  `json:"unit,omitempty"`
}

// criticJSON is the offline judge's opinion.
type criticJSON struct {
	Score  float64     `json:"score"`
	Grades []gradeJSON `json:"grades"`
}

type gradeJSON struct {
	Name   string  `json:"name"`
	Value  float64 `json:"value"`
	Reason string  `json:"reason"`
}

// modelless names the assets whose objects were measured as boxes for want of a
// model.
func (l *layoutJSON) modelless(t *scenes.Task) {
	var names []string
	n := 0
	boxed := map[string]bool{}
	for i := range l.SceneEval.Objects {
		boxed[l.SceneEval.Objects[i].ID] = !l.SceneEval.Objects[i].Mesh
	}
	for i := range t.Objects {
		if asset := t.Objects[i].Asset; asset != "" && boxed[t.Objects[i].ID] {
			n++
			if !slices.Contains(names, asset) {
				names = append(names, asset)
			}
		}
	}
	if n == 0 {
		return
	}
	const most = 3
	more := ""
	if len(names) > most {
		names, more = names[:most], fmt.Sprintf(" and %d more", len(names)-most)
	}
	l.Missing = append(l.Missing, fmt.Sprintf("meshes: %d objects are measured as boxes, because the library has no model of %s%s that can be read; name their library by --library", n, strings.Join(names, ", "), more))
}

// spec says what is wrong with a counted relation: that it cannot be decided, or
// that it does not hold.
func (l *layoutJSON) spec(s *sceneeval.Spec) {
	name := strings.Join(append([]string{s.Subject, s.Predicate}, s.Anchors...), " ")
	if s.Text != "" {
		name = s.Text
	}
	name = strings.TrimSpace(name)
	switch {
	case s.Unknown != "":
		l.Missing = append(l.Missing, fmt.Sprintf("relation %q: %s", name, s.Unknown))
	case !s.Satisfied:
		compare := map[scenes.Comparison]string{scenes.Less: "fewer than ", scenes.Greater: "more than ", scenes.LessEqual: "at most ", scenes.GreaterEqual: "at least "}
		l.broken = append(l.broken, fmt.Sprintf("%s: holds %d times; %s%d is asked for", name, s.Counted, compare[s.Compare], s.Count))
	}
}

func (l *layoutJSON) fill(s survey.Survey) {
	r := &s.Rules
	l.Rules = &rulesJSON{
		FullyValid: r.FullyValid(), CollisionFree: r.CollisionFree(), CollidingPairs: r.CollidingPairs(),
		Violating2cm: r.Violating(measure.Fine), Violating10cm: r.Violating(measure.Coarse),
		OutOfBounds: r.OutOfBounds(), Unsupported: r.Unsupported(), Findings: []string{},
	}
	for _, f := range r.Findings {
		l.Rules.Findings = append(l.Rules.Findings, f.Message)
	}
	l.Missing = append(l.Missing, s.SceneEval.Missing...)
	s.SceneEval.Missing = nil
	if specs := s.SceneEval.Specs; specs != nil {
		for i := range specs.Each {
			l.spec(&specs.Each[i])
		}
	}
	l.SceneEval, l.Reference, l.NotUnderstood = &s.SceneEval, s.Reference, s.NotUnderstood
	l.Guidelines = map[string]*guideJSON{}
	for _, c := range guideline.Columns() {
		if cost := s.Guidelines.Of[c.Kind]; cost.Applicable {
			l.Guidelines[c.Name] = &guideJSON{Value: cost.Value, Loss: cost.Loss, Unit: c.Unit}
		} else {
			l.Guidelines[c.Name] = nil
		}
	}
	for _, r := range s.Advice {
		l.advice = append(l.advice, r.Text)
	}
	l.Critic = &criticJSON{Score: s.Grades.Score()}
	for _, g := range s.Grades {
		l.Critic.Grades = append(l.Critic.Grades, gradeJSON{g.Name, g.Value, g.Reason})
	}
}
