package stage

import (
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/metaspatial/metaspatial/host/view/command"
	"github.com/metaspatial/metaspatial/scenes"
)

// A person who stumbles about for long never is in a wall or in furniture.
func TestWalkNeverEntersAnything(t *testing.T) {
	c := furnished(9)
	c.Rooms[0].Task.Room.Holes = [][]scenes.Vec2{{{4.6, 3.6}, {5.4, 3.6}, {5.4, 4.4}, {4.6, 4.4}}}
	var w walker
	w.enter(&c)
	p, ok := w.stand(scenes.Vec2{3, 2.6}, c.extent())
	if !ok {
		t.Fatal("nowhere to stand")
	}
	rng := rand.New(rand.NewPCG(1, 1))
	way, moved := 0.0, 0.0
	for i := range 6000 {
		if i%40 == 0 {
			way = rng.Float64() * 2 * math.Pi
		}
		step := 0.02 + 0.3*rng.Float64()
		q := w.step(p, scenes.Vec2{math.Cos(way), math.Sin(way)}.Mul(step))
		if !w.free(q) {
			t.Fatalf("step %d from %v ends in something, at %v", i, p, q)
		}
		moved += q.Sub(p).Len()
		p = q
	}
	if moved < 40 {
		t.Errorf("went only %.1f m: stuck", moved)
	}
}

func TestWalkSlidesAlongWalls(t *testing.T) {
	c := Content{Rooms: []Room{{LevelRoom: scenes.LevelRoom{Task: &scenes.Task{ID: "bare", Room: scenes.RectRoom(4, 4, 2.5)}, Layout: &scenes.Layout{}}}}}
	var w walker
	w.enter(&c)
	p := w.step(scenes.Vec2{1, 1}, scenes.Vec2{0, -5})
	if math.Abs(p[0]-1) > 1e-6 || math.Abs(p[1]-bodyRadius) > 1e-6 {
		t.Errorf("straight on into the wall ends at %v", p)
	}
	p = w.step(scenes.Vec2{1, 1}, scenes.Vec2{2, -2})
	if p[0] < 2.5 || math.Abs(p[1]-bodyRadius) > 1e-6 {
		t.Errorf("aslant into the wall ends at %v", p)
	}
	if p = w.step(scenes.Vec2{1, 1}, scenes.Vec2{500, 0}); p[0] > 4-bodyRadius+1e-6 {
		t.Errorf("a giant step goes through the wall, to %v", p)
	}
}

// Doors lead into the next room, and nowhere else.
func TestWalkThroughDoors(t *testing.T) {
	room := func(id string, doors ...scenes.Opening) *scenes.Task {
		task := &scenes.Task{ID: id, Room: scenes.RectRoom(4, 4, 2.5)}
		task.Room.Openings = doors
		return task
	}
	east := scenes.Opening{ID: "e", Kind: scenes.Door, Wall: 1, Offset: 2, Width: 0.9, Height: 2}
	west := scenes.Opening{ID: "w", Kind: scenes.Door, Wall: 3, Offset: 2, Width: 0.9, Height: 2}
	c := Content{Rooms: []Room{
		{LevelRoom: scenes.LevelRoom{Task: room("a", east, west), Layout: &scenes.Layout{}}},
		{LevelRoom: scenes.LevelRoom{Task: room("b", west), Layout: &scenes.Layout{}, Origin: scenes.Vec3{4.1, 0, 0}}},
	}}
	var w walker
	w.enter(&c)
	p := scenes.Vec2{2, 2}
	for range 100 {
		p = w.step(p, scenes.Vec2{0.06, 0})
	}
	if p[0] < 7 {
		t.Errorf("the way east ends at %v", p)
	}
	for range 200 {
		p = w.step(p, scenes.Vec2{-0.06, 0})
	}
	if math.Abs(p[0]-bodyRadius) > 1e-6 {
		t.Errorf("the way west ends at %v, not at the outer door", p)
	}
}

func TestWalkBeginsAndEnds(t *testing.T) {
	g := newStager(t, furnished(9))
	from := g.View()
	g.Do(Walk)
	g.rest()
	if !g.Walking() || math.Abs(eye(g.View())[2]-eyeHeight) > 1e-6 {
		t.Fatalf("walking %v, at %v", g.Walking(), eye(g.View()))
	}
	at := eye(g.View())
	g.in.Keys = []command.Key{"W"}
	for range 30 {
		g.tick()
		if !g.walker.free(eye(g.View()).Vec2()) {
			t.Fatalf("in something at %v", eye(g.View()))
		}
	}
	g.in.Keys = nil
	if d := eye(g.View()).Sub(at).Len(); d < 0.05 || d > 1 {
		t.Errorf("went %.2f m in half a second", d)
	}
	yaw := g.View().Yaw
	g.drag(Left, 0, 50, 0)
	if math.Abs(heading(g.View().Yaw-yaw)) < 5 {
		t.Error("dragging does not look round")
	}
	g.in.Keys = []command.Key{command.Escape}
	g.tick()
	g.in.Keys = nil
	g.rest()
	if g.Walking() || g.View() != from {
		t.Errorf("back at %+v", g.View())
	}
}

// A full room has no place for a person, and the camera stays.
func TestWalkNowhere(t *testing.T) {
	c := furnished(1)
	c.Rooms[0].Task.Objects[0].Size = scenes.Vec3{6.4, 5.2, 1}
	c.Rooms[0].Layout.Placements[0].Position = scenes.Vec3{3.2, 2.6, 0.5}
	g := newStager(t, c)
	from := g.View()
	g.Do(Walk)
	g.rest()
	if g.Walking() || g.View() != from {
		t.Errorf("walking in a full room at %v", eye(g.View()))
	}
}

func TestFly(t *testing.T) {
	g := newStager(t, furnished(3))
	g.Steer(PresetNamed("Unity"))
	g.in.Held = Right
	g.in.Keys = []command.Key{"W"}
	at := eye(g.View())
	_, _, f := axes(g.View())
	for range 20 {
		g.tick()
	}
	way := eye(g.View()).Sub(at)
	if way.Len() < 0.3 || way.Normalize().Dot(f) < 0.999 {
		t.Errorf("flew %v, not along %v", way, f)
	}
	// A pause of the program is no leap.
	at = eye(g.View())
	g.in.Now = g.in.Now.Add(time.Hour)
	g.Tick(g.in)
	if d := eye(g.View()).Sub(at).Len(); d > 1 {
		t.Errorf("a pause took the camera %.1f m away", d)
	}
}
