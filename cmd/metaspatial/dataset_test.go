package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/metaspatial/metaspatial/host/dataset"
	"github.com/metaspatial/metaspatial/scenes/codec"
	"github.com/metaspatial/metaspatial/sdk/chat/chattest"
)

// jsonRow is a line of a set for programs of one's own.
type jsonRow struct {
	Name, Prompt, Image, Response string
	Turn                          int
	Task                          map[string]any
}

func TestDatasetBuild(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	args := []string{"dataset", "build", "--tasks", "12", "--sft", "--refine", "1", "--split", "0.75", "--format", "jsonl", "--picture", "64", "--seed", "5", "--json"}
	first := decode[dataset.Report](t, done(t, dir, append(args, "--out", "a")...))
	again := decode[dataset.Report](t, done(t, dir, append(args, "--out", "below/b")...))
	if first.Tasks != 12 || first.Refinements != 12 || len(first.Files) != 2 || first.Files[0].Rows != 18 {
		t.Errorf("report %+v", first)
	}
	for i, f := range first.Files {
		if f.SHA256 != again.Files[i].SHA256 {
			t.Errorf("%s differs the second time", f.Name)
		}
	}
	for _, name := range []string{"README.md", "train.jsonl"} {
		a, err := os.ReadFile(filepath.Join(dir, "a", name))
		if err != nil {
			t.Fatal(err)
		}
		b, err := os.ReadFile(filepath.Join(dir, "below", "b", name))
		if err != nil || string(a) != string(b) {
			t.Errorf("%s differs: %v", name, err)
		}
		if name == "README.md" && (!strings.Contains(string(a), "CC0-1.0") || !strings.Contains(string(a), "--seed=5") || strings.Contains(string(a), dir)) {
			t.Errorf("the card:\n%s", a)
		}
	}
	data, err := os.ReadFile(filepath.Join(dir, "a", "train.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(data)) {
		row := decode[jsonRow](t, line)
		if _, err := os.Stat(filepath.Join(dir, "a", filepath.FromSlash(row.Image))); err != nil {
			t.Error(err)
		}
		if row.Turn == 1 && (!strings.Contains(row.Prompt, "Its reward was ") || !strings.Contains(row.Prompt, "What was wrong with it")) {
			t.Errorf("the second turn of %s tells of no faults:\n%s", row.Name, row.Prompt)
		}
	}
	// Its lines are what score reads, and the answers break no rule.
	r := program(t, dir, strings.NewReader(string(data)), "score")
	if n := strings.Count(r.out, `"fully_valid":true`); n != 18 || r.code != exitDone {
		t.Errorf("%d answers of 18 are fully valid: %s %s", n, r.out, r.stderr)
	}
}

func TestDatasetImportAndUse(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write(t, dir, "prompts.json", `[{"description": "A bedroom with two nightstands", "size": {"x": 5, "y": 4, "z": 3}}, {"description": "A study", "size": {"x": 4, "y": 4, "z": 3}}, {"description": "?", "size": {"x": 4, "y": 4, "z": 3}}]`)
	out := done(t, dir, "dataset", "import", "prompts.json", "--out", "tasks.jsonl")
	if !strings.Contains(out, "2 tasks") || !strings.Contains(out, "passed over") || !strings.Contains(out, "prompt_2") {
		t.Errorf("printed %s", out)
	}
	again := done(t, dir, "dataset", "import", "prompts.json", "--out", "again.jsonl", "--json")
	if r := decode[dataset.ImportReport](t, again); r.Tasks != 2 || len(r.Skipped) != 1 {
		t.Errorf("report %+v", r)
	}
	a, err := os.ReadFile(filepath.Join(dir, "tasks.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	if b, err := os.ReadFile(filepath.Join(dir, "again.jsonl")); err != nil || string(a) != string(b) {
		t.Errorf("the second import differs: %v", err)
	}
	done(t, dir, "dataset", "build", "--from", "tasks.jsonl", "--sft", "--policy", "policy/compact", "--k", "4", "--turns", "2", "--format", "verl", "--split", "1", "--out", "set")
	rows := decode[evalOut](t, done(t, dir, "eval", "--policy", "policy/solver", "--tasks", "tasks.jsonl", "--json")).Rows
	if len(rows) != 2 {
		t.Errorf("eval measures %d tasks", len(rows))
	}
}

// TestDatasetImportAsks lets a model choose the objects.
func TestDatasetImportAsks(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	server := chattest.New(t, chattest.Quirks{}, func(chattest.Call) chattest.Reply {
		return chattest.Say(`{"room": "bedroom", "objects": [{"name": "bed"}, {"name": "nightstand", "count": 2}]}`)
	})
	write(t, dir, "prompts.json", `[{"description": "a place to dream in", "size": {"x": 5, "y": 4, "z": 3}}]`)
	out := done(t, dir, "dataset", "import", "prompts.json", "--out", "tasks.jsonl", "--endpoint", server.URL, "--model", "m")
	if !strings.Contains(out, "the model chose for 1 rooms") {
		t.Errorf("printed %s", out)
	}
	data, err := os.ReadFile(filepath.Join(dir, "tasks.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	task, err := codec.ReadTask("tasks.jsonl", data)
	if err != nil {
		t.Fatal(err)
	}
	stands := 0
	for _, o := range task.Objects {
		if o.Category == "nightstand" {
			stands++
		}
	}
	if stands != 2 || task.Preference != "a place to dream in" {
		t.Errorf("task %+v", task)
	}
}

func TestDatasetBadInput(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "cut.jsonl", "\n{\"id\":")
	write(t, dir, "full/x", "")
	write(t, dir, "other.json", "{}")
	write(t, dir, "norenderer.yaml", "iterations: 1\nrenderer: {plugin: \"\"}\n")
	for line, c := range map[string]struct {
		code int
		want string
	}{
		"build --out a":                                           {exitUsage, "name the engine with --format"},
		"build --format csv --out a":                              {exitUsage, `--format is "csv"; use one of`},
		"build --format trl":                                      {exitUsage, "name the folder to write with --out"},
		"build --format trl --out a --tasks 0":                    {exitUsage, "--tasks must be from 1"},
		"build --format trl --out a --tasks -1 --from x":          {exitUsage, "--tasks must be from 0"},
		"build --format trl --out a --split 0":                    {exitUsage, "--split must be"},
		"build --format trl --out a --split nan":                  {exitUsage, "--split must be"},
		"build --format trl --out a --refine 2":                   {exitUsage, "--refine must be"},
		"build --format trl --out a --k 4":                        {exitUsage, "add --sft"},
		"build --format trl --out a --picture 7":                  {exitUsage, "--picture must be"},
		"build --format trl --out a --agent x":                    {exitUsage, "--agent is for --format verl"},
		"build --format trl --out a --from none.jsonl":            {exitBadInput, "task file none.jsonl does not exist"},
		"build --format trl --out a --from cut.jsonl":             {exitBadInput, "cut.jsonl: line 2: the room is not JSON"},
		"build --format trl --out full --tasks 2":                 {exitBadInput, "full holds something already"},
		"build --format trl --out a --library none":               {exitBadInput, "none holds no library"},
		"build --format trl --out a --tasks 2 --sft --policy x/y": {exitBadInput, `there is no plugin`},
		"build --format trl --out a --tasks 2 -c norenderer.yaml": {exitBadInput, "names no renderer"},
		"import":                      {exitUsage, "name the file to import"},
		"import a":                    {exitUsage, "name the file to write with --out"},
		"import a --out b --kind csv": {exitUsage, `--kind is "csv"`},
		"import a --out b --limit -1": {exitUsage, "--limit"},
		"import a --out b --room 5":   {exitUsage, "--room"},
		"import a --out b --endpoint http://localhost:1/v1":       {exitUsage, "--endpoint and --model go together"},
		"import none.json --out b":                                {exitBadInput, "none.json"},
		"import other.json --out b":                               {exitBadInput, "other.json: is neither rows"},
		"import other.json --out b --endpoint nonsense --model m": {exitBadInput, "not an http or https address"},
	} {
		t.Run(line, func(t *testing.T) {
			t.Parallel()
			r := program(t, dir, nil, append([]string{"dataset"}, strings.Fields(line)...)...)
			if r.code != c.code || r.out != "" || !strings.Contains(lastLine(r.stderr), c.want) {
				t.Errorf("exit code %d, %q, %q; want %d, %q", r.code, r.out, r.stderr, c.code, c.want)
			}
		})
	}
	t.Cleanup(func() {
		for _, name := range []string{"a", "b"} {
			if _, err := os.Stat(filepath.Join(dir, name)); err == nil {
				t.Errorf("%s stays behind", name)
			}
		}
	})
}

// TestManualOfDatasets runs the commands of the page on small files of each kind.
func TestManualOfDatasets(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write(t, dir, "annotations.csv", `ID,Description,ObjCount,ObjAttr,OORel,OARel,Difficulty,SceneScope
0,"A bedroom with a bed and two nightstands.","eq,1,bed; eq,2,nightstand",,"eq,2,next,0,bed,nightstand","eq,1,against,bed,wall",easy,single_room
`)
	write(t, dir, "room_descriptions.json", `[{"description": "A study", "size": {"x": 4, "y": 4, "z": 3}}]`)
	write(t, dir, "rows.jsonl", `{"problem": "", "answer": "{\"room_name\": \"room_1\", \"user_preference\": \"a bedroom\", \"size_of_room\": {\"x\": 5, \"y\": 4, \"z\": 3}}"}`)
	runManual(t, dir, "datasets.md")
}
