package document

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/assets"
	"github.com/metaspatial/metaspatial/scenes/roomgen"
)

// level returns two furnished rooms.
func level(t testing.TB, objects int) *State {
	t.Helper()
	l := &scenes.Level{Name: "home"}
	for i := range 2 {
		task, layout, err := roomgen.Generate(roomgen.Options{Program: "living", Seed: uint64(3 + i), Objects: objects})
		if err != nil {
			t.Fatal(err)
		}
		task.ID = fmt.Sprint("room_", i+1)
		l.Rooms = append(l.Rooms, scenes.LevelRoom{Task: task, Layout: layout, Origin: scenes.Vec3{float64(i) * 12, 0, 0}, Yaw: float64(i) * 90})
	}
	s, _, err := Tidy(l)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// bytesOf is everything that a state says.
func bytesOf(t testing.TB, s *State) []byte {
	t.Helper()
	data, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// anyChange draws a change, which may be one that is refused.
func anyChange(r *rand.Rand, s *State, kit []assets.Asset) Change {
	room := &s.Level.Rooms[r.IntN(len(s.Level.Rooms))]
	id, t := room.Task.ID, room.Task
	var refs []Ref
	for _, o := range s.Objects(id) {
		if r.Float64() < 0.3 {
			refs = append(refs, o)
		}
	}
	one := Ref{Room: id, ID: "nobody"}
	if n := len(t.Objects); n > 0 {
		one.ID = t.Objects[r.IntN(n)].ID
		refs = append(refs, one)
	}
	other := Ref{Room: id, ID: scenes.NorthWall}
	if n := len(t.Objects); n > 1 {
		other.ID = t.Objects[r.IntN(n)].ID
	}
	size := t.Room.Extent()
	at := scenes.Vec3{r.Float64() * size[0], r.Float64() * size[1], r.Float64()}
	rel := scenes.Relation{Kind: scenes.RelationKinds[r.IntN(len(scenes.RelationKinds))], Target: other.ID}
	a := kit[r.IntN(len(kit))]
	door := Ref{Room: id, Kind: Opening, ID: "none"}
	if n := len(t.Room.Openings); n > 0 {
		door.ID = t.Room.Openings[r.IntN(n)].ID
	}
	corner := r.IntN(len(t.Room.Floor))
	list := []func() Change{
		func() Change { return AddObject(id, ObjectOf(a), scenes.Placement{Position: at}, "") },
		func() Change { return Move(refs, at.Mul(0.1)) },
		func() Change { return Turn(refs, at.Vec2(), 360*r.Float64()) },
		func() Change { return SetPose(one, scenes.Placement{Position: at, Yaw: 400 * r.Float64()}) },
		func() Change { return Put(one, scenes.Placement{Position: at}, other.ID) },
		func() Change { return Drop(refs) },
		func() Change { return Delete([]Ref{one, door}) },
		func() Change { return Duplicate(refs, at) },
		func() Change { return MoveTo(refs, s.Level.Rooms[r.IntN(len(s.Level.Rooms))].Task.ID) },
		func() Change { return Paste(id, Copy(s, refs), at) },
		func() Change { return Lock(refs) },
		func() Change { return Unlock(refs) },
		func() Change { return Hide(refs) },
		func() Change { return Isolate(refs) },
		func() Change { return ShowAll() },
		func() Change { return Align(refs, r.IntN(3), Edge(r.IntN(3)-1)) },
		func() Change { return Distribute(refs, r.IntN(3)) },
		func() Change { return Unplace([]Ref{one}) },
		func() Change { return AddRelation(one, rel) },
		func() Change { return SetRelation(one, 0, rel) },
		func() Change { return RemoveRelation(one, 0) },
		func() Change { return RenameObject(one, fmt.Sprint("日本_", r.IntN(9))) },
		func() Change { return RenameRoom(id, fmt.Sprint("room_", r.IntN(9))) },
		func() Change { return Replace(one, a) },
		func() Change { return Resize(one, scenes.Vec3{0.5, 0.4, 0.3}.Mul(0.1+r.Float64())) },
		func() Change { return SetPreference(id, fmt.Sprint("cosy ", r.IntN(9))) },
		func() Change { return SetHeight(id, 2.2+r.Float64()) },
		func() Change {
			return MoveCorner(id, corner, t.Room.Floor[corner].Add(at.Vec2().Sub(size.Vec2().Mul(0.5)).Mul(0.2)))
		},
		func() Change { return MoveWall(id, corner, r.Float64()-0.5) },
		func() Change {
			from, along := WallOf(&t.Room, corner)
			return AddCorner(id, corner, from.Add(along.Mul(wallLength(&t.Room, corner)*r.Float64())))
		},
		func() Change { return RemoveCorner(id, corner) },
		func() Change {
			o := NewOpening([]scenes.OpeningKind{scenes.Door, scenes.Window}[r.IntN(2)], t.Room.Height)
			o.Wall, o.Offset = corner, 3*r.Float64()
			return AddOpening(id, o)
		},
		func() Change {
			o := NewOpening(scenes.Door, t.Room.Height)
			o.Wall, o.Offset, o.Swing = corner, 3*r.Float64(), scenes.SwingLeft
			return SetOpening(door, o)
		},
		func() Change {
			return AddRoom("", []scenes.Vec2{at.Vec2(), {9, 1}, {8, 7 * r.Float64()}}, 2.5)
		},
		func() Change { return PlaceRoom(id, at, 90*float64(r.IntN(4))) },
		func() Change { return Delete([]Ref{{Room: id, Kind: Whole}}) },
		func() Change { return SetLayout("Generate", id, &scenes.Layout{}) },
		func() Change {
			return Batch("Both", Move(refs, at), Lock([]Ref{one}), AddRelation(one, rel))
		},
	}
	return list[r.IntN(len(list))]()
}

// However a level is changed, undoing everything brings back the first state
// byte for byte and redoing everything the last, every state can be saved and
// read again, and what is refused changes nothing.
func TestAnySequenceCanBeUndone(t *testing.T) {
	kit := assets.Starter().Assets()
	made, refused := 0, 0
	for seed := range uint64(30) {
		r := rand.New(rand.NewPCG(seed, 8))
		d := New(level(t, 8))
		states := [][]byte{bytesOf(t, d.State())}
		for range 60 {
			before, steps := bytesOf(t, d.State()), d.done
			var err error
			if r.IntN(4) == 0 {
				g := d.Begin()
				for range 3 {
					err = g.Update(anyChange(r, g.From(), kit))
				}
				if r.IntN(3) == 0 {
					g.Cancel()
				} else {
					g.End()
				}
				if d.done > steps+1 {
					t.Fatal("a gesture made more than one step")
				}
			} else if err = d.Do(anyChange(r, d.State(), kit)); err != nil && !bytes.Equal(before, bytesOf(t, d.State())) {
				t.Fatalf("seed %d: a change that was refused (%v) changed something", seed, err)
			}
			if err != nil {
				refused++
			}
			if d.done > steps {
				made++
				states = append(states, bytesOf(t, d.State()))
				text, err := Encode(d.State())
				if err != nil {
					t.Fatal(err)
				}
				back, own, err := decode("x", text)
				if err != nil || !own {
					t.Fatalf("seed %d after %q: what was saved cannot be opened: %v", seed, d.UndoTitle(), err)
				}
				s, notes, err := Tidy(back)
				if err != nil || len(notes) > 0 {
					t.Fatal(err, notes)
				}
				again, err := Encode(s)
				if err != nil || !bytes.Equal(text, again) {
					n := 0
					for n < min(len(text), len(again)) && text[n] == again[n] {
						n++
					}
					t.Fatalf("seed %d after %q: saving, opening and saving gives another file: %v\n%s\n%s", seed, d.UndoTitle(), err, text[max(0, n-80):min(len(text), n+80)], again[max(0, n-80):min(len(again), n+80)])
				}
			}
			for _, ref := range d.Selection() {
				if !d.State().Has(ref) {
					t.Fatalf("%v is selected and is not there", ref)
				}
			}
		}
		for i := len(states) - 1; i >= 0; i-- {
			if !bytes.Equal(states[i], bytesOf(t, d.State())) {
				t.Fatalf("seed %d: step %d back is another state", seed, i)
			}
			if err := d.Undo(); (err != nil) != (i == 0) {
				t.Fatal(i, err)
			}
		}
		if d.Changed() {
			t.Error("everything is undone, and yet there is something to save")
		}
		d.Goto(len(states))
		if !bytes.Equal(states[len(states)-1], bytesOf(t, d.State())) {
			t.Fatalf("seed %d: redoing everything gives another state", seed)
		}
	}
	if made < 800 || refused < 50 {
		t.Errorf("%d steps, %d refused: the test tries too little", made, refused)
	}
}

// A change of a level with 20 objects in a room, to the event that tells of it.
func BenchmarkMove(b *testing.B) {
	s := level(b, 20)
	d := New(s)
	heard := 0
	d.Watch(func(Event) { heard++ })
	refs := s.Objects("room_1")[:1]
	way := scenes.Vec3{0.01, 0, 0}
	for b.Loop() {
		g := d.Begin()
		if err := g.Update(Move(refs, way)); err != nil {
			b.Fatal(err)
		}
		g.End()
		way = way.Mul(-1)
	}
	if heard < 2*b.N {
		b.Fatal("not every change was told")
	}
}
