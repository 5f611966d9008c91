package design

import (
	"math"

	"github.com/metaspatial/metaspatial/scenes/mesh"
)

// paint is one entry of the kit's palette.
type paint struct {
	name string
	// rgb is the colour in sRGB.
	rgb   uint32
	rough float32
	metal float32
	// glow is how much of the colour is emitted.
	glow  float32
	alpha float32
}

var (
	oak      = paint{name: "oak", rgb: 0xC79A68, rough: .7}
	walnut   = paint{name: "walnut", rgb: 0x7D5539, rough: .65}
	pine     = paint{name: "pine", rgb: 0xDDB988, rough: .7}
	darkWood = paint{name: "dark_wood", rgb: 0x4D3626, rough: .75}
	white    = paint{name: "white", rgb: 0xF1EEE8, rough: .6}
	cream    = paint{name: "cream", rgb: 0xE8DCC6, rough: .9}
	grey     = paint{name: "grey", rgb: 0x9CA2A8, rough: .7}
	charcoal = paint{name: "charcoal", rgb: 0x3C4046, rough: .7}
	black    = paint{name: "black", rgb: 0x24262A, rough: .5}
	steel    = paint{name: "steel", rgb: 0xB9BFC5, rough: .35, metal: .6}
	iron     = paint{name: "iron", rgb: 0x4A4C50, rough: .55, metal: .5}
	brass    = paint{name: "brass", rgb: 0xC8A04A, rough: .35, metal: .6}
	gold     = paint{name: "gold", rgb: 0xE3B542, rough: .3, metal: .6}
	teal     = paint{name: "teal", rgb: 0x3F8188, rough: .95}
	tealDark = paint{name: "teal_dark", rgb: 0x32686F, rough: .95}
	clay     = paint{name: "clay", rgb: 0xC66B4C, rough: .85}
	sage     = paint{name: "sage", rgb: 0x8FA587, rough: .95}
	mustard  = paint{name: "mustard", rgb: 0xDBA745, rough: .95}
	navy     = paint{name: "navy", rgb: 0x35496C, rough: .95}
	blush    = paint{name: "blush", rgb: 0xD8A498, rough: .95}
	red      = paint{name: "red", rgb: 0xB0463B, rough: .85}
	green    = paint{name: "green", rgb: 0x4E7A58, rough: .85}
	leafy    = paint{name: "leaf", rgb: 0x62A04E, rough: .8}
	leafDark = paint{name: "leaf_dark", rgb: 0x427D40, rough: .8}
	soil     = paint{name: "soil", rgb: 0x5A4131, rough: 1}
	stone    = paint{name: "stone", rgb: 0x928E87, rough: .95}
	slate    = paint{name: "slate", rgb: 0x6C6964, rough: .95}
	glass    = paint{name: "glass", rgb: 0xB5D3DC, rough: .1, alpha: .45}
	screen   = paint{name: "screen", rgb: 0x1C2631, rough: .2}
	ceramic  = paint{name: "ceramic", rgb: 0xF6F6F3, rough: .2}
	water    = paint{name: "water", rgb: 0x8CC0CC, rough: .1}
	mirrored = paint{name: "mirror", rgb: 0xC7DBE2, rough: .05, metal: .4}
	shade    = paint{name: "lampshade", rgb: 0xF5E2B6, rough: .9, glow: .55}
	flame    = paint{name: "flame", rgb: 0xFFA23F, rough: .9, glow: 1}
	ember    = paint{name: "ember", rgb: 0xE0562B, rough: .9, glow: .8}
	paper    = paint{name: "paper", rgb: 0xF6F1E3, rough: .95}
	wax      = paint{name: "wax", rgb: 0xEFE3C2, rough: .6}
	rope     = paint{name: "rope", rgb: 0xC1A677, rough: .95}
	crust    = paint{name: "crust", rgb: 0xB97B3F, rough: .85}
	bone     = paint{name: "bone", rgb: 0xE3DAC1, rough: .8}
	leather  = paint{name: "leather", rgb: 0x8A5637, rough: .6}
	board    = paint{name: "chalkboard", rgb: 0x2F4A3F, rough: .9}
)

// substances say what the paints stand for, in the words that people search by;
// those that are left out are paint on anything.
var substances = map[string]string{
	"oak": "wood", "walnut": "wood", "pine": "wood", "dark_wood": "wood",
	"steel": "metal", "iron": "metal", "brass": "metal", "gold": "metal",
	"cream": "fabric", "teal": "fabric", "teal_dark": "fabric", "sage": "fabric", "mustard": "fabric",
	"navy": "fabric", "blush": "fabric", "lampshade": "fabric", "leather": "leather",
	"leaf": "leaves", "leaf_dark": "leaves", "stone": "stone", "slate": "stone",
	"glass": "glass", "mirror": "glass", "ceramic": "ceramic", "clay": "ceramic", "paper": "paper",
}

func (p paint) material() mesh.Material {
	m := mesh.Material{Name: p.name, Texture: -1, Roughness: p.rough, Metallic: p.metal, AlphaCutoff: .5}
	for k := range 3 {
		c := linear(float64(p.rgb>>(16-8*k)&255) / 255)
		m.BaseColor[k] = fixed(c, 1e3)
		m.Emissive[k] = fixed(c*float64(p.glow), 1e3)
	}
	m.BaseColor[3] = 1
	if p.alpha > 0 {
		m.BaseColor[3], m.Alpha = p.alpha, mesh.Blend
	}
	return m
}

// linear undoes the sRGB transfer function (IEC 61966-2-1).
func linear(c float64) float64 {
	if c <= 0.04045 {
		return c / 12.92
	}
	return math.Pow((c+0.055)/1.055, 2.4)
}

// fixed rounds to a grid, so that processors which fuse multiplications give
// the same files.
func fixed(x, grid float64) float32 {
	v := math.Round(x*grid) / grid
	return float32(v + 0) // no negative zero
}
