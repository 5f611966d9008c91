package raster

import (
	"bytes"
	"context"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync"

	"github.com/metaspatial/metaspatial/scenes/mesh"
	"github.com/metaspatial/metaspatial/scenes/raster"
	"github.com/metaspatial/metaspatial/sdk/base"
	"github.com/metaspatial/metaspatial/sdk/diag"
	"github.com/metaspatial/metaspatial/sdk/render"
	"github.com/metaspatial/metaspatial/sdk/schema"
)

const (
	minSize     = 16
	defaultSize = 256
	// maxSamples bounds the samples of all pictures in work at once.
	maxSamples = 1 << 25
	// maxIDs is how many objects an 8-bit id picture can tell apart.
	maxIDs = 256 - raster.ObjectID
)

var outputs = []string{render.Color, render.Depth, render.ID, render.Normal}

// easel is what one picture at a time needs.
type easel struct {
	brush raster.Renderer
	frame raster.Frame
	ink   ink
}

// job is one picture: a scene from a camera.
type job struct{ scene, camera int }

// Render draws every scene with every camera, several at a time. A scene that
// cannot be drawn gives a diagnostic and no images; the others are drawn.
func (r *Renderer) Render(ctx context.Context, req render.RenderRequest) (render.RenderResponse, error) {
	var resp render.RenderResponse
	if r.cacheDir == "" {
		return resp, fmt.Errorf("render/raster: Render was called before Configure")
	}
	if resp.Diagnostics = complete(&req); resp.Diagnostics.HasError() {
		return resp, nil
	}
	resp.Images = make([][]base.Image, len(req.Scenes))
	var jobs []job
	missing := make(map[string]bool)
	for i := range req.Scenes {
		if err := ctx.Err(); err != nil {
			return resp, err
		}
		if !r.check(&req, i, missing, &resp.Diagnostics) {
			continue
		}
		resp.Images[i] = make([]base.Image, len(req.Cameras)*len(req.Outputs))
		for k := range req.Cameras {
			jobs = append(jobs, job{i, k})
		}
	}
	failed := r.work(ctx, &req, jobs, resp.Images)
	for k, err := range failed {
		if err != nil {
			return resp, fmt.Errorf("render/raster: scenes[%d], camera %s: %w", jobs[k].scene, req.Cameras[jobs[k].camera], err)
		}
	}
	return resp, ctx.Err()
}

// work draws the jobs by a bounded number of goroutines and returns an error
// per job.
func (r *Renderer) work(ctx context.Context, req *render.RenderRequest, jobs []job, images [][]base.Image) []error {
	opts := r.options
	if req.Quality != "" {
		opts.Quality = qualities[req.Quality]
	}
	opts.Normals = slices.Contains(req.Outputs, render.Normal)
	per := req.Width * req.Height
	if opts.Samples == 2 || opts.Samples == 0 && opts.Quality == raster.Beauty {
		per *= 4
	}
	cpus := runtime.GOMAXPROCS(0)
	workers := max(1, min(cpus, len(jobs), maxSamples/per))
	opts.Width, opts.Height, opts.Workers = req.Width, req.Height, max(1, cpus/workers)
	failed := make([]error, len(jobs))
	next := make(chan int)
	var wg sync.WaitGroup
	for range workers {
		wg.Go(func() {
			for k := range next {
				j := jobs[k]
				out := images[j.scene][j.camera*len(req.Outputs):][:len(req.Outputs)]
				failed[k] = r.draw(req, req.Scenes[j.scene], req.Cameras[j.camera], opts, out)
			}
		})
	}
	for k := range jobs {
		if ctx.Err() != nil {
			break
		}
		next <- k
	}
	close(next)
	wg.Wait()
	return failed
}

// draw makes one picture and stores its outputs.
func (r *Renderer) draw(req *render.RenderRequest, s render.Scene, camera string, opts raster.Options, out []base.Image) error {
	e := r.pool.Get().(*easel)
	defer r.pool.Put(e)
	c, err := raster.ParseCamera(camera, s.Task, s.Layout, opts.Width, opts.Height)
	if err != nil {
		return err
	}
	scene := raster.Scene{Task: s.Task, Layout: s.Layout, Models: r.model}
	if err := e.brush.Render(scene, c, opts, &e.frame); err != nil {
		return err
	}
	for k, name := range req.Outputs {
		data, err := e.ink.encode(&e.frame, name)
		if err != nil {
			return err
		}
		img := base.Image{Camera: camera, Output: name, Width: opts.Width, Height: opts.Height, Quality: req.Quality}
		if req.Inline {
			img.Data = bytes.Clone(data)
		}
		if img.Hash, img.File, err = keep(r.cacheDir, data); err != nil {
			return err
		}
		out[k] = img
	}
	return nil
}

// model returns an asset's model, or nil for a box.
func (r *Renderer) model(asset string) *mesh.Model {
	m, err := r.library.Model(asset)
	if err != nil {
		return nil
	}
	return m
}

// complete fills in the request's defaults and refuses what cannot be drawn.
func complete(req *render.RenderRequest) (ds diag.Diagnostics) {
	size := func(name string, v *int) {
		if *v == 0 {
			*v = defaultSize
		}
		if *v < minSize || *v > raster.MaxSize {
			ds.Errorf(name, "is %d pixels; use %d to %d", *v, minSize, raster.MaxSize)
		}
	}
	size("width", &req.Width)
	size("height", &req.Height)
	names := func(path, what string, given, known []string) {
		for i, n := range given {
			// Close-ups and orbits depend on the scene, which tells what is wrong
			// with them.
			if slices.Contains(known, n) || path == "cameras" && strings.Contains(n, ":") {
				continue
			}
			hint := "use " + strings.Join(known, ", ")
			if near := schema.Nearest(n, known); near != "" {
				hint = fmt.Sprintf("did you mean %q?", near)
			}
			ds.Errorf(fmt.Sprintf("%s[%d]", path, i), "unknown %s %q; %s", what, n, hint)
		}
	}
	if len(req.Cameras) == 0 {
		req.Cameras = []string{render.Dollhouse}
	}
	if len(req.Outputs) == 0 {
		req.Outputs = []string{render.Color}
	}
	names("cameras", "camera", req.Cameras, raster.Presets)
	names("outputs", "output", req.Outputs, outputs)
	if req.Quality != "" {
		names("quality", "quality", []string{req.Quality}, []string{"preview", "train", "beauty"})
	}
	return ds
}

// check reports whether a scene can be drawn, and warns of assets that the
// library does not give, once each.
func (r *Renderer) check(req *render.RenderRequest, i int, missing map[string]bool, ds *diag.Diagnostics) bool {
	s, path := req.Scenes[i], fmt.Sprintf("scenes[%d]", i)
	if s.Task == nil {
		ds.Errorf(path, "has no task to draw")
		return false
	}
	if err := raster.Check(s.Task); err != nil {
		ds.Errorf(path, "%v", err)
		return false
	}
	if n := len(s.Task.Objects); n > maxIDs && slices.Contains(req.Outputs, render.ID) {
		ds.Errorf(path, "has %d objects, but an id picture tells only %d apart; leave out the output \"id\"", n, maxIDs)
		return false
	}
	for _, o := range s.Task.Objects {
		if o.Asset == "" || missing[o.Asset] {
			continue
		}
		if _, err := r.library.Model(o.Asset); err != nil {
			missing[o.Asset] = true
			ds.Warnf(path+".objects."+o.ID, "is drawn as a box: %v", err)
		}
	}
	return true
}
