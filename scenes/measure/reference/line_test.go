package reference

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"
	"github.com/metaspatial/metaspatial/scenes"
)

// box writes an object on the south wall, with a position where at is set.
func box(id, at string) string {
	o := fmt.Sprintf(`{"new_object_id":%q,"size_in_meters":{"length":1.0,"width":0.5,"height":0.8},"is_on_the_floor":true,"facing":"north_wall",`+
		`"placement":{"room_layout_elements":[{"layout_element_id":"south_wall","preposition":"on"}],"objects_in_room":[]}`, id)
	if at != "" {
		o += `,"rotation":{"z_angle":0},"position":` + at
	}
	return o + "}"
}

const (
	answer    = `<think>t</think><answer>[{"new_object_id":"a_1","x":1.0,"y":0.25,"z":0.4},{"new_object_id":"b_1","x":2.5,"y":0.25,"z":0.4}]</answer>`
	colliding = `<think>t</think><answer>[{"new_object_id":"a_1","x":1.0,"y":0.25,"z":0.4},{"new_object_id":"b_1","x":1.5,"y":0.3,"z":0.4}]</answer>`
)

func TestScoreLine(t *testing.T) {
	bare := "[" + box("a_1", "") + "," + box("b_1", "") + "]"
	placed := "[" + box("a_1", `{"x":1,"y":0.25,"z":0.4}`) + "," + box("b_1", `{"x":1.5,"y":0.3,"z":0.4}`) + "]"
	task := scenes.Task{ID: "t", Room: scenes.RectRoom(4, 5, 3), Objects: []scenes.Object{
		{ID: "a_1", Size: scenes.Vec3{1, 0.5, 0.8}, Support: scenes.OnFloor, Relations: []scenes.Relation{{Kind: scenes.On, Target: scenes.SouthWall}}},
		{ID: "b_1", Size: scenes.Vec3{1, 0.5, 0.8}, Support: scenes.OnFloor, Relations: []scenes.Relation{{Kind: scenes.On, Target: scenes.SouthWall}}},
	}}
	own, err := json.Marshal(task)
	if err != nil {
		t.Fatal(err)
	}
	respond := func(text, rest string) string {
		q, err := json.Marshal(text)
		if err != nil {
			t.Fatal(err)
		}
		return fmt.Sprintf(`{"name":"n","response":%s,%s}`, q, rest)
	}
	const (
		clean = `{"name":"n","collision_ratio":0,"colliding_pairs":[],"constraint_ratio":0,"violating":[],"format":1,"total":1.28}`
		crash = `{"name":"n","collision_ratio":0.03571428571428571,"colliding_pairs":[["a_1","b_1"]],"constraint_ratio":0.5,"violating":["b_1"],"format":1,"total":1.1728571428571428}`
	)
	room := `"room":[4,5,3],"grades":[8,7,7,9,8]`
	tests := map[string]struct{ line, want string }{
		"graph": {`{"name":"n","room":[4,5,3],"scene_graph":` + placed + "}",
			`{"name":"n","collision_ratio":1,"colliding_pairs":[["a_1","b_1"]],"constraint_ratio":0,"violating":[]}`},
		"graph that fails": {`{"name":"n","room":[4,5,3],"scene_graph":[{"position":{}},{"position":{}}]}`,
			`{"name":"n","constraint_ratio":0,"violating":[],"error":{"stage":"check_collisions","code":"missing_key","detail":"key \"rotation\" is missing"}}`},
		"objects only":    {respond(colliding, room+`,"scene_graph":`+placed), crash},
		"bare objects":    {respond(answer, room+`,"scene_graph":`+bare), clean},
		"I-Design room":   {respond(colliding, room+`,"task":{"name":"r","objects_in_room":`+bare+"}"), crash},
		"own task":        {respond(answer, `"grades":[8,7,7,9,8],"task":`+string(own)), clean},
		"judge failed":    {respond(answer, `"room":[4,5,3],"grades":null,"scene_graph":`+bare), `{"name":"n","format":1,"total":0.5}`},
		"no grades":       {respond(answer, `"room":[4,5,3],"scene_graph":`+bare), strings.Replace(clean, `,"total":1.28`, "", 1)},
		"no grades early": {respond("x", `"room":[4,5,3],"scene_graph":`+bare), `{"name":"n","format":0,"total":0}`},
		"no length": {respond("<think></think><answer>1</answer>", room+`,"scene_graph":`+bare),
			`{"name":"n","error":{"stage":"format","code":"wrong_type","detail":"the answer is an integer, which has no length"}}`},
		"text as x": {respond(strings.Replace(answer, "1.0", `"1.0"`, 1), room+`,"scene_graph":`+bare),
			`{"name":"n","format":1,"error":{"stage":"check_collisions","code":"wrong_type","detail":"text stands where a number is needed"}}`},
		"four grades": {respond(answer, `"room":[4,5,3],"grades":[1,2,3,4],"scene_graph":`+bare),
			`{"name":"n","error":{"stage":"input","code":"wrong_type","detail":"there are 4 grades; the judge gives 5"}}`},
		"no room":  {`{"name":"n","scene_graph":[]}`, `{"name":"n","error":{"stage":"input","code":"missing_key","detail":"key \"room\" is missing; write [x, y, z] in metres"}}`},
		"no graph": {`{"name":"n"}`, `{"name":"n","error":{"stage":"input","code":"missing_key","detail":"key \"scene_graph\" is missing"}}`},
		"bad JSON": {`{"name":"n"`, `{"name":"","error":{"stage":"input","code":"bad_json","detail":"an object needs a comma or a closing brace at byte 11"}}`},
		"no object": {`[]`,
			`{"name":"","error":{"stage":"input","code":"wrong_type","detail":"the line is a list; write an object with name, scene_graph and room"}}`},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if d := cmp.Diff(test.want, string(ScoreLine([]byte(test.line)).JSON())); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
		})
	}
}

func TestScoreLines(t *testing.T) {
	var in, want strings.Builder
	for i := range 200 {
		fmt.Fprintf(&in, "{\"name\":\"r%d\",\"room\":[4,5,3],\"scene_graph\":[]%s}\n", i, strings.Repeat(" ", 1000*(i%7)))
		fmt.Fprintf(&want, "{\"name\":\"r%d\",\"collision_ratio\":0,\"colliding_pairs\":[],\"constraint_ratio\":0,\"violating\":[]}\n", i)
	}
	in.WriteString("\nnonsense")
	want.WriteString(`{"name":"","error":{"stage":"input","code":"bad_json","detail":"line 202: no JSON value at byte 0"}}` + "\n")
	var out bytes.Buffer
	if err := ScoreLines(t.Context(), strings.NewReader(in.String()), &out); err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(want.String(), out.String()); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

func TestScoreLinesFaults(t *testing.T) {
	broken := errors.New("disk on fire")
	if err := ScoreLines(t.Context(), iotest.ErrReader(broken), &bytes.Buffer{}); !errors.Is(err, broken) {
		t.Errorf("error %v, want the reader's", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := ScoreLines(ctx, strings.NewReader(strings.Repeat("{}\n", 1000)), &bytes.Buffer{}); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want a cancellation", err)
	}
}

func TestGraphsThatAreNoLists(t *testing.T) {
	for graph, want := range map[string]string{
		`null`:            "check_collisions TypeError",
		`{}`:              "check_constraints TypeError",
		`7`:               "check_collisions TypeError",
		`[1]`:             "none",
		`[1,2,3,4,5,6,7]`: "check_collisions TypeError",
		`[{"new_object_id":"a","placement":{"objects_in_room":[{"object_id":"a"}]},"position":{}},{},{},{},{},{},{}]`: "check_constraints RecursionError",
		`nonsense`: "input JSONDecodeError",
	} {
		_, err := Score([]byte(graph), [3]float64{4, 5, 3})
		got := "none"
		if e := (*Error)(nil); errors.As(err, &e) {
			got = string(e.Stage) + " " + e.Exception()
		}
		if got != want {
			t.Errorf("%s: %s, want %s", graph, got, want)
		}
	}
}

func TestPlacedLeavesTheGraphAlone(t *testing.T) {
	data := "[" + box("a", "") + "," + box("a", `{"x":1,"y":1,"z":1}`) + "]"
	g, err := ParseGraph([]byte(data))
	if err != nil {
		t.Fatal(err)
	}
	before := string(g.root.appendJSON(nil))
	p := g.Placed(&scenes.Layout{Placements: []scenes.Placement{{ID: "a", Position: scenes.Vec3{2, 2, 2}, Yaw: 90}, {ID: "a", Position: scenes.Vec3{3, 3, 3}}, {ID: "a"}, {ID: "b"}}})
	if after := string(g.root.appendJSON(nil)); after != before {
		t.Errorf("the graph changed to %s", after)
	}
	for i, want := range []string{`{"x":2,"y":2,"z":2}`, `{"x":3,"y":3,"z":3}`} {
		if got := string(p.root.items[i].get("position").appendJSON(nil)); got != want {
			t.Errorf("object %d is at %s, want %s", i, got, want)
		}
	}
	if got := string(p.root.items[0].get("rotation").appendJSON(nil)); got != `{"z_angle":90}` {
		t.Errorf("the first object is turned by %s", got)
	}
}

func TestPythonJSON(t *testing.T) {
	for text, want := range map[string]string{
		`[1,1.0,1e2,-0.5E-1]`: `[1,1,100,-0.05]`, `{"a":1,"b":2,"a":3}`: `{"a":3,"b":2}`, `[NaN,-Infinity,1e999]`: `[NaN,-Infinity,Infinity]`,
		`"\u00e9\ud83d\ude00\/"`: `"é😀/"`, " \t\n\rtrue ": "true",
		`[1,]`: "", `01`: "", `+1`: "", `1.`: "", `.5`: "", `"a` + "\n" + `"`: "", "\ufeff[]": "", `{a:1}`: "", `"\x"`: "", `nan`: "", `[]]`: "", `-`: "", "\u00a0[]": "",
	} {
		v, err := parseJSON(text)
		got := ""
		if err == nil {
			got = string(v.appendJSON(nil))
		}
		if got != want {
			t.Errorf("%s: %s (%v), want %q", text, got, err, want)
		}
	}
	if _, err := parseJSON(strings.Repeat("[", 5000)); err == nil || err.Exception() != "RecursionError" {
		t.Errorf("deep nesting: %v", err)
	}
}

func FuzzScoreLine(f *testing.F) {
	f.Add(`{"name":"n","room":[4,5,3],"scene_graph":[` + box("a", `{"x":1,"y":1,"z":1}`) + "," + box("a", "") + `,{},{},{},{},{},{}]}`)
	f.Add(`{"response":"<think></think><answer>[{\"new_object_id\":\"a\",\"x\":1,\"y\":1,\"z\":1,\"rotation\":{\"z_angle\":90}}]</answer>","room":[4,5,3],"scene_graph":[` + box("a", "") + `]}`)
	f.Add(`{"response":"","task":{"id":"t","room":{"floor":[[0,0],[1,0],[1,1]],"height":2},"objects":[{"id":"a","size":[1,1,1],"support":"floor"}]}}`)
	f.Fuzz(func(t *testing.T, line string) {
		if out := ScoreLine([]byte(line)).JSON(); !json.Valid(out) {
			t.Fatalf("%q is not JSON", out)
		}
	})
}
