// Resting is an example of a reward term that reads the models of the assets: it
// lets things rest on what carries them, not in the air above it.
//
// A bed's box is as high as its headboard, and a shelf's as its top: a cushion
// that lies on the box floats above the mattress. This term looks down from each
// thing to the triangles below it.
//
//	go build -o resting ./plugins/examples/resting
//	metaspatial train -c docs/examples/clearance.yaml --dev ./resting --term resting=./resting
package main

import (
	"context"
	"fmt"
	"os"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/geom/trimesh"
	"github.com/metaspatial/metaspatial/scenes/gltfio"
	"github.com/metaspatial/metaspatial/scenes/mesh"
	"github.com/metaspatial/metaspatial/sdk"
	"github.com/metaspatial/metaspatial/sdk/base"
	"github.com/metaspatial/metaspatial/sdk/reward"
	"github.com/metaspatial/metaspatial/sdk/schema"
)

func main() { sdk.Main(&resting{}) }

type resting struct {
	gap    float64
	meshes *trimesh.Cache // by file, whose names are the hashes of their bytes
}

var _ reward.Term = (*resting)(nil)

func (*resting) Describe() base.Description {
	return base.Description{
		ID: "reward/resting", Kind: base.Reward, Version: "1.0.0",
		Summary: "Lets things rest on the models that carry them.",
		Needs:   []base.Need{base.NeedMeshes},
		Schema: schema.Schema{{
			Name: "gap", Type: schema.Number, Unit: "m", Default: 0.2,
			Min: schema.Bound(0.01), Max: schema.Bound(2), Doc: "The gap that is as bad as it gets.",
		}},
	}
}

func (r *resting) Configure(_ context.Context, req base.ConfigureRequest) (base.ConfigureResponse, error) {
	r.gap = req.Values.Number("gap")
	dir := os.DirFS(req.CacheDir)
	r.meshes = trimesh.NewCache(func(file string) (*mesh.Model, error) {
		m, _, err := gltfio.ReadModel(dir, file, gltfio.Options{})
		return m, err
	})
	return base.ConfigureResponse{}, nil
}

func (r *resting) Evaluate(_ context.Context, req reward.EvaluateRequest) (reward.EvaluateResponse, error) {
	files := map[string]string{}
	for _, m := range req.Meshes {
		files[m.Asset] = m.File
	}
	return reward.ByLayout(req, func(l *scenes.Layout) reward.Result { return r.score(req.Task, l, files) }), nil
}

// score is minus the mean gap below what stands on something, as a share of the
// setting gap; 0 where nothing does, or all of it rests. A thing that carries
// without a model counts as a box.
func (r *resting) score(t *scenes.Task, l *scenes.Layout, files map[string]string) reward.Result {
	res := reward.Result{Objects: make([]float64, len(t.Objects))}
	judged := 0.0
	for i, o := range t.Objects {
		p, below := l.Find(o.ID), l.Find(o.Parent)
		carrier, _ := t.Find(o.Parent)
		if o.Support != scenes.OnObject || p == nil || carrier == nil || below == nil {
			continue
		}
		judged++
		gap := r.below(carrier, below, p.Position.Sub(scenes.Vec3{0, 0, o.Size[2] / 2}), files[carrier.Asset])
		if gap <= 0.01 {
			continue
		}
		res.Objects[i] = -min(1, gap/r.gap)
		res.Value += res.Objects[i]
		res.Findings = append(res.Findings, scenes.Finding{Rule: "resting", Object: o.ID, Other: carrier.ID, Depth: gap,
			Message: fmt.Sprintf("%s hangs %.2f m above the model of %s, or beside it", o.ID, gap, carrier.ID)})
	}
	res.Value /= max(judged, 1)
	return res
}

// below is how far it is down from the middle of a thing's underside to the model
// that carries it: as far as the worst gap where there is none.
func (r *resting) below(carrier *scenes.Object, at *scenes.Placement, from scenes.Vec3, file string) float64 {
	const sunk = 0.02 // what still counts as on the surface
	placed := trimesh.FromBox(carrier.Size.Mul(0.5))
	if m := r.meshes.Mesh(file); file != "" && m != nil {
		placed = trimesh.Placed{Mesh: m, Scale: m.ScaleTo(carrier.Size)}
	}
	placed.Center, placed.Yaw = at.Position, at.Yaw
	d, _, hit := placed.Raycast(from.Add(scenes.Vec3{0, 0, sunk}), scenes.Vec3{0, 0, -1}, r.gap+sunk)
	if !hit {
		return r.gap
	}
	return d - sunk
}
