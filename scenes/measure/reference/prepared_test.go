package reference

import (
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/codec"
)

// same compares the scores of both ways, NaN with NaN.
func same(t testing.TB, what string, want, got Result) {
	t.Helper()
	if d := cmp.Diff(want, got, cmpopts.EquateEmpty(), cmpopts.EquateNaNs()); d != "" {
		t.Fatalf("%s (-values +numbers):\n%s", what, d)
	}
}

// TestNumbersAgreeWithValues compares both ways of scoring on the public
// cases, as they are and with other positions and headings.
func TestNumbersAgreeWithValues(t *testing.T) {
	g := rand.New(rand.NewPCG(1, 2))
	odd := []float64{math.NaN(), math.Inf(1), math.Inf(-1), 0, -1, 1e300, 89.9999, 270.00001, -90}
	count, fast := 0, 0
	readLines(t, "reference/physics_cases_public.jsonl", func(line []byte) {
		var c physicsCase
		if err := json.Unmarshal(line, &c); err != nil {
			t.Fatal(err)
		}
		graph, err := ParseGraph(c.SceneGraph)
		if err != nil {
			t.Fatal(err)
		}
		count++
		if graph.fast == nil {
			return
		}
		fast++
		same(t, c.Name, graph.slow(c.Room), graph.Score(c.Room))
		scorer := graph.Scorer(c.Room)
		for range 2 {
			l := &scenes.Layout{}
			for _, e := range graph.fast.entries {
				p := scenes.Placement{ID: e.id, Yaw: 90 * float64(g.IntN(5))}
				for k := range 3 {
					p.Position[k] = c.Room[k] * g.Float64()
				}
				if g.IntN(40) == 0 {
					p.Position[g.IntN(3)] = odd[g.IntN(len(odd))]
				}
				if g.IntN(40) == 0 {
					p.Yaw = odd[g.IntN(len(odd))]
				}
				if g.IntN(10) > 0 {
					l.Placements = append(l.Placements, p)
				}
			}
			g.Shuffle(len(l.Placements), func(i, j int) { l.Placements[i], l.Placements[j] = l.Placements[j], l.Placements[i] })
			want := graph.Placed(l).slow(c.Room)
			want.Ranges = nil
			same(t, c.Name, want, scorer.Score(l))
		}
	})
	// The rest are cases that raise, or repeat an id.
	if fast < count*8/10 {
		t.Errorf("only %d of %d graphs are scored as numbers", fast, count)
	}
}

// crowd is a graph of n objects in rooms of the same density.
func crowd(t testing.TB, n int) (*Graph, [3]float64, *scenes.Layout) {
	t.Helper()
	side := math.Sqrt(float64(n)) * 1.3
	task := &scenes.Task{ID: "crowd", Room: scenes.RectRoom(side, side, 3)}
	l := &scenes.Layout{}
	g := rand.New(rand.NewPCG(uint64(n), 7))
	for i := range n {
		o := scenes.Object{ID: fmt.Sprintf("box_%d", i), Size: scenes.Vec3{0.4 + g.Float64(), 0.4 + g.Float64()/2, 0.3 + g.Float64()},
			Support: scenes.OnFloor, Facing: scenes.NorthWall,
			Relations: []scenes.Relation{{Kind: scenes.On, Target: scenes.SouthWall, Adjacent: true}}}
		if i > 0 {
			kinds := []scenes.RelationKind{scenes.LeftOf, scenes.RightOf, scenes.InFront, scenes.Behind, scenes.Above, scenes.InCorner}
			o.Relations = append(o.Relations, scenes.Relation{Kind: kinds[i%len(kinds)], Target: fmt.Sprintf("box_%d", g.IntN(i)), Adjacent: i%2 == 0})
		}
		task.Objects = append(task.Objects, o)
		l.Placements = append(l.Placements, scenes.Placement{ID: o.ID, Position: scenes.Vec3{side * g.Float64(), side * g.Float64(), o.Size[2] / 2}, Yaw: 90 * float64(g.IntN(4))})
	}
	data, err := codec.EncodeIDesign(task, nil)
	if err != nil {
		t.Fatal(err)
	}
	graph, err := ParseGraph(data)
	if err != nil {
		t.Fatal(err)
	}
	return graph, task.Room.Extent(), l
}

func TestManyObjectsAgree(t *testing.T) {
	for _, n := range []int{15, 26, 27, 57, 59, 300} {
		graph, room, l := crowd(t, n)
		if graph.fast == nil {
			t.Fatalf("%d objects are not scored as numbers", n)
		}
		want := graph.Placed(l).slow(room)
		want.Ranges = nil
		got := graph.Scorer(room).Score(l)
		same(t, fmt.Sprint(n), want, got)
		if n == 300 && len(got.CollidingPairs) == 0 {
			t.Error("no pair of a crowd collides")
		}
	}
}

func FuzzReference(f *testing.F) {
	f.Add([]byte(`[]`), 4.0, 5.0, 3.0)
	f.Add([]byte(`{"a": 1}`), 4.0, 5.0, 3.0)
	f.Add([]byte(`"text"`), 4.0, 5.0, 3.0)
	f.Add([]byte(`[{"new_object_id":"a","size_in_meters":{"length":1,"width":0.5,"height":NaN},"position":{"x":1,"y":1e400,"z":-0},"rotation":{"z_angle":90}}]`), 1.0, 0.0, -1.0)
	f.Add([]byte(`[{"new_object_id":"a","size_in_meters":{"length":1,"width":0.5,"height":1},"is_on_the_floor":true,"placement":{"room_layout_elements":[],"objects_in_room":[{"object_id":"b","preposition":"left of","is_adjacent":0}]},"position":{"x":1,"y":1,"z":0.5},"rotation":{"z_angle":270}},
		{"new_object_id":"b","size_in_meters":{"length":1,"width":0,"height":1},"is_on_the_floor":false,"placement":{"room_layout_elements":[],"objects_in_room":[{"object_id":"a","preposition":"in the corner"}]},"position":{"x":2,"y":1,"z":0.5},"rotation":{"z_angle":180}},1,2,3,4,5,6]`), 4.0, 5.0, 3.0)
	f.Add([]byte(`[{"new_object_id":"a","size_in_meters":{"length":1,"width":0.5,"height":1},"is_on_the_floor":true,"placement":{"room_layout_elements":[],"objects_in_room":[{"object_id":"a","preposition":"above"}]}},
		{"new_object_id":"b"},{"new_object_id":"c"},{"new_object_id":"d"},{"new_object_id":"e"},{"new_object_id":"f"},{"new_object_id":"g"}]`), 4.0, 5.0, 3.0)
	// Seeds are short, or the fuzzer spends its time on shortening them.
	f.Add([]byte(`[{"new_object_id":"b","size_in_meters":{"length":1,"width":0.5,"height":1},"is_on_the_floor":true,"placement":{"room_layout_elements":[{"layout_element_id":"south_wall","preposition":"on"}],"objects_in_room":[]},"position":{"x":2,"y":0.25,"z":0.5},"rotation":{"z_angle":0}},
		{"new_object_id":"south_wall","position":{"x":2,"y":0,"z":1.5},"size_in_meters":{"length":4,"width":0,"height":3},"rotation":{"z_angle":0}},{"new_object_id":"c"},{"new_object_id":"d"},{"new_object_id":"e"},{"new_object_id":"f"},{"new_object_id":"g"}]`), 4.0, 5.0, 3.0)
	f.Fuzz(func(t *testing.T, data []byte, x, y, z float64) {
		g, err := ParseGraph(data)
		if err != nil {
			return
		}
		room := [3]float64{x, y, z}
		same(t, "as it is", g.slow(room), g.Score(room))
		l := &scenes.Layout{Placements: []scenes.Placement{{ID: "a", Position: scenes.Vec3{z, x, y}, Yaw: 90}, {ID: "b", Position: scenes.Vec3{y, z, x}, Yaw: x}}}
		want := g.Placed(l).slow(room)
		want.Ranges = nil
		same(t, "placed", want, g.Scorer(room).Score(l))
	})
}

// BenchmarkReference15 is the score of one layout of a graph that is read once
// per task.
func BenchmarkReference15(b *testing.B) {
	graph, room, l := crowd(b, 15)
	s := graph.Scorer(room)
	b.ReportAllocs()
	for b.Loop() {
		s.Score(l)
	}
}

func BenchmarkReference(b *testing.B) {
	for _, n := range []int{5, 15, 50, 150, 500} {
		b.Run(fmt.Sprintf("n=%d", n), func(b *testing.B) {
			graph, room, l := crowd(b, n)
			s := graph.Scorer(room)
			b.ReportAllocs()
			for b.Loop() {
				s.Score(l)
			}
		})
	}
}

// BenchmarkReferenceCases scores each public case once, read beforehand.
func BenchmarkReferenceCases(b *testing.B) {
	var graphs []*Graph
	var rooms [][3]float64
	objects := 0
	readLines(b, "reference/physics_cases_public.jsonl", func(line []byte) {
		var c physicsCase
		if err := json.Unmarshal(line, &c); err != nil {
			b.Fatal(err)
		}
		g, err := ParseGraph(c.SceneGraph)
		if err != nil {
			b.Fatal(err)
		}
		graphs, rooms = append(graphs, g), append(rooms, c.Room)
		objects += max(0, len(g.root.items)-layoutCount)
	})
	for b.Loop() {
		for i, g := range graphs {
			g.Score(rooms[i])
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(len(graphs)), "ns/scene")
	b.ReportMetric(float64(objects)/float64(len(graphs)), "objects/scene")
}
