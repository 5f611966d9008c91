package raster

import (
	"image/color"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/mesh"
)

// What hangs on a wall that is cut away, or from a ceiling that is seen through
// from above, would float in mid-air and hide the room. It is drawn as a ghost:
// see-through, but only its nearest surface, so that it stays one clear shape,
// with a thin outline and, on a wall, a veil of the wall that fades out round
// it. Ids and depths are those of a solid object, so that it can be picked.
const (
	ghostOpacity = 0.55
	// markedOpacity is that of a highlighted ghost.
	markedOpacity = 0.9
	veilOpacity   = 0.16
	veilMargin    = 0.28
	// hangReach is how far from its wall or ceiling an object may be to hang
	// there.
	hangReach = 0.1
)

var ghostLine = color.NRGBA{62, 72, 88, 125}

// haunt finds the objects that hang on what is not drawn, and what they carry,
// and queues the veils of their walls.
func (r *Renderer) haunt(s *Scene, c Camera, o *Options) {
	r.ghosts = grow(r.ghosts, len(s.Task.Objects))
	clear(r.ghosts)
	if o.Solid {
		return
	}
	veil := &r.shell.veil
	veil.start(material{unlit: true, mode: mesh.Blend, double: true})
	room := &s.Task.Room
	open := above(room, c)
	found := false
	for i := range s.Layout.Placements {
		p := &s.Layout.Placements[i]
		obj, k := s.Task.Find(p.ID)
		if obj == nil {
			continue
		}
		in, ok := place(obj, p, vec3{})
		if !ok {
			continue
		}
		switch top := p.Position[2] + float64(obj.Size[2]/2); obj.Support {
		case scenes.OnWall:
			r.ghosts[k] = r.shell.hung(room, obj, &in)
		case scenes.OnCeiling:
			r.ghosts[k] = open && top > room.Height-hangReach && top < room.Height+hangReach
		}
		found = found || r.ghosts[k]
	}
	if !found {
		return
	}
	// Carried things may come before their carriers; a few rounds reach all.
	for range 3 {
		for k := range s.Task.Objects {
			if obj := &s.Task.Objects[k]; obj.Support == scenes.OnObject && !r.ghosts[k] {
				if _, j := s.Task.Find(obj.Parent); j >= 0 {
					r.ghosts[k] = r.ghosts[j]
				}
			}
		}
	}
	r.haze.resize(len(r.keys))
	r.draw(veil, 0)
}

// above reports whether the camera looks through the ceiling from above. A plan
// shows everything as it is.
func above(room *scenes.Room, c Camera) bool {
	if c.Ortho > 0 {
		_, _, f := c.basis()
		return !c.Plan && f[2] < 0
	}
	return !c.Plan && c.Eye[2] > room.Height
}

// hung reports whether an object hangs on a wall that is cut away, and adds
// the veil behind it.
func (sh *shell) hung(room *scenes.Room, o *scenes.Object, in *instance) bool {
	half := vec3{float32(o.Size[0] / 2), float32(o.Size[1] / 2), float32(o.Size[2] / 2)}
	if in.origin.z+half.z <= curbHeight {
		return false
	}
	// Of the walls in reach, that which the object's back is turned to most.
	best, turned := -1, float32(-2)
	var bs, bh float32
	for i := range room.Floor {
		f, length := wallFrame(room, i)
		d := in.origin.sub(f.o)
		s := d.dot(f.s)
		across := spread(in, f.n, half)
		if gap := d.dot(f.n) - across; length < 1e-3 || gap > hangReach || gap < -hangReach-2*across || s < 0 || s > length {
			continue
		}
		if t := in.ay.dot(f.n); t > turned {
			best, turned, bs, bh = i, t, s, spread(in, f.s, half)
		}
	}
	if best < 0 || !sh.cut[best] {
		return false
	}
	f, length := wallFrame(room, best)
	h, z := float32(room.Height), in.origin.z
	sh.veilBehind(&f,
		[4]float32{max(0, bs-bh-veilMargin), max(0, bs-bh), min(length, bs+bh), min(length, bs+bh+veilMargin)},
		[4]float32{curbHeight, max(curbHeight, z-half.z), min(h, z+half.z), min(h, z+half.z+veilMargin)})
	return true
}

// spread is the half extent of an object's box along a unit vector of the
// floor.
func spread(in *instance, d, half vec3) float32 {
	a, b := float32(in.ax.dot(d)*half.x), float32(in.ay.dot(d)*half.y)
	return max(a, -a) + max(b, -b)
}

// veilBehind adds a piece of wall between the inner of the places and of the
// heights, which rise; it fades out towards the outer ones, so that it does not
// fog what stands below.
func (sh *shell) veilBehind(f *frame, along, heights [4]float32) {
	p := &sh.veil
	base := uint32(len(p.verts))
	col := outsideColor
	for row, z := range heights {
		for column, s := range along {
			a := float32(veilOpacity)
			if row == 0 || row == 3 || column == 0 || column == 3 {
				a = 0
			}
			p.verts = append(p.verts, vertex{p: f.at(s, 0, z), n: f.n, c: [4]float32{col[0], col[1], col[2], a}})
		}
	}
	for row := range uint32(3) {
		for column := range uint32(3) {
			a := base + 4*row + column
			p.idx = append(p.idx, a, a+4, a+5, a, a+5, a+1)
		}
	}
}

// appear draws the ghosts over rows y0 to y1 of the picture.
func (p *painter) appear(y0, y1 int32) {
	r := p.r
	lo, hi := y1, y0
	for _, n := range r.ghostly {
		t := &r.tris[n-1]
		lo, hi = min(lo, t.minY), max(hi, t.maxY+1)
	}
	lo, hi = max(lo, y0), min(hi, y1)
	if lo >= hi {
		return
	}
	h, w := &r.haze, r.view.w
	a, b := int(lo)*w, int(hi)*w
	copy(h.keys[a:b], r.keys[a:b])
	clear(h.seen[a:b])
	for _, n := range r.ghostly {
		p.fill(h, &r.tris[n-1], n, lo, hi)
	}
	for y := lo; y < hi; y++ {
		o := int(y) * w
		seen := h.seen[o : o+w]
		for x := 0; x < w; {
			n, end := seen[x], x+1
			for end < w && seen[end] == n {
				end++
			}
			if n != 0 {
				p.shadeRun(n, h.pixels[o+x:o+end], int32(x), y)
				p.mingle(n, o+x, o+end)
			}
			x = end
		}
	}
}

// mingle lays ghost samples a to b (exclusive) over the picture.
func (p *painter) mingle(n uint32, a, b int) {
	r := p.r
	k := p.surface(n).mat.ghost
	for o := a; o < b; o++ {
		p, q := &r.pixels[o], r.haze.pixels[o]
		p.r, p.g, p.b = over(p.r, float32(q.r), k), over(p.g, float32(q.g), k), over(p.b, float32(q.b), k)
		r.keys[o], r.front[o] = r.haze.keys[o], n
	}
}

// fronts reports whether front is in use.
func (r *Renderer) fronts() bool { return len(r.clear)+len(r.ghostly) > 0 }

// line gives an object an outline.
func (r *Renderer) line(k int, c color.NRGBA) { r.lines[k], r.outline = c, true }
