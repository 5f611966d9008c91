package dataset_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/parquet-go/parquet-go"

	"github.com/metaspatial/metaspatial/host/dataset"
	"github.com/metaspatial/metaspatial/host/run"
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/assets"
	"github.com/metaspatial/metaspatial/scenes/choose"
	"github.com/metaspatial/metaspatial/scenes/codec"
	"github.com/metaspatial/metaspatial/scenes/scenestest"
)

// importFile imports a file and reads the tasks that come of it back.
func importFile(t *testing.T, file string, o dataset.ImportOptions) (*dataset.ImportReport, []*scenes.Task, error) {
	t.Helper()
	o.Library, o.Item = assets.Starter(), run.Item
	var out bytes.Buffer
	r, err := dataset.Import(t.Context(), file, &out, o)
	if err != nil {
		return nil, nil, err
	}
	in := codec.NewTaskLines("out", &out)
	var tasks []*scenes.Task
	for range r.Tasks {
		task, err := in.Next()
		if err != nil {
			t.Fatal(err)
		}
		tasks = append(tasks, task)
	}
	if _, err := in.Next(); err == nil {
		t.Error("more tasks are written than reported")
	}
	return r, tasks, nil
}

func write(t *testing.T, name, data string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(file, []byte(data), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

const graph = `[{"new_object_id":"sofa_1","size_in_meters":{"length":2,"width":0.9,"height":0.8},"is_on_the_floor":true,"facing":"south_wall",
 "placement":{"room_layout_elements":[{"layout_element_id":"north_wall","preposition":"on"}],"objects_in_room":[]},"rotation":{"z_angle":180}}]`

// row is one of MetaSpatial's, as JSON.
func row(t *testing.T, problem, answer string) string {
	t.Helper()
	data, err := json.Marshal(map[string]any{"problem": problem, "answer": answer, "images": []any{map[string]any{"bytes": "…"}}})
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

const answerJSON = `{"room_name": "room_7", "user_preference": "a cosy living room", "size_of_room": {"x": 5, "y": 4, "z": 2.8}}`

func TestImportRows(t *testing.T) {
	problem := "<image>\n## Task Description …\n## Input JSON Data:\n    " + graph + "\n The above is the basic task description."
	lines := []string{
		row(t, problem, answerJSON),
		row(t, "<image>tensor([151643, 151643, ..., 198])\n", answerJSON),
		row(t, problem, answerJSON),
		row(t, strings.Replace(problem, `"width":0.9`, `"width":"wide"`, 1), answerJSON),
		row(t, problem[:200], strings.Replace(answerJSON, "a cosy", "an elegant", 1)),
		row(t, problem, "not JSON"),
		row(t, problem, `{"room_name":"r","size_of_room":{"x":5,"y":4}}`),
		row(t, "nothing", `{"room_name":"r","size_of_room":{"x":5,"y":4,"z":3}}`),
		row(t, problem, strings.Replace(answerJSON, `"x": 5`, `"x": -5`, 1)),
		`{"problem": 7}`, `[1]`, `{"problem": "x"}`,
	}
	want := []string{
		`room_7: scene graph "room_7": object "sofa_1": key "size_in_meters.width" holds a string`, "row_5: its answer is not JSON", "r: has no size with x, y and z",
		"r: has neither objects nor a preference", "room_7: ", `row_9: has a JSON number of the wrong type under "problem"`,
		"row_10: is a JSON array where an object is needed", `row_11: has no text under "answer"`,
	}
	for name, data := range map[string]string{"lines": strings.Join(lines, "\n"), "list": "[" + strings.Join(lines, ",") + "]"} {
		t.Run(name, func(t *testing.T) {
			r, tasks, err := importFile(t, write(t, "rows.json", data), dataset.ImportOptions{})
			if err != nil {
				t.Fatal(err)
			}
			if r.Kind != dataset.Rows || r.Rooms != 12 || r.Tasks != 3 || r.Exact != 1 || r.Chosen != 2 || r.Repeated != 1 || len(r.Notes) != 2 {
				t.Errorf("report %+v", r)
			}
			if len(r.Skipped) != len(want) {
				t.Fatalf("%d rows are passed over: %v", len(r.Skipped), r.Skipped)
			}
			for i, s := range r.Skipped {
				if got := s.Room + ": " + s.Text; !strings.Contains(got, want[i]) {
					t.Errorf("passed over: %q; want %q", got, want[i])
				}
			}
			if !strings.Contains(r.Notes[0].Text, "tensor") || !strings.Contains(r.Notes[1].Text, "scene graph") {
				t.Errorf("notes %v", r.Notes)
			}
			if o := tasks[0].Objects; tasks[0].ID != "room_7" || len(o) != 1 || o[0].ID != "sofa_1" || o[0].Facing != scenes.SouthWall || tasks[0].Preference != "a cosy living room" {
				t.Errorf("task %+v", tasks[0])
			}
			if tasks[1].ID != "room_7_2" || tasks[2].ID != "room_7_3" || len(tasks[1].Objects) < 4 {
				t.Errorf("the second room of the name is %q with %d objects", tasks[1].ID, len(tasks[1].Objects))
			}
		})
	}
}

// TestImportParquetRows reads rows as the hub keeps them, pictures beside them.
func TestImportParquetRows(t *testing.T) {
	type hubRow struct {
		Images []struct {
			Bytes []byte  `parquet:"bytes,optional"`
			Path  *string `parquet:"path,optional"`
		} `parquet:"images,optional,list"`
		Problem string `parquet:"problem,optional"`
		Answer  string `parquet:"answer,optional"`
	}
	var list []hubRow
	for i := range 3 {
		list = append(list, hubRow{Problem: "## Input JSON Data:\n" + graph, Answer: strings.Replace(answerJSON, `"x": 5`, fmt.Sprintf(`"x": %d`, 5+i), 1)})
	}
	list = append(list, hubRow{})
	file := filepath.Join(t.TempDir(), "train.parquet")
	if err := parquet.WriteFile(file, list); err != nil {
		t.Fatal(err)
	}
	r, tasks, err := importFile(t, file, dataset.ImportOptions{})
	if err != nil || r.Exact != 3 || len(r.Skipped) != 1 {
		t.Fatalf("%+v, %v", r, err)
	}
	if tasks[2].Room.Extent()[0] != 7 || tasks[2].ID != "room_7_3" {
		t.Errorf("task %+v", tasks[2])
	}
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	// Broken in many places, it is refused or read in part, and nothing panics.
	for cut := 5; cut < len(data); cut += 1 + len(data)/200 {
		spoilt := bytes.Clone(data)
		for k := range 8 {
			spoilt[min(cut+k, len(spoilt)-1)] ^= 0xa5
		}
		for _, b := range [][]byte{spoilt, data[:cut]} {
			importFile(t, write(t, "broken.parquet", string(b)), dataset.ImportOptions{})
		}
	}
	other := filepath.Join(t.TempDir(), "other.parquet")
	if err := parquet.WriteFile(other, []struct{ Text string }{{"x"}}); err != nil {
		t.Fatal(err)
	}
	if _, _, err := importFile(t, other, dataset.ImportOptions{}); err == nil || !strings.Contains(err.Error(), `no column "problem"`) {
		t.Errorf("got %v", err)
	}
}

func TestImportPrompts(t *testing.T) {
	const data = `[
 {"description": "A cosy bedroom with two nightstands", "size": {"x": 5, "y": 4, "z": 3}},
 {"description": "A cosy bedroom with two nightstands", "size": {"x": 5, "y": 4, "z": 3}},
 {"description": "", "size": {"x": 5, "y": 4, "z": 3}},
 {"description": "A bedroom"},
 {"description": "A bedroom", "size": {"x": 5, "y": 0, "z": 3}},
 {"description": "qwertz", "size": {"x": 5, "y": 4, "z": 3}},
 {"description": 5, "size": {"x": 5, "y": 4, "z": 3}}]`
	r, tasks, err := importFile(t, write(t, "p.json", data), dataset.ImportOptions{Seed: 4})
	if err != nil || r.Kind != dataset.Prompts || r.Rooms != 7 || r.Tasks != 1 || r.Repeated != 1 || len(r.Skipped) != 5 {
		t.Fatalf("%+v, %v", r, err)
	}
	if tasks[0].Preference != "A cosy bedroom with two nightstands" || len(tasks[0].Objects) < 4 || tasks[0].ID != "prompt_0" {
		t.Errorf("task %+v", tasks[0])
	}
	if r, _, err := importFile(t, write(t, "p.json", data), dataset.ImportOptions{Limit: 1}); err != nil || r.Rooms != 1 {
		t.Errorf("limited: %+v, %v", r, err)
	}
}

func TestImportBadFiles(t *testing.T) {
	dir := t.TempDir()
	for name, c := range map[string]struct {
		file string
		kind dataset.Kind
		want string
	}{
		"none":           {filepath.Join(dir, "none.json"), "", "no such file"},
		"folder":         {dir, "", "is a folder"},
		"empty":          {write(t, "a.json", ""), "", "is neither rows"},
		"something else": {write(t, "a.json", `{"a": 1}`), "", "is neither rows"},
		"cut off":        {write(t, "a.json", `[{"description":"a bedroom","size":{"x":5,"y":4,"z":3}},{"desc`), "", "value 2: is not JSON: the file ends in the middle"},
		"unclosed":       {write(t, "a.json", `[{"description":"a bedroom","size":{"x":5,"y":4,"z":3}}`), "", "after value 1"},
		"no JSON":        {write(t, "a.json", `"description" "size" }`), dataset.Prompts, "is not JSON"},
		"empty list":     {write(t, "a.json", `  []`), dataset.Prompts, "holds no rooms"},
		"white space":    {write(t, "a.json", " \n"), dataset.Rows, "is empty"},
		"parquet":        {write(t, "a.parquet", "PAR1 and nothing"), "", "no parquet that can be read"},
		"not parquet":    {write(t, "a.parquet", "PAR1 and nothing"), dataset.Prompts, "is parquet, which holds rows only"},
		"ragged table":   {write(t, "a.csv", "ID,Description,ObjCount,ObjAttr,OORel,OARel\n1,2\n"), "", "wrong number of fields"},
	} {
		t.Run(name, func(t *testing.T) {
			if _, _, err := importFile(t, c.file, dataset.ImportOptions{Kind: c.kind}); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want %q", err, c.want)
			}
		})
	}
}

func TestImportRealRows(t *testing.T) {
	r, tasks, err := importFile(t, scenestest.Shared(t, "scenes/metaspatial/vlm_answers.jsonl"), dataset.ImportOptions{})
	if err != nil {
		t.Fatal(err)
	}
	// Two of the four are of one room; all have lost their scene graphs.
	if r.Rooms != 4 || r.Tasks != 3 || r.Repeated != 1 || len(r.Notes) != 3 || len(r.Skipped) != 0 {
		t.Errorf("report %+v", r)
	}
	for _, task := range tasks {
		if !strings.HasPrefix(task.ID, "room_") || len(task.Objects) < 5 {
			t.Errorf("task %s has %d objects", task.ID, len(task.Objects))
		}
	}
}

func TestImportRealPromptsAndScenes(t *testing.T) {
	for file, least := range map[string]int{"metaspatial/generated_room_descriptions.json": 8, "sceneeval/annotations_sceneeval500.csv": 10} {
		r, tasks, err := importFile(t, scenestest.Shared(t, "scenes/"+file), dataset.ImportOptions{Limit: 10})
		if err != nil {
			t.Fatal(err)
		}
		if r.Tasks < least || r.Impossible > 0 {
			t.Errorf("%s: %+v", file, r)
		}
		if r.Kind == dataset.SceneEval {
			if 2*r.Kept < r.Wishes || r.Kept == 0 {
				t.Errorf("%d of %d relations are kept", r.Kept, r.Wishes)
			}
			if len(tasks[0].Room.Openings) != 2 {
				t.Errorf("the room has no door and window: %+v", tasks[0].Room)
			}
		}
	}
}

func TestAsked(t *testing.T) {
	room := scenes.RectRoom(5, 4, 2.8)
	request := choose.Request{Room: room, Text: "a place to dream in, with a wardrobe", Library: assets.Starter().Assets(), Item: run.Item}
	for name, c := range map[string]struct {
		answer string
		err    error
		// chosen is a class that is picked where the answer is used.
		chosen, note string
	}{
		"good":     {"Here you are: ```json\n{\"room\": \"bedroom\", \"objects\": [{\"name\": \"double bed\"}, {\"name\": \"nightstand\", \"count\": 2}, {\"name\": \"rug\", \"count\": 0}]}\n```", nil, "nightstand", ""},
		"prose":    {"I would put a bed there.", nil, "", "no JSON object"},
		"broken":   {`{"objects": [`, nil, "", "ends in the middle"},
		"nothing":  {`{"objects": []}`, nil, "", "0 objects"},
		"none of":  {`{"objects": [{"name": "bed", "count": 0}]}`, nil, "", "no object"},
		"too many": {`{"objects": [{"name": "bed", "count": 1000000}]}`, nil, "", "no number of a thing"},
		"negative": {`{"objects": [{"name": "bed", "count": -1}]}`, nil, "", "no number of a thing"},
		"odd name": {`{"objects": [{"name": "bed; no wardrobe. 7 thrones"}]}`, nil, "", "no number of a thing"},
		"long":     {`{"objects": [{"name": "` + strings.Repeat("b", 1000) + `"}]}`, nil, "", "…"},
		"failed":   {"", errors.New("the server is gone"), "", "the server is gone"},
	} {
		t.Run(name, func(t *testing.T) {
			var asked string
			a := &dataset.Asked{Ask: func(_ context.Context, question string) (string, error) {
				asked = question
				return c.answer, c.err
			}}
			choice, err := a.Choose(t.Context(), request)
			if err != nil {
				t.Fatal(err)
			}
			for _, w := range []string{"5 × 4 m", request.Text, "nightstand"} {
				if !strings.Contains(asked, w) {
					t.Errorf("the question does not have %q: %s", w, asked)
				}
			}
			answered, fellBack := a.Count()
			if used := c.chosen != ""; used != (answered == 1) || used == (fellBack == 1) {
				t.Errorf("%d answered, %d fell back", answered, fellBack)
			}
			found := 0
			for _, p := range choice.Picks {
				if p.Asset.Category == c.chosen && p.Reason == choose.Named {
					found += p.Count
				}
			}
			if c.chosen != "" && found != 2 {
				t.Errorf("%d of %s are chosen", found, c.chosen)
			}
			if c.note != "" && !strings.Contains(strings.Join(choice.Notes, "\n"), c.note) {
				t.Errorf("notes %q", choice.Notes)
			}
		})
	}
}
