package main

import (
	"encoding/json"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"io/fs"
	"math"
	"os"
	"path/filepath"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/gltfio"
	"github.com/metaspatial/metaspatial/scenes/raster"
)

// room is the name of the scene in the folder's files.
const room = "room_open"

// reference is the scene and the pictures to compare with.
type reference struct {
	dir           string
	cycles, eevee image.Image
	scene         raster.Scene
	camera        raster.Camera
	backdrop      color.NRGBA
	triangles     int
}

// sceneInfo is scene_info.json: layout space's axes, with the camera looking
// along its local -z.
type sceneInfo struct {
	World [3]float64 `json:"world_background_linear_rgb"`
	Open  struct {
		Camera struct {
			Matrix [4][4]float64 `json:"matrix_world_rows"`
			Focal  float64       `json:"focal_mm"`
			Sensor float64       `json:"sensor_width_mm"`
			ShiftX float64       `json:"shift_x"`
			ShiftY float64       `json:"shift_y"`
		} `json:"camera"`
		Light struct {
			Type     string      `json:"type"`
			Position scenes.Vec3 `json:"position"`
			Watts    float64     `json:"watts"`
			Radius   float64     `json:"radius"`
		} `json:"light"`
	} `json:"open"`
}

// folder finds shared/reference/render beside the repository.
func folder() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			break
		}
		if dir == filepath.Dir(dir) {
			return "", fmt.Errorf("run it inside the repository: no go.mod in this folder or above it")
		}
		dir = filepath.Dir(dir)
	}
	dir = filepath.Join(filepath.Dir(dir), "shared", "reference", "render")
	if _, err := os.Stat(dir); err != nil {
		return "", fmt.Errorf("shared/reference/render is not beside the repository: %w", fs.ErrNotExist)
	}
	return dir, nil
}

// open reads the scene and the pictures.
func open() (*reference, error) {
	dir, err := folder()
	if err != nil {
		return nil, err
	}
	r := &reference{dir: dir}
	if r.cycles, err = load(filepath.Join(dir, room+"_cycles_512spp.png")); err != nil {
		return nil, err
	}
	if r.eevee, err = load(filepath.Join(dir, room+"_eevee.png")); err != nil {
		return nil, err
	}
	data, err := os.ReadFile(filepath.Join(dir, "scene_info.json"))
	if err != nil {
		return nil, err
	}
	var info sceneInfo
	if err := json.Unmarshal(data, &info); err != nil {
		return nil, fmt.Errorf("scene_info.json: %w", err)
	}
	m, file, err := gltfio.ReadModel(os.DirFS(dir), room+".glb", gltfio.Options{})
	if err != nil {
		return nil, err
	}
	var c scenes.Vec3
	for k := range c {
		c[k] = (file.Min[k] + file.Max[k]) / 2
	}
	lamp := info.Open.Light
	if lamp.Type != "POINT" {
		return nil, fmt.Errorf("scene_info.json: the light is of type %q; only POINT is known", lamp.Type)
	}
	r.triangles = m.Triangles()
	r.scene = raster.Scene{
		Props:  []raster.Prop{{Model: m, Position: scenes.Vec3{c[0], -c[2], c[1]}, Yaw: 180}},
		Lights: []raster.Light{{Kind: raster.Point, Position: lamp.Position, Power: lamp.Watts, Radius: lamp.Radius}},
		World:  info.World,
	}
	lens := info.Open.Camera
	r.camera = raster.Pose(lens.Matrix)
	r.camera.ShiftX, r.camera.ShiftY = lens.ShiftX, lens.ShiftY
	r.camera.FovY = raster.Lens(lens.Focal, lens.Sensor, r.cycles.Bounds().Dx(), r.cycles.Bounds().Dy())
	r.backdrop = coded(info.World)
	return r, nil
}

// coded returns a linear colour in sRGB.
func coded(c [3]float64) color.NRGBA {
	b := func(v float64) uint8 {
		if v <= 0.0031308 {
			return uint8(math.Round(255 * 12.92 * v))
		}
		return uint8(math.Round(255 * (1.055*math.Pow(v, 1/2.4) - 0.055)))
	}
	return color.NRGBA{R: b(c[0]), G: b(c[1]), B: b(c[2]), A: 255}
}

func load(name string) (image.Image, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	img, err := png.Decode(f)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", filepath.Base(name), err)
	}
	return img, nil
}

// options are those of our picture at a size and quality.
func (r *reference) options(side int, q raster.Quality) raster.Options {
	return raster.Options{Width: side, Height: side, Quality: q, Tone: raster.Filmic, Background: r.backdrop}
}

// draw draws our picture at the size of Cycles'.
func (r *reference) draw() (*image.NRGBA, error) {
	b := r.cycles.Bounds()
	o := r.options(b.Dx(), raster.Beauty)
	o.Height = b.Dy()
	var p raster.Renderer
	var f raster.Frame
	err := p.Render(r.scene, r.camera, o, &f)
	return f.Color, err
}
