package demo

import (
	"context"
	"fmt"
	"io"
	"path/filepath"
	"slices"

	"github.com/metaspatial/metaspatial/host/eval"
	"github.com/metaspatial/metaspatial/host/metrics"
	"github.com/metaspatial/metaspatial/host/report"
	"github.com/metaspatial/metaspatial/host/run"
	"github.com/metaspatial/metaspatial/host/session"
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/assets"
	"github.com/metaspatial/metaspatial/scenes/measure"
	"github.com/metaspatial/metaspatial/sdk/render"
)

// gallery writes what a person looks at when the demo is done.
type gallery struct {
	o      Options
	set    *run.Set
	lib    *assets.Library
	held   []*scenes.Task
	result *Result
}

const pictureWidth, pictureHeight = 720, 540

func (g *gallery) write(ctx context.Context) error {
	shown := g.chosen()
	var before, after []render.Scene
	for _, i := range shown {
		before = append(before, render.Scene{Task: g.held[i], Layout: layoutOf(&g.result.Before().Rows[i])})
		after = append(after, render.Scene{Task: g.held[i], Layout: layoutOf(&g.result.After().Rows[i])})
	}
	pictures, err := g.o.Plugins.Pictures(ctx, g.set.Renderer, append(before, after...), render.Dollhouse, pictureWidth, pictureHeight)
	if err != nil {
		return err
	}
	dir := filepath.Join(g.o.Out, "rooms")
	var rooms []report.Room
	for k, i := range shown {
		if err := ctx.Err(); err != nil {
			return err
		}
		t := g.held[i]
		name := fileName(t)
		room := report.Room{
			Name: roomName(t), Preference: t.Preference, Before: pictures[k], After: pictures[len(shown)+k],
			BeforeNote: note(&g.result.Before().Rows[i]), AfterNote: note(&g.result.After().Rows[i]),
		}
		for _, half := range []struct {
			name   string
			png    []byte
			layout *scenes.Layout
		}{{name + "-before", room.Before, before[k].Layout}, {name, room.After, after[k].Layout}} {
			files, err := run.ExportRoom(dir, half.name, t, half.layout, g.lib)
			if err != nil {
				return err
			}
			if err := run.WriteFile(filepath.Join(dir, half.name+".png"), half.png); err != nil {
				return err
			}
			if half.name == name {
				for _, f := range append(files, name+".png") {
					room.Links = append(room.Links, report.Link{Label: f, File: "rooms/" + f})
				}
			}
		}
		rooms = append(rooms, room)
	}
	overview, err := sheet(rooms)
	if err != nil {
		return err
	}
	if err := run.WriteFile(filepath.Join(g.o.Out, "rooms.png"), overview); err != nil {
		return err
	}
	return g.report(rooms)
}

// chosen returns one room per program as far as there are programs, so that
// the page shows variety and not the best.
func (g *gallery) chosen() []int {
	var out []int
	seen := map[string]bool{}
	for i, t := range g.held {
		if len(out) < galleryRooms && !seen[t.Program] {
			seen[t.Program] = true
			out = append(out, i)
		}
	}
	for i := range g.held {
		if len(out) < galleryRooms && !slices.Contains(out, i) {
			out = append(out, i)
		}
	}
	return out
}

// roomName is the kind of room with its id.
func roomName(t *scenes.Task) string {
	if t.Program == "" {
		return t.ID
	}
	return t.Program + " " + t.ID
}

func layoutOf(r *eval.Row) *scenes.Layout {
	if r.Layout == nil {
		return &scenes.Layout{}
	}
	return r.Layout
}

// note says in a few words what is wrong with a room.
func note(r *eval.Row) string {
	switch n := len(r.Report.Findings); n {
	case 0:
		return "everything fits"
	case 1:
		return r.Report.Findings[0].Message
	default:
		return fmt.Sprintf("%d faults, such as: %s", n, r.Report.Findings[0].Message)
	}
}

func (g *gallery) report(rooms []report.Room) error {
	history, err := metrics.History(g.result.Config.Out)
	if err != nil {
		return err
	}
	pack := "the starter kit"
	if g.o.Assets != "" {
		pack = filepath.Base(g.o.Assets)
	}
	after, before := g.result.After().Summary, g.result.Before().Summary
	r := report.Report{
		Title: "A policy learned to furnish rooms",
		Lead: fmt.Sprintf("After %s of training from scratch, %s of the rooms it had never seen are free of collisions (%s before), with %s and %d objects to each room.",
			minutes(g.o.Minutes), report.Percent(after.CollisionFree), report.Percent(before.CollisionFree), pack, len(g.held[0].Objects)),
		Facts: []report.Fact{
			{Name: "assets", Value: fmt.Sprintf("%s, %d models", pack, g.lib.Len())},
			{Name: "iterations", Value: fmt.Sprint(g.result.Training.Iterations)},
			{Name: "episodes", Value: fmt.Sprint(g.result.Training.Iterations * g.result.Config.Tasks.PerIteration * g.result.Config.GroupSize)},
			{Name: "turns", Value: fmt.Sprint(g.result.Config.Turns)},
			{Name: "held-out rooms", Value: fmt.Sprint(len(g.held))},
			{Name: "seed", Value: fmt.Sprint(g.o.Seed)},
		},
		Table:  g.result.table(),
		Charts: charts(history),
		Rooms:  rooms,
		Next:   g.result.Next(g.o.Out),
	}
	return run.WriteReport(filepath.Join(g.o.Out, "report.html"), func(w io.Writer) error { return r.Write(w) })
}

// table is the comparison of the report.
func (r *Result) table() report.Table {
	help := map[string]string{
		"fully_valid":     "rooms with no fault at all: nothing collides, everything lies in the room and is carried, all relations and facings hold within 2 cm and 5 degrees",
		"collision_free":  "rooms in which no two objects overlap",
		"colliding_pairs": "overlapping pairs among all pairs of a room",
		"violating_2cm":   "objects with a relation or facing that is off by more than 2 cm or 5 degrees",
		"violating_10cm":  "objects with a relation or facing that is off by more than 10 cm",
		"out_of_bounds":   "objects that stick out of the room",
		"unsupported":     "objects that float, sink or hang on nothing",
	}
	names := map[string]string{
		"fully_valid": "rooms fully valid", "collision_free": "rooms collision-free", "colliding_pairs": "colliding pairs",
		"violating_2cm": "violating objects, 2 cm", "violating_10cm": "violating objects, 10 cm",
		"out_of_bounds": "out of bounds", "unsupported": "unsupported",
	}
	var t report.Table
	for _, c := range (measure.Summary{}).Columns() {
		t.Columns = append(t.Columns, report.Column{Name: names[c.Name], Help: help[c.Name]})
	}
	t.Columns = append(t.Columns, report.Column{Name: "ms per room", Help: "median time to furnish one room, all turns"})
	for i, c := range r.Table {
		row := report.Row{Name: c.Name, Strong: i == trained}
		for _, v := range c.Result.Summary.Columns() {
			row.Cells = append(row.Cells, report.Percent(v.Value))
		}
		row.Cells = append(row.Cells, fmt.Sprintf("%.1f", c.Result.Summary.LatencyMS.P50))
		t.Rows = append(t.Rows, row)
	}
	return t
}

// charts draws the curves that tell the story of a run.
func charts(history []session.Record) []report.Chart {
	curve := func(name, metric string) report.Curve {
		c := report.Curve{Name: name, Smooth: max(1, len(history)/20)}
		for _, r := range history {
			if v, ok := r.Metrics[metric]; ok {
				c.X, c.Y = append(c.X, float64(r.Iteration)), append(c.Y, v)
			}
		}
		return c
	}
	percent := func(c report.Curve) report.Curve {
		for i := range c.Y {
			c.Y[i] *= 100
		}
		return c
	}
	return []report.Chart{
		{Title: "Reward", Help: "mean over the episodes of an iteration", X: "iteration", Y: "reward", Curves: []report.Curve{curve("reward", "reward/mean")}},
		{Title: "Training rooms", Help: "sampled layouts after the last turn", X: "iteration", Y: "%", Curves: []report.Curve{
			percent(curve("rooms collision-free", "layout/collision_free")), percent(curve("objects violating, 2 cm", "layout/violating_2cm")),
		}},
		{Title: "Turns", Help: "reward of the first and the last answer: the gap is what refining brings", X: "iteration", Y: "reward", Curves: []report.Curve{
			curve("first turn", "reward/turn_0"), curve("last turn", "reward/final"),
		}},
		{Title: "Entropy of the policy", Help: "how undecided the policy still is", X: "iteration", Y: "nats", Curves: []report.Curve{curve("entropy", "policy/entropy")}},
	}
}

// Next are two commands worth trying.
func (r *Result) Next(out string) []string {
	return []string{
		fmt.Sprintf("metaspatial generate --policy policy/compact:%s --room 5x4x2.7 --objects \"sofa, armchair, coffee table, rug, floor lamp, bookcase\" --out %s", r.Config.Out, filepath.Join(out, "mine")),
		fmt.Sprintf("metaspatial train -c %s --resume --minutes %g", filepath.Join(r.Config.Out, "run.yaml"), 2*r.Config.Minutes),
	}
}
