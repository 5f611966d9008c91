package raster

import (
	"math"

	"github.com/metaspatial/metaspatial/scenes"
)

// view is a camera made ready for a picture size.
type view struct {
	ortho         bool
	eye           vec3
	right, up, fw vec3
	focal, cx, cy float32
	w, h          int
	// kx, ky are the slopes (or half sizes) of a window about the line of sight
	// that holds the picture, gx, gy those of the guard band beyond which
	// triangles are clipped.
	kx, ky, gx, gy float32
	// slantX and slantY are the lengths of (1, kx) and (1, ky).
	slantX, slantY float32
	slope          float32 // 1/focal
	// bias turns an orthographic depth into a key that grows towards the
	// camera.
	bias float32
}

// guard is how many pixels beyond the picture coordinates stay exact.
const guard = 8192

func newView(c Camera, w, h int) view {
	r, u, f := c.basis()
	to := func(v scenes.Vec3) vec3 { return vec3{float32(v[0]), float32(v[1]), float32(v[2])} }
	cx, cy := c.centre(w, h)
	v := view{
		ortho: c.Ortho > 0, eye: to(c.Eye), right: to(r), up: to(u), fw: to(f),
		focal: float32(c.focal(h)), cx: float32(cx), cy: float32(cy), w: w, h: h, bias: 1e4,
	}
	wide, tall := max(v.cx, float32(w)-v.cx), max(v.cy, float32(h)-v.cy)
	v.kx, v.ky = wide/v.focal, tall/v.focal
	v.slope = 1 / v.focal
	if !v.ortho {
		v.slantX = float32(math.Sqrt(float64(1 + float32(v.kx*v.kx))))
		v.slantY = float32(math.Sqrt(float64(1 + float32(v.ky*v.ky))))
	}
	v.gx, v.gy = (wide+guard)/v.focal, (tall+guard)/v.focal
	return v
}

// light is where a vertex gets its brightness from.
type light struct {
	sun        vec3
	sunColor   rgb
	sky, earth rgb
	camera     vec3
	fill       float32
}

var daylight = light{
	sun:      vec3{0.34, -0.46, 0.82}.unit(),
	sunColor: rgb{0.54, 0.525, 0.49},
	sky:      rgb{0.62, 0.635, 0.655},
	earth:    rgb{0.43, 0.415, 0.40},
	fill:     0.08,
}

// at returns the light on a surface with unit normal n.
func (l *light) at(n vec3) rgb {
	s := max(0, n.dot(l.sun))
	f := float32(max(0, n.dot(l.camera)) * l.fill)
	k := 0.5 + float32(n.z*0.5)
	var o rgb
	for i := range o {
		o[i] = l.earth[i] + float32((l.sky[i]-l.earth[i])*k) + float32(l.sunColor[i]*s) + f
	}
	return o
}

// instance is where a model stands: p' = axes·p + origin.
type instance struct {
	ax, ay, az vec3 // images of the model's axes, scaled
	nx, ny, nz vec3 // the same for normals, not yet of unit length
	origin     vec3
	id         uint16
	// rigid says that normals keep their length.
	rigid bool
	// ground, when lift is true, is the height of the object's base, near
	// which it receives less light.
	ground   float32
	lift     bool
	tint     rgb
	strength float32
	shade    *occlusion
	ghost    float32
}

var still = instance{
	ax: vec3{1, 0, 0}, ay: vec3{0, 1, 0}, az: vec3{0, 0, 1},
	nx: vec3{1, 0, 0}, ny: vec3{0, 1, 0}, nz: vec3{0, 0, 1}, id: RoomID, rigid: true,
}

// place returns the instance of an object's model of the given size.
func place(o *scenes.Object, p *scenes.Placement, size vec3) (instance, bool) {
	if !finite(p.Position[0], p.Position[1], p.Position[2], p.Yaw, o.Size[0], o.Size[1], o.Size[2]) {
		return instance{}, false
	}
	for k := range 3 {
		if abs := max(p.Position[k], -p.Position[k]); abs > 1e5 || o.Size[k] > 1e5 {
			return instance{}, false
		}
	}
	r, f := scenes.Axes(p.Yaw)
	right := vec3{float32(grid(r[0])), float32(grid(r[1])), 0}
	front := vec3{float32(grid(f[0])), float32(grid(f[1])), 0}
	scale := [3]float32{1, 1, 1}
	for k, s := range [3]float32{size.x, size.y, size.z} {
		if s > 1e-6 && o.Size[k] > 0 {
			scale[k] = float32(o.Size[k]) / s
		}
	}
	up := vec3{0, 0, 1}
	return instance{
		ax: right.scale(scale[0]), ay: front.scale(scale[1]), az: up.scale(scale[2]),
		nx: right.scale(1 / scale[0]), ny: front.scale(1 / scale[1]), nz: up.scale(1 / scale[2]),
		origin: vec3{float32(p.Position[0]), float32(p.Position[1]), float32(p.Position[2])},
		ground: float32(p.Position[2] - float64(o.Size[2]/2)), lift: true,
		rigid: scale == [3]float32{1, 1, 1},
	}, true
}
