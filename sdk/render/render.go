// Package render is the contract of a renderer.
package render

import (
	"context"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/sdk/base"
	"github.com/metaspatial/metaspatial/sdk/diag"
)

// Renderer draws layouts into the cache directory of its settings, one file
// per picture, named by the hash of its bytes.
type Renderer interface {
	base.Plugin
	// Render draws every scene with every camera. The same request gives the
	// same bytes.
	Render(ctx context.Context, req RenderRequest) (RenderResponse, error)
}

// Scene is a layout to draw.
type Scene struct {
	Task   *scenes.Task
	Layout *scenes.Layout
}

// Camera presets. A renderer may offer more.
const (
	// Dollhouse looks down from outside with the near walls cut away.
	Dollhouse = "dollhouse"
	// Top is orthographic from above, north up.
	Top = "top"
	// Eye stands in the door, or in the south-west corner without one.
	Eye = "eye"
)

// Outputs; [RenderResponse] says how each is encoded.
const (
	Color  = "color"
	Depth  = "depth"
	ID     = "id"
	Normal = "normal"
)

// RenderRequest asks for pictures.
type RenderRequest struct {
	Scenes []Scene
	// Cameras are presets; empty means Dollhouse.
	Cameras []string
	// Outputs are among Color, Depth, ID and Normal; empty means Color.
	Outputs []string
	// Width and Height in pixels; 0 means 256.
	Width, Height int
	// Quality is one of the renderer's; empty is that of its settings.
	Quality string
	// Inline gives the files' bytes along with their names, for callers that do
	// not share the cache directory.
	Inline bool
}

// RenderResponse holds Images[scene], ordered by camera, then output. Color is
// an 8-bit PNG; Depth a 16-bit grey PNG in millimetres, 0 where nothing is;
// ID an 8-bit grey PNG with 0 for none, 1 for the room and i+2 for object i;
// Normal an 8-bit PNG of the surfaces' unit normals in layout space, each
// component as 128 + 127·n, and 0, 0, 0 where nothing is.
type RenderResponse struct {
	Images      [][]base.Image
	Diagnostics diag.Diagnostics
}
