package stage

import (
	"fmt"
	"image"
	"image/color"

	"github.com/metaspatial/metaspatial/scenes/raster"
	"github.com/metaspatial/metaspatial/scenes/raster/overlay/ink"
)

// ShotOptions are the options of [Stage.Shot].
type ShotOptions struct {
	// Width and Height in pixels; 0 means the stage's. At most
	// [raster.MaxSize].
	Width, Height int
	// Plain draws without light and shadows.
	Plain bool
	// Overlays draws what is drawn over the room; selections are never shown.
	Overlays bool
	// Workers is how many goroutines draw; 0 means the stage's.
	Workers int
}

// Shot returns a function that takes a picture of what the stage shows now, at
// any size, as smoothly as can be. The function may be called by another
// goroutine, once; it takes up to some seconds for the largest pictures.
func (s *Stage) Shot(o ShotOptions) (func() (*image.NRGBA, error), error) {
	if o.Width == 0 {
		o.Width = s.w
	}
	if o.Height == 0 {
		o.Height = s.h
	}
	if o.Width < 1 || o.Height < 1 || o.Width > raster.MaxSize || o.Height > raster.MaxSize {
		return nil, fmt.Errorf("a picture of %d×%d pixels cannot be drawn; use 1 to %d each way", o.Width, o.Height, raster.MaxSize)
	}
	q := s.shot(1, false)
	q.options.Width, q.options.Height, q.options.Samples = o.Width, o.Height, 2
	if !o.Plain {
		q.options.Quality = raster.Beauty
	}
	if o.Workers > 0 {
		q.options.Workers = o.Workers
	}
	q.bare = !o.Overlays
	q.overlays.Text, q.overlays.Covered = 0, nil
	for i := range q.rooms {
		q.rooms[i].scene.Highlight = nil
	}
	var strokes []Stroke
	if o.Overlays {
		strokes = s.own(o.Width, o.Height)
	}
	cache := &s.painter.cache
	return func() (*image.NRGBA, error) {
		c := canvas{cache: cache}
		if err := c.draw(&q); err != nil {
			return nil, err
		}
		Ink(c.image, strokes)
		return c.image, nil
	}, nil
}

// Ink draws strokes into a picture, but for their texts.
func Ink(img *image.NRGBA, strokes []Stroke) {
	var pen ink.Pen
	var path ink.Path
	for i := range strokes {
		s := &strokes[i]
		points := make([]ink.Point, len(s.Points))
		for k, p := range s.Points {
			points[k] = ink.Point{X: p[0], Y: p[1]}
		}
		fill := func(c color.NRGBA) {
			pen.Fill(img, &path, c, nil)
			path.Reset()
		}
		switch {
		case len(points) == 1:
			path.Circle(points[0], s.Width/2)
		case s.Filled:
			path.Polygon(points...)
		case s.Dashed:
			if s.Closed {
				points = append(points, points[0])
			}
			path.Dash(s.Width, 4*s.Width, 3*s.Width, points...)
		case s.Closed:
			path.StrokeClosed(s.Width, points...)
		default:
			path.Stroke(s.Width, points...)
		}
		fill(s.Color)
	}
}
