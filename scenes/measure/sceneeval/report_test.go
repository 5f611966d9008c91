package sceneeval_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/codec/scenestate"
	"github.com/metaspatial/metaspatial/scenes/measure/sceneeval"
	"github.com/metaspatial/metaspatial/scenes/scenestest"
	"github.com/metaspatial/metaspatial/scenes/world"
)

// Two scenes: in the first a cube and a table, of which the cube floats, in an
// empty room otherwise; in the second two cubes collide, one of them half out
// of the room, before the room's only door; the task wants a third.
func reports(t *testing.T) []sceneeval.Report {
	a := boxes(t, scenes.RectRoom(4, 4, 3), table, put{id: "x", category: "armchair", size: cube, at: scenes.Vec3{.6, .6, 1.5}})
	room := scenes.RectRoom(4, 4, 3)
	room.Openings = []scenes.Opening{{ID: "door_1", Kind: scenes.Door, Wall: 0, Offset: 3.5, Width: 1, Height: 2}}
	w := place(t, room, nil, nil, put{id: "a", category: "crate", size: cube, at: scenes.Vec3{4, .5, 0}},
		put{id: "b", category: "crate", size: cube, at: scenes.Vec3{3.2, .5, 0}})
	w.Task.Objects = append(w.Task.Objects, scenes.Object{ID: "c", Category: "crate", Size: cube, Support: scenes.OnFloor})
	w.Task.Specs = []scenes.Spec{{Predicate: "next_to", Count: 1, Subject: "a", Anchors: []string{"b"}}, {Predicate: "dancing", Count: 1, Subject: "a"}}
	return []sceneeval.Report{a, measure(t, world.New(w.Task, layoutOf(w), nil))}
}

func layoutOf(w *world.World) *scenes.Layout {
	l := &scenes.Layout{}
	for _, b := range w.Bodies {
		l.Placements = append(l.Placements, scenes.Placement{ID: b.Object.ID, Position: b.Box.Center, Yaw: b.Box.Yaw})
	}
	return l
}

// Objects are pooled: 2 of 4 collide, 2 of 4 are carried (a tips: of its base
// what is on the floor does not reach its centre), 1 of 4 is out of bounds;
// scenes are halves. The best sides of the table, the armchair and b are free,
// a's, its front, to one half. The door is behind a and b: from x = 3.5 to 4 and
// from 3 to 3.7, so wholly, 1 of 2 m high.
func TestSummary(t *testing.T) {
	s := sceneeval.Summarise(reports(t))
	got := map[string]float64{}
	var names []string
	for _, c := range s.Columns() {
		names = append(names, c.Name)
		if c.Value != nil {
			got[c.Name] = math.Round(*c.Value*10) / 10
		}
	}
	want := map[string]float64{"placed": 80, "col_ob": 50, "col_sc": 50, "sup": 50, "nav": got["nav"], "oob_ob": 25, "oob_sc": 50,
		"open": 100, "open_area": 50, "spec": 50, "col_ob_bare": 50, "col_sc_bare": 50, "acc": 87.5, "acc_bare": 87.5, "nav_reach": got["nav_reach"]}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	// The columns are the fields, under their JSON names.
	var keys map[string]any
	data, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, &keys); err != nil {
		t.Fatal(err)
	}
	delete(keys, "scenes")
	slices.Sort(names)
	if len(keys) != len(names) {
		t.Errorf("%d keys, %d columns", len(keys), len(names))
	}
	for _, n := range names {
		if _, ok := keys[n]; !ok {
			t.Errorf("no key %s", n)
		}
	}
	var none sceneeval.Tally
	for _, c := range none.Summary().Columns() {
		if c.Value != nil {
			t.Errorf("%s of no scenes is %g", c.Name, *c.Value)
		}
	}
}

// The relations of the task are in the report, those not understood named.
func TestSpecs(t *testing.T) {
	r := reports(t)[1]
	if r.Specs == nil || r.Specs.Of != 2 || r.Specs.Satisfied != 1 || r.Specs.Unknown != 1 || r.Specs.Each[1].Unknown == "" {
		t.Fatalf("%+v", r.Specs)
	}
	if reports(t)[0].Specs != nil {
		t.Error("specs without specs")
	}
	if !slices.Contains(r.Missing, "every metric: c not placed") {
		t.Errorf("%q", r.Missing)
	}
}

// What has no size is named and no metric guesses at it.
func TestUnsized(t *testing.T) {
	w := world.New(&scenes.Task{ID: "x", Room: scenes.RectRoom(4, 4, 3)}, nil, nil)
	r, err := sceneeval.Measure(context.Background(), w, sceneeval.Options{Unsized: []string{"p", "q"}})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"support: 2 objects have no size", "navigability: 2 objects have no size", "accessibility: 2 objects have no size",
		"openings: 2 objects have no size", "collision and out of bounds: 2 objects have no size"}
	if diff := cmp.Diff(want, r.Missing); diff != "" {
		t.Error(diff)
	}
	if r.Collision != nil || r.OutOfBounds != nil || r.Support != nil || r.Navigability != nil || r.Accessibility != nil || r.Openings != nil {
		t.Errorf("%+v", r)
	}
	w = place(t, scenes.RectRoom(4, 4, 3), nil, nil, table)
	r, err = sceneeval.Measure(context.Background(), w, sceneeval.Options{Unsized: []string{"p"}})
	if err != nil || r.Collision == nil || r.OutOfBounds == nil || r.Support != nil {
		t.Errorf("%v %+v", err, r)
	}
}

// Bad rooms and objects are named, with finite numbers throughout.
func TestBadInput(t *testing.T) {
	nan, inf := math.NaN(), math.Inf(1)
	good := scenes.RectRoom(4, 4, 3)
	for name, c := range map[string]struct {
		room scenes.Room
		x    put
		want string
	}{
		"no floor":      {scenes.Room{Height: 2}, put{size: cube}, "the floor has 0 corners"},
		"NaN floor":     {scenes.Room{Floor: []scenes.Vec2{{0, 0}, {nan, 0}, {1, 1}}, Height: 2}, put{size: cube}, "not a finite point"},
		"clockwise":     {scenes.Room{Floor: []scenes.Vec2{{0, 0}, {0, 1}, {1, 1}}, Height: 2}, put{size: cube}, "counter-clockwise"},
		"huge room":     {scenes.RectRoom(1e5, 4, 3), put{size: cube}, "the room is 100000 m large"},
		"negative room": {scenes.Room{Floor: []scenes.Vec2{{-5e3, 0}, {1, 0}, {1, 1}}, Height: 2}, put{size: cube}, "least corner"},
		"many corners":  {ring(3000), put{size: cube}, "3000 corners"},
		"huge":          {good, put{size: scenes.Vec3{1e9, 1, 1}, at: scenes.Vec3{1, 1, 1}}, "x: larger than"},
		"far":           {good, put{size: cube, at: scenes.Vec3{1e200, 1, 1}}, "x: larger than"},
		"no size":       {good, put{at: scenes.Vec3{1, 1, 1}}, "x: larger than"},
		"NaN size":      {good, put{size: scenes.Vec3{nan, 1, 1}, at: scenes.Vec3{1, 1, 1}}, "x: larger than"},
		"Inf yaw":       {good, put{size: cube, at: scenes.Vec3{1, 1, 1}, yaw: inf}, "x not placed"},
		"NaN position":  {good, put{size: cube, at: scenes.Vec3{nan, 1, 1}}, "x not placed"},
	} {
		t.Run(name, func(t *testing.T) {
			c.x.id = "x"
			r := boxes(t, c.room, c.x)
			if got := strings.Join(r.Missing, "\n"); !strings.Contains(got, c.want) {
				t.Errorf("missing %q; want %q", got, c.want)
			}
			if _, err := json.Marshal(r); err != nil {
				t.Error(err)
			}
			if r.OutOfBounds != nil && len(r.Objects) == 1 && r.OutOfBounds.Count != 1 {
				t.Error("what cannot be measured is in bounds")
			}
		})
	}
}

func ring(n int) scenes.Room {
	r := scenes.Room{Height: 3}
	for i := range n {
		s, c := math.Sincos(2 * math.Pi * float64(i) / float64(n))
		r.Floor = append(r.Floor, scenes.Vec2{2 + 2*c, 2 + 2*s})
	}
	return r
}

// A meter gives the same report whatever it measured before, and a context that
// has ended is an error.
func TestMeterReuse(t *testing.T) {
	puts := []put{table, over(.1), {id: "rug", size: scenes.Vec3{3, 2, .01}, at: scenes.Vec3{2, 2, 0}, flat: true}}
	w := place(t, scenes.RectRoom(4, 4, 3), nil, nil, puts...)
	other := place(t, ring(7), nil, nil, table)
	m := sceneeval.NewMeter(sceneeval.Options{})
	first, err := m.Measure(context.Background(), w)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := m.Measure(context.Background(), other); err != nil {
		t.Fatal(err)
	}
	again, err := m.Measure(context.Background(), w)
	if err != nil || !reflect.DeepEqual(first, again) {
		t.Errorf("%v: %s", err, cmp.Diff(first, again))
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := m.Measure(ctx, w); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
}

// The real scene states: nothing but places is known of their objects.
func TestRealScenes(t *testing.T) {
	dir := scenestest.Shared(t, "scenes/sceneeval/input_example/LayoutVLM")
	for i, n := range []int{10, 11, 10, 5, 9} {
		data, err := os.ReadFile(filepath.Join(dir, fmt.Sprintf("scene_%d.json", i)))
		if err != nil {
			t.Fatal(err)
		}
		s, err := scenestate.Decode("scene", data)
		if err != nil {
			t.Fatal(err)
		}
		r, err := sceneeval.Measure(context.Background(), world.New(s.Task, s.Layout, nil), sceneeval.Options{Unsized: s.IDs()})
		if err != nil {
			t.Fatal(err)
		}
		if want := fmt.Sprintf("support: %d objects have no size", n); !slices.Contains(r.Missing, want) || len(r.Findings) != 0 || r.Navigability != nil {
			t.Errorf("scene %d: %+v", i, r)
		}
	}
}

// A layout written as a scene state and read again measures the same.
func TestThroughSceneState(t *testing.T) {
	w := place(t, scenes.RectRoom(4, 4, 3), starterKit, nil, table, over(.05),
		put{id: "sofa", size: scenes.Vec3{1.5, .8, .8}, at: scenes.Vec3{1, .5, 0}},
		put{id: "crate", size: cube, at: scenes.Vec3{3.9, 3.2, 0}, yaw: 20})
	for i := range w.Task.Objects {
		if o := &w.Task.Objects[i]; o.Support == scenes.OnObject {
			o.Parent = "table"
		}
	}
	data, err := scenestate.Encode(w.Task, layoutOf(w))
	if err != nil {
		t.Fatal(err)
	}
	s, err := scenestate.Decode("file", data)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(measure(t, w), measure(t, world.New(s.Task, s.Layout, nil)), cmpopts.EquateApprox(0, 1e-6)); diff != "" {
		t.Error(diff)
	}
}

// Turning the whole room by a right angle changes nothing but the rasters'
// last pixel.
func TestTurnedRoom(t *testing.T) {
	puts := []put{table, over(.05), {id: "sofa", size: scenes.Vec3{1.5, .8, .8}, at: scenes.Vec3{1, .5, 0}},
		{id: "crate", size: cube, at: scenes.Vec3{3.9, 3.2, 0}, yaw: 20}}
	a := boxes(t, scenes.RectRoom(4, 4, 3), puts...)
	for i := range puts {
		p := &puts[i]
		p.at, p.yaw = scenes.Vec3{p.at[1], 4 - p.at[0], p.at[2]}, p.yaw+90
	}
	b := boxes(t, scenes.RectRoom(4, 4, 3), puts...)
	if a.Collision.Share != b.Collision.Share || *a.Support != *b.Support || *a.OutOfBounds != *b.OutOfBounds ||
		math.Abs(a.Navigability.Score-b.Navigability.Score) > .01 || math.Abs(a.Accessibility.Score-b.Accessibility.Score) > .02 {
		t.Errorf("%+v\n%+v", a, b)
	}
	for i := range a.Objects {
		if math.Abs(*a.Objects[i].OverFloor-*b.Objects[i].OverFloor) > 1e-9 {
			t.Errorf("%s: %g and %g of it over the floor", a.Objects[i].ID, *a.Objects[i].OverFloor, *b.Objects[i].OverFloor)
		}
	}
}

// FuzzSceneEval measures rooms of arbitrary numbers: no panic, no NaN, shares
// between 0 and 1.
func FuzzSceneEval(f *testing.F) {
	f.Add(4.0, 3.0, 2.5, 2.0, 1.0, 0.5, 30.0, 1.0, 0.9, 0.8, 1.0, 0.9, uint8(0))
	f.Add(4.0, 3.0, 2.5, 4.0, 1.0, 0.7, 90.0, 1e-9, 0.9, 0.8, 3.9, 2.0, uint8(3))
	f.Add(math.NaN(), 3.0, 2.5, math.Inf(1), 1.0, 0.5, 0.0, 1.0, 0.9, 0.8, 1.0, 0.9, uint8(1))
	f.Add(1e3, 1e-3, 1e3, -1e6, 1e300, 0.5, 1e300, 1e3, 1e-300, 500.0, 0.0, 1e6, uint8(2))
	f.Fuzz(func(t *testing.T, rx, ry, h, x, y, z, yaw, sx, sy, sz, at, width float64, k uint8) {
		room := scenes.Room{Floor: []scenes.Vec2{{0, 0}, {rx, 0}, {rx, ry}, {rx * .4, ry * .6}, {0, ry}}, Height: h}
		if k&1 != 0 {
			room = scenes.RectRoom(rx, ry, h)
		}
		if k&2 != 0 {
			room.Holes = [][]scenes.Vec2{{{x, y}, {x + sx, y}, {x, y + sy}}}
		}
		kind := scenes.Door
		if k&4 != 0 {
			kind = scenes.Window
		}
		room.Openings = []scenes.Opening{{ID: "o", Kind: kind, Wall: int(k>>3) % 4, Offset: at, Width: width, Height: h * .8}}
		size := scenes.Vec3{sx, sy, sz}
		w := place(t, room, nil, nil,
			put{id: "a", category: "sofa", size: size, at: scenes.Vec3{x, y, z}, yaw: yaw},
			put{id: "b", category: "desk", size: scenes.Vec3{sy, sx, sz}, at: scenes.Vec3{y, x, z + sz}, yaw: -yaw, support: scenes.OnObject},
			put{id: "c", category: "painting", size: scenes.Vec3{sx, .05, sz}, at: scenes.Vec3{x, 0.025, z}, support: scenes.OnWall},
			put{id: "d", category: "rug", size: scenes.Vec3{sx, sx, .01}, at: scenes.Vec3{x, y, .005}, flat: true},
			put{id: "e", category: "pendant", size: size, at: scenes.Vec3{x, y, h - sz/2}, support: scenes.OnCeiling})
		w.Task.Specs = []scenes.Spec{{Predicate: "near", Count: 1, Subject: "a", Anchors: []string{"b"}},
			{Predicate: "corner_of_room", Count: 1, Subject: "sofa", Anchors: []string{"room"}}}
		r := measure(t, w)
		if _, err := json.Marshal(r); err != nil {
			t.Fatal(err)
		}
		for name, v := range map[string]*float64{"col": pick(r.Collision, func(c *sceneeval.Collision) float64 { return c.Share.Share }),
			"sup": pick(r.Support, func(s *sceneeval.Share) float64 { return s.Share }),
			"oob": pick(r.OutOfBounds, func(s *sceneeval.Share) float64 { return s.Share }),
			"nav": pick(r.Navigability, func(n *sceneeval.Navigability) float64 { return n.Score }),
			"acc": pick(r.Accessibility, func(a *sceneeval.Accessibility) float64 { return a.Score }),
			"opn": pick(r.Openings, func(o *sceneeval.Openings) float64 { return o.Area })} {
			if v != nil && !(*v >= 0 && *v <= 1) {
				t.Fatalf("%s is %g", name, *v)
			}
		}
		for _, o := range r.Objects {
			if v := o.OverFloor; v != nil && !(*v >= 0 && *v <= 1) {
				t.Fatalf("%s is to %g over the floor", o.ID, *v)
			}
		}
	})
}

func pick[T any](p *T, f func(*T) float64) *float64 {
	if p == nil {
		return nil
	}
	v := f(p)
	return &v
}

// furnished is a room with n objects in rows, a tenth of them rugs and as many
// pictures, with a door and a window.
func furnished(b *testing.B, n int, meshes bool) *world.World {
	side := math.Ceil(math.Sqrt(float64(n)))
	room := scenes.RectRoom(side*1.3, side*1.3, 2.7)
	room.Openings = []scenes.Opening{{ID: "door_1", Kind: scenes.Door, Wall: 0, Offset: 1, Width: .9, Height: 2},
		{ID: "window_1", Kind: scenes.Window, Wall: 1, Offset: 1, Width: 1.2, Height: 1, Sill: .9}}
	names := []string{"chair", "armchair", "dresser", "plant", "floor_lamp", "nightstand", "barrel"}
	var puts []put
	for i := range n {
		p := put{id: fmt.Sprintf("o%d", i), category: names[i%7], asset: "starter/" + names[i%7], yaw: float64(i*37) * 1.7,
			at: scenes.Vec3{(float64(i%int(side)) + .5) * 1.3, (float64(i/int(side)) + .5) * 1.3, 0}}
		if i%10 == 3 {
			p.category, p.asset, p.flat = "rug", "starter/rug", true
		}
		puts = append(puts, p)
	}
	lib := starterKit
	if meshes {
		return place(b, room, lib, kit().Mesh, puts...)
	}
	return place(b, room, lib, nil, puts...)
}

func BenchmarkAll(b *testing.B) {
	for _, c := range []struct {
		name   string
		n      int
		meshes bool
	}{{"boxes15", 15, false}, {"meshes15", 15, true}, {"boxes50", 50, false}, {"boxes150", 150, false}, {"boxes500", 500, false}, {"meshes500", 500, true}} {
		b.Run(c.name, func(b *testing.B) {
			w := furnished(b, c.n, c.meshes)
			m := sceneeval.NewMeter(sceneeval.Options{})
			b.ReportAllocs()
			for b.Loop() {
				if _, err := m.Measure(context.Background(), w); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// TestRoundedToTheWall holds that an object whose coordinates were rounded
// across the wall is not out of bounds, and that one that stands in it is.
func TestRoundedToTheWall(t *testing.T) {
	for beyond, want := range map[float64]bool{5e-5: false, 9e-4: false, 0.02: true} {
		w := place(t, scenes.RectRoom(4, 4, 3), nil, nil,
			put{id: "cupboard", size: scenes.Vec3{1, 0.4, 2}, at: scenes.Vec3{2, 3.8 + beyond, 0}})
		r, err := sceneeval.Measure(context.Background(), w, sceneeval.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if got := r.OutOfBounds.Scene; got != want {
			t.Errorf("%v m beyond the wall: out of bounds %v, want %v", beyond, got, want)
		}
	}
}
