package run

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/metaspatial/metaspatial/host/internal/durable"
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/codec"
	"github.com/metaspatial/metaspatial/scenes/gltfio"
	"github.com/metaspatial/metaspatial/sdk/render"
)

// LayoutFile is the JSON of one furnished room: the task and the layout in the
// answer format.
type LayoutFile struct {
	Task   *scenes.Task       `json:"task"`
	Layout []codec.AnswerItem `json:"layout"`
}

// ExportRoom writes a furnished room below dir as NAME.json and NAME.glb and
// returns the two file names. Each file is whole or absent.
func ExportRoom(dir, name string, t *scenes.Task, l *scenes.Layout, models gltfio.Models) ([]string, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, fmt.Errorf("make the folder for rooms: %w", err)
	}
	data, err := json.MarshalIndent(LayoutFile{t, codec.EncodeLayout(l)}, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("room %s: %w", name, err)
	}
	names := []string{name + ".json", name + ".glb"}
	if err := durable.WriteFile(filepath.Join(dir, names[0]), append(data, '\n'), 0o644); err != nil {
		return nil, err
	}
	err = durable.Write(filepath.Join(dir, names[1]), 0o644, func(w io.Writer) error {
		return gltfio.ExportLevel(w, scenes.Single(t, l), models, gltfio.LevelExport{})
	})
	return names, err
}

// WriteFile replaces a file by data in one step.
func WriteFile(path string, data []byte) error { return durable.WriteFile(path, data, 0o644) }

// Pictures draws one picture per scene and returns the PNG files' bytes.
func (p *Plugins) Pictures(ctx context.Context, r render.Renderer, scenes []render.Scene, camera string, width, height int) ([][]byte, error) {
	if r == nil {
		return nil, errors.New("there is no renderer to draw with; name one under \"renderer\", such as render/raster")
	}
	resp, err := r.Render(ctx, render.RenderRequest{Scenes: scenes, Cameras: []string{camera}, Width: width, Height: height})
	if err != nil {
		return nil, err
	}
	if err := resp.Diagnostics.Err(); err != nil {
		return nil, fmt.Errorf("render: %w", err)
	}
	out := make([][]byte, len(scenes))
	for i, images := range resp.Images {
		if len(images) == 0 {
			return nil, fmt.Errorf("render: no picture of %s", scenes[i].Task.ID)
		}
		if out[i], err = os.ReadFile(filepath.Join(p.cacheDir, images[0].File)); err != nil {
			return nil, fmt.Errorf("render: %w", err)
		}
	}
	return out, nil
}

// WriteReport replaces a file by what write produces, in one step.
func WriteReport(path string, write func(io.Writer) error) error {
	return durable.Write(path, 0o644, write)
}
