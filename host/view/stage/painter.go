package stage

import (
	"image"
	"time"

	"github.com/metaspatial/metaspatial/scenes/raster"
)

// finishAfter is how long the camera stands still before the picture is drawn
// with smooth edges.
const finishAfter = 120 * time.Millisecond

// sharp is how many pixels a picture may have that is drawn whole while the
// camera moves: two slow cores draw that many of a furnished room in 10 ms.
const sharp = 640_000

// painter keeps the picture up to date.
type painter struct {
	stage *Stage
	cache raster.Cache
	// front draws at once, behind in the worker.
	front, behind canvas
	// shown is the picture that is shown, coarse whether it has half the
	// resolution.
	shown   *image.NRGBA
	version uint64
	coarse  bool
	// rough says that it was drawn while the camera moved.
	rough bool
	// stale says that the picture does not show what it should, fine that its
	// edges are smooth.
	stale, fine bool
	// drawn is when the whole picture was drawn, on the clock of the ticks.
	drawn time.Time
	now   time.Time
	// age counts changes, so that what the worker brings too late is dropped.
	age  uint64
	jobs chan job
	done chan job
	busy bool
}

// job is a picture for the worker.
type job struct {
	shot shot
	age  uint64
	err  error
}

func (p *painter) start(s *Stage) {
	p.stage, p.stale = s, true
	p.front.cache, p.behind.cache = &p.cache, &p.cache
	if s.opts.AtOnce {
		return
	}
	p.jobs, p.done = make(chan job, 1), make(chan job, 1)
	go func() {
		defer close(p.done)
		for j := range p.jobs {
			j.err = p.behind.draw(&j.shot)
			p.done <- j
		}
	}()
}

func (p *painter) close() {
	if p.jobs == nil {
		return
	}
	close(p.jobs)
	for range p.done {
	}
	p.jobs = nil
}

// dirty says that the picture shows something that has changed.
func (p *painter) dirty() { p.stale, p.fine, p.age = true, false, p.age+1 }

// moved says that the camera moves, settled that it stands still again.
func (p *painter) moved() { p.dirty() }

func (p *painter) settled() {
	if p.rough {
		p.dirty()
	}
}

// pending reports whether a better picture is to come.
func (p *painter) pending() bool { return p.stale || !p.fine || p.busy }

// tick takes in what the worker has done and gives it the next picture.
func (p *painter) tick(now time.Time) {
	p.now = now
	select {
	case j := <-p.done:
		p.busy = false
		if j.age == p.age && !p.stale {
			p.take(&p.behind, j.err)
		}
	default:
	}
	if p.stale || p.fine || p.coarse || p.busy || p.stage.nav.moving || now.Sub(p.drawn) < finishAfter {
		return
	}
	s := p.stage.shot(1, false)
	s.options.Samples = 2
	if p.stage.smooth {
		s.options.Quality = raster.Beauty
	}
	if p.jobs == nil {
		p.take(&p.behind, p.behind.draw(&s))
		return
	}
	p.jobs <- job{shot: s, age: p.age}
	p.busy = true
}

// take shows a finished picture; one that failed leaves the plain one.
func (p *painter) take(c *canvas, err error) {
	p.fine = true
	if err == nil {
		// The canvas draws its next picture into what is shown no longer.
		p.shown, c.image = c.image, nil
		p.version++
	}
}

// paint brings the picture up to date.
func (p *painter) paint() {
	if !p.stale {
		return
	}
	moving := p.stage.nav.moving
	scale := 1
	if moving && p.stage.w*p.stage.h > sharp {
		scale = 2
	}
	s := p.stage.shot(scale, moving)
	// A room that cannot be drawn leaves the background.
	_ = p.front.draw(&s)
	p.shown = p.front.image
	p.coarse, p.rough, p.stale, p.drawn = scale > 1, moving, false, p.now
	p.version++
}

// whole makes sure that the noted ids and depths are those of the whole picture
// as it is now.
func (p *painter) whole() *canvas {
	p.paint()
	if p.coarse {
		s := p.stage.shot(1, false)
		s.bare = true
		_ = p.front.draw(&s)
		p.coarse, p.stale = false, true
	}
	return &p.front
}

// depth returns the depth at a pixel, 0 where nothing is. A coarse picture will
// do.
func (p *painter) depth(x, y float64) float64 {
	if p.stale && !p.stage.nav.moving {
		p.whole()
	}
	f := &p.front.frame
	if f.W == 0 || !(x >= 0 && y >= 0 && x < float64(p.stage.w) && y < float64(p.stage.h)) {
		return 0
	}
	i, j := int(x)*f.W/p.stage.w, int(y)*f.H/p.stage.h
	return float64(f.Depth[min(j, f.H-1)*f.W+min(i, f.W-1)])
}

// Picture returns what the stage looks like now.
func (s *Stage) Picture() Picture {
	s.painter.paint()
	return Picture{Image: s.painter.shown, Version: s.painter.version, Camera: s.Camera()}
}
