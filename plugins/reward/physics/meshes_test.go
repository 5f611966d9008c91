package physics_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/metaspatial/metaspatial/plugins/reward/physics"
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/gltfio"
	"github.com/metaspatial/metaspatial/scenes/mesh"
	"github.com/metaspatial/metaspatial/sdk/base"
	"github.com/metaspatial/metaspatial/sdk/reward"
	"github.com/metaspatial/metaspatial/sdk/schema"
)

// slab appends the box between two corners.
func slab(p *mesh.Part, lo, hi [3]float32) {
	first := uint32(len(p.Positions))
	for k := range 8 {
		c := lo
		for axis := range 3 {
			if k>>axis&1 == 1 {
				c[axis] = hi[axis]
			}
		}
		p.Positions = append(p.Positions, c)
	}
	for _, q := range [6][4]uint32{{0, 2, 3, 1}, {4, 5, 7, 6}, {0, 1, 5, 4}, {2, 6, 7, 3}, {0, 4, 6, 2}, {1, 3, 7, 5}} {
		p.Indices = append(p.Indices, first+q[0], first+q[1], first+q[2], first+q[0], first+q[2], first+q[3])
	}
}

// table is a top of 5 cm on four legs, 1.6 × 0.8 × 0.75 m.
func table() *mesh.Model {
	var p mesh.Part
	slab(&p, [3]float32{-0.8, -0.4, 0.325}, [3]float32{0.8, 0.4, 0.375})
	for _, x := range []float32{-0.8, 0.74} {
		for _, y := range []float32{-0.4, 0.34} {
			slab(&p, [3]float32{x, y, -0.375}, [3]float32{x + 0.06, y + 0.06, 0.325})
		}
	}
	return &mesh.Model{Name: "table", Parts: []mesh.Part{p}, Materials: []mesh.Material{{Name: "wood", BaseColor: [4]float32{1, 1, 1, 1}, Texture: -1}},
		Size: [3]float32{1.6, 0.8, 0.75}}
}

// stored writes a file into a cache directory under its hash.
func stored(t testing.TB, dir, asset string, data []byte) base.Mesh {
	t.Helper()
	sum := sha256.Sum256(data)
	hash := hex.EncodeToString(sum[:])
	if err := os.WriteFile(filepath.Join(dir, hash+".glb"), data, 0o644); err != nil {
		t.Fatal(err)
	}
	return base.Mesh{Asset: asset, Hash: hash, File: hash + ".glb"}
}

// dining is a stool half under a table.
func dining() (*scenes.Task, *scenes.Layout) {
	t := &scenes.Task{ID: "dining", Room: scenes.RectRoom(4, 4, 3), Objects: []scenes.Object{
		{ID: "table_1", Asset: "table", Size: scenes.Vec3{1.6, 0.8, 0.75}, Support: scenes.OnFloor},
		{ID: "stool_1", Asset: "stool", Size: scenes.Vec3{0.4, 0.4, 0.45}, Support: scenes.OnFloor},
	}}
	return t, &scenes.Layout{Placements: []scenes.Placement{
		{ID: "table_1", Position: scenes.Vec3{2, 2, 0.375}}, {ID: "stool_1", Position: scenes.Vec3{2, 1.6, 0.225}}}}
}

func TestMeshes(t *testing.T) {
	dir := t.TempDir()
	var glb bytes.Buffer
	if err := gltfio.ExportModel(&glb, table(), gltfio.ModelExport{}); err != nil {
		t.Fatal(err)
	}
	good, bad := stored(t, dir, "table", glb.Bytes()), stored(t, dir, "stool", []byte("no model"))
	p := physics.New()
	values, ds := p.Describe().Schema.Resolve(map[string]any{"meshes": true})
	if err := ds.Err(); err != nil {
		t.Fatal(err)
	}
	resp, err := p.Configure(t.Context(), base.ConfigureRequest{Values: values, CacheDir: dir})
	if err != nil || resp.Diagnostics.Err() != nil {
		t.Fatal(err, resp.Diagnostics)
	}
	if d := cmp.Diff([]base.Need{base.NeedMeshes}, resp.Needs); d != "" {
		t.Error(d)
	}
	task, l := dining()
	into := &scenes.Layout{Placements: append([]scenes.Placement(nil), l.Placements...)}
	into.Placements[1].Position[0] = 1.3 // a leg
	req := reward.EvaluateRequest{Task: task, Candidates: []reward.Candidate{{Layout: l}, {Layout: into}}, Meshes: []base.Mesh{good, bad}}
	for range 2 {
		out, err := p.Evaluate(t.Context(), req)
		if err != nil {
			t.Fatal(err)
		}
		if a, b := out.Results[0].Value, out.Results[1].Value; a != 0 || b != -0.2 {
			t.Errorf("a stool under the table scores %v, one in its leg %v: %v", a, b, out.Results)
		}
		if len(out.Diagnostics) != 1 || out.Diagnostics.HasError() || !strings.Contains(out.Diagnostics[0].String(), bad.File) {
			t.Errorf("the file that cannot be read gives %v", out.Diagnostics)
		}
	}
	if boxes := evaluate(t, term(t, "default"), task, l)[0]; boxes.Value != -0.2 {
		t.Errorf("as boxes they score %v", boxes.Value)
	}
}

func TestMeshesRefused(t *testing.T) {
	for name, req := range map[string]base.ConfigureRequest{
		"reference": {Values: schema.Values{"mode": "reference", "findings": true, "blame": 0.0, "meshes": true}, CacheDir: t.TempDir()},
		"no cache":  {Values: schema.Values{"mode": "default", "findings": true, "blame": 0.0, "meshes": true}},
	} {
		t.Run(name, func(t *testing.T) {
			resp, err := physics.New().Configure(t.Context(), req)
			if err != nil || resp.Diagnostics.Err() == nil || len(resp.Needs) > 0 {
				t.Errorf("got %v, %v, %v", resp.Diagnostics, resp.Needs, err)
			}
		})
	}
}

// TestInTheWay checks the two kinds of blocking and that windows cost nothing.
func TestInTheWay(t *testing.T) {
	task := bedroom()
	task.Objects[1].Clearance.Front = 1
	task.Room.Openings = []scenes.Opening{{ID: "window", Kind: scenes.Window, Wall: 2, Offset: 2, Width: 1, Height: 1.2, Sill: 0.9}}
	bed := scenes.Vec3{2, 1, 0.25}
	task.Objects[0].Relations = nil
	results := evaluate(t, term(t, "default"), task, layout(bed, scenes.Vec3{2, 4.7, 1}), layout(scenes.Vec3{2, 3, 0.25}, scenes.Vec3{2, 4.7, 1}))
	for i, want := range []float64{0, -0.2} {
		part := map[string]float64{}
		for _, p := range results[i].Parts {
			part[p.Name] = p.Value
		}
		if results[i].Value != want || part["blocked_clearances"] != -want/0.2 || part["hidden_windows"] != 0.5 || part["blocked_doors"] != 0 || part["fully_valid"] != 1+want/0.2 {
			t.Errorf("got %v with %v", results[i].Value, part)
		}
	}
}
