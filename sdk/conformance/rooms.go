package conformance

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"math/rand/v2"
	"os"
	"path/filepath"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/codec"
	"github.com/metaspatial/metaspatial/scenes/gltfio"
	"github.com/metaspatial/metaspatial/scenes/roomgen"
	"github.com/metaspatial/metaspatial/sdk/base"
	"github.com/metaspatial/metaspatial/sdk/reward"
)

// seed is that of the rooms and of all that is random in the checks.
const seed = 20

// rooms are furnished rooms: two with walls at right angles and one without.
func rooms() ([]*scenes.Task, []*scenes.Layout, error) {
	tasks, layouts, err := roomgen.Witnessed("normal", 2, seed, nil)
	if err != nil {
		return nil, nil, err
	}
	more, theirs, err := roomgen.Witnessed("poly", 1, seed, nil)
	return append(tasks, more...), append(layouts, theirs...), err
}

// candidates are a good layout, versions of it that get worse, one with an object
// missing, and a response that could not be read.
func candidates(t *scenes.Task, l *scenes.Layout) []reward.Candidate {
	rng := rand.New(rand.NewPCG(seed, uint64(len(t.Objects))))
	var out []reward.Candidate
	for i := range 6 {
		moved := &scenes.Layout{Placements: append([]scenes.Placement(nil), l.Placements...)}
		for k := range moved.Placements {
			p := &moved.Placements[k]
			p.Position[0] += 0.4 * float64(i) * (rng.Float64() - 0.5)
			p.Position[1] += 0.4 * float64(i) * (rng.Float64() - 0.5)
			p.Yaw += float64(15 * i * rng.IntN(3))
		}
		if i == 5 {
			moved.Placements = moved.Placements[1:]
		}
		out = append(out, candidate(t, moved))
	}
	return append(out, reward.Candidate{Response: "I would rather not.", ParseError: "there is no <answer>"})
}

func candidate(t *scenes.Task, l *scenes.Layout) reward.Candidate {
	return reward.Candidate{Layout: l, Response: codec.FormatResponse(t, l, "It looks right.")}
}

// picture keeps a plan of the layout in the cache, in the size asked for.
func (x *examination) picture(t *scenes.Task, l *scenes.Layout, p base.Picture) (base.Image, error) {
	img := image.NewNRGBA(image.Rect(0, 0, p.Width, p.Height))
	room := t.Room.Extent()
	for i := range img.Pix {
		img.Pix[i] = 255
	}
	for i, at := range l.Placements {
		px, py := int(at.Position[0]/room[0]*float64(p.Width)), int((1-at.Position[1]/room[1])*float64(p.Height))
		for dy := range max(1, p.Height/10) {
			for dx := range max(1, p.Width/10) {
				img.Set(px+dx, py+dy, color.NRGBA{uint8(40 * i), 90, 160, 255})
			}
		}
	}
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		return base.Image{}, err
	}
	hash, file, err := x.keep(b.Bytes(), ".png")
	return base.Image{Hash: hash, File: file, Camera: p.Camera, Output: p.Output, Width: p.Width, Height: p.Height, Quality: p.Quality}, err
}

// meshes keeps a box for every asset of the task, and gives one to objects that
// have none.
func (x *examination) meshes(t *scenes.Task) ([]base.Mesh, error) {
	var out []base.Mesh
	for i := range t.Objects {
		o := &t.Objects[i]
		o.Asset = fmt.Sprintf("box-%d", i)
		var b bytes.Buffer
		if err := gltfio.ExportModel(&b, gltfio.BoxModel(o.Category, o.Size), gltfio.ModelExport{}); err != nil {
			return nil, err
		}
		hash, file, err := x.keep(b.Bytes(), ".glb")
		if err != nil {
			return nil, err
		}
		out = append(out, base.Mesh{Asset: o.Asset, Hash: hash, File: file})
	}
	return out, nil
}

func (x *examination) keep(data []byte, extension string) (hash, file string, err error) {
	sum := sha256.Sum256(data)
	hash = hex.EncodeToString(sum[:])
	return hash, hash + extension, os.WriteFile(filepath.Join(x.options.CacheDir, hash+extension), data, 0o644)
}
