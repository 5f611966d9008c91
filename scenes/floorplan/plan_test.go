package floorplan

import (
	"context"
	"fmt"
	"math"
	"reflect"
	"strings"
	"testing"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/geom"
	"github.com/metaspatial/metaspatial/scenes/geom/earcut"
)

// The footprints and lists of rooms that the properties are tried on.
var (
	lShape = []scenes.Vec2{{0, 0}, {14, 0}, {14, 6.5}, {8, 6.5}, {8, 12}, {0, 12}}
	tShape = []scenes.Vec2{{0, 7}, {5, 7}, {5, 0}, {11, 0}, {11, 7}, {16, 7}, {16, 13}, {0, 13}}
	askew  = []scenes.Vec2{{0, 0}, {13, 0}, {13, 6}, {10, 11}, {0, 11}}

	examples = []struct {
		name      string
		footprint []scenes.Vec2
		rooms     string
	}{
		{"flat", Rectangle(12, 9), "living, kitchen, 2 bedrooms, bathroom"},
		{"small flat", Rectangle(7, 6), "living, bedroom, bathroom"},
		{"house", Rectangle(15, 11), "hall, living, dining, kitchen, 3 bedrooms, 2 bathrooms, study"},
		{"bedsit", Rectangle(5, 4), "living"},
		{"keep", Rectangle(24, 18), "tavern, shop, 6 dungeons"},
		{"crypt", Rectangle(20, 20), "9 dungeons"},
		{"inn", Rectangle(18, 12), "tavern, kitchen, 5 bedrooms, bathroom"},
		{"hotel", Rectangle(30, 20), "hall, office, 16 bedrooms, 4 bathrooms"},
		{"bedrooms", Rectangle(10, 9), "4 bedrooms, bathroom"},
		{"school", Rectangle(30, 16), "3 classrooms, 2 offices, 2 bathrooms, hall"},
		{"L", lShape, "living, kitchen, 2 bedrooms, bathroom, study"},
		{"T", tShape, "living, kitchen, dining, 3 bedrooms, bathroom"},
		{"askew", askew, "living, kitchen, 2 bedrooms, bathroom"},
		{"areas", Rectangle(12, 9), "living, kitchen 12 m2, bedroom 18 m2, bathroom 6 sqm"},
	}
)

func seeds() uint64 {
	if testing.Short() {
		return 4
	}
	return 16
}

// eachPlan plans every example with many seeds.
func eachPlan(t *testing.T, try func(t *testing.T, p *Plan)) {
	for _, e := range examples {
		t.Run(e.name, func(t *testing.T) {
			t.Parallel()
			asks, err := Parse(e.rooms)
			if err != nil {
				t.Fatal(err)
			}
			for seed := range seeds() {
				p, err := Make(context.Background(), Options{Seed: seed, Footprint: e.footprint, Height: 2.7, Rooms: asks})
				if err != nil {
					t.Errorf("seed %d: %v", seed, err)
					continue
				}
				try(t, p)
				if t.Failed() {
					t.Fatalf("with seed %d", seed)
				}
			}
		})
	}
}

// Hundreds of plans keep the promises of the package.
func TestPlans(t *testing.T) {
	t.Parallel()
	eachPlan(t, func(t *testing.T, p *Plan) {
		tiles(t, p)
		wide(t, p)
		doors(t, p)
		reachable(t, p)
		passages(t, p)
		for i := range p.Rooms {
			r := &p.Rooms[i]
			if err := r.Space.Validate(); err != nil {
				t.Errorf("%s: %v", r.Name, err)
			}
			if err := geom.CheckFloor(&r.Space); err != nil {
				t.Errorf("%s: %v", r.Name, err)
			}
			openings(t, r)
		}
	})
}

// tiles holds that the cells fill the footprint, and share nothing.
func tiles(t *testing.T, p *Plan) {
	t.Helper()
	sum := 0.0
	var parts [][][3]scenes.Vec2
	for i := range p.Rooms {
		c := p.Rooms[i].Cell
		sum += area2(c) / 2
		parts = append(parts, earcut.Triangulate(c, nil))
		for _, v := range c {
			if !inside(p.Footprint, v) && onBorder(p.Footprint, v) > 1e-9 {
				t.Errorf("%s has a corner %v outside", p.Rooms[i].Name, v)
			}
		}
	}
	if whole := area2(p.Footprint) / 2; math.Abs(sum-whole) > 1e-6 {
		t.Errorf("the cells have %.9g m² of %.9g", sum, whole)
	}
	for i := range parts {
		for k := range i {
			for _, a := range parts[i] {
				for _, b := range parts[k] {
					if s := overlap(a, b); s > 1e-9 {
						t.Errorf("%s and %s share %v m²", p.Rooms[i].Name, p.Rooms[k].Name, s)
					}
				}
			}
		}
	}
}

// onBorder is how far a point is from the border of a polygon.
func onBorder(p polygon, v scenes.Vec2) float64 {
	least := math.Inf(1)
	for i, a := range p {
		d := p[(i+1)%len(p)].Sub(a)
		f := max(0, min(1, v.Sub(a).Dot(d)/d.Dot(d)))
		least = min(least, v.Sub(a.Add(d.Mul(f))).Len())
	}
	return least
}

// overlap is the area that two triangles share.
func overlap(a, b [3]scenes.Vec2) float64 {
	p := polygon(a[:])
	for k := range 3 {
		u, v := b[k], b[(k+1)%3]
		d := v.Sub(u)
		var q polygon
		side := func(c scenes.Vec2) float64 { return d[0]*(c[1]-u[1]) - d[1]*(c[0]-u[0]) }
		for i, c := range p {
			n := p[(i+1)%len(p)]
			s, t := side(c), side(n)
			if s >= 0 {
				q = append(q, c)
			}
			if s > 0 && t < 0 || s < 0 && t > 0 {
				q = append(q, c.Add(n.Sub(c).Mul(s/(s-t))))
			}
		}
		if p = q; len(p) < 3 {
			return 0
		}
	}
	return area2(p) / 2
}

// wide holds the least widths and areas of floors.
func wide(t *testing.T, p *Plan) {
	t.Helper()
	for i := range p.Rooms {
		r := &p.Rooms[i]
		k := byWord[r.Program]
		w, h := largest(r.Space.Floor)
		if min(w, h) < k.width-1e-6 || r.Area() < 0.93*k.least || narrowest(r.Space.Floor) < min(ledge, k.width)-1e-6 {
			t.Errorf("%s is %.2f × %.2f m with %.1f m²", r.Name, w, h, r.Area())
		}
		for j, c := range r.Space.Floor {
			d := r.Space.Floor[(j+1)%len(r.Space.Floor)].Sub(c)
			if d.Len() < 0.4-1e-6 {
				t.Errorf("%s has a wall of %.2f m", r.Name, d.Len())
			}
		}
	}
}

// doors holds that either room of a door has it at the same place: right across
// the wall, within a millimetre, of equal size, swinging to one side only.
func doors(t *testing.T, p *Plan) {
	t.Helper()
	seen := make([]int, len(p.Rooms))
	for n, d := range p.Doors {
		swings := 0
		for side, i := range d.Rooms {
			if i == Outside {
				continue
			}
			r := &p.Rooms[i]
			o := r.Space.Openings[seen[i]]
			seen[i]++
			if o.Kind != scenes.Door || o.Width != d.Width || o.Height != d.Height || o.Sill != 0 {
				t.Errorf("door %d is %+v in %s", n, o, r.Name)
			}
			if o.Swing != scenes.SwingOutward {
				swings++
			}
			a, b := r.Space.Floor[o.Wall], r.Space.Floor[(o.Wall+1)%len(r.Space.Floor)]
			u := b.Sub(a).Mul(1 / b.Sub(a).Len())
			out := scenes.Vec2{u[1], -u[0]}
			at := r.Origin.Add(a).Add(u.Mul(o.Offset)).Add(out.Mul(p.Wall / 2))
			if off := at.Sub(d.At).Len(); off > 1e-3 {
				t.Errorf("door %d is %v m off in %s", n, off, r.Name)
			}
			if f := u.Dot(d.Along) * float64(1-2*side); f < 1-1e-9 {
				t.Errorf("door %d runs along %v in %s, and along %v in the plan", n, u, r.Name, d.Along)
			}
		}
		if swings != 1 && (swings > 0 || d.Rooms[1] != Outside) {
			t.Errorf("door %d swings to %d sides", n, swings)
		}
	}
}

// openings holds that what opens a wall lies within it, leaves the corners and
// does not overlap.
func openings(t *testing.T, r *Room) {
	t.Helper()
	for i, o := range r.Space.Openings {
		a, b := r.Space.Floor[o.Wall], r.Space.Floor[(o.Wall+1)%len(r.Space.Floor)]
		if l := b.Sub(a).Len(); o.Offset-o.Width/2 < jamb-1e-6 || o.Offset+o.Width/2 > l-jamb+1e-6 {
			t.Errorf("%s: %s is at %.3f of %.3f m", r.Name, o.ID, o.Offset, l)
		}
		for _, q := range r.Space.Openings[:i] {
			if q.Wall == o.Wall && math.Abs(q.Offset-o.Offset) < (q.Width+o.Width)/2-1e-9 {
				t.Errorf("%s: %s and %s overlap", r.Name, q.ID, o.ID)
			}
		}
	}
}

// reachable holds that the doors reach every room from the entrance, of which
// there is one.
func reachable(t *testing.T, p *Plan) {
	t.Helper()
	reached := make([]bool, len(p.Rooms))
	entrances := 0
	for _, d := range p.Doors {
		if d.Rooms[1] == Outside {
			entrances++
			reached[d.Rooms[0]] = true
		}
	}
	for range p.Rooms {
		for _, d := range p.Doors {
			if a, b := d.Rooms[0], d.Rooms[1]; b != Outside && (reached[a] || reached[b]) {
				reached[a], reached[b] = true, true
			}
		}
	}
	for i, ok := range reached {
		if !ok {
			t.Errorf("%s cannot be reached", p.Rooms[i].Name)
		}
	}
	if entrances != 1 {
		t.Errorf("there are %d entrances", entrances)
	}
}

// passages holds that nobody walks through a bathroom.
func passages(t *testing.T, p *Plan) {
	t.Helper()
	ways := make([]int, len(p.Rooms))
	for _, d := range p.Doors {
		for _, i := range d.Rooms {
			if i != Outside {
				ways[i]++
			}
		}
	}
	for i, n := range ways {
		if n > 1 && p.Rooms[i].Program == "bathroom" {
			t.Errorf("%s has %d doors", p.Rooms[i].Name, n)
		}
	}
}

func TestSameSeedSamePlan(t *testing.T) {
	asks, _ := Parse(examples[0].rooms)
	o := Options{Seed: 7, Footprint: examples[0].footprint, Height: 2.7, Rooms: asks}
	a, err := Make(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	b, _ := Make(context.Background(), o)
	if !reflect.DeepEqual(a, b) {
		t.Error("the same seed gave two plans")
	}
	different := 0
	for o.Seed = 8; o.Seed < 18; o.Seed++ {
		if b, _ = Make(context.Background(), o); !reflect.DeepEqual(a.Rooms, b.Rooms) {
			different++
		}
	}
	if different < 8 {
		t.Errorf("only %d of 10 other seeds gave another plan", different)
	}
}

func TestParse(t *testing.T) {
	got, err := Parse("Living room, kitchen of 12 m², two bedrooms and a bathroom; 3x dungeon 20m2\nlibraries")
	if err != nil {
		t.Fatal(err)
	}
	want := "[{living 0} {kitchen 12} {bedroom 0} {bedroom 0} {bathroom 0} {dungeon 20} {dungeon 20} {dungeon 20} {study 0}]"
	if s := fmt.Sprint(got); s != want {
		t.Errorf("%s, want %s", s, want)
	}
	for list, want := range map[string]string{
		"":                             "no rooms asked for",
		" , ;":                         "no rooms asked for",
		"kitchn":                       `unknown room "kitchn"; did you mean "kitchen"?`,
		"2 bedroms":                    `did you mean "bedroom"?`,
		"spaceship":                    `unknown room "spaceship"; use one of hall, living,`,
		"0 bedrooms":                   "is no number of rooms",
		"-3 bedrooms":                  "is no number of rooms",
		"1.5 bedrooms":                 "is no number of rooms",
		"99999999999999999999 studies": "is no number of rooms",
		"3":                            "has no name",
		"12 m2":                        "has no name",
		"kitchen nan m2":               "is no area",
		"kitchen -4 m2":                "is no area",
		"kitchen 0 m2":                 "is no area",
		"m2":                           "is no area",
		"40 bedrooms, bathroom":        "more than 40 rooms",
		strings.Repeat("a", 3000):      "has 3000 letters",
		"\x1b[2J":                      `unknown room "?[2j"`,
	} {
		if _, err := Parse(list); err == nil || !strings.Contains(err.Error(), want) || strings.ContainsAny(err.Error(), "\x1b\n") {
			t.Errorf("%.40q: %v, want %q", list, err, want)
		}
	}
}

func TestWhatCannotBePlanned(t *testing.T) {
	t.Parallel()
	flat, _ := Parse("living, kitchen, 2 bedrooms, bathroom")
	good := Options{Footprint: Rectangle(12, 9), Height: 2.7, Rooms: flat}
	nan := math.NaN()
	for want, change := range map[string]func(*Options){
		"too small for 5 rooms: with walls they need at least": func(o *Options) { o.Footprint = Rectangle(6, 4) },
		"m² are enough":     func(o *Options) { o.Footprint = Rectangle(30, 2.3) },
		"0 m² is too small": func(o *Options) { o.Footprint = Rectangle(0.1, 0.1) },
		"no outline":        func(o *Options) { o.Footprint = Rectangle(0, 0) },
		"has 0 corners":     func(o *Options) { o.Footprint = nil },
		"runs clockwise":    func(o *Options) { o.Footprint = []scenes.Vec2{{0, 0}, {0, 9}, {9, 9}, {9, 0}} },
		"the footprint is no outline of a building: the floor": func(o *Options) {
			o.Footprint = []scenes.Vec2{{0, 0}, {9, 9}, {9, 0}, {0, 8}, {-20, 4}}
		},
		"corner 1 of the footprint": func(o *Options) { o.Footprint = []scenes.Vec2{{0, 0}, {nan, 0}, {9, 9}} },
		"is 1000 m long":            func(o *Options) { o.Footprint = Rectangle(1000, 1000) },
		"30 corners":                func(o *Options) { o.Footprint = make([]scenes.Vec2, 30) },
		"0 m high":                  func(o *Options) { o.Height = 0 },
		"NaN m high":                func(o *Options) { o.Height = nan },
		"1e+09 m high":              func(o *Options) { o.Height = 1e9 },
		"at least one room":         func(o *Options) { o.Rooms = nil },
		"41 rooms":                  func(o *Options) { o.Rooms = make([]Ask, 41) },
		`unknown room "barn"`:       func(o *Options) { o.Rooms = []Ask{{Program: "barn"}} },
		"of NaN m²":                 func(o *Options) { o.Rooms = []Ask{{Program: "shop", Area: nan}} },
		"need at least 412 m²":      func(o *Options) { o.Rooms = []Ask{{Program: "shop", Area: 400}, {Program: "hall"}} },
		"3 m thick":                 func(o *Options) { o.Wall = 3 },
	} {
		o := good
		change(&o)
		p, err := Make(context.Background(), o)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %q (%v)", err, want, p != nil)
		}
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Make(ctx, good); err != context.Canceled {
		t.Errorf("after cancelling: %v", err)
	}
}

// FuzzMake holds that whatever is asked for is planned as it should be or
// refused.
func FuzzMake(f *testing.F) {
	f.Add(uint64(1), 12.0, 9.0, 2.7, "living, kitchen, 2 bedrooms, bathroom", 0.0, 0.0)
	f.Add(uint64(2), 20.0, 14.0, 3.0, "9 dungeons", 0.4, 0.5)
	f.Add(uint64(3), 9.3, 7.77, 2.4, "hall, 3 bedrooms", 0.2, 0.7)
	f.Fuzz(func(t *testing.T, seed uint64, w, d, h float64, rooms string, x, y float64) {
		asks, err := Parse(rooms)
		if err != nil {
			return
		}
		floor := Rectangle(w, d)
		if x > 0 && x < 1 && y > 0 && y < 1 {
			floor = []scenes.Vec2{{0, 0}, {w, 0}, {w, d * y}, {w * x, d * y}, {w * x, d}, {0, d}}
		}
		p, err := Make(context.Background(), Options{Seed: seed, Footprint: floor, Height: h, Rooms: asks})
		if err != nil {
			if strings.Contains(err.Error(), "\n") {
				t.Errorf("%q", err)
			}
			return
		}
		tiles(t, p)
		doors(t, p)
		reachable(t, p)
	})
}

func BenchmarkMake(b *testing.B) {
	for _, e := range examples {
		b.Run(e.name, func(b *testing.B) {
			asks, _ := Parse(e.rooms)
			for i := range b.N {
				if _, err := Make(context.Background(), Options{Seed: uint64(i), Footprint: e.footprint, Height: 2.7, Rooms: asks}); err != nil {
					b.Error(err)
				}
			}
		})
	}
}
