package main

import (
	"bytes"
	"context"
	"fmt"
	"image/png"
	"os"
	"path/filepath"
	"runtime"

	"github.com/metaspatial/metaspatial/host/run"
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/assets"
	"github.com/metaspatial/metaspatial/scenes/codec"
	"github.com/metaspatial/metaspatial/scenes/gltfio"
	"github.com/metaspatial/metaspatial/scenes/raster"
)

// Pixels of a level's pictures.
const (
	levelPicture               = 1400
	roomPictureW, roomPictureH = 960, 720
)

// write leaves the level, its GLB, the plan from above and the rooms' pictures in
// the folder of --out, and returns the files.
func (g *levelFlags) write(ctx context.Context, level *scenes.Level, lib *assets.Library) ([]string, error) {
	if err := os.MkdirAll(g.out, 0o755); err != nil {
		return nil, badInput(fmt.Errorf("cannot make the folder %s: %w", g.out, err))
	}
	var files []string
	save := func(name string, data []byte) error {
		file := filepath.Join(g.out, name)
		files = append(files, file)
		return run.WriteFile(file, data)
	}
	data, err := codec.EncodeLevel(level)
	if err != nil {
		return nil, err
	}
	if err := save("level.json", data); err != nil {
		return nil, err
	}
	var glb bytes.Buffer
	if err := gltfio.ExportLevel(&glb, level, lib, gltfio.LevelExport{}); err != nil {
		return nil, err
	}
	if err := save("level.glb", glb.Bytes()); err != nil {
		return nil, err
	}
	var brush raster.Renderer
	var frame raster.Frame
	models := run.Survey(lib).Models
	camera, height := raster.TopOf(level, levelPicture)
	o := raster.Options{Width: levelPicture, Height: height, Quality: raster.Beauty, Workers: runtime.GOMAXPROCS(0)}
	if err := brush.RenderLevel(level, models, camera, o, &frame); err != nil {
		return nil, err
	}
	picture := func(name string) error {
		var b bytes.Buffer
		if err := png.Encode(&b, frame.Color); err != nil {
			return fmt.Errorf("encode the picture %s: %w", name, err)
		}
		return save(name, b.Bytes())
	}
	if err := picture("level.png"); err != nil {
		return nil, err
	}
	o.Width, o.Height = roomPictureW, roomPictureH
	for i := range level.Rooms {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		r := &level.Rooms[i]
		cam, err := raster.Preset(raster.Dollhouse, &r.Task.Room, o.Width, o.Height)
		if err != nil {
			return nil, err
		}
		if err := brush.Render(raster.Scene{Task: r.Task, Layout: r.Layout, Models: models}, cam, o, &frame); err != nil {
			return nil, err
		}
		if err := picture(r.Task.ID + ".png"); err != nil {
			return nil, err
		}
	}
	return files, nil
}
