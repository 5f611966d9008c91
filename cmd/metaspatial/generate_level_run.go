package main

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"slices"
	"strconv"

	"github.com/spf13/cobra"

	"github.com/metaspatial/metaspatial/host/config"
	"github.com/metaspatial/metaspatial/host/run"
	"github.com/metaspatial/metaspatial/host/session"
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/floorplan"
	"github.com/metaspatial/metaspatial/scenes/measure"
	"github.com/metaspatial/metaspatial/scenes/roomgen"
)

// plannedLevel is a level as generate level prints it.
type plannedLevel struct {
	Level      string        `json:"level"`
	FullyValid bool          `json:"fully_valid"`
	Rooms      []plannedRoom `json:"rooms"`
	Doors      []plannedDoor `json:"doors"`
	Files      []string      `json:"files,omitempty"`
}

type plannedRoom struct {
	Name    string      `json:"name"`
	Program string      `json:"program"`
	Added   bool        `json:"added,omitempty"`
	Origin  scenes.Vec3 `json:"origin_m"`
	Area    float64     `json:"floor_m2"`
	Objects int         `json:"objects"`
	// FullyValid is whether nothing is wrong with the layout, Passable whether
	// one can walk from each door to each other.
	FullyValid bool             `json:"fully_valid"`
	Passable   bool             `json:"passable"`
	Findings   []scenes.Finding `json:"findings"`
	Notes      []string         `json:"notes,omitempty"`
}

type plannedDoor struct {
	// Into is the room that the leaf swings into, From the one on the other side.
	Into  string      `json:"into"`
	From  string      `json:"from"`
	At    scenes.Vec2 `json:"at_m"`
	Width float64     `json:"width_m"`
}

func (g *levelFlags) run(cmd *cobra.Command, asJSON bool) error {
	lib, err := run.Library(g.library)
	if err != nil {
		return badInput(err)
	}
	plan, err := g.plan(cmd)
	if err != nil {
		return badInput(err)
	}
	plugins, err := openPlugins(run.PluginOptions{Output: os.Stderr})
	if err != nil {
		return err
	}
	defer plugins.Close()
	cfg := config.Default()
	cfg.Policy, cfg.Terms, cfg.Tasks.Assets, cfg.Seed = run.ParsePolicy(g.policy), nil, g.library, g.seed
	if cfg.Policy.Config, err = parseSettings(g.settings); err != nil {
		return err
	}
	completePolicy(&cfg.Policy)
	set, err := plugins.StartSet(cmd.Context(), cfg)
	if err != nil {
		return badInput(err)
	}
	service, err := plugins.Service(set, run.ServiceOptions{Turns: g.turns, Rules: 1, Library: lib})
	if err != nil {
		return err
	}
	items := run.Items(lib)
	out := &plannedLevel{Level: "level", FullyValid: true}
	tasks, layouts := make([]*scenes.Task, len(plan.Rooms)), make([]*scenes.Layout, len(plan.Rooms))
	for i := range plan.Rooms {
		r := &plan.Rooms[i]
		seed := g.seed*1000 + uint64(i)
		task, _, err := roomgen.Furnish(roomgen.FurnishOptions{Seed: seed, Room: r.Space, Program: r.Program, Items: items})
		if err != nil {
			return badInput(fmt.Errorf("%s: %w", r.Name, err))
		}
		if tasks[i], layouts[i], err = task, nil, nil; err != nil {
			return err
		}
		if layouts[i], err = g.furnish(cmd.Context(), service, task, seed); err != nil {
			return fmt.Errorf("%s: %w", r.Name, err)
		}
		out.add(r, task, layouts[i])
	}
	level := plan.Level(out.Level, tasks, layouts)
	for i := range plan.Doors {
		out.Doors = append(out.Doors, doorOf(plan, &plan.Doors[i]))
	}
	if g.out != "" {
		if out.Files, err = g.write(cmd.Context(), level, lib); err != nil {
			return err
		}
	}
	if asJSON {
		return printJSON(cmd, out)
	}
	printLevel(cmd, out)
	return nil
}

// furnish asks the policy for several layouts and keeps the one with the fewest
// faults, of these one that can be walked through, else the first.
func (g *levelFlags) furnish(ctx context.Context, service session.Service, task *scenes.Task, seed uint64) (*scenes.Layout, error) {
	res, err := service.Generate(ctx, session.GenerateRequest{Task: task, K: g.k, Best: g.k, Seed: seed})
	if err != nil {
		return nil, err
	}
	list := slices.DeleteFunc(res.Layouts, func(a session.Generated) bool { return a.Layout == nil })
	if len(list) == 0 {
		return nil, fmt.Errorf("the policy gave no layout in %d tries; use another policy, or more --turns", res.Tried)
	}
	rank := func(a session.Generated) int {
		faults := 2 * len(a.Findings)
		if !floorplan.Passable(task, a.Layout) {
			faults++
		}
		return faults
	}
	best := slices.MinFunc(list, func(a, b session.Generated) int { return cmp.Compare(rank(a), rank(b)) })
	return best.Layout, nil
}

// add says what became of a room.
func (out *plannedLevel) add(r *floorplan.Room, task *scenes.Task, l *scenes.Layout) {
	report := measure.Check(task, l)
	room := plannedRoom{Name: r.Name, Program: r.Program, Added: r.Added, Origin: r.Origin.Vec3(0), Area: r.Area(), Objects: len(l.Placements),
		FullyValid: report.FullyValid(), Passable: floorplan.Passable(task, l), Findings: report.Findings}
	out.FullyValid = out.FullyValid && room.FullyValid
	out.Rooms = append(out.Rooms, room)
}

func doorOf(p *floorplan.Plan, d *floorplan.Door) plannedDoor {
	out := plannedDoor{Into: p.Rooms[d.Rooms[0]].Name, From: "outside", At: d.At, Width: d.Width}
	if d.Rooms[1] != floorplan.Outside {
		out.From = p.Rooms[d.Rooms[1]].Name
	}
	return out
}

func printLevel(cmd *cobra.Command, out *plannedLevel) {
	w := cmd.OutOrStdout()
	var rows [][]string
	for _, r := range out.Rooms {
		verdict := "everything fits"
		switch n := len(r.Findings); {
		case n == 1:
			verdict = "1 fault"
		case n > 1:
			verdict = fmt.Sprintf("%d faults", n)
		case !r.Passable:
			verdict = "everything fits; the way between its doors is blocked"
		}
		rows = append(rows, []string{r.Name, fmt.Sprintf("%.1f", r.Area), strconv.Itoa(r.Objects), verdict})
	}
	printColumns(w, []string{"room", "m²", "objects", "verdict"}, rows, 3)
	for _, r := range out.Rooms {
		for _, f := range r.Findings {
			fmt.Fprintf(w, "  %s: %s\n", r.Name, f.Message)
		}
		for _, n := range r.Notes {
			fmt.Fprintf(w, "  %s: %s\n", r.Name, n)
		}
	}
	fmt.Fprintln(w)
	for _, d := range out.Doors {
		fmt.Fprintf(w, "door from %s into %s at %.2f, %.2f\n", d.From, d.Into, d.At[0], d.At[1])
	}
	for _, f := range out.Files {
		fmt.Fprintln(w, f)
	}
}
