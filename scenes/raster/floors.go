package raster

import (
	"image"
	"strings"
	"sync"
)

// floorTile is the side of the square that a floor texture covers, in metres.
const floorTile = 2.4

// floorPixels is a power of two that planks and tiles divide evenly.
const floorPixels = 256

type floorKind uint8

const (
	planks floorKind = iota
	walnut
	tiles
	carpet
	floorKinds
)

// finish is the look of a room's surfaces.
type finish struct {
	floor floorKind
	wall  rgb
}

// finishOf chooses surfaces that tell rooms of different use apart at a
// glance and never compete with the furniture.
func finishOf(program string) finish {
	p := strings.ToLower(program)
	has := func(words ...string) bool {
		for _, w := range words {
			if strings.Contains(p, w) {
				return true
			}
		}
		return false
	}
	switch {
	case has("bath", "kitchen", "toilet", "laundry", "garage"):
		return finish{tiles, hex(0xE9EFEF)}
	case has("office", "study", "library", "meeting"):
		return finish{carpet, hex(0xEBEDED)}
	case has("living", "lounge", "dining"):
		return finish{walnut, hex(0xF0EBDF)}
	}
	return finish{planks, hex(0xEFEDE7)}
}

var floorTextures = func() (f [floorKinds]func() *texture) {
	for k := range f {
		f[k] = sync.OnceValue(func() *texture { return newTexture(paintFloor(floorKind(k))) })
	}
	return f
}()

// hash mixes two small numbers into 32 even bits.
func hash(a, b int) uint32 {
	h := uint32(a)*0x9E3779B1 ^ uint32(b)*0x85EBCA77
	h ^= h >> 15
	h *= 0x2C1B3C6D
	h ^= h >> 12
	h *= 0x297A2D39
	return h ^ h>>15
}

func paintFloor(kind floorKind) *image.NRGBA {
	img := image.NewNRGBA(image.Rect(0, 0, floorPixels, floorPixels))
	for y := range floorPixels {
		for x := range floorPixels {
			var c [3]int
			switch kind {
			case planks:
				c = plank(x, y, [3]int{196, 160, 118})
			case walnut:
				c = plank(x, y, [3]int{164, 122, 86})
			case tiles:
				c = tile(x, y)
			case carpet:
				n := int(hash(x, y)%17) - 8 + int(hash(x/3, y/3+999)%9) - 4
				c = [3]int{150 + n, 155 + n, 160 + n}
			}
			o := img.PixOffset(x, y)
			for k := range 3 {
				img.Pix[o+k] = uint8(max(0, min(255, c[k])))
			}
			img.Pix[o+3] = 255
		}
	}
	return img
}

// plank paints boards that run along y, each row of boards shifted against the
// next, with a seam on two sides and a faint grain.
func plank(x, y int, base [3]int) [3]int {
	const wide, long = 16, 128
	col := x / wide
	shift := int(hash(col, 7) % long)
	yy := (y + shift) % floorPixels
	board := yy / long
	n := int(hash(col, board+31)%25) - 12
	n += int(hash(x, yy/24+100*board)%9) - 4
	n += int(hash(x*3+col, yy/7)%5) - 2
	if x%wide == 0 || yy%long == 0 {
		n -= 34
	}
	return [3]int{base[0] + n, base[1] + n, base[2] + n*9/10}
}

// tile paints square tiles with a light joint.
func tile(x, y int) [3]int {
	const side = 64
	if x%side < 2 || y%side < 2 {
		return [3]int{172, 174, 174}
	}
	n := int(hash(x/side, y/side+5)%11) - 5 + int(hash(x, y)%3) - 1
	return [3]int{206 + n, 210 + n, 210 + n}
}
