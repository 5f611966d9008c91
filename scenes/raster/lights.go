package raster

import (
	"math"
	"slices"
	"strings"

	"github.com/metaspatial/metaspatial/scenes"
)

// caster is a part that throws shadows.
type caster struct {
	part     *part
	instance int32
}

// lamp is a [Light] made ready: the units are such that 1 lights a white
// surface to white.
type lamp struct {
	kind   LightKind
	at     vec3 // of a sun, the direction towards it
	front  vec3
	color  rgb // at one metre, or of the sun
	radius float32
	// soft is the radius over the texel size, see [shadowMap.at].
	soft float32
	// bias is the least distance in metres to what throws a shadow.
	bias  float32
	maps  []shadowMap
	count int // of maps in use
}

// maxLights bounds the lights of a scene.
const maxLights = 8

// lampWords are parts of the names of categories that shine.
var lampWords = []string{"lamp", "chandelier", "sconce", "pendant"}

// The default light of beauty: a low sun, so that shadows are seen beside what
// throws them, and a sky. The walls let the sun through.
var (
	daySun = Light{
		Kind: Sun, Direction: scenes.Vec3{-0.54, 0.40, -0.74}, Color: [3]float64{1, 0.95, 0.86}, Power: 0.86 * math.Pi, Radius: 2.5,
	}
	dayWorld = [2]rgb{{0.37, 0.40, 0.44}, {0.24, 0.235, 0.23}}
)

// shine makes the lights of the scene ready.
func (r *Renderer) shine(s *Scene) {
	r.lamps = r.lamps[:0]
	r.world = dayWorld
	if len(s.Lights) > 0 || s.World != ([3]float64{}) {
		w := rgb{float32(s.World[0]), float32(s.World[1]), float32(s.World[2])}
		r.world = [2]rgb{w, w}
		for i := range s.Lights[:min(len(s.Lights), maxLights)] {
			r.addLight(&s.Lights[i])
		}
	} else {
		r.addLight(&daySun)
		r.ownLamps(s)
	}
	if r.sameLight() {
		return
	}
	lo, hi := r.bounds()
	for i := range r.lamps {
		r.lamps[i].expose(r, lo, hi)
	}
	r.bounce(lo, hi)
}

// ownLamps adds the lamps that stand and hang in the room.
func (r *Renderer) ownLamps(s *Scene) {
	if s.Layout == nil {
		return
	}
	for i := range s.Layout.Placements {
		p := &s.Layout.Placements[i]
		o, _ := s.Task.Find(p.ID)
		if o == nil || len(r.lamps) >= maxLights || !finite(p.Position[0], p.Position[1], p.Position[2], o.Size[2]) {
			continue
		}
		name := strings.ToLower(o.Category)
		for _, w := range lampWords {
			if strings.Contains(name, w) {
				at := p.Position
				if o.Support != scenes.OnCeiling {
					at[2] += float64(o.Size[2] * 0.35)
				}
				r.glow(at)
				break
			}
		}
	}
}

// glow adds a warm light without shadows.
func (r *Renderer) glow(at scenes.Vec3) {
	l := r.add()
	l.kind, l.at, l.color = Point, vec3{float32(at[0]), float32(at[1]), float32(at[2])}, rgb{0.16, 0.115, 0.065}
	l.radius, l.count = 0, 0
}

func (r *Renderer) add() *lamp {
	r.lamps = extend(r.lamps, 1)
	l := &r.lamps[len(r.lamps)-1]
	*l = lamp{maps: l.maps, soft: l.soft, bias: l.bias}
	return l
}

// lit remembers what the light was worked out for.
type lit struct {
	valid     bool
	casters   []caster
	instances []instance
	verts     []vertex // of what is built anew for every picture
	lights    []lamp
}

// sameLight reports whether the shadow maps and probes of the last picture are
// those of this one, as when a room is seen from several cameras.
func (r *Renderer) sameLight() bool {
	was, now := &r.last, &r.next
	now.casters = append(now.casters[:0], r.casters...)
	now.instances, now.verts, now.lights = now.instances[:0], now.verts[:0], now.lights[:0]
	for _, k := range r.casters {
		now.instances = append(now.instances, r.instances[k.instance])
		if k.part.radius == 0 {
			now.verts = append(now.verts, k.part.verts...)
		}
	}
	for i := range r.lamps {
		l := r.lamps[i]
		l.maps = nil
		now.lights = append(now.lights, l)
	}
	same := was.valid && slices.Equal(was.casters, now.casters) && slices.Equal(was.instances, now.instances) &&
		slices.Equal(was.verts, now.verts) && slices.EqualFunc(was.lights, now.lights, func(a, b lamp) bool {
		return a.kind == b.kind && a.at == b.at && a.front == b.front && a.color == b.color && a.radius == b.radius && a.count == b.count
	})
	now.valid = true
	r.last, r.next = r.next, r.last
	return same
}

func (r *Renderer) addLight(s *Light) {
	if !finite(s.Position[0], s.Position[1], s.Position[2], s.Direction[0], s.Direction[1], s.Direction[2], s.Power, s.Radius, s.Color[0], s.Color[1], s.Color[2]) {
		return
	}
	l := r.add()
	l.kind = s.Kind
	d := unit64(s.Direction)
	if d == (scenes.Vec3{}) {
		d = scenes.Vec3{0, 0, -1}
	}
	l.front = vec3{float32(grid(d[0])), float32(grid(d[1])), float32(grid(d[2]))}
	l.at = vec3{float32(s.Position[0]), float32(s.Position[1]), float32(s.Position[2])}
	power := s.Power / math.Pi
	switch s.Kind {
	case Sun:
		l.at = l.front.scale(-1)
		l.count = 1
		sn, cs := sincos(min(max(s.Radius, 0), 20))
		l.radius = float32(sn / cs)
	case Area:
		// A Lambertian emitter sends 1/π of its power straight ahead.
		power /= math.Pi
		l.radius, l.count = float32(s.Radius), 6
	default:
		power /= 4 * math.Pi
		l.radius, l.count = float32(s.Radius), 6
	}
	col := s.Color
	if col == ([3]float64{}) {
		col = [3]float64{1, 1, 1}
	}
	for k := range l.color {
		l.color[k] = float32(grid(power * col[k]))
	}
}

// litReach is how far from the origin, in metres, what is lit may be: farther
// than any room or object that can be drawn.
const litReach = 1e6

// bounds returns a box about the casters, but for stray corners beyond litReach
// and those that are no numbers, which would leave nothing of the maps and the
// probes to the others.
func (r *Renderer) bounds() (lo, hi vec3) {
	first := true
	for _, k := range r.casters {
		in := &r.instances[k.instance]
		for i := range k.part.verts {
			if k.part.radius > 0 && i >= 8 {
				break
			}
			q := k.part.verts[i].p
			if k.part.radius > 0 {
				s := [2]vec3{k.part.lo, k.part.hi}
				q = vec3{s[i&1].x, s[i>>1&1].y, s[i>>2&1].z}
			}
			w := in.ax.scale(q.x).add(in.ay.scale(q.y)).add(in.az.scale(q.z)).add(in.origin)
			if !(max(w.x, -w.x, w.y, -w.y, w.z, -w.z) < litReach) {
				continue
			}
			if first {
				lo, hi, first = w, w, false
			}
			lo = vec3{min(lo.x, w.x), min(lo.y, w.y), min(lo.z, w.z)}
			hi = vec3{max(hi.x, w.x), max(hi.y, w.y), max(hi.z, w.z)}
		}
	}
	return lo, hi
}

// expose draws the light's maps.
func (l *lamp) expose(r *Renderer, lo, hi vec3) {
	if l.count == 0 {
		return
	}
	for len(l.maps) < l.count {
		l.maps = append(l.maps, shadowMap{})
	}
	to := func(v vec3) scenes.Vec3 { return scenes.Vec3{float64(v.x), float64(v.y), float64(v.z)} }
	if l.kind == Sun {
		mid := lo.scale(0.5).add(hi.scale(0.5))
		rad := max(hi.sub(lo).length()/2, 0.1)
		c := Camera{Eye: to(mid.add(l.at.scale(rad + 1))), Target: to(mid), Ortho: 2 * float64(rad)}
		l.maps[0].draw(r, c, sunSide)
		// A blocker's height above what it shades, times this, is the
		// penumbra's radius in texels.
		l.soft = float32(l.radius * l.maps[0].view.focal)
		l.bias = 2 / l.maps[0].view.focal
		return
	}
	for i := range l.maps {
		s := cubeSides[i]
		e := to(l.at)
		l.maps[i].draw(r, Camera{Eye: e, Target: e.Add(s[0]), Up: s[1], FovY: cubeAngle}, cubeSide)
	}
	l.soft = float32(l.radius * l.maps[0].view.focal)
	l.bias = 2 / l.maps[0].view.focal
}

// on returns the light that reaches a point with a unit normal.
func (l *lamp) on(p, n vec3) rgb {
	if l.kind == Sun {
		s := n.dot(l.at)
		if s <= 0 {
			return rgb{}
		}
		m := &l.maps[0]
		v := &m.view
		d := p.add(n.scale(l.bias)).sub(v.eye)
		at := spot{
			x: v.cx + float32(d.dot(v.right)*v.focal), y: v.cy - float32(d.dot(v.up)*v.focal),
			key: v.bias - d.dot(v.fw) + l.bias,
		}
		along := float32(n.dot(v.fw) * v.focal)
		at.slope(n.dot(v.right)/along, -n.dot(v.up)/along, v.slope)
		return l.color.times(float32(s * m.at(&at, l.soft)))
	}
	d := l.at.sub(p)
	q := d.dot(d)
	far := sqrt32(q)
	s := n.dot(d) / max(far, 1e-6)
	if s <= 0 {
		return rgb{}
	}
	s /= max(q, 0.01)
	if l.kind == Area {
		s = float32(s * max(0, -d.dot(l.front)/max(far, 1e-6)))
	}
	if l.count > 0 {
		// The offset grows with the texels.
		s = float32(s * l.open(p.add(n.scale(float32(l.bias*far))).sub(l.at), n))
	}
	return l.color.times(s)
}

// open returns the share of a point light that reaches the place d from it, on a
// surface of normal n.
func (l *lamp) open(d, n vec3) float32 {
	ax, ay, az := max(d.x, -d.x), max(d.y, -d.y), max(d.z, -d.z)
	k := 0
	far := ax
	switch {
	case az >= ax && az >= ay:
		k, far = 4, az
		if d.z < 0 {
			k = 5
		}
	case ay >= ax:
		k, far = 2, ay
		if d.y < 0 {
			k = 3
		}
	case d.x < 0:
		k = 1
	}
	m := &l.maps[k]
	v := &m.view
	if far < nearPlane {
		return 1
	}
	inv := 1 / far
	f := float32(v.focal * inv)
	at := spot{x: v.cx + float32(d.dot(v.right)*f), y: v.cy - float32(d.dot(v.up)*f), key: float32(inv * 1.004)}
	along := float32(n.dot(d) * v.focal)
	at.slope(n.dot(v.right)/along, -n.dot(v.up)/along, float32(inv*v.slope))
	return m.at(&at, l.soft)
}
