package stage

import (
	"errors"
	"image"
	"image/color"
	"math"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/raster"
	"github.com/metaspatial/metaspatial/scenes/raster/overlay"
)

// The colours of what is pointed at: blue for the selection and sky blue for
// what the cursor is on, which people with any colour blindness tell from the
// vermilion of faults (Okabe and Ito, Color Universal Design, 2008).
var (
	selectedColor = color.NRGBA{0, 114, 178, 70}
	hoveredColor  = color.NRGBA{86, 180, 233, 1}
)

// shot is everything that a picture is made of. It is not changed once made, so
// that a worker may read it.
type shot struct {
	rooms    []shotRoom
	active   int
	camera   raster.Camera
	options  raster.Options
	overlays overlay.Options
	field    Field
	findings []scenes.Finding
	// bare leaves the overlays out.
	bare bool
}

// shotRoom is a room as the rasteriser takes it.
type shotRoom struct {
	scene raster.Scene
	room  *scenes.LevelRoom
}

// shot describes the picture of the present state, its size divided by scale.
func (s *Stage) shot(scale int, moving bool) shot {
	o := raster.Options{
		Width: max(1, s.w/scale), Height: max(1, s.h/scale), Workers: s.opts.Workers,
		Background: s.opts.Background, FullWalls: s.walls == WallsUp, LowWalls: s.walls == WallsDown,
	}
	if s.walker != nil {
		o.FullWalls, o.LowWalls = true, false
	}
	out := shot{camera: s.Camera(), options: o, active: s.content.Active}
	for i := range s.content.Rooms {
		r := &s.content.Rooms[i]
		if r.Task == nil {
			if i <= s.content.Active {
				out.active--
			}
			continue
		}
		q := shotRoom{room: &r.LevelRoom, scene: raster.Scene{Task: r.Task, Layout: shown(r), Models: s.opts.Models}}
		if i == s.content.Active {
			q.scene.Highlight = s.marked()
			out.findings = r.Findings
		}
		out.rooms = append(out.rooms, q)
	}
	out.overlays = s.overlay.options(s.content.Selected, moving)
	fitting := s.fitting.scaled(scale)
	out.overlays.Text, out.overlays.Covered = fitting.Text, fitting.Covered
	if !s.overlay.NoField {
		out.field = s.content.Field
	}
	return out
}

// shown returns a room's layout without what is hidden.
func shown(r *Room) *scenes.Layout {
	if len(r.Hidden) == 0 || r.Layout == nil {
		return r.Layout
	}
	hidden := make(map[string]bool, len(r.Hidden))
	for _, id := range r.Hidden {
		hidden[id] = true
	}
	l := &scenes.Layout{}
	for _, p := range r.Layout.Placements {
		if !hidden[p.ID] {
			l.Placements = append(l.Placements, p)
		}
	}
	return l
}

// marked returns the colours of what is selected and pointed at.
func (s *Stage) marked() map[string]color.NRGBA {
	if len(s.content.Selected) == 0 && s.content.Hovered == "" {
		return nil
	}
	out := make(map[string]color.NRGBA, len(s.content.Selected)+1)
	if s.content.Hovered != "" {
		out[s.content.Hovered] = hoveredColor
	}
	for _, id := range s.content.Selected {
		out[id] = selectedColor
	}
	return out
}

// canvas draws shots and keeps its buffers.
type canvas struct {
	cache *raster.Cache
	// renderers are one per room, which keep what they know of it.
	renderers []raster.Renderer
	frame     raster.Frame
	spare     raster.Frame
	// rooms and ids say for every pixel which room's object it shows, when
	// there are several rooms; frame's ids are those of the active room.
	rooms []int16
	ids   []uint16
	image *image.NRGBA
}

// draw makes the picture of a shot. What cannot be drawn is left out, and said.
func (c *canvas) draw(s *shot) error {
	o := s.options
	if len(c.renderers) != len(s.rooms) {
		c.renderers = make([]raster.Renderer, len(s.rooms))
	}
	for i := range c.renderers {
		c.renderers[i].Cache = c.cache
	}
	if c.image == nil {
		c.frame.Color = nil
	}
	var errs []error
	several := len(s.rooms) > 1
	if !several && len(s.rooms) == 1 && plainly(s.rooms[0].room) {
		if err := c.renderers[0].Render(s.rooms[0].scene, s.camera, o, &c.frame); err != nil {
			errs = append(errs, err)
			c.blank(&o)
		}
	} else {
		c.blank(&o)
		first := true
		for i := range s.rooms {
			r := &s.rooms[i]
			if err := c.renderers[i].Render(r.scene, local(s.camera, r.room), o, &c.spare); err != nil {
				errs = append(errs, err)
				continue
			}
			if first {
				// The background is the rasteriser's, as it is of one room.
				copy(c.frame.Color.Pix, c.spare.Color.Pix)
				first = false
			}
			c.merge(i, i == s.active)
		}
	}
	c.image = c.frame.Color
	if !s.bare && s.active >= 0 && s.active < len(s.rooms) {
		errs = append(errs, c.lay(s))
	}
	return errors.Join(errs...)
}

// plainly reports whether a room's frame is that of the level.
func plainly(r *scenes.LevelRoom) bool { return r.Origin == (scenes.Vec3{}) && r.Yaw == 0 }

// local brings a camera of the level into a room.
func local(c raster.Camera, r *scenes.LevelRoom) raster.Camera {
	if plainly(r) {
		return c
	}
	c.Eye, c.Target = r.Local(c.Eye), r.Local(c.Target)
	c.Up = r.Local(r.Origin.Add(c.Up))
	return c
}

// blank makes an empty picture.
func (c *canvas) blank(o *raster.Options) {
	w, h := o.Width, o.Height
	n := w * h
	f := &c.frame
	if f.Color == nil || f.W != w || f.H != h {
		*f = raster.Frame{W: w, H: h, Color: image.NewNRGBA(image.Rect(0, 0, w, h)), Depth: make([]float32, n), ID: make([]uint16, n)}
	}
	clear(f.Depth)
	clear(f.ID)
	bg := o.Background
	if bg.A == 0 {
		bg = raster.DefaultBackground
	}
	for i := 0; i < len(f.Color.Pix); i += 4 {
		f.Color.Pix[i], f.Color.Pix[i+1], f.Color.Pix[i+2], f.Color.Pix[i+3] = bg.R, bg.G, bg.B, 255
	}
	if len(c.ids) != n {
		c.ids, c.rooms = make([]uint16, n), make([]int16, n)
	}
	clear(c.ids)
}

// merge takes what a room's picture shows nearer.
func (c *canvas) merge(room int, active bool) {
	f, g := &c.frame, &c.spare
	for i, id := range g.ID {
		if id == raster.NoID || f.ID[i] != raster.NoID && f.Depth[i] <= g.Depth[i] {
			continue
		}
		f.Depth[i], c.ids[i], c.rooms[i] = g.Depth[i], id, int16(min(room, math.MaxInt16))
		if f.ID[i] = raster.RoomID; active {
			f.ID[i] = id
		}
		copy(f.Color.Pix[4*i:4*i+4], g.Color.Pix[4*i:4*i+4])
	}
}

// at returns the room and the index of its object at a pixel; the object is -1
// for the room itself and the room -1 for nothing.
func (c *canvas) at(x, y int) (room, object int) {
	f := &c.frame
	if x < 0 || y < 0 || x >= f.W || y >= f.H {
		return -1, -1
	}
	i := y*f.W + x
	id := f.ID[i]
	if len(c.renderers) > 1 {
		room, id = int(c.rooms[i]), c.ids[i]
	}
	switch {
	case id == raster.NoID:
		return -1, -1
	case id < raster.ObjectID:
		return room, -1
	}
	return room, int(id) - raster.ObjectID
}

// lay draws the overlays over the active room.
func (c *canvas) lay(s *shot) error {
	o := s.overlays
	if len(s.field.Values) > 0 {
		o.Field = &s.field
	}
	if !o.Any() {
		return nil
	}
	r := &s.rooms[s.active]
	_, err := overlay.Draw(c.image, &c.frame, local(s.camera, r.room), r.scene.Task, r.scene.Layout, s.findings, o)
	return err
}
