package raster

import (
	"math"

	"github.com/metaspatial/metaspatial/scenes"
)

// frameMargin is the part of the picture's sides that a framed room may fill.
const frameMargin = 0.955

// FrameRoom returns a camera that sees the whole room, walls included, with a
// small margin, from the given compass heading and elevation in degrees.
func FrameRoom(room *scenes.Room, yaw, pitch, fov float64, width, height int) Camera {
	e := room.Extent()
	mid := scenes.Vec3{e[0] / 2, e[1] / 2, e[2] / 2}
	c := Orbit{Target: mid, Yaw: yaw, Pitch: pitch, Distance: 10, FovY: fov}.Camera()
	return c.frame(corners(room), width, height)
}

// frame moves a camera, without turning it, to the place nearest to the points
// from which it sees all of them. An orthographic one gets the size it needs.
func (c Camera) frame(points []scenes.Vec3, width, height int) Camera {
	r, u, f := c.basis()
	if c.Ortho > 0 {
		return c.frameOrtho(points, r, u, f, float64(width)/float64(height))
	}
	mid, k := c.Target, c.focal(height)
	ty := float64(float64(height) / 2 / k * frameMargin)
	tx := float64(float64(ty*float64(width)) / float64(height))
	// A shifted lens looks past its axis by these slopes.
	side := float64(max(width, height))
	sx, sy := float64(c.ShiftX*side)/k, float64(c.ShiftY*side)/k
	// A point p is inside the pyramid of a camera at q with slopes sx±tx when
	// (sx-tx) (z_p - z_q) <= x_p - x_q <= (sx+tx) (z_p - z_q), and likewise for
	// y; the tightest q follows from the largest of the two sides of each
	// inequality.
	var most [4]float64
	nearest := math.Inf(1)
	for i := range most {
		most[i] = math.Inf(-1)
	}
	for _, p := range points {
		d := p.Sub(mid)
		x, y, z := dot64(d, r), dot64(d, u), dot64(d, f)
		nearest = min(nearest, z)
		for i, v := range [4]float64{
			x - float64((tx+sx)*z), -x - float64((tx-sx)*z),
			y - float64((ty+sy)*z), -y - float64((ty-sy)*z),
		} {
			most[i] = max(most[i], v)
		}
	}
	qz := min(-(most[0]+most[1])/float64(2*tx), -(most[2]+most[3])/float64(2*ty), nearest-float64(2*nearPlane))
	q := along(mid, f, qz)
	q = along(q, r, float64((most[0]-most[1])/2)+float64(sx*qz))
	q = along(q, u, float64((most[2]-most[3])/2)+float64(sy*qz))
	c.Target = along(q, f, -qz)
	c.Eye = q
	return c
}

// zoom chooses the lens and its shift so that a camera sees all of the points,
// which must be before it, from where it stands.
func (c Camera) zoom(points []scenes.Vec3, width, height int) Camera {
	r, u, f := c.basis()
	lo, hi := scenes.Vec2{math.Inf(1), math.Inf(1)}, scenes.Vec2{math.Inf(-1), math.Inf(-1)}
	for _, p := range points {
		d := p.Sub(c.Eye)
		z := max(dot64(d, f), nearPlane)
		for i, v := range [2]float64{dot64(d, r) / z, dot64(d, u) / z} {
			lo[i], hi[i] = min(lo[i], v), max(hi[i], v)
		}
	}
	w, h := float64(width), float64(height)
	half := max(hi[1]-lo[1], (hi[0]-lo[0])*h/w) / 2 / frameMargin
	c.FovY = grid(2 * math.Atan2(half, 1) * 180 / math.Pi)
	k := c.focal(height) / max(w, h)
	c.ShiftX, c.ShiftY = (lo[0]+hi[0])/2*k, (lo[1]+hi[1])/2*k
	return c
}

// frameOrtho centres an orthographic camera on the points.
func (c Camera) frameOrtho(points []scenes.Vec3, r, u, f scenes.Vec3, aspect float64) Camera {
	lo := scenes.Vec3{math.Inf(1), math.Inf(1), math.Inf(1)}
	hi := lo.Mul(-1)
	for _, p := range points {
		d := p.Sub(c.Target)
		for i, v := range [3]float64{dot64(d, r), dot64(d, u), dot64(d, f)} {
			lo[i], hi[i] = min(lo[i], v), max(hi[i], v)
		}
	}
	c.Ortho = max(hi[1]-lo[1], (hi[0]-lo[0])/aspect) / frameMargin
	mid := along(along(c.Target, r, (lo[0]+hi[0])/2), u, (lo[1]+hi[1])/2)
	c.Eye, c.Target = along(mid, f, lo[2]-1), along(mid, f, (lo[2]+hi[2])/2)
	return c
}

// corners returns the extremes of the room with its walls.
func corners(room *scenes.Room) []scenes.Vec3 {
	out := make([]scenes.Vec3, 0, 2*len(room.Floor))
	for i, p := range room.Floor {
		q, n := room.Floor[(i+1)%len(room.Floor)], outward(room, i)
		for _, c := range [...]scenes.Vec2{p, q} {
			x, y := c[0]+float64(n[0]*wallThickness), c[1]+float64(n[1]*wallThickness)
			out = append(out, scenes.Vec3{x, y, -slabThickness}, scenes.Vec3{x, y, room.Height})
		}
	}
	return out
}

// outward returns the unit normal of a floor edge that points out of the room.
func outward(room *scenes.Room, i int) scenes.Vec2 {
	p, q := room.Floor[i], room.Floor[(i+1)%len(room.Floor)]
	d := unit64(scenes.Vec3{q[0] - p[0], q[1] - p[1], 0})
	return scenes.Vec2{d[1], -d[0]}
}
