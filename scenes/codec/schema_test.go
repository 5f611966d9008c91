package codec_test

import (
	"bytes"
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/codec"
	"github.com/metaspatial/metaspatial/scenes/roomgen"
)

// compile returns the schemas.
func compile(t *testing.T) (task, layout, level *jsonschema.Schema) {
	t.Helper()
	c := jsonschema.NewCompiler()
	for name, data := range map[string][]byte{"task.schema.json": codec.TaskSchema, "layout.schema.json": codec.LayoutSchema, "level.schema.json": codec.LevelSchema} {
		doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		if err := c.AddResource("https://example.org/"+name, doc); err != nil {
			t.Fatal(err)
		}
	}
	get := func(name string) *jsonschema.Schema {
		s, err := c.Compile("https://example.org/" + name)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	return get("task.schema.json"), get("layout.schema.json"), get("level.schema.json")
}

func valid(t *testing.T, s *jsonschema.Schema, data []byte) error {
	t.Helper()
	v, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	return s.Validate(v)
}

func encode(t *testing.T, v any) []byte {
	t.Helper()
	data, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestGeneratedRoomsFollowTheSchemas(t *testing.T) {
	tasks, layouts, _ := compile(t)
	for i, program := range roomgen.Programs() {
		task, layout, err := roomgen.Generate(roomgen.Options{Seed: uint64(i), Program: program, Objects: 8})
		if err != nil {
			t.Fatal(err)
		}
		if err := valid(t, tasks, encode(t, task)); err != nil {
			t.Errorf("task of a %s: %v", program, err)
		}
		items := codec.EncodeLayout(layout)
		if err := valid(t, layouts, encode(t, items)); err != nil {
			t.Errorf("layout of a %s: %v", program, err)
		}
		file := map[string]any{"task": task, "layout": items}
		if err := valid(t, layouts, encode(t, file)); err != nil {
			t.Errorf("layout file of a %s: %v", program, err)
		}
	}
	room, err := codec.DecodeRoom([]byte(`{"name":"n","room":[4,5,3],"objects_in_room":[` + object("a_1", true) + "]}"))
	if err != nil {
		t.Fatal(err)
	}
	if err := valid(t, tasks, encode(t, room.Task)); err != nil {
		t.Errorf("an I-Design room as a task of ours: %v", err)
	}
}

// TestSchemaAgreesWithReadTask breaks a good task in many ways.
func TestSchemaAgreesWithReadTask(t *testing.T) {
	tasks, _, _ := compile(t)
	whole := string(encode(t, study()))
	if err := valid(t, tasks, []byte(whole)); err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string][2]string{
		"unknown key":        {`"facing"`, `"faceing"`},
		"no room":            {`"room":`, `"program2":`},
		"size of two":        {`[1.4,0.7,0.75]`, `[1.4,0.7]`},
		"size of zero":       {`[1.4,0.7,0.75]`, `[1.4,0,0.75]`},
		"negative size":      {`[1.4,0.7,0.75]`, `[1.4,-0.7,0.75]`},
		"text as size":       {`[1.4,0.7,0.75]`, `["1.4",0.7,0.75]`},
		"unknown support":    {`"support":"floor"`, `"support":"shelf"`},
		"no support":         {`"support":"floor",`, ``},
		"no parent":          {`,"parent":"desk_1"`, ``},
		"unknown relation":   {`"kind":"on"`, `"kind":"near"`},
		"no target":          {`"target":"north_wall",`, ``},
		"id of a wall":       {`"id":"rug_1"`, `"id":"north_wall"`},
		"no id":              {`"id":"rug_1",`, ``},
		"flat room":          {`"height":2.6`, `"height":0`},
		"two corners":        {`[[0,0],[4,0],[4,3],[0,3]]`, `[[0,0],[4,0]]`},
		"corner of three":    {`[4,3]`, `[4,3,1]`},
		"corner in the west": {`[0,3]]`, `[-1,3]]`},
		"narrow window":      {`"width":1`, `"width":0`},
		"no objects":         {`"objects":`, `"objects":[],"program3":`},
	} {
		t.Run(name, func(t *testing.T) {
			broken := strings.Replace(whole, change[0], change[1], 1)
			if broken == whole {
				t.Fatalf("the task does not have %s", change[0])
			}
			schemaErr := valid(t, tasks, []byte(broken))
			if _, err := codec.ReadTask("task", []byte(broken)); err == nil || schemaErr == nil {
				t.Errorf("ReadTask says %v, the schema %v", err, schemaErr)
			}
		})
	}
}

func TestSchemaAgreesWithDecodeLayout(t *testing.T) {
	_, layouts, _ := compile(t)
	for name, c := range map[string]struct {
		text string
		ok   bool
	}{
		"full":          {`[{"new_object_id":"a","x":1,"y":2,"z":0.5,"rotation":{"z_angle":90}}]`, true},
		"no rotation":   {`[{"new_object_id":"a","x":1,"y":2,"z":0.5}]`, true},
		"empty":         {`[]`, true},
		"no id":         {`[{"x":1,"y":2,"z":0.5}]`, false},
		"no z":          {`[{"new_object_id":"a","x":1,"y":2}]`, false},
		"null":          {`[{"new_object_id":"a","x":1,"y":2,"z":null}]`, false},
		"text":          {`[{"new_object_id":"a","x":"1","y":2,"z":0}]`, false},
		"misspelt":      {`[{"new_object_id":"a","x":1,"y":2,"z":0.5,"rotaton":{"z_angle":90}}]`, false},
		"misspelt turn": {`[{"new_object_id":"a","x":1,"y":2,"z":0.5,"rotation":{"zangle":90}}]`, false},
		"no list":       {`{"new_object_id":"a"}`, false},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := codec.DecodeLayout([]byte(c.text))
			if schemaErr := valid(t, layouts, []byte(c.text)); (err == nil) != c.ok || (schemaErr == nil) != c.ok {
				t.Errorf("DecodeLayout says %v, the schema %v", err, schemaErr)
			}
		})
	}
}

func TestSchemaAgreesWithDecodeLevel(t *testing.T) {
	_, _, levels := compile(t)
	whole := `{"level":"flat","rooms":[{"task":` + string(encode(t, study())) + `,"layout":[{"new_object_id":"desk_1","x":1,"y":2,"z":0.5}],"origin_m":[1,2,0],"yaw_deg":90}]}`
	for change, ok := range map[[2]string]bool{
		{"", ""}:                                 true,
		{`"level":"flat",`, ``}:                  true,
		{`,"origin_m":[1,2,0],"yaw_deg":90`, ``}: true,
		{`"yaw_deg"`, `"fully_valid":true,"findings":null,"tried":8,"episode":-1,"reward":-0.5,"critic":0.7,"left_out":[],"wishes":[],"chosen":["a"],"why":[{"text":"a"}],"files":["a"],"name":"a","yaw_deg"`}: true,
		{`"level"`, `"levl"`}:                      false,
		{`"flat"`, `1`}:                            false,
		{`"layout"`, `"layuot"`}:                   false,
		{`"origin_m"`, `"orgin_m"`}:                false,
		{`"yaw_deg"`, `"id"`}:                      false,
		{`[1,2,0]`, `[1,2]`}:                       false,
		{`[1,2,0]`, `[1,2,"0"]`}:                   false,
		{`[1,2,0]`, `[1,2,1e300]`}:                 false,
		{`:90`, `:"north"`}:                        false,
		{`:90`, `:null`}:                           false,
		{`"new_object_id"`, `"objects"`}:           false,
		{`"support":"floor"`, `"support":"shelf"`}: false,
	} {
		text := []byte(strings.Replace(whole, change[0], change[1], 1))
		_, err := codec.DecodeLevel(text)
		if schemaErr := valid(t, levels, text); (err == nil) != ok || (schemaErr == nil) != ok {
			t.Errorf("%q: DecodeLevel says %v, the schema %v", change, err, schemaErr)
		}
	}
	if _, err := codec.DecodeLevel([]byte(`{"rooms":[]}`)); err == nil || valid(t, levels, []byte(`{"rooms":[]}`)) == nil {
		t.Error("a level without rooms is one")
	}
}

// TestSchemaKnowsEveryKey holds the hand-written schema to the types.
func TestSchemaKnowsEveryKey(t *testing.T) {
	type node struct {
		Properties map[string]json.RawMessage `json:"properties"`
		Defs       map[string]json.RawMessage `json:"$defs"`
		Enum       []string                   `json:"enum"`
	}
	read := func(data []byte) (n node) {
		t.Helper()
		if err := json.Unmarshal(data, &n); err != nil {
			t.Fatal(err)
		}
		return n
	}
	task, layout := read(codec.TaskSchema), read(codec.LayoutSchema)
	relation := read(task.Defs["relation"])
	for name, c := range map[string]struct {
		typ reflect.Type
		got map[string]json.RawMessage
	}{
		"task":      {reflect.TypeFor[scenes.Task](), task.Properties},
		"room":      {reflect.TypeFor[scenes.Room](), read(task.Defs["room"]).Properties},
		"opening":   {reflect.TypeFor[scenes.Opening](), read(task.Defs["opening"]).Properties},
		"object":    {reflect.TypeFor[scenes.Object](), read(task.Defs["object"]).Properties},
		"relation":  {reflect.TypeFor[scenes.Relation](), relation.Properties},
		"lock":      {reflect.TypeFor[scenes.Placement](), read(task.Defs["lock"]).Properties},
		"placement": {reflect.TypeFor[codec.AnswerItem](), read(layout.Defs["placement"]).Properties},
	} {
		var want, got []string
		for f := range c.typ.Fields() {
			key, _, _ := strings.Cut(f.Tag.Get("json"), ",")
			want = append(want, key)
		}
		for key := range c.got {
			got = append(got, key)
		}
		slices.Sort(want)
		slices.Sort(got)
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("keys of a %s (-code +schema):\n%s", name, d)
		}
	}
	var kinds []string
	for _, k := range scenes.RelationKinds {
		kinds = append(kinds, string(k))
	}
	if d := cmp.Diff(kinds, read(relation.Properties["kind"]).Enum); d != "" {
		t.Errorf("relations (-code +schema):\n%s", d)
	}
	if d := cmp.Diff(scenes.LayoutElements, read(task.Defs["element"]).Enum); d != "" {
		t.Errorf("layout elements (-code +schema):\n%s", d)
	}
}
