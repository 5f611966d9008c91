package gltfio

import (
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"image"
	"slices"

	"github.com/metaspatial/metaspatial/scenes/mesh"
)

const (
	// maxPacked is the side in pixels up to which a texture is worth packing.
	maxPacked = 1024
	// maxSheet is the side of an atlas that every device takes.
	maxSheet = 4096
	// gutter is how far a texture's edge goes on round it, in pixels, so that
	// smaller mip levels do not mix neighbours: good down to an eighth.
	gutter = 8
	// uvSlack is how far beyond a texture UVs may reach by rounding.
	uvSlack = 1e-3
)

// tile is where an image lies in an atlas. The zero tile is an image that stays
// alone.
type tile struct {
	sheet      *image.NRGBA
	x, y, w, h int
}

// uv maps texture coordinates of the image into the atlas.
func (t tile) uv(v [2]float32) [2]float32 {
	if t.sheet == nil {
		return v
	}
	at := func(v float32, from, side, whole int) float32 {
		return float32((float64(from) + float64(min(max(v, 0), 1))*float64(side)) / float64(whole))
	}
	return [2]float32{at(v[0], t.x, t.w, t.sheet.Rect.Dx()), at(v[1], t.y, t.h, t.sheet.Rect.Dy())}
}

// place is where the texture of a model's material lies.
func (g *glb) place(m *mesh.Model, material int) tile {
	return g.atlas[textureOf(m, material)]
}

// textureOf returns the texture of a material, or nil.
func textureOf(m *mesh.Model, material int) *image.NRGBA {
	if material < 0 || material >= len(m.Materials) {
		return nil
	}
	if k := m.Materials[material].Texture; k >= 0 && k < len(m.Textures) {
		return m.Textures[k]
	}
	return nil
}

// packer gathers the textures of the models of a level.
type packer struct {
	// order are the images as they are met; equal ones are one.
	order []*image.NRGBA
	same  map[*image.NRGBA]*image.NRGBA
	seen  map[[32]byte]*image.NRGBA
	// alone says why an image cannot be packed.
	alone map[*image.NRGBA]string
	// user is a material that shows the image, for notes.
	user map[*image.NRGBA]string
}

func newPacker() *packer {
	return &packer{
		same: make(map[*image.NRGBA]*image.NRGBA), seen: make(map[[32]byte]*image.NRGBA),
		alone: make(map[*image.NRGBA]string), user: make(map[*image.NRGBA]string),
	}
}

// add takes a model's textures and how its surfaces use them.
func (p *packer) add(asset string, m *mesh.Model) {
	for _, part := range m.Parts {
		img := textureOf(m, part.Material)
		if img == nil {
			continue
		}
		first, ok := p.same[img]
		if !ok {
			first = p.first(img)
			if p.user[first] == "" {
				p.user[first] = asset
			}
		}
		for _, v := range part.UVs {
			if min(v[0], v[1]) < -uvSlack || max(v[0], v[1]) > 1+uvSlack {
				p.alone[first] = "its surfaces repeat it"
				break
			}
		}
	}
}

// first returns the image that is equal to img and was met first.
func (p *packer) first(img *image.NRGBA) *image.NRGBA {
	h := sha256.New()
	_ = binary.Write(h, binary.LittleEndian, [2]int64{int64(img.Rect.Dx()), int64(img.Rect.Dy())})
	for y := range img.Rect.Dy() {
		row := img.Pix[y*img.Stride:]
		h.Write(row[:4*img.Rect.Dx()])
	}
	key := [32]byte(h.Sum(nil))
	first, ok := p.seen[key]
	if !ok {
		first = img
		p.seen[key] = img
		p.order = append(p.order, img)
		if max(img.Rect.Dx(), img.Rect.Dy()) > maxPacked {
			p.alone[img] = "it is larger than 1024 pixels"
		}
	}
	p.same[img] = first
	return first
}

// pack draws the atlases and returns where every packed image lies.
func (p *packer) pack(note func(format string, args ...any)) map[*image.NRGBA]tile {
	var list []*image.NRGBA
	for _, img := range p.order {
		if why := p.alone[img]; why == "" {
			list = append(list, img)
		} else if len(p.order) > 1 {
			note("the %d × %d texture of %s stays an image of its own: %s", img.Rect.Dx(), img.Rect.Dy(), p.user[img], why)
		}
	}
	if len(list) < 2 {
		return nil
	}
	// High ones first, so that rows waste little.
	slices.SortStableFunc(list, func(a, b *image.NRGBA) int {
		return cmp.Or(b.Rect.Dy()-a.Rect.Dy(), b.Rect.Dx()-a.Rect.Dx())
	})
	tiles := make(map[*image.NRGBA]tile)
	for len(list) > 0 {
		list = list[sheet(list, tiles):]
	}
	out := make(map[*image.NRGBA]tile, len(p.same))
	for img, first := range p.same {
		if t, ok := tiles[first]; ok {
			out[img] = t
		}
	}
	return out
}

// sheet lays out as many images as one atlas takes, draws it, and returns their
// number.
func sheet(list []*image.NRGBA, tiles map[*image.NRGBA]tile) int {
	best, area := layout{}, 0
	for width := 256; width <= maxSheet; width *= 2 {
		l := shelves(list, width)
		if a := l.width * l.height; len(l.tiles) > len(best.tiles) || len(l.tiles) == len(best.tiles) && a < area {
			best, area = l, a
		}
	}
	out := image.NewNRGBA(image.Rect(0, 0, best.width, best.height))
	for i, t := range best.tiles {
		t.sheet = out
		t.draw(list[i])
		tiles[list[i]] = t
	}
	return len(best.tiles)
}

// layout are the places of the first images of a list.
type layout struct {
	tiles         []tile
	width, height int
}

// shelves sets images side by side in rows that are as high as their first one,
// up to the atlas's height.
func shelves(list []*image.NRGBA, width int) layout {
	var l layout
	x, y, high := 0, 0, 0
	for _, img := range list {
		w, h := img.Rect.Dx(), img.Rect.Dy()
		full, tall := aligned(w), aligned(h)
		if x+full > width {
			x, y, high = 0, y+high, 0
		}
		if full > width || y+tall > maxSheet {
			break
		}
		l.tiles = append(l.tiles, tile{x: x + gutter, y: y + gutter, w: w, h: h})
		x, high = x+full, max(high, tall)
		l.width, l.height = max(l.width, x), max(l.height, y+high)
	}
	return l
}

// aligned is a side with its gutters, rounded up to where the mip levels that
// they protect begin anew.
func aligned(side int) int { return (side + 2*gutter + gutter - 1) / gutter * gutter }

// draw copies an image to its place and its edges into the gutter.
func (t tile) draw(img *image.NRGBA) {
	for y := -gutter; y < t.h+gutter; y++ {
		src := img.Pix[min(max(y, 0), t.h-1)*img.Stride:]
		dst := t.sheet.Pix[(t.y+y)*t.sheet.Stride:]
		copy(dst[4*t.x:4*(t.x+t.w)], src)
		for x := 1; x <= gutter; x++ {
			copy(dst[4*(t.x-x):4*(t.x-x)+4], src[:4])
			copy(dst[4*(t.x+t.w+x-1):4*(t.x+t.w+x)], src[4*(t.w-1):4*t.w])
		}
	}
}
