package reimport

import (
	"bytes"
	"testing"
	"testing/fstest"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/gltfio"
)

// FuzzLevel: whatever became of a file, it is read as a valid level or refused.
// The input replaces a stretch of the file's JSON.
func FuzzLevel(f *testing.F) {
	d := exported(f, flat(), gltfio.LevelExport{})
	whole := d.glb(f)
	f.Add(uint16(0), uint16(0), []byte{})
	f.Add(uint16(900), uint16(3), []byte("1e9"))
	f.Add(uint16(1500), uint16(9), []byte(`"x":[[]],`))
	for _, cut := range []string{`"object_id":"chair_1"`, `"translation":`, `"kitchen"`, `"rotation":`} {
		if i := bytes.Index(whole, []byte(cut)); i > 0 {
			f.Add(uint16(i), uint16(len(cut)), bytes.ReplaceAll([]byte(cut), []byte("1"), []byte("2")))
			f.Add(uint16(i), uint16(len(cut)), []byte(`"scale":[0,0,0],"x":`))
		}
	}
	f.Fuzz(func(t *testing.T, at, length uint16, text []byte) {
		n := int(at) % len(whole)
		m := min(n+int(length), len(whole))
		data := append(append(append([]byte{}, whole[:n]...), text...), whole[m:]...)
		// The lengths in the header follow, or nothing would ever get through.
		if n >= 20 {
			grow := uint32(len(data) - len(whole))
			put(data[8:], get(whole[8:])+grow)
			put(data[12:], get(whole[12:])+grow)
		}
		file, err := gltfio.ReadLevel(fstest.MapFS{"l.glb": {Data: data}}, "l.glb")
		if err != nil {
			return
		}
		for _, level := range []*scenes.Level{nil, flat()} {
			if out, _, err := Level(level, file, Options{}); err == nil {
				if err := out.Validate(); err != nil {
					t.Fatal(err)
				}
				for i := range out.Rooms {
					for _, p := range out.Rooms[i].Layout.Placements {
						if o, _ := out.Rooms[i].Task.Find(p.ID); o == nil || p.Position.Len()-p.Position.Len() != 0 || p.Yaw-p.Yaw != 0 {
							t.Fatalf("placement %+v of %+v", p, o)
						}
					}
				}
			}
		}
	})
}

func get(b []byte) uint32 {
	return uint32(b[0]) | uint32(b[1])<<8 | uint32(b[2])<<16 | uint32(b[3])<<24
}

func put(b []byte, v uint32) { b[0], b[1], b[2], b[3] = byte(v), byte(v>>8), byte(v>>16), byte(v>>24) }
