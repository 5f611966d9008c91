package env

import (
	"context"
	"fmt"
	"log/slog"
	"slices"

	"github.com/metaspatial/metaspatial/host/reward"
	"github.com/metaspatial/metaspatial/host/trace"
	"github.com/metaspatial/metaspatial/sdk/base"
	"github.com/metaspatial/metaspatial/sdk/render"
)

// shot is one call of the renderer: pictures of one size and quality.
type shot struct {
	cameras, outputs []string
	width, height    int
	quality          string
}

// plan puts wanted pictures into as few calls as there are sizes, qualities and
// outputs; each picture is drawn once, whoever wants it.
func plan(wanted []base.Picture) []shot {
	var out []shot
	for _, p := range wanted {
		p = p.Complete()
		i := slices.IndexFunc(out, func(s shot) bool {
			return s.width == p.Width && s.height == p.Height && s.quality == p.Quality && s.outputs[0] == p.Output
		})
		if i < 0 {
			i = len(out)
			out = append(out, shot{outputs: []string{p.Output}, width: p.Width, height: p.Height, quality: p.Quality})
		}
		if !slices.Contains(out[i].cameras, p.Camera) {
			out[i].cameras = append(out[i].cameras, p.Camera)
		}
	}
	return out
}

// render draws every layout for everybody who wants pictures.
func (e *Env) render(ctx context.Context, episodes []*Episode, out []Outcome) error {
	var scenes []render.Scene
	var at []int
	for i, o := range out {
		if o.Layout != nil {
			scenes = append(scenes, render.Scene{Task: episodes[i].Task, Layout: o.Layout})
			at = append(at, i)
		}
	}
	if len(at) == 0 {
		return nil
	}
	ctx, traced := trace.Span(ctx, "render", slog.Int("layouts", len(at)))
	defer traced()
	for _, s := range e.shots {
		resp, err := e.opts.Renderer.Render(ctx, render.RenderRequest{
			Scenes: scenes, Cameras: s.cameras, Outputs: s.outputs, Width: s.width, Height: s.height, Quality: s.quality,
		})
		if err == nil {
			err = resp.Diagnostics.Err()
		}
		if err == nil && len(resp.Images) != len(at) {
			err = fmt.Errorf("returned images of %d scenes for %d", len(resp.Images), len(at))
		}
		if err != nil {
			return fmt.Errorf("renderer %q: %w", e.opts.Renderer.Describe().ID, err)
		}
		for k, i := range at {
			if n := len(s.cameras) * len(s.outputs); len(resp.Images[k]) != n {
				return fmt.Errorf("renderer %q: returned %d images of a scene for %d", e.opts.Renderer.Describe().ID, len(resp.Images[k]), n)
			}
			for j, img := range resp.Images[k] {
				img.Camera, img.Output = s.cameras[j/len(s.outputs)], s.outputs[j%len(s.outputs)]
				img.Width, img.Height, img.Quality = s.width, s.height, s.quality
				out[i].Images = append(out[i].Images, img)
			}
		}
	}
	if len(e.opts.Pictures) > 0 {
		for _, i := range at {
			out[i].Image = &reward.Images(out[i].Images, e.opts.Pictures[:1])[0]
		}
	}
	return nil
}
