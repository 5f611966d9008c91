package survey_test

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/measure/guideline"
	"github.com/metaspatial/metaspatial/scenes/measure/survey"
)

// blocks are three cubes of 1 m in a room of 4 by 3 m: two overlap by half, the
// third hangs half a metre above the floor.
func blocks() (*scenes.Task, *scenes.Layout) {
	t := &scenes.Task{ID: "blocks", Room: scenes.RectRoom(4, 3, 2.5)}
	l := &scenes.Layout{}
	for i, p := range []scenes.Vec3{{1, 1, 0.5}, {1.5, 1, 0.5}, {3, 2, 1}} {
		id := string(rune('a' + i))
		t.Objects = append(t.Objects, scenes.Object{ID: id, Category: "gizmo", Size: scenes.Vec3{1, 1, 1}, Support: scenes.OnFloor})
		l.Placements = append(l.Placements, scenes.Placement{ID: id, Position: p})
	}
	return t, l
}

func take(t *testing.T, task *scenes.Task, layout *scenes.Layout, o survey.Options) survey.Survey {
	t.Helper()
	s, err := survey.New(o).Take(context.Background(), task, layout)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestTake(t *testing.T) {
	task, layout := blocks()
	s := take(t, task, layout, survey.Options{})
	for name, test := range map[string]struct{ got, want float64 }{
		"objects colliding":     {s.SceneEval.Collision.Share.Share, 2.0 / 3},
		"pairs colliding":       {float64(s.SceneEval.Collision.Pairs), 1},
		"pairs by the rules":    {float64(s.Rules.Pairs), 1},
		"supported":             {s.SceneEval.Support.Share, 2.0 / 3},
		"unsupported, by rules": {s.Rules.Unsupported(), 1.0 / 3},
		"out of bounds":         {s.SceneEval.OutOfBounds.Share + s.Rules.OutOfBounds(), 0},
		// The middles' mean is a sixth of a metre off in both directions.
		"balance": {s.Guidelines.Of[guideline.Balance].Value, math.Sqrt2 / 6},
	} {
		if math.Abs(test.got-test.want) > 1e-12 {
			t.Errorf("%s: %v, want %v", name, test.got, test.want)
		}
	}
	if len(s.Advice) == 0 || s.Reference == nil || s.SceneEval.Specs != nil || len(s.NotUnderstood) != 0 {
		t.Errorf("advice %v, reference %v, specs %v, not understood %q", s.Advice, s.Reference, s.SceneEval.Specs, s.NotUnderstood)
	}
	blind := take(t, task, layout, survey.Options{NoPicture: true})
	if !strings.Contains(blind.Grades[3].Reason, "there is no picture") || strings.Contains(s.Grades[3].Reason, "there is no picture") {
		t.Errorf("with a picture: %s\nwithout: %s", s.Grades[3].Reason, blind.Grades[3].Reason)
	}
	if none := take(t, task, nil, survey.Options{NoPicture: true}); len(none.SceneEval.Objects) != 0 || none.Grades.Score() >= blind.Grades.Score() {
		t.Errorf("without a layout %d objects are placed, and the score is %v", len(none.SceneEval.Objects), none.Grades.Score())
	}
}

// The same surveyor says the same of a layout again, whatever it saw between.
func TestTakeAgain(t *testing.T) {
	task, layout := blocks()
	s := survey.New(survey.Options{})
	first, err := s.Take(context.Background(), task, layout)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Take(context.Background(), task, &scenes.Layout{}); err != nil {
		t.Fatal(err)
	}
	again, err := s.Take(context.Background(), task, layout)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff([]any{first.Grades, first.SceneEval, first.Advice}, []any{again.Grades, again.SceneEval, again.Advice}); d != "" {
		t.Errorf("the second time (-first +again):\n%s", d)
	}
}

// Relations are counted from the task's fields and from its words, each once.
func TestSpecs(t *testing.T) {
	task, layout := blocks()
	for i, c := range []string{"chair", "desk", "chair"} {
		task.Objects[i].Category = c
	}
	task.Specs = []scenes.Spec{{Predicate: "count", Compare: scenes.Equal, Count: 2, Subject: "chair"}}
	task.Preference = "At least three chairs. At least three chairs. The dsek glows."
	before := len(task.Specs)
	s := take(t, task, layout, survey.Options{NoPicture: true})
	if s.SceneEval.Specs == nil || s.SceneEval.Specs.Of != 2 || s.SceneEval.Specs.Satisfied != 1 {
		t.Errorf("specs %+v; want 2, of which 1 holds", s.SceneEval.Specs)
	}
	if len(s.NotUnderstood) != 1 || !strings.Contains(s.NotUnderstood[0], "dsek") {
		t.Errorf("not understood %q", s.NotUnderstood)
	}
	if len(task.Specs) != before || task.Preference == "" {
		t.Error("the task was changed")
	}
	// The critic counts a wish once, whether it comes in a field or in words.
	words := take(t, task, layout, survey.Options{NoPicture: true}).Grades.Score()
	task.Specs = append(task.Specs, scenes.Spec{Predicate: "count", Compare: scenes.GreaterEqual, Count: 3, Subject: "chair"})
	task.Preference = ""
	if fields := take(t, task, layout, survey.Options{NoPicture: true}).Grades.Score(); fields != words {
		t.Errorf("the score is %v by words, %v by fields", words, fields)
	}
}

func TestCancelled(t *testing.T) {
	task, layout := blocks()
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := survey.New(survey.Options{}).Take(ctx, task, layout); !errors.Is(err, context.Canceled) {
		t.Errorf("the error is %v", err)
	}
}

// A room that cannot be drawn is an error, unless no picture is wanted.
func TestNoRoom(t *testing.T) {
	task, layout := blocks()
	task.Room.Height = math.NaN()
	if _, err := survey.New(survey.Options{}).Take(context.Background(), task, layout); err == nil {
		t.Error("a room without a height was drawn")
	}
	take(t, task, layout, survey.Options{NoPicture: true})
}

// The public reward's rules, which compare every pair, are left out of rooms
// with very many objects, and the survey says so.
func TestMany(t *testing.T) {
	task, layout := blocks()
	for len(task.Objects) <= survey.MostReferred {
		o := task.Objects[0]
		o.ID = fmt.Sprintf("more_%d", len(task.Objects))
		task.Objects = append(task.Objects, o)
	}
	s := take(t, task, layout, survey.Options{NoPicture: true})
	if s.Reference != nil || !slices.ContainsFunc(s.SceneEval.Missing, func(m string) bool { return strings.HasPrefix(m, "reference: ") }) {
		t.Errorf("reference %v, missing %q", s.Reference, s.SceneEval.Missing)
	}
}
