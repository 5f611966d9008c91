package raster

import (
	"fmt"
	"image/color"
	"math"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/mesh"
)

// Renderer draws scenes. The zero value is ready; it keeps its buffers between
// calls and must not be used by two goroutines at once.
type Renderer struct {
	// Cache may be shared with other renderers; nil means one of its own.
	Cache *Cache

	own        Cache
	view       view
	light      light
	display    *[one]uint8
	background pixel
	plain      bool // the background is even
	flat       bool
	shell      shell
	holes      holes
	boxes      []part
	// normals says that corners carry normals, deferred that they are not lit.
	normals, deferred bool
	// coarse is how many samples a corner may be off.
	coarse    float32
	instances []instance
	calls     []call
	corners   []corner
	cuts      []cut
	materials []material
	tris      []triangle
	// clear and ghostly are the triangles that are drawn after the others.
	clear   []sorted
	ghostly []uint32
	// lines are the colours of the objects' outlines, alpha 0 for none.
	lines   []color.NRGBA
	outline bool
	ghosts  []bool
	// The solid things, and the ghosts before them.
	layer
	haze layer
	// front holds the triangle of see-through things in front.
	front    []uint32
	late     late
	samples  int
	painters []painter
	// Beauty: the lights, what throws shadows, the surroundings above and
	// below, what the surfaces send on; and the notes of the ambient
	// light.
	lamps    []lamp
	casters  []caster
	world    [2]rgb
	exposure float32
	bouncers []bouncer
	last     lit
	next     lit
	probes   probes
	ground   []geometry
	groundW  int
	groundH  int
}

// layer is what is seen of a list of triangles, by sample: depth key, triangle
// number, colour.
type layer struct {
	keys   []float32
	seen   []uint32
	pixels []pixel
}

func (l *layer) resize(n int) {
	l.keys, l.seen, l.pixels = grow(l.keys, n), grow(l.seen, n), grow(l.pixels, n)
}

// Render draws a scene into f. It fails for a room that cannot be drawn and
// for sizes out of range; objects that cannot be drawn are left out.
func (r *Renderer) Render(s Scene, c Camera, o Options, f *Frame) error {
	w, h, samples, err := o.sizes()
	if err != nil {
		return err
	}
	if s.Task == nil && len(s.Props) > 0 {
		s.Task, s.Layout = &bare, nil
	} else if err := Check(s.Task); err != nil {
		return err
	}
	if err := c.check(); err != nil {
		return err
	}
	f.resize(w, h, o.Normals)
	r.samples = samples
	r.begin(c, o, w*samples, h*samples)
	if s.Task != &bare {
		r.shell.build(s.Task, c, &o)
		if o.Quality == Train {
			r.shell.contact(&s)
		}
	}
	r.queue(&s, c, &o)
	r.sortClear()
	if r.deferred {
		r.exposure = float32(grid(math.Exp2(min(max(o.Exposure, -16), 16))))
		r.shine(&s)
		if s.World != ([3]float64{}) && o.Background == (color.NRGBA{}) {
			w := r.world[0].times(float32(r.exposure * one))
			r.background, r.plain = pixel{clamp16(w[0]), clamp16(w[1]), clamp16(w[2])}, true
		}
	}
	r.paint(f, samples, max(1, min(o.Workers, h)))
	if r.outline {
		outline(f, r.lines, r.lined(f, samples))
	}
	return nil
}

// sizes returns the picture's size and the samples per pixel and direction.
func (o *Options) sizes() (w, h, samples int, err error) {
	w, h, samples = o.Width, o.Height, o.Samples
	if w == 0 {
		w = 256
	}
	if h == 0 {
		h = 256
	}
	if w < 1 || h < 1 || w > MaxSize || h > MaxSize {
		return 0, 0, 0, fmt.Errorf("a picture of %d×%d pixels cannot be drawn; use 1 to %d each way", w, h, MaxSize)
	}
	switch {
	case samples == 0 && o.Quality == Beauty:
		samples = 2
	case samples == 0:
		samples = 1
	case samples != 1 && samples != 2:
		return 0, 0, 0, fmt.Errorf("%d samples per direction cannot be drawn; use 1 or 2", samples)
	}
	return w, h, samples, nil
}

// Check reports why a task cannot be drawn from any camera, or nil.
func Check(t *scenes.Task) error {
	if t == nil {
		return fmt.Errorf("there is no task to draw")
	}
	if err := t.Room.Validate(); err != nil {
		return fmt.Errorf("task %q: %w", t.ID, err)
	}
	if e := t.Room.Extent(); max(e[0], e[1], e[2]) > maxRoom {
		return fmt.Errorf("task %q: the room is %.0f×%.0f×%.0f m; at most %d m each way can be drawn", t.ID, e[0], e[1], e[2], maxRoom)
	}
	return nil
}

func (c Camera) check() error {
	if !finite(c.Eye[0], c.Eye[1], c.Eye[2], c.Target[0], c.Target[1], c.Target[2], c.Up[0], c.Up[1], c.Up[2], c.FovY, c.Ortho, c.ShiftX, c.ShiftY) {
		return fmt.Errorf("the camera is not at a finite place: eye %v, target %v", c.Eye, c.Target)
	}
	if s := max(c.ShiftX, -c.ShiftX, c.ShiftY, -c.ShiftY); s > maxShift {
		return fmt.Errorf("the camera's lens is shifted by %g picture sides; at most %d can be drawn", s, maxShift)
	}
	return nil
}

func (r *Renderer) begin(c Camera, o Options, w, h int) {
	r.view = newView(c, w, h)
	r.light = daylight
	r.display = &display
	if o.Tone == Filmic {
		r.display = filmic()
	}
	r.light.camera = r.view.fw.scale(-1)
	r.flat = o.Quality == Preview
	bg := o.Background
	if bg == (color.NRGBA{}) {
		bg = DefaultBackground
	}
	r.background = linearPixel(bg)
	r.plain = false
	n := w * h
	r.resize(n)
	r.materials, r.instances, r.calls = r.materials[:0], append(r.instances[:0], still), r.calls[:0]
	r.corners, r.cuts, r.tris = r.corners[:0], r.cuts[:0], r.tris[:0]
	r.clear, r.ghostly = r.clear[:0], r.ghostly[:0]
	r.casters = r.casters[:0]
	r.deferred = o.Quality == Beauty
	r.normals = o.Normals || r.deferred
	r.coarse = 1
	if r.deferred {
		// What is drawn must be close to what throws shadows.
		r.coarse = 0.6
	}
	r.exposure = 1
}

// queue sets up every triangle of the scene.
func (r *Renderer) queue(s *Scene, c Camera, opts *Options) {
	for i := range s.Props {
		r.prop(&s.Props[i])
	}
	r.outline = false
	r.lines = grow(r.lines, len(s.Task.Objects))
	clear(r.lines)
	if s.Layout != nil {
		r.furniture(s, c, opts)
	}
	// The room comes last: most of it is hidden by then.
	if s.Task == &bare {
		return
	}
	r.holes.build(&s.Task.Room)
	for i := range r.holes.props {
		r.stand(&r.holes.props[i], r.holes.cache.model(r.holes.props[i].Model))
	}
	r.draw(&r.shell.floor, 0)
	for i := range r.shell.walls {
		r.draw(&r.shell.walls[i], 0)
	}
	r.draw(&r.shell.trim, 0)
	r.draw(&r.shell.glass, 0)
}

// furniture sets up what the layout places.
func (r *Renderer) furniture(s *Scene, c Camera, opts *Options) {
	r.haunt(s, c, opts)
	r.boxes = grow(r.boxes, len(s.Task.Objects))
	for i := range s.Layout.Placements {
		p := &s.Layout.Placements[i]
		o, k := s.Task.Find(p.ID)
		if o == nil || k > 65535-ObjectID {
			continue
		}
		r.object(s, o, p, k)
	}
}

func (r *Renderer) object(s *Scene, o *scenes.Object, p *scenes.Placement, k int) {
	var m *mesh.Model
	if s.Models != nil && o.Asset != "" {
		m = s.Models(o.Asset)
	}
	var parts []part
	var size vec3
	if m != nil {
		q := r.prepared(m)
		parts, size = q.parts, q.size
	}
	if len(parts) == 0 {
		placeholder(&r.boxes[k], o)
		parts, size = r.boxes[k:k+1], vec3{}
	}
	in, ok := place(o, p, size)
	if !ok {
		return
	}
	in.id = uint16(ObjectID + k)
	if o.Flat && in.ground < 0.1 && r.shell.floor.mat.shade != nil {
		in.shade, in.lift = r.shell.floor.mat.shade, false
	}
	if r.ghosts[k] {
		in.ghost, in.lift = ghostOpacity, false
		r.line(k, ghostLine)
	}
	if c := s.Highlight[o.ID]; c.A > 0 {
		r.line(k, color.NRGBA{c.R, c.G, c.B, 255})
		if r.ghosts[k] {
			in.ghost = markedOpacity
		}
		in.tint = rgb{linearF[c.R], linearF[c.G], linearF[c.B]}
		in.strength = float32(c.A) / 255
	}
	number := int32(len(r.instances))
	r.instances = append(r.instances, in)
	for i := range parts {
		r.draw(&parts[i], number)
		r.cast(&parts[i], number)
	}
}

// cast lets a part throw shadows.
func (r *Renderer) cast(p *part, number int32) {
	if in := &r.instances[number]; r.deferred && in.ghost == 0 && p.mat.mode != mesh.Blend {
		r.casters = append(r.casters, caster{p, number})
	}
}

// prepared returns a model as it is drawn.
func (r *Renderer) prepared(m *mesh.Model) *prepared {
	if r.Cache != nil {
		return r.Cache.model(m)
	}
	return r.own.model(m)
}

// material queues a material as an instance wears it.
func (r *Renderer) material(m *material, in *instance) int32 {
	q := *m
	if in.shade != nil {
		q.shade = in.shade
	}
	q.tint, q.strength, q.ghost = in.tint, in.strength, in.ghost
	r.materials = append(r.materials, q)
	return int32(len(r.materials) - 1)
}
