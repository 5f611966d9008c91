package stage

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"image"
	"image/draw"
	"image/png"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/assets"
	"github.com/metaspatial/metaspatial/scenes/mesh"
	"github.com/metaspatial/metaspatial/scenes/raster"
)

// Subject is what a small picture shows.
type Subject struct {
	// Key names the subject; what has the same key looks the same.
	Key string
	// Keep says that the key is a hash of what is seen, so that the picture may
	// be kept from start to start.
	Keep bool
	// Draw reads what is needed and says what is to be drawn, by a worker. Where
	// it fails there is no picture.
	Draw func() (raster.Scene, error)
}

// looks is a word of keys that changes with the looks of the pictures.
const looks = "1"

// AssetSubject is an asset of a library, seen from before its right front
// corner. read gives its model.
func AssetSubject(a *assets.Asset, read func(id string) (*mesh.Model, error)) Subject {
	s := Subject{Key: "asset\x00" + a.ID}
	if a.Blob != "" {
		s.Key, s.Keep = hash(a.Blob, a.Node, a.Scale, a.Front, a.Up, a.Size), true
	}
	id := a.ID
	s.Draw = func() (raster.Scene, error) {
		m, err := read(id)
		if err != nil {
			return raster.Scene{}, err
		}
		return raster.Scene{Props: []raster.Prop{{Model: m, ID: raster.ObjectID}}}, nil
	}
	return s
}

// LayoutSubject is a furnished room, seen as a doll's house. The pictures are
// kept in memory only: layouts come and go.
func LayoutSubject(t *scenes.Task, l *scenes.Layout, models func(asset string) *mesh.Model) Subject {
	return Subject{
		Key:  hash(t, l),
		Draw: func() (raster.Scene, error) { return raster.Scene{Task: t, Layout: l, Models: models}, nil },
	}
}

// hash names values by their content. What cannot be written as JSON, such as a
// NaN, is left out of it.
func hash(values ...any) string {
	h := sha256.New()
	e := json.NewEncoder(h)
	_ = e.Encode(looks)
	for _, v := range values {
		_ = e.Encode(v)
	}
	return hex.EncodeToString(h.Sum(nil))
}

// thumbPainter draws small pictures and keeps its buffers.
type thumbPainter struct {
	renderer raster.Renderer
	frame    raster.Frame
	// drawn counts pictures, after some of which the models that the renderer
	// has made ready are given up.
	drawn int
}

// readyModels is how many pictures a renderer keeps its models for.
const readyModels = 64

// make returns the picture of a subject, from the store if it is there.
func (p *thumbPainter) make(s Subject, o *ThumbOptions) (*image.RGBA, ThumbState) {
	name := ""
	if s.Keep && o.Store != nil {
		name = hash(s.Key, o.Side)
		if data, err := o.Store.Load(name); err == nil {
			if img := decode(data, o.Side); img != nil {
				return premultiplied(img), ThumbReady
			}
		}
	}
	scene, err := s.Draw()
	if err != nil {
		return nil, ThumbBroken
	}
	img, err := p.draw(scene, o.Side)
	if err != nil {
		return nil, ThumbBroken
	}
	if name != "" {
		var b bytes.Buffer
		// A picture that cannot be kept is drawn again next time.
		if png.Encode(&b, img) == nil {
			_ = o.Store.Save(name, b.Bytes())
		}
	}
	return premultiplied(img), ThumbReady
}

// premultiplied turns a picture into the form that windows show.
func premultiplied(img *image.NRGBA) *image.RGBA {
	out := image.NewRGBA(img.Rect)
	draw.Draw(out, out.Rect, img, image.Point{}, draw.Src)
	return out
}

// decode reads a kept picture; nil for what is none of the right size.
func decode(data []byte, side int) *image.NRGBA {
	c, err := png.DecodeConfig(bytes.NewReader(data))
	if err != nil || c.Width != side || c.Height != side {
		return nil
	}
	img, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		return nil
	}
	out := image.NewNRGBA(image.Rect(0, 0, side, side))
	for y := range side {
		for x := range side {
			out.Set(x, y, img.At(x, y))
		}
	}
	return out
}

// draw makes a picture of side×side pixels whose background is transparent.
func (p *thumbPainter) draw(s raster.Scene, side int) (*image.NRGBA, error) {
	if p.drawn++; p.drawn%readyModels == 0 {
		p.renderer = raster.Renderer{}
	}
	const fine = 2
	o := raster.Options{Width: fine * side, Height: fine * side}
	var c raster.Camera
	if s.Task == nil {
		c = modelCamera(s.Props[0].Model)
	} else {
		var err error
		if err = raster.Check(s.Task); err != nil {
			return nil, err
		}
		if c, err = raster.Preset(raster.Dollhouse, &s.Task.Room, side, side); err != nil {
			return nil, err
		}
	}
	if err := p.renderer.Render(s, c, o, &p.frame); err != nil {
		return nil, err
	}
	return p.cut(side, fine), nil
}

// modelCamera looks down at the front and the right side of a model.
func modelCamera(m *mesh.Model) raster.Camera {
	b := nowhere()
	half := scenes.Vec3{float64(m.Size[0]) / 2, float64(m.Size[1]) / 2, float64(m.Size[2]) / 2}
	b.add(half)
	b.add(half.Mul(-1))
	o := raster.Orbit{Yaw: 32, Pitch: 24, Distance: 4, FovY: 24}
	if b.empty() {
		return o.Camera()
	}
	return frame(o, b.corners(), 1, 1).Camera()
}

// cut averages fine×fine pixels of the frame, those that show nothing being
// transparent.
func (p *thumbPainter) cut(side, fine int) *image.NRGBA {
	out := image.NewNRGBA(image.Rect(0, 0, side, side))
	f := &p.frame
	n := fine * fine
	for y := range side {
		for x := range side {
			var sum [4]int
			for k := range n {
				i := (y*fine+k/fine)*f.W + x*fine + k%fine
				if f.ID[i] == raster.NoID {
					continue
				}
				q := f.Color.Pix[4*i:]
				sum[0], sum[1], sum[2], sum[3] = sum[0]+int(q[0]), sum[1]+int(q[1]), sum[2]+int(q[2]), sum[3]+255
			}
			d := out.Pix[out.PixOffset(x, y):]
			if shows := sum[3] / 255; shows > 0 {
				for k, v := range sum[:3] {
					d[k] = uint8((v + shows/2) / shows)
				}
				d[3] = uint8((sum[3] + n/2) / n)
			}
		}
	}
	return out
}
