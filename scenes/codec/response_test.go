package codec_test

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/codec"
	"github.com/metaspatial/metaspatial/scenes/measure/reference"
)

// pair is a task of a sofa against the south wall and a lamp beside it that
// faces it.
func pair() *scenes.Task {
	return &scenes.Task{
		ID: "pair", Room: scenes.RectRoom(4, 5, 3),
		Objects: []scenes.Object{
			{ID: "sofa_1", Size: scenes.Vec3{2, 1, 0.8}, Support: scenes.OnFloor, Facing: scenes.EastWall},
			{ID: "lamp_1", Size: scenes.Vec3{0.4, 0.4, 1.6}, Support: scenes.OnFloor, Facing: "sofa_1",
				Relations: []scenes.Relation{{Kind: scenes.LeftOf, Target: "sofa_1"}}},
		},
	}
}

const (
	sofa = `{"new_object_id":"sofa_1","x":1,"y":0.5,"z":0.4}`
	lamp = `{"new_object_id":"lamp_1","x":3,"y":0.5,"z":0.8,"rotation":{"z_angle":45.5}}`
)

func tagged(answer string) string { return "<think>t</think><answer>" + answer + "</answer>" }

func TestParseResponse(t *testing.T) {
	both := []scenes.Placement{
		{ID: "sofa_1", Position: scenes.Vec3{1, 0.5, 0.4}, Yaw: 90},
		{ID: "lamp_1", Position: scenes.Vec3{3, 0.5, 0.8}, Yaw: 45.5},
	}
	list := "[" + sofa + "," + lamp + "]"
	tests := map[string]struct {
		text     string
		score    float64
		want     []scenes.Placement
		messages []string
	}{
		"right":           {tagged(list), 1, both, nil},
		"white space":     {"\n <think>\n</think>\u00a0<answer>\n" + list + "\n</answer>\t", 1, both, nil},
		"code fence":      {tagged("\n```json\n" + list + "\n```\n"), 1, both, nil},
		"fence on a line": {tagged("```json" + list + "```"), 1, both, nil},
		"trailing commas": {tagged("[" + sofa + "," + strings.Replace(lamp, "}}", ",},}", 1) + ",]"), 1, both, nil},
		"escaped id":      {tagged(strings.Replace(list, "sofa_1", `sof\u0061_1`, 1)), 1, both, nil},
		"decoy answer":    {"<think><answer>[]</answer></think><answer>" + list + "</answer>", 1, both, nil},
		"other order":     {tagged("[" + lamp + "," + sofa + "]"), 1, []scenes.Placement{both[1], both[0]}, nil},
		"unknown keys":    {tagged(strings.Replace(list, `"x":1`, `"note":[{"a":null}],"x":1`, 1)), 1, both, nil},
		"no thought": {"<answer>" + list + "</answer>", 0, both,
			[]string{"the response must be <think>…</think><answer>…</answer> with nothing else around it"}},
		"text after": {tagged(list) + " done", 0, both,
			[]string{"the response must be <think>…</think><answer>…</answer> with nothing else around it"}},
		"no answer": {"hello", 0, nil, []string{"the response has no <answer>…</answer>"}},
		"no list":   {tagged(sofa + "," + lamp), 0.1, nil, []string{"the answer is not JSON: text follows the JSON at byte 48 of the answer"}},
		"broken":    {tagged(`[{"x":]`), 0.1, nil, nil},
		"number":    {tagged("5"), 0.5, nil, []string{"the answer is a number; write a list of objects"}},
		"empty list": {tagged("[]"), 0.5, []scenes.Placement{},
			[]string{`"sofa_1" is not placed`, `"lamp_1" is not placed`}},
		"unknown id": {tagged(strings.Replace(list, "lamp_1", "lamp_9", 1)), 0.5, both[:1],
			[]string{`"lamp_9" is not an object of the task`, `"lamp_1" is not placed`}},
		"twice": {tagged("[" + sofa + "," + lamp + "," + lamp + "]"), 0.5, both,
			[]string{`"lamp_1" is placed more than once; the first placement counts`}},
		"NaN": {tagged(strings.Replace(list, `"x":3`, `"x":NaN`, 1)), 0.5, both[:1],
			[]string{`"lamp_1": x is NaN; write a finite number of a room's size`}},
		"infinite": {tagged(strings.Replace(list, `"x":3`, `"x":-1e999`, 1)), 0.5, both[:1],
			[]string{`"lamp_1": x is -Inf; write a finite number of a room's size`}},
		"number as text": {tagged(strings.Replace(list, `"x":3`, `"x":"3"`, 1)), 0.5, both[:1],
			[]string{`"lamp_1": x is text; write a number`}},
		"missing z": {tagged(strings.Replace(list, `,"z":0.8`, "", 1)), 0.5, both[:1],
			[]string{`"lamp_1": z is missing`}},
		"rotation as number": {tagged(strings.Replace(list, `{"z_angle":45.5}`, "45.5", 1)), 0.5, both[:1],
			[]string{`"lamp_1": rotation is a number; write {"z_angle": degrees}`}},
		"entry is a list": {tagged("[[]," + sofa + "," + lamp + "]"), 0.5, both,
			[]string{"entry 1 of the answer is a list; write an object with new_object_id, x, y and z"}},
		"no id": {tagged(`[{"x":1},` + sofa + "," + lamp + "]"), 0.5, both,
			[]string{"entry 1 of the answer: new_object_id is missing"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			p := codec.ParseResponse(pair(), test.text)
			if p.Score != test.score {
				t.Errorf("score %v, want %v", p.Score, test.score)
			}
			if (p.Layout == nil) != (test.want == nil) || (p.Layout == nil) != (p.Reason != "") {
				t.Fatalf("layout %v, reason %q", p.Layout, p.Reason)
			}
			if p.Layout != nil {
				if d := cmp.Diff(test.want, p.Layout.Placements); d != "" {
					t.Errorf("placements (-want +got):\n%s", d)
				}
			}
			var messages []string
			for _, f := range p.Findings {
				if f.Rule != scenes.RuleFormat {
					t.Errorf("finding of rule %q", f.Rule)
				}
				messages = append(messages, f.Message)
			}
			if d := cmp.Diff(test.messages, messages); test.messages != nil && d != "" || (p.Score == 1) != (messages == nil) {
				t.Errorf("messages (-want +got):\n%s", d)
			}
		})
	}
}

func TestHeadingWithoutRotation(t *testing.T) {
	p := codec.ParseResponse(pair(), tagged("["+sofa+`,{"new_object_id":"lamp_1","x":3,"y":0.5,"z":0.8}]`))
	if got := p.Layout.Find("lamp_1").Yaw; got != 270 {
		t.Errorf("the lamp faces %v, want 270 (west, where the sofa is)", got)
	}
}

func TestDeepNesting(t *testing.T) {
	p := codec.ParseResponse(pair(), tagged(strings.Repeat("[", 1e6)))
	if p.Score != codec.ScoreJSON || p.Layout != nil {
		t.Errorf("score %v, layout %v", p.Score, p.Layout)
	}
}

func TestFormatResponse(t *testing.T) {
	task := pair()
	task.Objects[0].ID = `so</answer>"fa`
	task.Objects[1].Facing = ""
	want := &scenes.Layout{Placements: []scenes.Placement{
		{ID: task.Objects[0].ID, Position: scenes.Vec3{1.23456, math.Copysign(0, -1), 1e-9}, Yaw: 90},
		{ID: "lamp_1", Position: scenes.Vec3{-0.5, 2, 3}, Yaw: 359.99},
	}}
	text := codec.FormatResponse(task, want, "I close </think> and <answer> early")
	p := codec.ParseResponse(task, text)
	if p.Score != 1 {
		t.Fatalf("score %v: %v\n%s", p.Score, p.Findings, text)
	}
	rounded := &scenes.Layout{Placements: []scenes.Placement{want.Placements[0], want.Placements[1]}}
	rounded.Placements[0].Position = scenes.Vec3{1.2346, 0, 0}
	if d := cmp.Diff(rounded, p.Layout); d != "" {
		t.Errorf("round trip (-want +got):\n%s", d)
	}
	if step, err := reference.Format(text, len(task.Objects)); step != 1 || err != nil {
		t.Errorf("the reference's ladder gives %v, %v", step, err)
	}
}

func TestLayoutJSON(t *testing.T) {
	for name, test := range map[string]struct{ text, fault string }{
		"exact":      {`[{"new_object_id":"a","x":0.1,"y":2,"z":3,"rotation":{"z_angle":12.5}}]`, ""},
		"no z":       {`[{"new_object_id":"a","x":0.1,"y":2}]`, `layout entry 1 ("a") needs x, y and z`},
		"no id":      {`[{"x":0.1,"y":2}]`, "layout entry 1 has no new_object_id"},
		"not a list": {`{}`, "read layout"},
	} {
		t.Run(name, func(t *testing.T) {
			l, err := codec.DecodeLayout([]byte(test.text))
			if test.fault != "" {
				if err == nil || !strings.Contains(err.Error(), test.fault) {
					t.Fatalf("error %v, want %q", err, test.fault)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			want := []codec.AnswerItem{{ID: "a", X: 0.1, Y: 2, Z: 3, Rotation: codec.Rotation{ZAngle: 12.5}}}
			if d := cmp.Diff(want, codec.EncodeLayout(l)); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
		})
	}
}

func FuzzParseResponse(f *testing.F) {
	for _, s := range []string{tagged("[" + sofa + "," + lamp + "]"), tagged("```json\n[]\n```"), "<think></think><answer>[{\"x\":1e", tagged(`[{"new_object_id":"\ud800","x":NaN,},]`)} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		p := codec.ParseResponse(pair(), text)
		if (p.Layout == nil) != (p.Reason != "") || (p.Score == 1) != (len(p.Findings) == 0) {
			t.Fatalf("%+v", p)
		}
		if p.Layout == nil {
			return
		}
		for _, at := range p.Layout.Placements {
			for _, v := range append(at.Position[:], at.Yaw) {
				if math.IsNaN(v) || math.IsInf(v, 0) {
					t.Fatalf("%q is placed at %v", at.ID, at)
				}
			}
		}
	})
}

func BenchmarkParseResponse(b *testing.B) {
	task := &scenes.Task{ID: "twelve", Room: scenes.RectRoom(6, 6, 3)}
	layout := &scenes.Layout{}
	for i := range 12 {
		id := fmt.Sprintf("object_%d", i)
		task.Objects = append(task.Objects, scenes.Object{ID: id, Size: scenes.Vec3{1, 1, 1}, Support: scenes.OnFloor})
		layout.Placements = append(layout.Placements, scenes.Placement{ID: id, Position: scenes.Vec3{1.2345, 2.25, 0.5}, Yaw: 90})
	}
	text := codec.FormatResponse(task, layout, "The sofa stands by the window.")
	b.ReportAllocs()
	for b.Loop() {
		if p := codec.ParseResponse(task, text); p.Score != 1 {
			b.Fatal(p.Findings)
		}
	}
}
