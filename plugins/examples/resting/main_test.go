package main

import (
	"bytes"
	"math"
	"os"
	"path/filepath"
	"testing"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/gltfio"
	"github.com/metaspatial/metaspatial/scenes/mesh"
	"github.com/metaspatial/metaspatial/sdk/base"
	"github.com/metaspatial/metaspatial/sdk/plugintest"
	"github.com/metaspatial/metaspatial/sdk/reward"
)

func TestConformance(t *testing.T) { plugintest.Check(t, &resting{}) }

// bed is a mattress of 0.4 m with a headboard of 1 m at its back, 1.6 × 2 × 1 m
// in all.
func bed(t *testing.T) []byte {
	t.Helper()
	whole := gltfio.BoxModel("bed", scenes.Vec3{1.6, 2, 1})
	part := func(low, high [3]float32) mesh.Part {
		p := whole.Parts[0]
		p.Positions = append([][3]float32(nil), p.Positions...)
		for i := range p.Positions {
			for k, v := range p.Positions[i] {
				if v < 0 {
					p.Positions[i][k] = low[k]
				} else {
					p.Positions[i][k] = high[k]
				}
			}
		}
		return p
	}
	whole.Parts = []mesh.Part{
		part([3]float32{-0.8, -0.9, -0.5}, [3]float32{0.8, 1, -0.1}),
		part([3]float32{-0.8, -1, -0.5}, [3]float32{0.8, -0.9, 0.5}),
	}
	var b bytes.Buffer
	if err := gltfio.ExportModel(&b, whole, gltfio.ModelExport{}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestScore(t *testing.T) {
	p := plugintest.Connect(t, &resting{})
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "bed.glb"), bed(t), 0o600); err != nil {
		t.Fatal(err)
	}
	if r, err := p.Configure(t.Context(), base.ConfigureRequest{CacheDir: dir}); err != nil || r.Diagnostics.HasError() {
		t.Fatal(r.Diagnostics, err)
	}
	task := &scenes.Task{ID: "t", Room: scenes.RectRoom(4, 4, 2.5), Objects: []scenes.Object{
		{ID: "bed_1", Asset: "bed", Size: scenes.Vec3{1.6, 2, 1}, Support: scenes.OnFloor},
		{ID: "cushion_1", Size: scenes.Vec3{0.4, 0.4, 0.1}, Support: scenes.OnObject, Parent: "bed_1"},
	}}
	for name, c := range map[string]struct {
		y, z   float64 // of the cushion's middle; the bed looks north
		meshes []base.Mesh
		want   float64
	}{
		"on the mattress":        {2, 0.45, []base.Mesh{{Asset: "bed", File: "bed.glb"}}, 0},
		"half a gap above":       {2, 0.55, []base.Mesh{{Asset: "bed", File: "bed.glb"}}, -0.5},
		"on the box, in the air": {2, 1.05, []base.Mesh{{Asset: "bed", File: "bed.glb"}}, -1},
		"on the headboard":       {1.05, 1.05, []base.Mesh{{Asset: "bed", File: "bed.glb"}}, 0},
		"beside the bed":         {3.5, 0.45, []base.Mesh{{Asset: "bed", File: "bed.glb"}}, -1},
		"on a bed without model": {2, 1.05, nil, 0},
		"a model that is gone":   {2, 1.05, []base.Mesh{{Asset: "bed", File: "gone.glb"}}, 0},
	} {
		l := &scenes.Layout{Placements: []scenes.Placement{{ID: "bed_1", Position: scenes.Vec3{2, 2, 0.5}}, {ID: "cushion_1", Position: scenes.Vec3{2, c.y, c.z}}}}
		r, err := p.(reward.Term).Evaluate(t.Context(), reward.EvaluateRequest{Task: task, Meshes: c.meshes, Candidates: []reward.Candidate{{Layout: l}}})
		if err != nil {
			t.Fatal(err)
		}
		got := r.Results[0]
		if math.Abs(got.Value-c.want) > 1e-6 || math.Abs(got.Objects[1]-c.want) > 1e-6 || (len(got.Findings) > 0) != (c.want < 0) {
			t.Errorf("%s: %+v, want %v", name, got, c.want)
		}
	}
}
