package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/metaspatial/metaspatial/host/config"
	"github.com/metaspatial/metaspatial/host/run"
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/assets"
	"github.com/metaspatial/metaspatial/scenes/codec"
	"github.com/metaspatial/metaspatial/scenes/geom"
	"github.com/metaspatial/metaspatial/scenes/measure"
	"github.com/metaspatial/metaspatial/scenes/predicate"
	"github.com/metaspatial/metaspatial/scenes/preference"
	"github.com/metaspatial/metaspatial/scenes/world"
	"github.com/metaspatial/metaspatial/sdk/render"
)

// generateFlags are the flags of generate.
type generateFlags struct {
	task, room, objects, prefer, policy, library, out string
	settings, lock                                    []string
	n, turns                                          int
	seed                                              uint64
}

// generated is one alternative as generate prints it; score reads it back.
type generated struct {
	Name       string             `json:"name"`
	Task       *scenes.Task       `json:"task"`
	Layout     []codec.AnswerItem `json:"layout"`
	FullyValid bool               `json:"fully_valid"`
	Findings   []scenes.Finding   `json:"findings"`
	// LeftOut are the optional objects that found no room.
	LeftOut []string `json:"left_out,omitempty"`
	// Wishes are what the preference and the task's specs ask for.
	Wishes []wish   `json:"wishes,omitempty"`
	Files  []string `json:"files,omitempty"`
}

func newGenerate() *cobra.Command {
	var g generateFlags
	cmd := &cobra.Command{
		Use:   "generate (--task FILE | --room XxYxZ --objects LIST) [--n K] [--out DIR]",
		Short: "Furnish a room",
		Long: `Furnish a room.

The room is a task file, or a size in metres with a list of objects. Each entry
of the list becomes the asset of the library that fits its words and the room
best, as "assets search" finds it; sizes count: "2 small chairs, desk under 1.2
m wide". Among assets that fit equally well the seed decides. With --n the policy answers several times and the answer with the
fewest faults comes first. --out gets a picture, a GLB and the layout of each.

--prefer, or the task's preference, is read as wishes as far as it is understood
("the desk under the window, two chairs facing each other, keep the middle
free"); docs/measures.md has the grammar. policy/solver looks for a layout that
meets them.

--lock keeps objects where the layout file of --task has them; the others go
round them. Objects that the task calls optional are left out when the room is
full, and that is said.`,
		Example: `  metaspatial generate --room 5x4x2.7 --objects "sofa, 2 armchairs, coffee table, rug" --out mine
  metaspatial generate --task mine/layout-1.json --lock sofa_1,rug_1 --seed 2 --out again
  metaspatial generate --task room.json --policy policy/compact:metaspatial-demo/run --n 4 --json`,
		Args: noArgs,
	}
	f := cmd.Flags()
	f.StringVar(&g.task, "task", "", `task file in YAML or JSON, layout file or I-Design room; "-" is standard input`)
	f.StringVar(&g.room, "room", "", "size of the room in metres: 5x4x2.7")
	f.StringVar(&g.objects, "objects", "", `what to place: "2 chairs, desk, lamp on the desk, rug"`)
	f.StringVar(&g.prefer, "prefer", "", "the wishes, in words")
	f.StringVar(&g.policy, "policy", "policy/solver", "policy id or program, with its checkpoint after a colon")
	f.StringSliceVar(&g.lock, "lock", nil, "ids of objects that stay where the layout file has them")
	f.StringArrayVar(&g.settings, "set", nil, "NAME=VALUE, a setting of the policy (repeatable); plugin describe lists them")
	f.StringVar(&g.library, "library", "", "imported asset library; default: the starter kit")
	f.IntVar(&g.n, "n", 1, "number of alternatives")
	f.IntVar(&g.turns, "turns", 3, "answers per alternative: after the first the policy sees its faults")
	f.Uint64Var(&g.seed, "seed", 1, "seed of everything random")
	f.StringVar(&g.out, "out", "", "folder for picture, GLB and layout")
	asJSON := jsonFlag(cmd)
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		switch {
		case (g.task == "") == (g.room == ""):
			return usage("name either --task or --room with --objects; see %s --help", cmd.CommandPath())
		case g.room != "" && g.objects == "":
			return usage("--room needs --objects; see %s --help", cmd.CommandPath())
		case len(g.lock) > 0 && g.task == "":
			return usage("--lock needs a layout file under --task; see %s --help", cmd.CommandPath())
		case g.n < 1 || g.n > run.MaxLayouts:
			return usage("--n must be from 1 to %d", run.MaxLayouts)
		case g.turns < 1 || g.turns > 100:
			return usage("--turns must be from 1 to 100")
		}
		return g.run(cmd, *asJSON)
	}
	return cmd
}

func (g *generateFlags) run(cmd *cobra.Command, asJSON bool) (err error) {
	lib, err := run.Library(g.library)
	if err != nil {
		return badInput(err)
	}
	task, err := g.read(cmd.Context(), lib)
	if err != nil {
		return badInput(err)
	}
	plugins, err := openPlugins(run.PluginOptions{Output: os.Stderr})
	if err != nil {
		return err
	}
	defer plugins.Close()
	cfg := config.Default()
	cfg.Policy, cfg.Terms, cfg.Tasks.Assets = run.ParsePolicy(g.policy), nil, g.library
	if cfg.Policy.Config, err = parseSettings(g.settings); err != nil {
		return err
	}
	if _, set := cfg.Policy.Config["wishes"]; !set && cfg.Policy.Name == "policy/solver" {
		cfg.Policy.Config["wishes"] = true
	}
	asked := preference.Parse(task.Preference, task)
	for _, clause := range asked.NotUnderstood {
		say("not understood: %s", clause)
	}
	if cfg.Policy.Name == "policy/compact" && cfg.Policy.Checkpoint == "" {
		say("policy/compact is untrained here; name a checkpoint with --policy policy/compact:RUN, from demo or train")
	}
	set, err := plugins.StartSet(cmd.Context(), cfg)
	if err != nil {
		return badInput(err)
	}
	service, err := run.Service(set.Policy, g.turns)
	if err != nil {
		return err
	}
	answers, err := service.Generate(cmd.Context(), task, g.n, g.seed)
	if err != nil {
		return err
	}
	var list []generated
	for i, a := range answers {
		if a.Layout == nil {
			say("alternative %d is no layout", i+1)
			continue
		}
		report := measure.Check(task, a.Layout)
		out := generated{Name: fmt.Sprintf("layout-%d", i+1), Task: task, Layout: codec.EncodeLayout(a.Layout), FullyValid: report.FullyValid(), Findings: report.Findings,
			Wishes: wishes(task, a.Layout, asked.Specs)}
		if g.out != "" {
			if out.Files, err = g.export(cmd, plugins, set, lib, out.Name, task, a.Layout); err != nil {
				return err
			}
		}
		for i := range report.Objects {
			if report.Objects[i].LeftOut {
				out.LeftOut = append(out.LeftOut, task.Objects[i].ID)
			}
		}
		list = append(list, out)
	}
	if len(list) == 0 {
		return errors.New("the policy gave no layout")
	}
	if asJSON {
		return printJSON(cmd, list)
	}
	printGenerated(cmd, list)
	return nil
}

// read makes the task of the flags.
func (g *generateFlags) read(ctx context.Context, lib *assets.Library) (*scenes.Task, error) {
	if g.task != "" {
		return readTask(ctx, g.task, g.lock...)
	}
	size, err := parseRoom(g.room)
	if err != nil {
		return nil, err
	}
	return taskFromList(lib, size, g.objects, g.prefer, g.seed)
}

// readTask reads a task, a layout file with a task in it, or an I-Design room,
// in JSON or YAML; "-" is standard input. The objects named by lock stay where the
// layout of the file has them.
func readTask(ctx context.Context, file string, lock ...string) (*scenes.Task, error) {
	in, err := openInput(ctx, "task file", file)
	if err != nil {
		return nil, err
	}
	defer in.Close()
	data, err := io.ReadAll(in)
	if err != nil {
		return nil, fmt.Errorf("task file %s cannot be read: %w", inputName(file), err)
	}
	task, err := codec.ReadTask(inputName(file), data)
	if err != nil {
		return nil, err
	}
	if len(lock) > 0 {
		if err := lockAs(task, data, lock); err != nil {
			return nil, fmt.Errorf("%s: %w", inputName(file), err)
		}
	}
	if err := sensible(task); err != nil {
		return nil, fmt.Errorf("%s: task %q: %w", inputName(file), task.ID, err)
	}
	return task, nil
}

// lockAs locks objects of a task where the layout of its file has them.
func lockAs(task *scenes.Task, data []byte, ids []string) error {
	level, err := codec.DecodeLevel(data)
	if err != nil {
		return fmt.Errorf("has no layout to lock objects of: %w", err)
	}
	for _, id := range ids {
		p := level.Rooms[0].Layout.Find(id)
		switch o, _ := task.Find(id); {
		case o == nil:
			return fmt.Errorf("--lock: the task has no object %q", id)
		case p == nil:
			return fmt.Errorf("--lock: the layout has no place for %q", id)
		case task.Lock(id) == nil:
			task.Locked = append(task.Locked, *p)
		}
	}
	return task.Validate()
}

// sensible reports what is wrong with a task that is well-formed: a floor that
// crosses itself, a spec that no layout can decide, an object larger than the
// room.
func sensible(task *scenes.Task) error {
	if err := geom.CheckFloor(&task.Room); err != nil {
		return err
	}
	for i, problem := range predicate.Compile(task, task.Specs).Problems() {
		if problem != "" {
			return fmt.Errorf("specs[%d]: %s", i, problem)
		}
	}
	return fits(task)
}

// wish is one thing that was asked for.
type wish struct {
	Text  string `json:"text"`
	Holds bool   `json:"holds"`
}

// wishes says which of the specs of the task and its preference hold.
func wishes(task *scenes.Task, l *scenes.Layout, preferred []scenes.Spec) []wish {
	var out []wish
	specs := append(slices.Clip(task.Specs), preferred...)
	for i, r := range predicate.Compile(task, specs).Evaluate(world.New(task, l, nil)) {
		text := specs[i].Text
		if text == "" {
			text = strings.Join(append([]string{specs[i].Subject, specs[i].Predicate}, specs[i].Anchors...), " ")
		}
		out = append(out, wish{Text: text, Holds: r.Holds})
	}
	return out
}

// parseRoom reads "5x4x2.7".
func parseRoom(s string) ([3]float64, error) {
	var size [3]float64
	parts := strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return r == 'x' || r == '×' })
	if len(parts) != 3 {
		return size, fmt.Errorf("--room %q: write length x width x height in metres, such as 5x4x2.7", s)
	}
	for i, p := range parts {
		v, err := strconv.ParseFloat(strings.TrimSpace(strings.TrimSuffix(p, "m")), 64)
		if err != nil {
			return size, fmt.Errorf("--room %q: %q is not a number of metres", s, p)
		}
		size[i] = v
	}
	return size, nil
}

func (g *generateFlags) export(cmd *cobra.Command, plugins *run.Plugins, set *run.Set, lib *assets.Library, name string, task *scenes.Task, l *scenes.Layout) ([]string, error) {
	files, err := run.ExportRoom(g.out, name, task, l, lib)
	if err != nil {
		return nil, err
	}
	pictures, err := plugins.Pictures(cmd.Context(), set.Renderer, []render.Scene{{Task: task, Layout: l}}, render.Dollhouse, 960, 720)
	if err != nil {
		return nil, err
	}
	png := name + ".png"
	if err := run.WriteFile(filepath.Join(g.out, png), pictures[0]); err != nil {
		return nil, err
	}
	files = append(files, png)
	for i, f := range files {
		files[i] = filepath.Join(g.out, f)
	}
	return files, nil
}

func printGenerated(cmd *cobra.Command, list []generated) {
	w := cmd.OutOrStdout()
	for i, a := range list {
		if i > 0 {
			fmt.Fprintln(w)
		}
		verdict := "everything fits"
		if n := len(a.Findings); n == 1 {
			verdict = "1 fault"
		} else if n > 1 {
			verdict = fmt.Sprintf("%d faults", n)
		}
		fmt.Fprintf(w, "%s: %s\n\n", a.Name, verdict)
		var rows [][]string
		for _, p := range a.Layout {
			rows = append(rows, []string{p.ID, fmt.Sprintf("%.2f", p.X), fmt.Sprintf("%.2f", p.Y), fmt.Sprintf("%.2f", p.Z), fmt.Sprintf("%.0f°", p.Rotation.ZAngle)})
		}
		printTable(w, []string{"object", "x", "y", "z", "yaw"}, rows)
		for _, f := range a.Findings {
			fmt.Fprintln(w, "  "+f.Message)
		}
		if len(a.LeftOut) > 0 {
			fmt.Fprintf(w, "  left out, the room being full: %s\n", strings.Join(a.LeftOut, ", "))
		}
		for _, wish := range a.Wishes {
			mark := "met"
			if !wish.Holds {
				mark = "not met"
			}
			fmt.Fprintf(w, "  %s: %s\n", mark, wish.Text)
		}
		for _, f := range a.Files {
			fmt.Fprintln(w, f)
		}
	}
}
