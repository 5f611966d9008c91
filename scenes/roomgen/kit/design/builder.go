package design

import (
	"github.com/go-gl/mathgl/mgl64"
	"github.com/metaspatial/metaspatial/scenes/mesh"
)

type vec = mgl64.Vec3

// builder collects one piece's triangles by paint.
type builder struct {
	paints []paint
	parts  []mesh.Part
	// at places what is drawn; see under.
	at mgl64.Mat4
}

func newBuilder() *builder { return &builder{at: mgl64.Ident4()} }

// under draws inside a transform.
func (b *builder) under(m mgl64.Mat4, draw func()) {
	old := b.at
	b.at = old.Mul4(m)
	draw()
	b.at = old
}

// moved draws with the origin at (x, y, z).
func (b *builder) moved(x, y, z float64, draw func()) {
	b.under(mgl64.Translate3D(x, y, z), draw)
}

// turned draws turned by degrees about an axis through the origin.
func (b *builder) turned(axis vec, degrees float64, draw func()) {
	b.under(mgl64.HomogRotate3D(mgl64.DegToRad(degrees), axis), draw)
}

// both draws something at x and mirrored at −x.
func (b *builder) both(draw func(side float64)) {
	draw(-1)
	draw(1)
}

// corners draws something at the four corners ±x, ±y.
func (b *builder) corners(x, y float64, draw func(x, y float64)) {
	for _, s := range [4][2]float64{{-1, -1}, {1, -1}, {1, 1}, {-1, 1}} {
		draw(s[0]*x, s[1]*y)
	}
}

// patch is a set of vertices in one paint that triangles refer to.
type patch struct {
	part  *mesh.Part
	start uint32
	pos   []vec
	norm  []vec
	at    mgl64.Mat4
	turn  mgl64.Mat3
}

func (b *builder) patch(c paint) *patch {
	i := 0
	for i < len(b.paints) && b.paints[i] != c {
		i++
	}
	if i == len(b.paints) {
		b.paints = append(b.paints, c)
		b.parts = append(b.parts, mesh.Part{Material: i})
	}
	u, v, w := b.at.Col(0).Vec3(), b.at.Col(1).Vec3(), b.at.Col(2).Vec3()
	// Cofactors turn normals rightly under any scaling.
	turn := mgl64.Mat3FromCols(v.Cross(w), w.Cross(u), u.Cross(v))
	return &patch{part: &b.parts[i], start: uint32(len(b.parts[i].Positions)), at: b.at, turn: turn}
}

// vertex adds a vertex and returns its index within the patch.
func (p *patch) vertex(at, normal vec) int {
	at = mgl64.TransformCoordinate(at, p.at)
	normal = p.turn.Mul3x1(normal)
	if l := normal.Len(); l > 0 {
		normal = normal.Mul(1 / l)
	}
	p.pos, p.norm = append(p.pos, at), append(p.norm, normal)
	p.part.Positions = append(p.part.Positions, [3]float32{fixed(at[0], 1e4), fixed(at[1], 1e4), fixed(at[2], 1e4)})
	p.part.Normals = append(p.part.Normals, [3]float32{fixed(normal[0], 1e4), fixed(normal[1], 1e4), fixed(normal[2], 1e4)})
	return len(p.pos) - 1
}

// triangle adds a triangle, wound so that it looks where its normals do.
func (p *patch) triangle(a, b, c int) {
	n := p.pos[b].Sub(p.pos[a]).Cross(p.pos[c].Sub(p.pos[a]))
	if n.Len() < 1e-9 {
		return
	}
	if n.Dot(p.norm[a].Add(p.norm[b]).Add(p.norm[c])) < 0 {
		b, c = c, b
	}
	p.part.Indices = append(p.part.Indices, p.start+uint32(a), p.start+uint32(b), p.start+uint32(c))
}

func (p *patch) quad(a, b, c, d int) {
	p.triangle(a, b, c)
	p.triangle(a, c, d)
}

// model centres the piece's box on the origin.
func (b *builder) model(name string) *mesh.Model {
	m := &mesh.Model{Name: name, Parts: b.parts}
	lo, hi := b.parts[0].Positions[0], b.parts[0].Positions[0]
	for _, p := range b.parts {
		for _, v := range p.Positions {
			for k := range 3 {
				lo[k], hi[k] = min(lo[k], v[k]), max(hi[k], v[k])
			}
		}
	}
	for k := range 3 {
		m.Size[k] = fixed(float64(hi[k])-float64(lo[k]), 1e4)
		mid := (float64(lo[k]) + float64(hi[k])) / 2
		for i := range b.parts {
			for j := range b.parts[i].Positions {
				v := &b.parts[i].Positions[j][k]
				*v = fixed(float64(*v)-mid, 2e4)
			}
		}
	}
	for i := range m.Parts {
		weld(&m.Parts[i])
	}
	for _, c := range b.paints {
		m.Materials = append(m.Materials, c.material())
	}
	return m
}

// translateScale moves to x, y and stretches along the two.
func translateScale(x, y, sx, sy float64) mgl64.Mat4 {
	return mgl64.Translate3D(x, y, 0).Mul4(mgl64.Scale3D(sx, sy, 1))
}

// lying turns a unit circle about z into an ellipse about x: ry across, rz up.
func lying(ry, rz float64) mgl64.Mat4 {
	return mgl64.Mat4FromCols(mgl64.Vec4{0, ry, 0, 0}, mgl64.Vec4{0, 0, rz, 0}, mgl64.Vec4{1, 0, 0, 0}, mgl64.Vec4{0, 0, 0, 1})
}

// weld joins vertices that agree in position and normal.
func weld(p *mesh.Part) {
	type key struct{ at, normal [3]float32 }
	index := make(map[key]uint32, len(p.Positions))
	out := mesh.Part{Material: p.Material}
	for _, i := range p.Indices {
		k := key{p.Positions[i], p.Normals[i]}
		j, ok := index[k]
		if !ok {
			j = uint32(len(out.Positions))
			index[k] = j
			out.Positions, out.Normals = append(out.Positions, k.at), append(out.Normals, k.normal)
		}
		out.Indices = append(out.Indices, j)
	}
	*p = out
}
