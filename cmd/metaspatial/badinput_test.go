package main

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/metaspatial/metaspatial/scenes/scenestest"
)

const goodRoom = `{"name":"r","room":[4,5,3],"objects_in_room":[{"new_object_id":"sofa_1","size_in_meters":{"length":2,"width":0.9,"height":0.8},"is_on_the_floor":true,"facing":"north_wall","placement":{"room_layout_elements":[{"layout_element_id":"south_wall","preposition":"on"}],"objects_in_room":[]}}]}`

const goodTask = `{"id":"t","room":{"floor":[[0,0],[4,0],[4,5],[0,5]],"height":3},"objects":[
{"id":"sofa_1","category":"sofa","size":[2,0.9,0.8],"support":"floor","relations":[{"kind":"on","target":"south_wall"}]}]}`

// TestBadInput holds that every mistake in a file or value gives exit code 3
// and one sentence that says what, where and what to do.
func TestBadInput(t *testing.T) {
	dir := t.TempDir()
	change := func(text, old, new string) string {
		if !strings.Contains(text, old) {
			t.Fatalf("%q is not in %q", old, text)
		}
		return strings.Replace(text, old, new, 1)
	}
	for name, text := range map[string]string{
		"misspelt.yaml":      "minutes: 1\ngroup_sise: 4\n",
		"negative.yaml":      "minutes: 1\ntasks:\n  objects_min: -4\n",
		"policy.yaml":        "iterations: 1\npolicy: {plugin: policy/compct}\n",
		"untrainable.yaml":   "iterations: 1\nout: untrainable\npolicy: {plugin: policy/solver}\n",
		"kind.yaml":          "iterations: 1\npolicy: {plugin: reward/physics}\n",
		"setting.yaml":       "iterations: 1\nterms: [{plugin: reward/physics, weight: 1, config: {colision: 2}}]\n",
		"library.yaml":       "iterations: 1\ntasks: {assets: nolibrary}\n",
		"plugin.yaml":        "iterations: 1\nterms: [{plugin: ./none, weight: 1}]\n",
		"fresh.yaml":         fmt.Sprintf(tiny, 1, "fresh"),
		"empty/readme.txt":   "no models here",
		"broken/chair.gltf":  `{"asset":`,
		"broken.jsonl":       goodRoom + "\n\n{broken\n",
		"ghost.jsonl":        goodRoom + "\n" + change(goodRoom, "south_wall", "ghost_1") + "\n",
		"relation.jsonl":     goodRoom + "\n" + change(goodRoom, `"preposition":"on"`, `"preposition":"besides"`) + "\n",
		"minus.jsonl":        change(goodRoom, `"length":2`, `"length":-2`),
		"nan.jsonl":          change(goodRoom, `"length":2`, `"length":NaN`),
		"minusroom.jsonl":    change(goodRoom, "[4,5,3]", "[4,-5,3]"),
		"none.jsonl":         "\n",
		"relation.json":      change(goodTask, `"kind":"on"`, `"kind":"besides"`),
		"ghost.json":         change(goodTask, `"target":"south_wall"`, `"target":"lamp_7"`),
		"minus.json":         change(goodTask, "[2,0.9,0.8]", "[2,-0.9,0.8]"),
		"nan.json":           change(goodTask, "[2,0.9,0.8]", "[2,NaN,0.8]"),
		"key.json":           change(goodTask, `"height"`, `"heigth"`),
		"cut.json":           goodTask[:40],
		"junk":               "no checkpoint at all",
		"other/state.json":   `{"version":9}`,
		"damaged/state.json": `{"version":1,"policy":"policy/compact","size":9}`,
		"damaged/policy":     "123",
	} {
		write(t, dir, name, text)
	}
	for line, want := range map[string]string{
		"demo --assets nowhere --out d1": "there is no folder nowhere; check the path",
		"demo --assets empty --out d2":   "empty holds no .gltf or .glb files; name the folder of an unpacked asset pack",
		"demo --assets broken --out d3":  "the one file, chair.gltf, could not be taken: not a valid glTF document: line 1 of its JSON has an unexpected end; export the file again, or find the fault with gltf-validator",
		"demo --out broken":              "broken already holds files; name another folder with --out, or remove it",
		"assets import nowhere":          "there is no folder nowhere; check the path",
		"assets import empty":            "empty holds no .gltf or .glb files",
		"assets import broken":           "the one file, chair.gltf, could not be taken: not a valid glTF document",
		"assets import empty --scale -1": "scale -1 is not a positive number of metres per unit",

		"train -c none.yaml":           "run file none.yaml does not exist; check the path",
		"train -c misspelt.yaml":       `misspelt.yaml:2: unknown key "group_sise"; did you mean "group_size"?`,
		"train -c negative.yaml":       "negative.yaml:3: tasks.objects_min is -4; it must be from 1 to 60",
		"train -c policy.yaml":         `there is no plugin "policy/compct"; did you mean "policy/compact"?`,
		"train -c untrainable.yaml":    "policy/solver cannot be trained; use policy/compact or another trainable policy",
		"train -c kind.yaml":           "plugin reward/physics is a reward plugin; this place needs a policy plugin",
		"train -c setting.yaml":        "plugin reward/physics: config.colision: unknown setting; the settings are",
		"train -c library.yaml":        "nolibrary holds no library (no library.db); make one with: metaspatial assets import DIR --library nolibrary",
		"train -c plugin.yaml":         "there is no plugin program none; check the path, or see: metaspatial plugin list",
		"train -c fresh.yaml --resume": "there is nothing to resume in fresh: it has no checkpoint; start the run without resuming",

		"eval --policy policy/compct --suite normal":     `there is no plugin "policy/compct"; did you mean "policy/compact"?`,
		"eval --policy policy/random --suite nrmal":      `unknown suite "nrmal"; did you mean "normal"?`,
		"eval --policy policy/random --tasks none":       "room file none does not exist; check the path",
		"eval --policy policy/random --tasks empty":      "room file empty is a folder; name a file in it",
		"eval --policy policy/random --tasks none.jsonl": "none.jsonl holds no rooms; it needs one JSON object a line",

		"eval --policy policy/random --tasks broken.jsonl":    "broken.jsonl: line 3: the room is not JSON",
		"eval --policy policy/random --tasks ghost.jsonl":     `ghost.jsonl: line 2: scene graph "r": object "sofa_1": relation "on" names "ghost_1"`,
		"eval --policy policy/random --tasks relation.jsonl":  `relation.jsonl: line 2: scene graph "r": object "sofa_1": unknown relation "besides"; use one of`,
		"eval --policy policy/random --tasks minus.jsonl":     `minus.jsonl: line 1: scene graph "r": object "sofa_1" has length -2; sizes must be positive metres`,
		"eval --policy policy/random --tasks nan.jsonl":       "nan.jsonl: line 1: the room is not JSON: invalid character 'N'",
		"eval --policy policy/random --tasks minusroom.jsonl": `minusroom.jsonl: line 1: scene graph "r": the room's width is -5; sizes must be positive metres`,

		"eval --policy policy/solver:junk --suite normal":     `policy/solver has no weights to load; leave out "junk"`,
		"eval --policy policy/compact:none --suite normal":    "checkpoint none does not exist; check the path",
		"eval --policy policy/compact:empty --suite normal":   "empty holds no checkpoint; name a run's folder, a checkpoint's folder or a weights file",
		"eval --policy policy/compact:junk --suite normal":    "checkpoint junk cannot be loaded: this is not a checkpoint of policy/compact; give a file that training with it has written",
		"eval --policy policy/compact:other --suite normal":   "checkpoint other has format version 9, this program reads version 1; use the program that wrote it",
		"eval --policy policy/compact:damaged --suite normal": "checkpoint damaged is damaged: its file policy is not the one that was saved (3 bytes of 9); remove that folder to go on from the checkpoint before it",

		"generate --task none.json":                                 "task file none.json does not exist; check the path",
		"generate --task relation.json":                             `relation.json: task "t": object "sofa_1": unknown relation "besides"; use one of`,
		"generate --task ghost.json":                                `ghost.json: task "t": object "sofa_1": relation "on" names "lamp_7"`,
		"generate --task minus.json":                                `minus.json: task "t": object "sofa_1" has width -0.9; sizes must be positive metres`,
		"generate --task nan.json":                                  "nan.json: line 2 is not JSON: invalid character 'N'",
		"generate --task key.json":                                  `key.json: unknown key "heigth" in room; did you mean "height"?`,
		"generate --task cut.json":                                  "cut.json: line 1 is not JSON: unexpected end of JSON input",
		"generate --room 5x4x3 --objects rug,zeppelin":              `the library has no "zeppelin" and nothing used like one; use other words, or import a pack that has it`,
		"generate --room 5x4 --objects chair":                       `--room "5x4": write length x width x height in metres, such as 5x4x2.7`,
		"generate --room nanx4x3 --objects chair":                   "the room's length is NaN m; give metres above 0 and up to 100",
		"generate --room 4x-4x3 --objects chair":                    "the room's width is -4 m; give metres above 0 and up to 100",
		"generate --room 1x1x2 --objects sofa":                      `the room is too small for "sofa": the smallest is starter/loveseat, 1.48 × 0.86 × 0.81 m, and the room is 1.00 × 1.00 × 2.00 m`,
		"generate --room 4x4x3 --objects chair,rug --library empty": "empty holds no library",

		"view --attach nowhere":       `cannot connect to "nowhere": give the folder of a run, unix:PATH or http://HOST:PORT`,
		"plugin describe nope":        "there is no plugin program nope; check the path, or see: metaspatial plugin list",
		"plugin describe reward/phsc": `there is no plugin "reward/phsc"`,
		"plugin trust nope":           "there is no plugin program nope; check the path",
		"plugin untrust nope":         "nope was not trusted; see metaspatial plugin list",
	} {
		t.Run(line, func(t *testing.T) {
			t.Parallel()
			r := program(t, dir, nil, strings.Fields(line)...)
			if told := lastLine(r.stderr); r.code != exitBadInput || r.out != "" || !strings.HasPrefix(told, "metaspatial: ") || !strings.Contains(told, want) {
				t.Errorf("exit code %d, printed %q and\n%s\nwant %s", r.code, r.out, r.stderr, want)
			}
			if strings.Count(r.stderr, "metaspatial: ") > 1+strings.Count(want, "metaspatial: ") && !strings.Contains(r.stderr, "watch it learn") {
				t.Errorf("more than one sentence:\n%s", r.stderr)
			}
		})
	}
	t.Cleanup(func() {
		for _, made := range []string{"d1", "d2", "d3", "fresh/run.yaml", "untrainable"} {
			if _, err := os.Stat(filepath.Join(dir, made)); err == nil {
				t.Errorf("%s was left behind", made)
			}
		}
	})
}

func TestPackThatIsTooSmall(t *testing.T) {
	t.Parallel()
	pack := scenestest.Shared(t, "packs/kenney-starter-city-builder")
	dir := t.TempDir()
	r := program(t, dir, nil, "demo", "--assets", pack, "--out", "d", "--rooms", "8")
	if want := " alone (usable models: 15); add more kinds of furniture, or leave out --assets"; r.code != exitBadInput || !strings.HasSuffix(lastLine(r.stderr), want) {
		t.Errorf("exit code %d\n%s\nwant %s", r.code, r.stderr, want)
	}
	if _, err := os.Stat(filepath.Join(dir, "d")); err == nil {
		t.Error("its folder is left behind")
	}
}

// TestNoHome runs without any folder for the user's settings, as some
// containers do.
func TestNoHome(t *testing.T) {
	t.Parallel()
	cmd := command(t, t.TempDir(), "plugin", "list")
	cmd.Env = slices.DeleteFunc(cmd.Env, func(v string) bool { return strings.Contains(v, ".home") })
	if out, err := cmd.CombinedOutput(); err != nil || !strings.Contains(string(out), "reward/physics") {
		t.Errorf("%v\n%s", err, out)
	}
}

func TestOutputThatCannotBeWritten(t *testing.T) {
	if _, err := os.Stat("/dev/full"); err != nil {
		t.Skip("/dev/full is not to be had here")
	}
	full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer full.Close()
	cmd := command(t, t.TempDir(), "plugin", "list")
	var stderr strings.Builder
	cmd.Stdout, cmd.Stderr = full, &stderr
	if err := cmd.Run(); cmd.ProcessState.ExitCode() != exitFailed || !strings.Contains(stderr.String(), "free some space on the disk and try again") {
		t.Errorf("%v, printed %s", err, stderr.String())
	}
}

func TestReaderThatGoesAway(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("pipes of another kind")
	}
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	r.Close()
	cmd := command(t, t.TempDir(), "eval", "--policy", "policy/random", "--suite", "normal", "--n", "2", "--json")
	var stderr strings.Builder
	cmd.Stdout, cmd.Stderr = w, &stderr
	err = cmd.Run()
	w.Close()
	// Quiet, and by itself rather than by a signal: TestMain sees whether it
	// has left anything behind.
	if cmd.ProcessState.ExitCode() != exitFailed || stderr.Len() > 0 {
		t.Errorf("%v, printed %s", err, stderr.String())
	}
}
