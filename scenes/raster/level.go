package raster

import (
	"fmt"
	"math"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/mesh"
)

// RenderLevel draws all rooms of a level into one picture, by a camera in the
// level's frame. Every room is drawn and lit by itself; of two that a pixel shows
// the nearer one counts. [Frame.ID] counts the objects of the rooms one after the
// other, [Frame.Normal] stays empty, and walls are cut away for each room where
// they are in its way.
func (r *Renderer) RenderLevel(level *scenes.Level, models func(asset string) *mesh.Model, c Camera, o Options, f *Frame) error {
	w, h, _, err := o.sizes()
	if err != nil {
		return err
	}
	o.Normals = false
	var one Frame
	first := 0
	for i := range level.Rooms {
		room := &level.Rooms[i]
		local := c
		local.Eye, local.Target = room.Local(c.Eye), room.Local(c.Target)
		local.Up = room.Local(room.Origin.Add(c.Up))
		if err := r.Render(Scene{Task: room.Task, Layout: room.Layout, Models: models}, local, o, &one); err != nil {
			return fmt.Errorf("room %q: %w", room.Task.ID, err)
		}
		if i == 0 {
			f.resize(w, h, false)
			copy(f.Color.Pix, one.Color.Pix)
			copy(f.Depth, one.Depth)
			copy(f.ID, one.ID)
		} else {
			f.merge(&one, first)
		}
		first += len(room.Task.Objects)
	}
	return nil
}

// merge takes what another frame shows nearer, its objects counted from first.
func (f *Frame) merge(g *Frame, first int) {
	for i, id := range g.ID {
		if id == NoID || f.ID[i] != NoID && f.Depth[i] <= g.Depth[i] {
			continue
		}
		if id >= ObjectID {
			id = uint16(min(int(id)+first, math.MaxUint16))
		}
		f.ID[i], f.Depth[i] = id, g.Depth[i]
		copy(f.Color.Pix[4*i:4*i+4], g.Color.Pix[4*i:4*i+4])
	}
}

// TopOf is a floor plan of a whole level, north up, with the picture's height for
// a picture of the given width.
func TopOf(level *scenes.Level, width int) (c Camera, height int) {
	lo, hi := scenes.Vec3{math.Inf(1), math.Inf(1), math.Inf(1)}, scenes.Vec3{math.Inf(-1), math.Inf(-1), math.Inf(-1)}
	for i := range level.Rooms {
		r := &level.Rooms[i]
		for _, p := range r.Task.Room.Floor {
			for _, z := range [2]float64{0, r.Task.Room.Height} {
				q := r.Point(p.Vec3(z))
				for k := range 3 {
					lo[k], hi[k] = min(lo[k], q[k]), max(hi[k], q[k])
				}
			}
		}
	}
	const border = 0.4
	x, y := hi[0]-lo[0]+2*border, hi[1]-lo[1]+2*border
	height = min(max(int(math.Round(float64(width)*y/x)), 1), MaxSize)
	mid := scenes.Vec3{(lo[0] + hi[0]) / 2, (lo[1] + hi[1]) / 2, lo[2]}
	return Camera{Eye: along(mid, scenes.Vec3{0, 0, 1}, hi[2]-lo[2]+10), Target: mid, Up: scenes.Vec3{0, 1, 0},
		Ortho: max(y, x*float64(height)/float64(width)), Plan: true}, height
}
