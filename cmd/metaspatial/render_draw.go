package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"image"
	"image/jpeg"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/metaspatial/metaspatial/host/run"
	"github.com/metaspatial/metaspatial/scenes/measure"
	"github.com/metaspatial/metaspatial/scenes/mesh"
	"github.com/metaspatial/metaspatial/scenes/raster"
	"github.com/metaspatial/metaspatial/scenes/raster/overlay"
	"github.com/metaspatial/metaspatial/scenes/raster/sheet"
)

// draw makes what was asked for and returns the files.
func (p *renderPlan) draw(ctx context.Context) ([]drawnFile, error) {
	switch {
	case p.turntable != "":
		return p.turntables(ctx)
	case p.sheet:
		return p.contactSheet(ctx)
	case p.befores != nil:
		return p.pairs(ctx)
	}
	return p.pictures(ctx)
}

// pictures draws every layout with every camera.
func (p *renderPlan) pictures(ctx context.Context) ([]drawnFile, error) {
	single := len(p.inputs)*len(p.cameras) == 1
	var files []drawnFile
	names := p.names()
	for i := range p.inputs {
		for _, camera := range p.cameras {
			img, err := p.picture(ctx, &p.inputs[i], camera)
			if err != nil {
				return nil, err
			}
			f, err := p.write(img, names[i], camera, single)
			if err != nil {
				return nil, err
			}
			files = append(files, f)
		}
	}
	return files, nil
}

// names gives every layout a name for its files, unique among them.
func (p *renderPlan) names() []string {
	seen := map[string]int{}
	out := make([]string, len(p.inputs))
	for i := range p.inputs {
		name := fileName(p.inputs[i].name)
		if seen[name]++; seen[name] > 1 {
			name = fmt.Sprintf("%s-%d", name, seen[name])
		}
		out[i] = name
	}
	return out
}

// fileName keeps letters, digits, dots, dashes and underscores.
func fileName(s string) string {
	name := strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r == '.', r == '-', r == '_':
			return r
		}
		return '-'
	}, s)
	if name = strings.Trim(name, ".-"); name == "" {
		return "layout"
	}
	return name
}

// picture draws one layout with one camera.
func (p *renderPlan) picture(ctx context.Context, in *measuredInput, camera string) (*image.NRGBA, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	cam, err := raster.ParseCamera(camera, in.task, in.layout, p.width, p.height)
	if err != nil {
		return nil, badInput(fmt.Errorf("%s: %w", in.name, err))
	}
	img, err := p.easel.paint(in, cam, p.options, p.parts)
	if err != nil {
		return nil, badInput(fmt.Errorf("%s: %w", in.name, err))
	}
	return img, nil
}

// write encodes a picture; a single one goes to OUT itself, unless OUT is a
// folder.
func (p *renderPlan) write(img image.Image, name, camera string, single bool) (drawnFile, error) {
	var b bytes.Buffer
	ext := ".png"
	var err error
	if p.format == "jpeg" {
		ext = ".jpg"
		err = jpeg.Encode(&b, img, &jpeg.Options{Quality: 92})
	} else {
		err = png.Encode(&b, img)
	}
	if err != nil {
		return drawnFile{}, fmt.Errorf("encode the picture of %s: %w", name, err)
	}
	if camera != "" {
		name += "-" + fileName(camera)
	}
	size := img.Bounds().Size()
	return p.save(b.Bytes(), name+ext, single, drawnFile{Layout: name, Camera: camera, Width: size.X, Height: size.Y})
}

// save writes a file whole or not at all.
func (p *renderPlan) save(data []byte, name string, single bool, f drawnFile) (drawnFile, error) {
	f.File = p.out
	if info, err := os.Stat(p.out); !single || err == nil && info.IsDir() || err != nil && strings.HasSuffix(p.out, string(filepath.Separator)) {
		if err := os.MkdirAll(p.out, 0o755); err != nil {
			return f, badInput(fmt.Errorf("cannot make the folder %s: %w", p.out, err))
		}
		f.File = filepath.Join(p.out, name)
	}
	sum := sha256.Sum256(data)
	f.SHA256 = hex.EncodeToString(sum[:])
	return f, run.WriteFile(f.File, data)
}

// contactSheet draws every layout with every camera into one picture.
func (p *renderPlan) contactSheet(ctx context.Context) ([]drawnFile, error) {
	var cells []sheet.Cell
	for i := range p.inputs {
		faults := p.faults(&p.inputs[i])
		for _, camera := range p.cameras {
			img, err := p.picture(ctx, &p.inputs[i], camera)
			if err != nil {
				return nil, err
			}
			caption := p.inputs[i].name
			if len(p.cameras) > 1 {
				caption += ", " + camera
			}
			cells = append(cells, sheet.Cell{Image: img, Caption: caption, Note: faultsOf(faults), Bad: faults > 0})
		}
	}
	o := sheet.Options{}
	if n := len(p.cameras); n > 1 && n <= 6 {
		o.Columns = n
	}
	img, err := sheet.Contact(cells, o)
	if err != nil {
		return nil, badInput(err)
	}
	f, err := p.write(img, "sheet", "", true)
	return []drawnFile{f}, err
}

// faults counts what is wrong with a layout by the default rules.
func (p *renderPlan) faults(in *measuredInput) int {
	return len(measure.Check(in.task, in.layout).Findings)
}

func faultsOf(n int) string {
	switch n {
	case 0:
		return "no faults"
	case 1:
		return "1 fault"
	}
	return fmt.Sprintf("%d faults", n)
}

// pairs draws every layout beside the one before.
func (p *renderPlan) pairs(ctx context.Context) ([]drawnFile, error) {
	single := len(p.inputs)*len(p.cameras) == 1
	var files []drawnFile
	names := p.names()
	for i := range p.inputs {
		for _, camera := range p.cameras {
			before, err := p.picture(ctx, &p.befores[i], camera)
			if err != nil {
				return nil, err
			}
			after, err := p.picture(ctx, &p.inputs[i], camera)
			if err != nil {
				return nil, err
			}
			img, err := sheet.Pair(sheet.Side{Image: before, Findings: p.faults(&p.befores[i])}, sheet.Side{Image: after, Findings: p.faults(&p.inputs[i])}, sheet.Options{})
			if err != nil {
				return nil, badInput(err)
			}
			f, err := p.write(img, names[i], camera, single)
			if err != nil {
				return nil, err
			}
			files = append(files, f)
		}
	}
	return files, nil
}

// turntables goes round every room.
func (p *renderPlan) turntables(ctx context.Context) ([]drawnFile, error) {
	var files []drawnFile
	for i, name := range p.names() {
		in := &p.inputs[i]
		cameras, err := sheet.Turntable(&in.task.Room, p.frames, p.width, p.height)
		if err != nil {
			return nil, badInput(fmt.Errorf("%s: %w", in.name, err))
		}
		frames := make([]image.Image, len(cameras))
		for k, cam := range cameras {
			if err := ctx.Err(); err != nil {
				return nil, err
			}
			if frames[k], err = p.easel.paint(in, cam, p.options, p.parts); err != nil {
				return nil, badInput(fmt.Errorf("%s: %w", in.name, err))
			}
		}
		var b bytes.Buffer
		how := sheet.Animation{Delay: time.Second / time.Duration(p.fps)}
		ext, encode := ".gif", sheet.EncodeGIF
		if p.turntable == "apng" {
			ext, encode = ".png", sheet.EncodeAPNG
		}
		if err := encode(&b, frames, how); err != nil {
			return nil, badInput(fmt.Errorf("%s: %w", in.name, err))
		}
		f, err := p.save(b.Bytes(), name+ext, len(p.inputs) == 1, drawnFile{Layout: name, Width: p.width, Height: p.height})
		if err != nil {
			return nil, err
		}
		files = append(files, f)
	}
	return files, nil
}

// easel draws one picture after another.
type easel struct {
	models func(asset string) *mesh.Model
	brush  raster.Renderer
	frame  raster.Frame
}

// paint returns a picture of its own.
func (e *easel) paint(in *measuredInput, cam raster.Camera, o raster.Options, parts *overlay.Options) (*image.NRGBA, error) {
	scene := raster.Scene{Task: in.task, Layout: in.layout, Models: e.models}
	if err := e.brush.Render(scene, cam, o, &e.frame); err != nil {
		return nil, err
	}
	if parts != nil {
		findings := measure.Check(in.task, in.layout).Findings
		if _, err := overlay.Draw(e.frame.Color, &e.frame, cam, in.task, in.layout, findings, *parts); err != nil {
			return nil, err
		}
	}
	img := *e.frame.Color
	img.Pix = bytes.Clone(img.Pix)
	return &img, nil
}
