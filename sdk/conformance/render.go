package conformance

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"image/png"
	"os"
	"path/filepath"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/sdk/render"
)

// render makes the requests of a renderer.
func (x *examination) render(r render.Renderer) (kind, error) {
	k := kind{alone: true}
	tasks, layouts, err := rooms()
	if err != nil {
		return k, err
	}
	var all []render.Scene
	for i, t := range tasks {
		all = append(all, render.Scene{Task: t, Layout: layouts[i]})
	}
	small := render.RenderRequest{Scenes: all, Cameras: []string{render.Dollhouse}, Outputs: []string{render.Color}, Width: 64, Height: 48}
	k.ordinary = []request{x.draw(r, "furnished rooms", small)}
	with := func(name string, t *scenes.Task, l *scenes.Layout) request {
		req := small
		req.Scenes = []render.Scene{{Task: t, Layout: l}}
		return x.draw(r, name, req)
	}
	for _, hard := range extremes(tasks[0], layouts[0]) {
		k.extreme = append(k.extreme, with("an odd layout", tasks[0], hard))
	}
	k.extreme = append(k.extreme, with("a room without objects", &scenes.Task{ID: "bare", Room: scenes.RectRoom(3, 3, 2.5)}, &scenes.Layout{}))
	heavy := small
	for range 5 {
		heavy.Scenes = append(heavy.Scenes, heavy.Scenes...)
	}
	k.heavy = x.draw(r, "many rooms", heavy)
	big := *tasks[0]
	big.SceneGraph = bytes.Repeat([]byte("g"), oversize)
	k.large = with("a large task", &big, layouts[0])
	return k, nil
}

// draw is the request for pictures of scenes.
func (x *examination) draw(r render.Renderer, name string, req render.RenderRequest) request {
	ask := func(ctx context.Context, scenes []render.Scene) (answer, error) {
		one := req
		one.Scenes = scenes
		got, err := r.Render(ctx, one)
		if err == nil {
			err = got.Diagnostics.Err()
		}
		if err != nil {
			return answer{}, err
		}
		a := answer{sound: x.soundImages(one, got)}
		for _, images := range got.Images {
			a.parts = append(a.parts, images)
		}
		return a, nil
	}
	return request{
		name:   name,
		ask:    func(ctx context.Context) (answer, error) { return ask(ctx, req.Scenes) },
		single: func(ctx context.Context, i int) (answer, error) { return ask(ctx, req.Scenes[i:i+1]) },
	}
}

// soundImages says what is wrong with a renderer's pictures.
func (x *examination) soundImages(req render.RenderRequest, got render.RenderResponse) error {
	if len(got.Images) != len(req.Scenes) {
		return fail("draw every scene, in their order", "it returned pictures of %d scenes for %d", len(got.Images), len(req.Scenes))
	}
	for i, images := range got.Images {
		if want := len(req.Cameras) * len(req.Outputs); len(images) != want {
			return fail("draw every camera and output that was asked for", "scene %d has %d pictures instead of %d", i, len(images), want)
		}
		for _, m := range images {
			where := fmt.Sprintf("the picture %s of scene %d", m.File, i)
			if !filepath.IsLocal(m.File) {
				return fail("name files by their path below the cache directory", "%s lies elsewhere", where)
			}
			data, err := os.ReadFile(filepath.Join(x.options.CacheDir, m.File))
			if err != nil {
				return fail("write the file below the CacheDir of Configure before the call returns", "%s is not in the cache: %v", where, err)
			}
			if sum := sha256.Sum256(data); hex.EncodeToString(sum[:]) != m.Hash {
				return fail("give the SHA-256 of the file's bytes in small hexadecimal digits", "%s has other bytes than its hash says", where)
			}
			c, err := png.DecodeConfig(bytes.NewReader(data))
			if err != nil {
				return fail("encode it as PNG", "%s cannot be read: %v", where, err)
			}
			if c.Width != req.Width || c.Height != req.Height || m.Width != req.Width || m.Height != req.Height {
				return fail("draw it in the size that was asked for, and say so", "%s is %d by %d pixels and said to be %d by %d; %d by %d were asked for", where, c.Width, c.Height, m.Width, m.Height, req.Width, req.Height)
			}
		}
	}
	return nil
}
