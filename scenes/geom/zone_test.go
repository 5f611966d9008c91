package geom

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/metaspatial/metaspatial/scenes"
)

func randomZone(g *rand.Rand) Zone {
	a := g.Float64() * 2 * math.Pi
	s, c := math.Sincos(a)
	closed, open := scenes.Vec2{c, s}, scenes.Vec2{-s, c}
	if g.IntN(2) == 0 {
		open = scenes.Vec2{s, -c}
	}
	return sector(scenes.Vec2{g.Float64() * 3, g.Float64() * 3}, closed, open, 0.3+g.Float64(), 0, 2)
}

// TestZoneAgainstPolygon compares the quarter disk with a polygon of many
// corners.
func TestZoneAgainstPolygon(t *testing.T) {
	g := rand.New(rand.NewPCG(31, 1))
	hits := 0
	for range 1500 {
		z, b := randomZone(g), randomBox(g)
		polygon := []scenes.Vec2{z.Hinge}
		const n = 400
		for i := range n + 1 {
			s, c := math.Sincos(float64(i) / n * math.Pi / 2)
			polygon = append(polygon, z.Hinge.Add(z.last.Mul(c*z.Radius)).Add(z.first.Mul(s*z.Radius)))
		}
		if area(polygon) < 0 {
			t.Fatal("the sweep is not clockwise from first to last")
		}
		want, _ := polygonPenetration(&b, polygon)
		b.Center[2], b.Half[2] = 1, 50 // sideways is always the way out
		got, dir := z.Overlap(b)
		if math.Abs(got-want) > 1e-5 {
			t.Fatalf("%v deep, the polygon says %v: %+v in %+v", got, want, b, z)
		}
		if got == 0 {
			continue
		}
		hits++
		out := b
		out.Center = b.Center.Add(dir.Mul(got).Vec3(0))
		if d, _ := z.Overlap(out); d > 1e-9 {
			t.Fatalf("still %v deep after moving out by %v along %v", d, got, dir)
		}
		deg := g.Float64() * 360
		swung := sector(moved([]scenes.Vec2{z.Hinge}, deg, scenes.Vec2{})[0], moved([]scenes.Vec2{z.first}, deg, scenes.Vec2{})[0],
			moved([]scenes.Vec2{z.last}, deg, scenes.Vec2{})[0], z.Radius, 0, 2)
		if d, _ := swung.Overlap(turned(b, deg)); math.Abs(d-got) > 1e-8 {
			t.Fatalf("turns with the frame: %v, then %v", got, d)
		}
		b.Half[0] += g.Float64() / 2
		if d, _ := z.Overlap(b); d < got-1e-12 {
			t.Fatalf("a larger box is less deep: %v, then %v", got, d)
		}
		for _, p := range z.Polygon(nil) {
			if !z.Box.ContainsXY(p, 1e-9) {
				t.Fatalf("%v of the sweep is not in its box", p)
			}
		}
	}
	if hits < 200 {
		t.Fatalf("only %d overlaps; the test shows little", hits)
	}
}

// TestSwingZones stands inside a room and looks at the door in its north wall.
func TestSwingZones(t *testing.T) {
	room := scenes.RectRoom(4, 3, 2.5)
	door := scenes.Opening{Kind: scenes.Door, Wall: 2, Offset: 2, Width: 0.9, Height: 2}
	thing := func(x, y float64) Box {
		return Box{scenes.Vec3{x, y, 0.2}, scenes.Vec3{0.05, 0.05, 0.2}, 0}
	}
	hingeWest, hingeEast := thing(1.65, 2.2), thing(2.35, 2.2) // 0.8 m from the door
	passage, corners := thing(2, 2.5), thing(2.5, 2.2)
	window := door
	window.Kind, window.Sill = scenes.Window, 0.9
	tests := map[string]struct {
		swing scenes.Swing
		want  [4]bool // west, east, passage, beyond both
		zones int
	}{
		"square":   {"", [4]bool{true, true, true, false}, 1},
		"left":     {scenes.SwingLeft, [4]bool{true, false, true, false}, 2},
		"right":    {scenes.SwingRight, [4]bool{false, true, true, false}, 2},
		"double":   {scenes.SwingDouble, [4]bool{false, false, true, false}, 3},
		"outward":  {scenes.SwingOutward, [4]bool{false, false, true, false}, 1},
		"sliding":  {scenes.SwingSliding, [4]bool{false, false, true, false}, 1},
		"a window": {"window", [4]bool{false, false, false, false}, 1},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			o := door
			if o.Swing = tc.swing; tc.swing == "window" {
				o = window
			}
			zones := SwingZones(&room, o)
			var got [4]bool
			for i, b := range []Box{hingeWest, hingeEast, passage, corners} {
				for k := range zones {
					d, _ := zones[k].Overlap(b)
					got[i] = got[i] || d > Tolerance
				}
			}
			if got != tc.want || len(zones) != tc.zones {
				t.Errorf("%d zones reach %v, want %d and %v", len(zones), got, tc.zones, tc.want)
			}
		})
	}
}

// TestSwingZonesLieInTheSquare guarantees that a room which keeps the square
// free keeps every swing free.
func TestSwingZonesLieInTheSquare(t *testing.T) {
	g := rand.New(rand.NewPCG(32, 1))
	for range 500 {
		room := scenes.Room{Floor: star(g, scenes.Vec2{5, 5}, 5), Height: 2.5}
		o := scenes.Opening{Kind: scenes.Door, Wall: g.IntN(len(room.Floor)), Offset: 1, Width: 0.3 + 2*g.Float64(), Height: 2}
		square := DoorZone(&room, o)
		for _, swing := range append([]scenes.Swing{""}, scenes.Swings...) {
			o.Swing = swing
			for _, z := range SwingZones(&room, o) {
				for _, p := range z.Polygon(nil) {
					if !square.ContainsXY(p, 1e-9) {
						t.Fatalf("%q: %v is beyond the square %+v", swing, p, square)
					}
				}
				if z.Box.Top() > 2+near || z.Box.Bottom() < -near {
					t.Fatalf("%q: from %v to %v m high", swing, z.Box.Bottom(), z.Box.Top())
				}
			}
		}
	}
}

func TestClearanceBoxes(t *testing.T) {
	b := Box{scenes.Vec3{2, 3, 0.4}, scenes.Vec3{0.5, 0.3, 0.4}, 90}
	boxes, asked := ClearanceBoxes(b, scenes.Clearance{Front: 0.6, Left: 0.2, Right: 1})
	want := [4]Box{
		FrontSide: {scenes.Vec3{2.6, 3, 0.4}, scenes.Vec3{0.5, 0.3, 0.4}, 90},
		LeftSide:  {scenes.Vec3{2, 3.6, 0.4}, scenes.Vec3{0.1, 0.3, 0.4}, 90},
		RightSide: {scenes.Vec3{2, 2, 0.4}, scenes.Vec3{0.5, 0.3, 0.4}, 90},
	}
	if d := cmp.Diff(want, boxes, cmpopts.EquateApprox(0, near)); d != "" {
		t.Error(d)
	}
	if asked != [4]bool{true, false, true, true} {
		t.Errorf("asked for %v", asked)
	}
	g := rand.New(rand.NewPCG(33, 1))
	for range 1000 {
		b := randomBox(g)
		boxes, _ := ClearanceBoxes(b, scenes.Clearance{Front: 0.1 + g.Float64(), Back: 0.5, Left: 0.1, Right: 2})
		for i := range boxes {
			grown := boxes[i]
			if d, _ := Penetration(b, grown); d > near {
				t.Fatalf("the clearance of side %s overlaps its object by %v", SideNames[i], d)
			}
			grown.Half[0] += 0.01
			grown.Half[1] += 0.01
			if d, _ := Penetration(b, grown); math.Abs(d-0.01) > 1e-9 {
				t.Fatalf("the clearance of side %s does not touch its object", SideNames[i])
			}
		}
	}
}

func TestWindowZone(t *testing.T) {
	room := scenes.RectRoom(4, 3, 2.5)
	got := WindowZone(&room, scenes.Opening{Kind: scenes.Window, Wall: 1, Offset: 1, Width: 1.2, Height: 1, Sill: 0.9})
	want := Box{scenes.Vec3{3.75, 1, 1.4}, scenes.Vec3{0.6, 0.25, 0.5}, 270}
	if d := cmp.Diff(want, got, cmpopts.EquateApprox(0, near)); d != "" {
		t.Error(d)
	}
}
