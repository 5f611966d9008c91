package main

import (
	"fmt"
	"math"
	"slices"

	"github.com/spf13/cobra"

	"github.com/metaspatial/metaspatial/host/run"
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/codec"
)

func newLevel() *cobra.Command {
	var at []string
	var out string
	cmd := &cobra.Command{
		Use:   "level LAYOUT|LEVEL… [--at X,Y]… -o LEVEL.json",
		Short: "Join furnished rooms into a level",
		Long: `Join furnished rooms into a level.

The first file stays where it is. Each further one is moved by its --at, in metres
to the east and to the north; without one it stands east of those before it.
A room is called after its task's id; of two alike the later one after its file.
The rooms' names and places are printed.

To turn a room, edit its yaw_deg in the level; docs/formats.md describes the file.`,
		Example: `  metaspatial level kitchen.json bedroom.json --at 5.2,0 -o flat.json`,
		Args:    someArgs("at least one layout or level"),
	}
	cmd.Flags().StringArrayVar(&at, "at", nil, "X,Y of the second file, then of the third, and so on (repeatable)")
	cmd.Flags().StringVarP(&out, "out", "o", "", "file to write")
	asJSON := jsonFlag(cmd)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if out == "" {
			return usage("name the file to write with -o; see %s --help", cmd.CommandPath())
		}
		if len(at) >= len(args) {
			return usage("there are %d --at for %d files; the first file has none", len(at), len(args))
		}
		joined := &scenes.Level{Name: stem(out)}
		for i, file := range args {
			level, _, err := readLevel(cmd.Context(), file)
			if err != nil {
				return badInput(err)
			}
			var by scenes.Vec3
			switch {
			case i > 0 && i <= len(at):
				if by, err = parseAt(at[i-1]); err != nil {
					return err
				}
			case i > 0:
				by[0] = edge(joined, 1) + betweenRooms - edge(level, -1)
			}
			addRooms(joined, level, by, stem(inputName(file)))
		}
		if err := joined.Validate(); err != nil {
			return badInput(err)
		}
		data, err := codec.EncodeLevel(joined)
		if err != nil {
			return err
		}
		if err := run.WriteFile(out, data); err != nil {
			return err
		}
		return printJoined(cmd, joined, *asJSON)
	}
	return cmd
}

// printJoined tells what the rooms of a level are called and where they are.
func printJoined(cmd *cobra.Command, level *scenes.Level, asJSON bool) error {
	type room struct {
		Name   string      `json:"name"`
		Origin scenes.Vec3 `json:"origin_m"`
	}
	rooms := make([]room, len(level.Rooms))
	for i, r := range level.Rooms {
		rooms[i] = room{r.Task.ID, r.Origin}
	}
	if asJSON {
		return printJSON(cmd, rooms)
	}
	for _, r := range rooms {
		fmt.Fprintf(cmd.OutOrStdout(), "%s at %.4g, %.4g\n", r.Name, r.Origin[0], r.Origin[1])
	}
	return nil
}

// betweenRooms is the thickness in metres of the wall between rooms that are put
// beside each other.
const betweenRooms = 0.2

func parseAt(text string) (v scenes.Vec3, err error) {
	if n, err := fmt.Sscanf(text+"\n", "%g,%g\n", &v[0], &v[1]); n < 2 || err != nil {
		return v, usage("--at %q: give metres to the east and north, as in 5.2,0", text)
	}
	return v, nil
}

// edge is the easternmost x of a level's floors, or the westernmost for sign −1.
func edge(level *scenes.Level, sign float64) float64 {
	most := math.Inf(-1)
	for i := range level.Rooms {
		for _, c := range level.Rooms[i].Task.Room.Floor {
			most = max(most, sign*level.Rooms[i].Point(scenes.Vec3{c[0], c[1], 0})[0])
		}
	}
	return sign * most
}

// addRooms adds a level's rooms, moved; those whose name is taken are called
// after the file.
func addRooms(to, level *scenes.Level, by scenes.Vec3, file string) {
	for _, r := range level.Rooms {
		task := *r.Task
		taken := func(name string) bool {
			return slices.ContainsFunc(to.Rooms, func(o scenes.LevelRoom) bool { return o.Task.ID == name })
		}
		for n := 1; taken(task.ID); n++ {
			if task.ID = file; n > 1 {
				task.ID = fmt.Sprintf("%s_%d", file, n)
			}
		}
		to.Rooms = append(to.Rooms, scenes.LevelRoom{Task: &task, Layout: r.Layout, Origin: r.Origin.Add(by), Yaw: r.Yaw})
	}
}
