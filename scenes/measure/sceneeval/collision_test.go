package sceneeval_test

import (
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/metaspatial/metaspatial/scenes"
)

var cube = scenes.Vec3{1, 1, 1}

// A pair counts when it still meets after the second box has been moved 5 mm
// along its centre − the centroid of what both share.
func TestCollisionOfBoxes(t *testing.T) {
	room := scenes.RectRoom(6, 6, 3)
	a := put{id: "a", size: cube, at: scenes.Vec3{2, 2, 0}}
	for name, c := range map[string]struct {
		b    put
		want bool
	}{
		"apart":    {put{size: cube, at: scenes.Vec3{3.01, 2, 0}}, false},
		"touching": {put{size: cube, at: scenes.Vec3{3, 2, 0}}, false},
		// Moved straight away by 5 mm.
		"4 mm": {put{size: cube, at: scenes.Vec3{2.996, 2, 0}}, false},
		"6 mm": {put{size: cube, at: scenes.Vec3{2.994, 2, 0}}, true},
		// The shared solid is 4 or 4.6 mm × 0.5 m at y 2…2.5, so that the way from
		// its centroid to b's centre is (0.498, 0.25): of the 5 mm, 4.47 go along x.
		"aslant 4 mm":   {put{size: cube, at: scenes.Vec3{2.996, 2.5, 0}}, false},
		"aslant 4.6 mm": {put{size: cube, at: scenes.Vec3{2.9954, 2.5, 0}}, true},
		// On top, 4 and 6 mm sunk.
		"on it 4 mm": {put{size: scenes.Vec3{.2, .2, .2}, at: scenes.Vec3{2, 2, 1.096}}, false},
		"on it 6 mm": {put{size: scenes.Vec3{.2, .2, .2}, at: scenes.Vec3{2, 2, 1.094}}, true},
		// A box of 1 m turned by 45° reaches 0.7071 m from its centre.
		"corner 10 mm":  {put{size: cube, at: scenes.Vec3{3.1971, 2, 0}, yaw: 45}, true},
		"corner -10 mm": {put{size: cube, at: scenes.Vec3{3.2171, 2, 0}, yaw: 45}, false},
		"within":        {put{size: scenes.Vec3{.2, .2, .2}, at: scenes.Vec3{2.1, 2, .5}}, true},
		"coincident":    {put{size: cube, at: scenes.Vec3{2, 2, 0}}, true},
	} {
		t.Run(name, func(t *testing.T) {
			c.b.id = "b"
			r := boxes(t, room, a, c.b, put{id: "c", size: cube, at: scenes.Vec3{5, 5, 0}})
			if got := r.Collision.Scene; got != c.want {
				t.Fatalf("collides: %v, want %v", got, c.want)
			}
			if c.want {
				// Two of three objects are in one pair.
				if r.Collision.Count != 2 || r.Collision.Of != 3 || r.Collision.Share.Share != 2.0/3 || r.Collision.Pairs != 1 {
					t.Errorf("%+v", *r.Collision)
				}
				if diff := cmp.Diff([]string{"b"}, find(t, r, "a").With); diff != "" {
					t.Error(diff)
				}
			}
			if *find(t, r, "c").Collides {
				t.Error("c collides")
			}
		})
	}
}

// A rug collides with what stands through it in SceneEval; the bare score does
// not count it.
func TestRugsCollide(t *testing.T) {
	r := boxes(t, scenes.RectRoom(4, 4, 3),
		put{id: "rug", size: scenes.Vec3{2, 2, .02}, at: scenes.Vec3{2, 2, 0}, flat: true},
		put{id: "table", size: scenes.Vec3{1, 1, .7}, at: scenes.Vec3{2, 2, 0}})
	if c := r.Collision; c.Share.Share != 1 || c.Bare != 0 || c.BareScene || !c.Scene {
		t.Errorf("%+v", *c)
	}
	got := r.Findings[0]
	got.Depth = math.Round(got.Depth*1e9) / 1e9
	want := scenes.Finding{Rule: scenes.RuleCollision, Object: "table", Other: "rug", Depth: .02,
		Message: "table stands 2 cm deep in rug, which SceneEval counts as a collision; raise it onto it"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// All pairs of a heap collide; the answer stays complete and bounded.
func TestHeap(t *testing.T) {
	if testing.Short() {
		t.Skip("takes a second")
	}
	puts := make([]put, 10000)
	for i := range puts {
		puts[i] = put{id: string(rune('A'+i%26)) + string(rune('A'+i/26%26)) + string(rune('A'+i/676)), category: "box", size: cube, at: scenes.Vec3{2, 2, 0}}
	}
	r := boxes(t, scenes.RectRoom(4, 4, 3), puts...)
	if r.Collision.Share.Share != 1 || len(r.Findings) > 7000 {
		t.Errorf("share %v with %d findings", r.Collision.Share.Share, len(r.Findings))
	}
}
