package main

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/metaspatial/metaspatial/host/config"
	"github.com/metaspatial/metaspatial/host/furnish"
	"github.com/metaspatial/metaspatial/host/run"
	"github.com/metaspatial/metaspatial/host/session"
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/assets"
	"github.com/metaspatial/metaspatial/scenes/floorplan"
	"github.com/metaspatial/metaspatial/scenes/measure"
	"github.com/metaspatial/metaspatial/scenes/preference"
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
	Passage bool        `json:"passage,omitempty"`
	Origin  scenes.Vec3 `json:"origin_m"`
	Area    float64     `json:"floor_m2"`
	Objects int         `json:"objects"`
	// FullyValid is whether nothing is wrong with the layout, Passable whether
	// one can walk from each door to each other.
	FullyValid bool             `json:"fully_valid"`
	Passable   bool             `json:"passable"`
	Findings   []scenes.Finding `json:"findings"`
	// LeftOut are the optional objects that found no room, Wishes what the
	// preference asks for, Chosen how the objects were chosen from it.
	LeftOut []string       `json:"left_out,omitempty"`
	Wishes  []furnish.Wish `json:"wishes,omitempty"`
	Chosen  []string       `json:"chosen,omitempty"`
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
	plan, err := g.plan(cmd.Context())
	if err != nil {
		return badInput(err)
	}
	plugins, err := openPlugins(run.PluginOptions{Output: pluginLines()})
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
	out, level, err := g.make(cmd.Context(), plan, service, lib)
	if err != nil {
		return err
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

// make furnishes the rooms of a plan and joins them.
func (g *levelFlags) make(ctx context.Context, plan *floorplan.Plan, service session.Service, lib *assets.Library) (*plannedLevel, *scenes.Level, error) {
	out := &plannedLevel{Level: "level", FullyValid: true}
	level, err := stock(lib).Level(ctx, service, plan, furnish.LevelOptions{
		Name: out.Level, Prefer: g.prefer, K: g.k, Seed: g.seed,
		Done: func(i int, r *furnish.Room) {
			for _, line := range r.Notes {
				say("%s: %s", plan.Rooms[i].Name, line)
			}
			out.add(&plan.Rooms[i], r)
		},
	})
	if err != nil {
		var input *furnish.InputError
		if errors.As(err, &input) {
			err = badInput(err)
		}
		return nil, nil, err
	}
	for i := range plan.Doors {
		out.Doors = append(out.Doors, doorOf(plan, &plan.Doors[i]))
	}
	return out, level, nil
}

// add says what became of a room.
func (out *plannedLevel) add(r *floorplan.Room, f *furnish.Room) {
	task, l := f.Task, f.Layout
	report := measure.Check(task, l)
	room := plannedRoom{Name: r.Name, Program: r.Program, Added: r.Added, Passage: r.Passage, Origin: r.Origin.Vec3(0), Area: r.Area(), Objects: len(l.Placements),
		FullyValid: report.FullyValid(), Passable: floorplan.Passable(task, l), Findings: report.Findings, Chosen: f.Notes}
	room.LeftOut = furnish.LeftOut(task, l)
	if f.Notes != nil {
		room.Wishes = furnish.Wishes(task, l, preference.Parse(task.Preference, task).Specs)
	}
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
		if r.Added {
			fmt.Fprintf(w, "  %s: added, so that fewer rooms are passages\n", r.Name)
		}
		if r.Passage {
			fmt.Fprintf(w, "  %s: the way to another room leads through it; a hall or a larger footprint would spare it\n", r.Name)
		}
		for _, f := range r.Findings {
			fmt.Fprintf(w, "  %s: %s\n", r.Name, f.Message)
		}
		if len(r.LeftOut) > 0 {
			fmt.Fprintf(w, "  %s: left out, the room being full: %s\n", r.Name, strings.Join(r.LeftOut, ", "))
		}
		for _, wish := range r.Wishes {
			mark := "met"
			if !wish.Holds {
				mark = "not met"
			}
			fmt.Fprintf(w, "  %s: %s: %s\n", r.Name, mark, wish.Text)
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
