package main

import (
	"fmt"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"strings"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/assets"
	"github.com/metaspatial/metaspatial/scenes/measure/critic/faults"
	"github.com/metaspatial/metaspatial/scenes/mesh"
	"github.com/metaspatial/metaspatial/scenes/raster"
)

// painter draws layouts as the reward term sees them: the dollhouse view at
// 256 pixels, in the quality of training.
type painter struct {
	brush raster.Renderer
	frame raster.Frame
}

func (p *painter) draw(t *scenes.Task, l *scenes.Layout, size int) (*image.NRGBA, error) {
	c, err := raster.Preset(raster.Dollhouse, &t.Room, size, size)
	if err != nil {
		return nil, err
	}
	s := raster.Scene{Task: t, Layout: l, Models: model}
	if err := p.brush.Render(s, c, raster.Options{Width: size, Height: size}, &p.frame); err != nil {
		return nil, err
	}
	return p.frame.Color, nil
}

func model(asset string) *mesh.Model {
	m, err := assets.Starter().Model(asset)
	if err != nil {
		return nil
	}
	return m
}

// save writes the good room and the faulty one side by side.
func (p *painter) save(dir string, seed uint64, r *faults.Room, f *faults.Fault) error {
	const size = 480
	both := image.NewNRGBA(image.Rect(0, 0, 2*size, size))
	for k, l := range []*scenes.Layout{r.Layout, f.Layout} {
		img, err := p.draw(r.Task, l, size)
		if err != nil {
			return err
		}
		for y := range size {
			copy(both.Pix[both.PixOffset(k*size, y):], img.Pix[img.PixOffset(0, y):img.PixOffset(0, y)+4*size])
		}
	}
	name := fmt.Sprintf("%s_%04d_%s.png", strings.ReplaceAll(f.Kind, " ", "_"), seed, f.Object)
	w, err := os.Create(filepath.Join(dir, name))
	if err != nil {
		return err
	}
	if err := png.Encode(w, both); err != nil {
		w.Close()
		return err
	}
	return w.Close()
}
