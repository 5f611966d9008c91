// Package base holds what every kind of plugin shares.
//
// The lifecycle of a plugin: its process starts and serves; the host calls
// Describe once; Configure with settings that passed the schema; then the
// kind's own calls, possibly many at a time; then Stop, if it is a [Stopper],
// with a deadline, before the process ends. Configure may be called again
// between calls, never during one.
package base

import (
	"context"
	"slices"

	"github.com/metaspatial/metaspatial/sdk/diag"
	"github.com/metaspatial/metaspatial/sdk/schema"
)

// Kind is a kind of plugin.
type Kind string

// The kinds.
const (
	Reward Kind = "reward"
	Policy Kind = "policy"
	Render Kind = "render"
)

// Need is something that a reward term or a policy reads beside the task and
// the layout. The host gives each plugin only what it needs.
type Need string

// The needs.
const (
	// NeedResponse asks for the text of the policy's response.
	NeedResponse Need = "response"
	// NeedMeshes asks for the models of the task's assets, as GLB files.
	NeedMeshes Need = "meshes"
	// NeedImages asks for pictures of every layout that can be read: those that
	// [Description.Pictures] lists.
	NeedImages Need = "images"
)

// Description is what a plugin says of itself.
type Description struct {
	// ID is kind/name, such as "reward/physics".
	ID string `json:"id"`
	// Kind says which interface the plugin's type implements beside [Plugin].
	Kind Kind `json:"kind"`
	// Version is the plugin's own semantic version.
	Version string `json:"version"`
	// SDKVersion is filled in by the SDK.
	SDKVersion string `json:"sdk_version,omitempty"`
	// Summary is one sentence; Docs is Markdown.
	Summary string `json:"summary"`
	Docs    string `json:"docs,omitempty"`
	// Trainable is set by the SDK for a policy that is a Trainer.
	Trainable bool `json:"trainable,omitempty"`
	// Needs is what the plugin reads beside the task and the layout.
	Needs []Need `json:"needs,omitempty"`
	// Pictures are those that NeedImages asks for, in the order in which they
	// come; empty means one in colour from the doll-house camera, 256 by 256.
	Pictures []Picture `json:"pictures,omitempty"`
	// Schema lists the settings that a run file may give.
	Schema schema.Schema `json:"schema,omitempty"`
}

// ConfigureRequest carries the settings.
type ConfigureRequest struct {
	// Values have passed the plugin's schema, with every default filled in.
	Values schema.Values
	// CacheDir is the folder that [Image.File] and [Mesh.File] are below. Renderers write there,
	// files named by the hash of their content; all others only read.
	CacheDir string
}

// ConfigureResponse reports whether the plugin accepts the settings.
type ConfigureResponse struct {
	// Needs are what these settings make the plugin read beside the needs of
	// its description, until it is configured again.
	Needs []Need
	// Pictures, where there are any, take the place of the description's.
	Pictures    []Picture
	Diagnostics diag.Diagnostics
}

// Plugin is what every plugin implements.
type Plugin interface {
	// Describe returns the same value at every call, also before Configure.
	Describe() Description
	// Configure takes the settings; an error in the diagnostics refuses them.
	// It may come again, and then replaces the settings whole.
	Configure(ctx context.Context, req ConfigureRequest) (ConfigureResponse, error)
}

// Stopper is a plugin with something to finish before its process ends.
type Stopper interface {
	// Stop finishes what must not be lost and returns before the context's
	// deadline, after which the process is killed.
	Stop(ctx context.Context) error
}

// Mesh is a model in the cache directory: a GLB file in metres, Y up, its front
// at +Z, standing on the origin with its base centred, without textures. It is
// drawn and measured at the size of its object, which stretches it.
type Mesh struct {
	// Asset is the id that objects of the task name.
	Asset string `json:"asset"`
	// Hash is the hexadecimal SHA-256 of the file's bytes.
	Hash string `json:"hash"`
	// File is the model's path below the cache directory.
	File string `json:"file"`
}

// Picture is a kind of picture of a layout.
type Picture struct {
	// Camera is a preset of package render; empty means the doll-house.
	Camera string `json:"camera,omitempty"`
	// Output is what the picture shows; empty means colour.
	Output string `json:"output,omitempty"`
	// Width and Height in pixels; 0 means 256.
	Width  int `json:"width,omitempty"`
	Height int `json:"height,omitempty"`
	// Quality is the renderer's word for how good it looks; empty is that of
	// the renderer's settings.
	Quality string `json:"quality,omitempty"`
}

// The defaults of a [Picture].
const (
	defaultCamera = "dollhouse"
	defaultOutput = "color"
	defaultSize   = 256
)

// Complete returns the picture with its defaults filled in.
func (p Picture) Complete() Picture {
	if p.Camera == "" {
		p.Camera = defaultCamera
	}
	if p.Output == "" {
		p.Output = defaultOutput
	}
	if p.Width == 0 {
		p.Width = defaultSize
	}
	if p.Height == 0 {
		p.Height = defaultSize
	}
	return p
}

// Wanted returns the pictures that the plugin gets, complete; none unless it
// needs images.
func (d *Description) Wanted() []Picture {
	if !slices.Contains(d.Needs, NeedImages) {
		return nil
	}
	if len(d.Pictures) == 0 {
		return []Picture{Picture{}.Complete()}
	}
	out := make([]Picture, len(d.Pictures))
	for i, p := range d.Pictures {
		out[i] = p.Complete()
	}
	return out
}

// Image is a picture in the cache directory.
type Image struct {
	// Hash is the hexadecimal SHA-256 of the file's bytes.
	Hash string `json:"hash"`
	// File is the picture's path below the cache directory.
	File string `json:"file"`
	// Camera is the preset it was taken with, Output what it shows, both as
	// named in package render.
	Camera string `json:"camera"`
	Output string `json:"output"`
	Width  int    `json:"width"`
	Height int    `json:"height"`
	// Quality is what was asked for; empty for the renderer's own.
	Quality string `json:"quality,omitempty"`
	// Data are the file's bytes, where the caller asked for them to come along.
	Data []byte `json:"data,omitempty"`
}

// Shows reports whether the image is of the kind of a complete picture.
func (i *Image) Shows(p Picture) bool {
	return i.Camera == p.Camera && i.Output == p.Output && i.Width == p.Width && i.Height == p.Height && i.Quality == p.Quality
}
