package shape

import (
	"image"
	"math"
	"slices"
	"strings"

	"github.com/metaspatial/metaspatial/scenes/mesh"
)

// Colour is a word for a colour and the share of the surface that has it.
type Colour struct {
	Word  string  `json:"word"`
	Share float64 `json:"share"`
}

const (
	// leastShare is the share of the surface from which a colour counts.
	leastShare = 0.06
	// mostColours bounds the colours of one model.
	mostColours = 5
)

// Colours names what a model is painted with, the largest share first: base
// colours, textures and vertex colours together. Words are white, grey, black,
// brown, beige, red, orange, yellow, green, teal, blue, purple and pink; where
// it is telling, with light or dark before.
func Colours(m *mesh.Model) []Colour {
	shares := make(map[string]float64)
	all := 0.0
	for _, p := range m.Parts {
		for i := 0; i+2 < len(p.Indices); i += 3 {
			all += areaOf(&p, i)
		}
	}
	total := 0.0
	for _, p := range m.Parts {
		s := newSampler(m, &p)
		for i := 0; i+2 < len(p.Indices); i += 3 {
			area := areaOf(&p, i)
			if !(area > 0) {
				continue
			}
			// Large textured triangles are looked at in several places.
			n := 1
			if s.texture != nil {
				n += min(int(4*math.Sqrt(area/all)*4), 7)
			}
			each := area / float64(n*n)
			for k := range n * n {
				word, opaque := s.at(i, corner(k, n))
				if opaque {
					shares[word] += each
					total += each
				}
			}
		}
	}
	var out []Colour
	for word, share := range shares {
		if share >= leastShare*total {
			out = append(out, Colour{word, math.Round(share/total*1000) / 1000})
		}
	}
	slices.SortFunc(out, func(a, b Colour) int {
		if a.Share != b.Share {
			if a.Share > b.Share {
				return -1
			}
			return 1
		}
		return strings.Compare(a.Word, b.Word)
	})
	return out[:min(len(out), mostColours)]
}

// corner returns the k-th of n² places spread evenly over a triangle, as
// weights of its corners.
func corner(k, n int) [3]float64 {
	row := int(math.Sqrt(float64(k)))
	col := k - row*row
	// Rows of 1, 3, 5, … small triangles; every second one is upside down.
	third := 1.0 / 3
	a := float64(col / 2)
	x, y := a+third, float64(row)-a-float64(col%2)+third
	if col%2 == 1 {
		x, y = a+2*third, float64(row)-a-1+2*third
	}
	w := [3]float64{0, x / float64(n), y / float64(n)}
	w[0] = 1 - w[1] - w[2]
	return w
}

func areaOf(p *mesh.Part, i int) float64 {
	var v [3][3]float64
	for k := range 3 {
		at := p.Indices[i+k]
		if int(at) >= len(p.Positions) {
			return 0
		}
		for j, x := range p.Positions[at] {
			v[k][j] = float64(x)
		}
	}
	var a, b [3]float64
	for j := range 3 {
		a[j], b[j] = v[1][j]-v[0][j], v[2][j]-v[0][j]
	}
	area := math.Sqrt(sq(a[1]*b[2]-a[2]*b[1])+sq(a[2]*b[0]-a[0]*b[2])+sq(a[0]*b[1]-a[1]*b[0])) / 2
	if math.IsInf(area, 0) {
		return 0
	}
	return area
}

func sq(x float64) float64 { return x * x }

// sampler gives the colour of places on one part.
type sampler struct {
	part     *mesh.Part
	material mesh.Material
	texture  *image.NRGBA
	// words remembers what colours are called, for flat colours and atlases ask
	// for few.
	words map[[3]uint8]string
}

func newSampler(m *mesh.Model, p *mesh.Part) *sampler {
	s := &sampler{part: p, material: mesh.Material{BaseColor: [4]float32{1, 1, 1, 1}, Texture: -1}, words: make(map[[3]uint8]string)}
	if p.Material >= 0 && p.Material < len(m.Materials) {
		s.material = m.Materials[p.Material]
	}
	if t := s.material.Texture; t >= 0 && t < len(m.Textures) && len(p.UVs) == len(p.Positions) && m.Textures[t] != nil && !m.Textures[t].Rect.Empty() {
		s.texture = m.Textures[t]
	}
	return s
}

// at returns the word for a place of the triangle that begins at index i, and
// whether anything can be seen there.
func (s *sampler) at(i int, w [3]float64) (string, bool) {
	c := [4]float64{}
	for k, x := range s.material.BaseColor {
		c[k] = float64(x)
	}
	p := s.part
	if len(p.Colors) == len(p.Positions) {
		for k := range c {
			c[k] *= w[0]*float64(p.Colors[p.Indices[i]][k]) + w[1]*float64(p.Colors[p.Indices[i+1]][k]) + w[2]*float64(p.Colors[p.Indices[i+2]][k])
		}
	}
	if s.texture != nil {
		var at [2]int
		for k, n := range [2]int{s.texture.Rect.Dx(), s.texture.Rect.Dy()} {
			x := w[0]*float64(p.UVs[p.Indices[i]][k]) + w[1]*float64(p.UVs[p.Indices[i+1]][k]) + w[2]*float64(p.UVs[p.Indices[i+2]][k])
			x -= math.Floor(x)
			if !(x >= 0 && x < 1) {
				x = 0
			}
			at[k] = min(int(x*float64(n)), n-1)
		}
		t := s.texture.NRGBAAt(s.texture.Rect.Min.X+at[0], s.texture.Rect.Min.Y+at[1])
		c[0] *= linear[t.R]
		c[1] *= linear[t.G]
		c[2] *= linear[t.B]
		c[3] *= float64(t.A) / 255
	}
	if s.material.Alpha != mesh.Opaque && c[3] < 0.1 {
		return "", false
	}
	for k, e := range s.material.Emissive {
		c[k] += float64(e) / 2
	}
	var key [3]uint8
	for k := range key {
		key[k] = encode(c[k]) &^ 3
	}
	word, ok := s.words[key]
	if !ok {
		word = colourWord(float64(key[0])/252, float64(key[1])/252, float64(key[2])/252)
		s.words[key] = word
	}
	return word, true
}

// linear decodes sRGB.
var linear = func() (t [256]float64) {
	for i := range t {
		x := float64(i) / 255
		if x <= 0.04045 {
			t[i] = x / 12.92
		} else {
			t[i] = math.Pow((x+0.055)/1.055, 2.4)
		}
	}
	return t
}()

// encode returns sRGB by look-up, since powers are slow.
func encode(x float64) uint8 {
	lo, hi := 0, 255
	for lo < hi {
		mid := (lo + hi) / 2
		if linear[mid] < x {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return uint8(lo)
}

// hues bound the words round the colour wheel, in degrees.
var hues = []struct {
	to   float64
	word string
}{{14, "red"}, {33, "orange"}, {68, "yellow"}, {160, "green"}, {192, "teal"}, {252, "blue"}, {290, "purple"}, {340, "pink"}, {360, "red"}}

// colourWord names a colour given in sRGB from 0 to 1.
func colourWord(r, g, b float64) string {
	high, low := max(r, g, b), min(r, g, b)
	chroma := high - low
	saturation := 0.0
	if high > 0 {
		saturation = chroma / high
	}
	hue := 0.0
	switch {
	case chroma == 0:
	case high == r:
		hue = math.Mod((g-b)/chroma*60+360, 360)
	case high == g:
		hue = (b-r)/chroma*60 + 120
	default:
		hue = (r-g)/chroma*60 + 240
	}
	warm := hue >= 8 && hue <= 65
	switch {
	case high < 0.16:
		return "black"
	case saturation < 0.1 || saturation < 0.16 && !warm || saturation < 0.22 && hue > 190 && hue < 260 || chroma < 0.06:
		switch {
		case high > 0.88:
			return "white"
		case high > 0.66:
			return "light grey"
		case high > 0.34:
			return "grey"
		}
		return "dark grey"
	case warm && saturation < 0.38 && high > 0.6:
		return "beige"
	case warm && hue < 50 && (high < 0.8 && saturation < 0.85 || high < 0.55):
		if high < 0.38 {
			return "dark brown"
		}
		return "brown"
	}
	word := "red"
	for _, h := range hues {
		if hue <= h.to {
			word = h.word
			break
		}
	}
	switch {
	case word == "red" && saturation < 0.5 && high > 0.75:
		return "pink"
	case saturation < 0.45 && high > 0.75:
		return "light " + word
	case high < 0.42:
		return "dark " + word
	}
	return word
}

// Finish returns the shares of the surface that are metal and that are seen
// through, by the materials' settings.
func Finish(m *mesh.Model) (metal, seeThrough float64) {
	total := 0.0
	for _, p := range m.Parts {
		var area float64
		for i := 0; i+2 < len(p.Indices); i += 3 {
			area += areaOf(&p, i)
		}
		total += area
		if p.Material < 0 || p.Material >= len(m.Materials) {
			continue
		}
		mat := m.Materials[p.Material]
		if mat.Metallic > 0.5 {
			metal += area
		}
		if mat.Alpha == mesh.Blend && mat.BaseColor[3] < 0.95 {
			seeThrough += area
		}
	}
	if !(total > 0) {
		return 0, 0
	}
	return math.Round(metal/total*1000) / 1000, math.Round(seeThrough/total*1000) / 1000
}
