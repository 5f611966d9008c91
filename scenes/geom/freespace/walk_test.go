package freespace

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/geom"
)

// TestWalkAgainstRelaxation repeats the rule until nothing changes.
func TestWalkAgainstRelaxation(t *testing.T) {
	r := rand.New(rand.NewPCG(6, 6))
	for range 60 {
		p := newPlain(1+r.IntN(70), 1+r.IntN(20)).each(func(int, int) bool { return r.IntN(4) > 0 })
		seeds := newPlain(p.w, p.h).each(func(int, int) bool { return r.IntN(60) == 0 })
		want := make([]int, len(p.free))
		for i := range want {
			if want[i] = math.MaxInt32; p.free[i] && seeds.free[i] {
				want[i] = 0
			}
		}
		for changed := true; changed; {
			changed = false
			for i := range want {
				for k := range 9 {
					dx, dy := k%3-1, k/3-1
					x, y := i%p.w, i/p.w
					if !p.at(x, y) || !p.at(x+dx, y) || !p.at(x, y+dy) || !p.at(x+dx, y+dy) {
						continue
					}
					cost := straight
					if dx != 0 && dy != 0 {
						cost = diagonal
					}
					if v := want[(y+dy)*p.w+x+dx] + cost; v < want[i] {
						want[i], changed = v, true
					}
				}
			}
		}
		got := gridOf(p).Walk(nil, gridOf(seeds))
		for i, d := range got {
			w := float64(want[i]) / straight
			if want[i] == math.MaxInt32 {
				w = math.Inf(1)
			}
			if math.Abs(float64(d)-w) > 1e-3 {
				t.Fatalf("it is %v to (%d, %d), want %v\n%v", d, i%p.w, i/p.w, w, p)
			}
		}
	}
}

func TestWalkRoundAWall(t *testing.T) {
	room := scenes.RectRoom(4, 4, 2.5)
	var g, door Grid
	g.Reset(room.Floor, nil, Options{Size: 200})
	door.CopyFrom(&g)
	door.Clear()
	door.Disk(scenes.Vec2{1, 0.5}, 0.03, true)
	straightOn := g.Walk(nil, &door)
	for i, d := range straightOn {
		way := g.Center(i%g.W, i/g.W).Sub(scenes.Vec2{1, 0.5}).Len()
		if float64(d) < 0.989*way-0.1 || float64(d) > 1.08*way {
			t.Fatalf("it is %v m to a point %v m away", d, way)
		}
	}
	// A wall from the south leaves a gap of 1 m in the north.
	g.Block(geom.Box{Center: scenes.Vec3{2, 1.5, 0}, Half: scenes.Vec3{0.05, 1.5, 1}}, 0)
	x, y, _ := g.At(scenes.Vec2{3, 0.5})
	round := g.Walk(straightOn, &door)[y*g.W+x]
	if way := 2*math.Hypot(0.95, 2.5) + 0.1; float64(round) < 0.98*way || float64(round) > 1.08*way {
		t.Errorf("it is %v m round the wall, want about %v", round, way)
	}
}
