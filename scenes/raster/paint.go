package raster

import "sync"

// painter fills, shades and resolves a band of rows. What it makes of corners
// and triangles when a pixel asks for it first is its own, so that painters
// need not wait for each other, and the same whoever makes it.
type painter struct {
	r *Renderer
	// lit holds, by corner and side, 1 + the place in attrs.
	lit   []uint32
	attrs []attr
	// slots holds, by triangle, 1 + the place in surfaces.
	slots    []uint32
	surfaces []surface
	line     []pixel
}

// ready makes a painter forget the last picture.
func (p *painter) ready(r *Renderer) {
	p.r = r
	p.lit, p.slots = grow(p.lit, 2*len(r.corners)), grow(p.slots, len(r.tris))
	clear(p.lit)
	clear(p.slots)
	p.attrs, p.surfaces = p.attrs[:0], p.surfaces[:0]
}

// paint splits the rows among painters.
func (r *Renderer) paint(f *Frame, samples, workers int) {
	for len(r.painters) < workers {
		r.painters = append(r.painters, painter{})
	}
	for i := range workers {
		r.painters[i].ready(r)
	}
	if r.mark(f.W, f.H, samples); r.fronts() {
		r.front = grow(r.front, len(r.keys))
	}
	if !r.deferred {
		if workers == 1 {
			r.painters[0].band(f, samples, 0, f.H)
		} else {
			r.share(f.H, workers, func(p *painter, y0, y1 int) { p.band(f, samples, y0, y1) })
		}
		return
	}
	r.groundW, r.groundH = (f.W+1)/2, (f.H+1)/2
	r.ground = grow(r.ground, r.groundW*r.groundH)
	r.share(f.H, workers, func(p *painter, y0, y1 int) { p.see(int32(y0*samples), int32(y1*samples)) })
	r.share(r.groundH, workers, func(p *painter, y0, y1 int) { p.survey(samples, y0, y1) })
	r.share(r.groundH, workers, func(p *painter, y0, y1 int) { p.hide(samples, y0, y1) })
	r.share(r.groundH, workers, func(p *painter, y0, y1 int) { p.soften(y0, y1) })
	r.share(f.H, workers, func(p *painter, y0, y1 int) {
		p.finish(f, samples, y0, y1)
		p.after(f, samples, y0, y1)
	})
}

// share calls do once for every painter with its rows of h.
func (r *Renderer) share(h, workers int, do func(p *painter, y0, y1 int)) {
	if workers == 1 {
		do(&r.painters[0], 0, h)
		return
	}
	var wg sync.WaitGroup
	for i := range workers {
		wg.Go(func() { do(&r.painters[i], h*i/workers, h*(i+1)/workers) })
	}
	wg.Wait()
}

// see fills the visibility buffer of sample rows s0 to s1.
func (p *painter) see(s0, s1 int32) {
	r := p.r
	a, b := int(s0)*r.view.w, int(s1)*r.view.w
	clear(r.keys[a:b])
	clear(r.seen[a:b])
	for i := range r.tris {
		if t := &r.tris[i]; t.kind <= kindMask {
			p.fill(&r.layer, t, uint32(i+1), s0, s1)
		}
	}
}

// band draws rows y0 to y1 of the frame.
func (p *painter) band(f *Frame, samples, y0, y1 int) {
	r := p.r
	p.see(int32(y0*samples), int32(y1*samples))
	for y := y0; y < y1; y++ {
		over := r.late.row(y) != nil
		if samples == 1 && !over {
			p.row(f, y)
			continue
		}
		for k := range samples {
			p.shadeRow(int32(y*samples + k))
		}
		if !over {
			p.resolve(f, samples, y, nil)
		}
	}
	p.after(f, samples, y0, y1)
}

// after draws what is drawn over the solid things, and resolves the rows in
// which that is.
func (p *painter) after(f *Frame, samples, y0, y1 int) {
	r := p.r
	if !r.fronts() {
		return
	}
	s0, s1 := int32(y0*samples), int32(y1*samples)
	for y := y0; y < y1; y++ {
		if r.late.row(y) != nil {
			a := y * samples * r.view.w
			clear(r.front[a : a+samples*r.view.w])
		}
	}
	for i := range r.clear {
		p.blend(r.clear[i].n, s0, s1)
	}
	if len(r.ghostly) > 0 {
		p.appear(s0, s1)
	}
	for y := y0; y < y1; y++ {
		if tiles := r.late.row(y); tiles != nil {
			p.resolve(f, samples, y, tiles)
		}
	}
}
