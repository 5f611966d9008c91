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
	// NeedImages asks for a colour picture of every layout that can be read.
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
	Needs       []Need
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
}
