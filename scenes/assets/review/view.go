package review

import (
	"fmt"
	"image"
	"image/color"
	"math"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/assets"
	"github.com/metaspatial/metaspatial/scenes/mesh"
	"github.com/metaspatial/metaspatial/scenes/raster"
	"github.com/metaspatial/metaspatial/scenes/raster/overlay/ink"
)

// View is a way to look at an asset.
type View uint8

// The views. In all of them the front is towards the reader: in [Corner] to the
// lower right, in [Above] downwards, in [Scale] out of the picture.
const (
	// Corner looks down at the front and the right side, as a person does who
	// picks furniture. An arrow on the ground points where the front faces.
	Corner View = iota
	// Above is a plan: what things may stand on is hatched, with the footprint,
	// the pivot as a cross, and an arrow for the front.
	Above
	// Scale shows the front beside a person of 1.75 m, with the heights of what
	// things may stand on.
	Scale
)

// The side of a thumbnail in pixels.
const (
	MinSize     = 48
	MaxSize     = 512
	defaultSize = 160
)

// The colours of Okabe and Ito that marks are drawn in, and those of the tile.
var (
	frontColor   = color.NRGBA{0, 114, 178, 255}
	surfaceColor = color.NRGBA{0, 158, 115, 255}
	pivotColor   = color.NRGBA{213, 94, 0, 255}
	tileColor    = color.NRGBA{243, 244, 246, 255}
	casingColor  = color.NRGBA{255, 255, 255, 235}
	inkColor     = color.NRGBA{52, 58, 68, 255}
	lineColor    = color.NRGBA{176, 182, 192, 255}
	personColor  = color.NRGBA{168, 175, 186, 255}
)

// Thumbnail draws one picture of an asset at its true size, size×size pixels;
// size 0 means 160. Use a [Painter] for many.
func Thumbnail(m *mesh.Model, a *assets.Asset, view View, size int) (*image.NRGBA, error) {
	return new(Painter).Thumbnail(m, a, view, size)
}

// Painter draws thumbnails one after another and keeps its buffers between
// them. The zero value is ready; it must not be used by two goroutines at once.
type Painter struct {
	// Cache may be shared with other painters and renderers; nil means one of
	// its own.
	Cache *raster.Cache

	brush raster.Renderer
	frame raster.Frame
	pen   ink.Pen
	path  ink.Path
}

// Thumbnail draws one picture. The model is in metres with its front forwards,
// as [assets.Library.Model] returns it. A model that is empty, or larger than
// can be drawn, is an error.
func (p *Painter) Thumbnail(m *mesh.Model, a *assets.Asset, view View, size int) (*image.NRGBA, error) {
	if size == 0 {
		size = defaultSize
	}
	if size < MinSize || size > MaxSize {
		return nil, fmt.Errorf("a thumbnail cannot have a side of %d px; use %d to %d", size, MinSize, MaxSize)
	}
	if m == nil || m.Triangles() == 0 {
		return nil, fmt.Errorf("asset %s has no triangles to draw", a.ID)
	}
	s := &subject{Painter: p, asset: a, model: m, side: size, u: float64(size) / defaultSize, zoom: 1}
	for k, v := range m.Size {
		if !(v >= 0 && v <= maxExtent) {
			return nil, fmt.Errorf("asset %s is %v m large; at most %d m each way can be drawn", a.ID, m.Size, int(maxExtent))
		}
		s.size[k] = max(float64(v), 1e-4)
	}
	switch view {
	case Corner:
		return s.corner()
	case Above:
		return s.above()
	case Scale:
		return s.scale()
	}
	return nil, fmt.Errorf("there is no view %d of an asset", view)
}

// maxExtent is the largest side of an asset that is drawn, in metres: what the
// rasteriser takes, less the room round it.
const maxExtent = 400

// subject is one thumbnail in work. Its frame is (right, front, up) with the
// origin in the centre of the base.
type subject struct {
	*Painter
	asset *assets.Asset
	model *mesh.Model
	size  scenes.Vec3
	side  int
	// u is the unit of strokes, 1 in a picture of 160 pixels.
	u float64
	// cam sees the frame enlarged by zoom, then shifted by at.
	cam  raster.Camera
	zoom float64
	at   scenes.Vec3
	img  *image.NRGBA
}

// render draws the model where the subject's camera sees it.
func (s *subject) render() error {
	s.brush.Cache = s.Cache
	prop := raster.Prop{
		Model: s.model, Position: s.at.Add(scenes.Vec3{0, 0, s.size[2] / 2 * s.zoom}),
		Scale: scenes.Vec3{s.zoom, s.zoom, s.zoom}, ID: modelID,
	}
	o := raster.Options{Width: s.side, Height: s.side, Samples: 2, Background: tileColor, Normals: true}
	if err := s.brush.Render(raster.Scene{Props: []raster.Prop{prop}}, s.cam, o, &s.frame); err != nil {
		return fmt.Errorf("asset %s: %w", s.asset.ID, err)
	}
	s.img = image.NewNRGBA(s.frame.Color.Rect)
	copy(s.img.Pix, s.frame.Color.Pix)
	s.flatten()
	return nil
}

// flatten makes the background, which the rasteriser shades from top to bottom,
// one colour: that packs better and lies quietly on the page.
func (s *subject) flatten() {
	for y := range s.side {
		row := s.img.Pix[y*s.img.Stride:][:4*s.side]
		ground := [3]uint8(row)
		if s.frame.ID[y*s.side] != raster.NoID {
			continue
		}
		for i := 0; i < len(row); i += 4 {
			if [3]uint8(row[i:]) == ground {
				row[i], row[i+1], row[i+2] = tileColor.R, tileColor.G, tileColor.B
			}
		}
	}
}

// modelID is what the frame says of the model's pixels.
const modelID = raster.RoomID + 1

// dots is a length of n pixels of a picture of 160.
func (s *subject) dots(n float64) float64 { return float64(n * s.u) }

// px projects a place of the subject's frame into the picture.
func (s *subject) px(right, front, up float64) ink.Point {
	x, y, _, _ := s.cam.Project(s.side, s.side, s.at.Add(scenes.Vec3{right, front, up}.Mul(s.zoom)))
	return ink.Point{X: x, Y: y}
}

// bare lays a colour on the pixels that the model leaves free, so that what
// lies on the ground is hidden by it.
func (s *subject) bare(x, y int) uint8 {
	if s.frame.ID[y*s.side+x] == modelID {
		return 0
	}
	return 255
}

// fill lays a colour over the path and empties it.
func (s *subject) fill(c color.NRGBA, light func(x, y int) uint8) {
	s.pen.Fill(s.img, &s.path, c, light)
	s.path.Reset()
}

// arrow draws an arrow over the ground along a line of places, with a casing
// that sets it off from any colour.
func (s *subject) arrow(from, to scenes.Vec2, light func(x, y int) uint8) {
	a, b := s.px(from[0], from[1], 0), s.px(to[0], to[1], 0)
	dx, dy := b.X-a.X, b.Y-a.Y
	long := math.Sqrt(float64(dx*dx) + float64(dy*dy))
	if long < 1 {
		return
	}
	dx, dy = dx/long, dy/long
	head, half, shaft := min(s.dots(9), long), s.dots(5.5), s.dots(1.6)
	at := func(ahead, aside float64) ink.Point {
		return ink.Point{X: a.X + float64(dx*ahead) - float64(dy*aside), Y: a.Y + float64(dy*ahead) + float64(dx*aside)}
	}
	points := []ink.Point{at(0, -shaft), at(long-head, -shaft), at(long-head, -half), at(long, 0), at(long-head, half), at(long-head, shaft), at(0, shaft)}
	s.path.Polygon(points...)
	s.path.StrokeClosed(s.dots(2.4), points...)
	s.fill(casingColor, light)
	s.path.Polygon(points...)
	s.fill(frontColor, light)
}

// write puts a text with its casing; x and y are its left end and base line.
func (s *subject) write(face ink.Face, size float64, at ink.Point, text string, c color.NRGBA) {
	for _, d := range [...]ink.Point{{X: -1}, {X: 1}, {Y: -1}, {Y: 1}} {
		s.pen.Write(s.img, face, size, ink.Point{X: at.X + float64(d.X*s.u), Y: at.Y + float64(d.Y*s.u)}, text, casingColor)
	}
	s.pen.Write(s.img, face, size, at, text, c)
}
