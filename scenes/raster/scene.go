package raster

import (
	"image"
	"image/color"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/mesh"
)

// The values of [Frame.ID] below the first object.
const (
	NoID   = 0
	RoomID = 1
	// ObjectID is the id of the task's first object.
	ObjectID = 2
)

// Scene is what is drawn.
type Scene struct {
	// Task may be nil when there are props: then they are drawn without a room.
	Task *scenes.Task
	// Layout may leave objects out, and may be nil for the empty room.
	Layout *scenes.Layout
	// Models returns an asset's model, or nil for a plain box; it may be nil.
	// A model must not change once it was returned.
	Models func(asset string) *mesh.Model
	// Highlight tints and outlines objects by id; the alpha is the strength of
	// the tint.
	Highlight map[string]color.NRGBA
	// Props are drawn as they stand beside what the layout places.
	Props []Prop
	// Lights, when there are any, replace the sun and the room's own lights in
	// [Beauty]; the other qualities keep their fixed light.
	Lights []Light
	// World is the linear radiance of the surroundings in [Beauty], with the
	// lights; zero means that of a bright sky.
	World [3]float64
}

// Quality trades looks for time.
type Quality uint8

// The quality levels.
const (
	// Train has filtered textures, one sample per pixel.
	Train Quality = iota
	// Preview has flat colours, one by triangle, and no contact shade.
	Preview
	// Beauty has shadows, light sent on by surfaces, ambient occlusion and 2×2
	// samples per pixel.
	Beauty
)

// Tone is a tone curve: how linear light becomes sRGB.
type Tone uint8

// The tone curves.
const (
	// Soft leaves all but the brightest values as they are.
	Soft Tone = iota
	// Filmic compresses sixteen stops about middle grey, as Blender's Filmic
	// view does.
	Filmic
)

// DefaultBackground is what pictures have behind the room when nothing is asked.
var DefaultBackground = color.NRGBA{205, 211, 219, 255}

// MaxSize is the greatest width and height.
const MaxSize = 4096

// maxRoom is the greatest extent of a room, in metres.
const maxRoom = 1000

// maxShift bounds a lens shift.
const maxShift = 4

// Options of a picture; the zero value is a good 256×256 one.
type Options struct {
	// Width and Height in pixels; 0 means 256.
	Width, Height int
	// Samples is 1 or 2: samples per pixel in each direction; 0 means what the
	// quality asks for.
	Samples int
	Quality Quality
	// Workers is how many goroutines draw; 0 means 1. The bytes are the same.
	Workers int
	// Background is opaque; the zero value means a light grey.
	Background color.NRGBA
	// Tone is the tone curve.
	Tone Tone
	// Exposure brightens [Beauty] by powers of two before the tone curve.
	Exposure float64
	// Normals fills [Frame.Normal].
	Normals bool
	// FullWalls keeps the walls between the camera and the room.
	FullWalls bool
	// LowWalls cuts every wall as those between the camera and the room are;
	// FullWalls goes before it.
	LowWalls bool
	// Solid draws what hangs on a wall that is cut away, or from a ceiling seen
	// from above, as it is, instead of as a ghost.
	Solid bool
}

// Frame receives the picture. It keeps its buffers from call to call.
type Frame struct {
	W, H int
	// Color is opaque sRGB.
	Color *image.NRGBA
	// Depth is in metres along the view, 0 where nothing is.
	Depth []float32
	// ID is [NoID], [RoomID], or [ObjectID] plus the object's index.
	ID []uint16
	// Normal, when [Options.Normals] asks for it, is the unit normal of the
	// surface seen, turned to the camera, in layout space times 127; zero where
	// nothing is. It is empty otherwise.
	Normal [][3]int8
}

// Pick returns the index of the object seen at a pixel, or -1.
func (f *Frame) Pick(x, y int) int {
	if x < 0 || y < 0 || x >= f.W || y >= f.H {
		return -1
	}
	return max(-1, int(f.ID[y*f.W+x])-ObjectID)
}

func (f *Frame) resize(w, h int, normals bool) {
	f.W, f.H = w, h
	n := w * h
	if f.Color == nil || cap(f.Color.Pix) < 4*n {
		f.Color = image.NewNRGBA(image.Rect(0, 0, w, h))
	}
	f.Color.Pix, f.Color.Stride, f.Color.Rect = f.Color.Pix[:4*n], 4*w, image.Rect(0, 0, w, h)
	f.Depth, f.ID = grow(f.Depth, n), grow(f.ID, n)
	if !normals {
		n = 0
	}
	f.Normal = grow(f.Normal, n)
}

// grow returns a slice of length n, reusing s when it can.
func grow[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n)
	}
	return s[:n]
}
