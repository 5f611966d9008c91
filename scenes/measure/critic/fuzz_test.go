package critic_test

import (
	"encoding/binary"
	"fmt"
	"image"
	"math"
	"testing"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/measure/critic"
	"github.com/metaspatial/metaspatial/scenes/taxonomy"
	"github.com/metaspatial/metaspatial/scenes/world"
)

// reader takes numbers off fuzzed bytes, 0 when they are used up.
type reader []byte

func (r *reader) byte() int {
	if len(*r) == 0 {
		return 0
	}
	b := (*r)[0]
	*r = (*r)[1:]
	return int(b)
}

// length is mostly some metres, now and then anything.
func (r *reader) length() float64 {
	b := r.byte()
	if b < 250 || len(*r) < 8 {
		return float64(b) / 25
	}
	v := math.Float64frombits(binary.LittleEndian.Uint64(*r))
	*r = (*r)[8:]
	return v
}

// FuzzGather judges rooms that need not make sense.
func FuzzGather(f *testing.F) {
	f.Add([]byte{100, 100, 70, 3, 1, 50, 25, 20, 0, 50, 50, 10, 0, 9, 30, 30, 1, 2, 20, 80, 1, 90, 77, 12, 12, 40, 3, 60, 60, 20, 33})
	f.Add([]byte{255, 0, 0, 0, 0, 0, 0, 0xf8, 0x7f, 50, 9, 9, 1, 2, 3})
	classes := taxonomy.All()
	f.Fuzz(func(t *testing.T, data []byte) {
		r := reader(data)
		task := &scenes.Task{Room: scenes.RectRoom(r.length(), r.length(), r.length()), Preference: string(data[:min(len(data), 40)])}
		task.Room.Openings = []scenes.Opening{{ID: "door", Kind: scenes.Door, Wall: r.byte() % 5, Offset: r.length(), Width: 0.9, Height: 2},
			{ID: "window", Kind: scenes.Window, Wall: r.byte() % 4, Offset: r.length(), Width: r.length(), Height: 1, Sill: 1}}
		l := &scenes.Layout{}
		for i := 0; len(r) > 0 && i < 20; i++ {
			c := classes[(r.byte()+256*(i%2))%len(classes)]
			o := scenes.Object{ID: fmt.Sprintf("o%d", i), Category: c.Name, Flat: c.Flat, Support: c.Mount, Parent: fmt.Sprintf("o%d", i-1),
				Size: scenes.Vec3{r.length(), r.length(), r.length()}, Facing: fmt.Sprintf("o%d", r.byte()%9)}
			task.Objects = append(task.Objects, o)
			l.Placements = append(l.Placements, scenes.Placement{ID: o.ID, Position: scenes.Vec3{r.length(), r.length(), r.length()}, Yaw: 3 * float64(r.byte())})
		}
		img := &image.NRGBA{Pix: append([]byte(nil), data...), Stride: 16, Rect: image.Rect(0, 0, 4, len(data)/16)}
		m := critic.Gather(world.New(task, l, nil), []image.Image{img})
		for _, g := range m.Grade() {
			if !(g.Value >= 1 && g.Value <= 10) || g.Reason == "" {
				t.Errorf("%+v", g)
			}
		}
		for i, v := range m.Objects(len(task.Objects)) {
			if !(v <= 0) || math.IsInf(v, 0) {
				t.Errorf("object %d has the value %v", i, v)
			}
		}
		m.Findings(task)
	})
}
