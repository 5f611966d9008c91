package ui

import (
	"image"
	"image/color"
	"math"
)

type opKind uint8

const (
	opFill opKind = iota
	opStroke
	opLine
	opPolygon
	opText
	opImage
)

// op is one shape of a frame, in pixels.
type op struct {
	kind opKind
	// clip is where it may be seen, box a bound of where it is.
	clip, box image.Rectangle
	color     color.NRGBA
	// rect is the place of fills, strokes and images; radius rounds it.
	rect          image.Rectangle
	radius, width float32
	points        [][2]float32
	run           *run
	size          float32
	x, y          float32
	img           *image.RGBA
	hash          uint64
}

// finish computes what painting and comparing need.
func (o *op) finish() {
	switch o.kind {
	case opFill, opStroke, opImage:
		o.box = o.rect
	case opLine, opPolygon:
		pad := o.width/2 + 1
		lo := [2]float32{math.MaxFloat32, math.MaxFloat32}
		hi := [2]float32{-math.MaxFloat32, -math.MaxFloat32}
		for _, p := range o.points {
			for k := range 2 {
				lo[k], hi[k] = min(lo[k], p[k]-pad), max(hi[k], p[k]+pad)
			}
		}
		o.box = image.Rect(floor(lo[0]), floor(lo[1]), floor(hi[0])+1, floor(hi[1])+1)
	case opText:
		// Letters may reach a little beyond their advance and the font's heights.
		o.box = image.Rect(floor(o.x)-3, floor(o.y-o.run.ascent)-2, floor(o.x+o.run.width)+5, floor(o.y+o.run.descent)+3)
	}
	o.box = o.box.Intersect(o.clip)
	h := mix(hashSeed, uint64(o.kind))
	for _, r := range []image.Rectangle{o.clip, o.rect} {
		h = mix(mix(h, uint64(r.Min.X)<<32^uint64(uint32(r.Min.Y))), uint64(r.Max.X)<<32^uint64(uint32(r.Max.Y)))
	}
	h = mix(h, uint64(o.color.R)<<24|uint64(o.color.G)<<16|uint64(o.color.B)<<8|uint64(o.color.A))
	h = mixFloat(h, o.radius, o.width, o.size, o.x, o.y)
	for _, p := range o.points {
		h = mixFloat(h, p[0], p[1])
	}
	if o.run != nil {
		h = mix(h, o.run.hash)
	}
	o.hash = mix(h, o.hash)
}

// floor is the integer below; coordinates that are no numbers lie at zero.
func floor(v float32) int {
	f := math.Floor(float64(v))
	if !(math.Abs(f) < 1<<24) {
		if f > 0 {
			return 1 << 24
		} else if f < 0 {
			return -1 << 24
		}
		return 0
	}
	return int(f)
}
