package fromproto

import (
	"fmt"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/sdk/base"
	pb "github.com/metaspatial/metaspatial/sdk/internal/pluginpb"
	"github.com/metaspatial/metaspatial/sdk/policy"
	"github.com/metaspatial/metaspatial/sdk/policy/loss"
	"github.com/metaspatial/metaspatial/sdk/render"
	"github.com/metaspatial/metaspatial/sdk/reward"
)

// EvaluateRequest returns the request of m.
func EvaluateRequest(m *pb.EvaluateRequest) (r reward.EvaluateRequest, err error) {
	if r.Task, err = Task(m.Task); err != nil {
		return r, err
	}
	for _, p := range m.Meshes {
		r.Meshes = append(r.Meshes, base.Mesh{Asset: p.Asset, Hash: p.Hash, File: p.File})
	}
	r.Candidates = make([]reward.Candidate, len(m.Candidates))
	var ls layouts
	for _, p := range m.Candidates {
		ls.expect(p.Layout)
	}
	for i, p := range m.Candidates {
		c := &r.Candidates[i]
		c.Response, c.ParseError, c.Turn, c.Images = p.Response, p.ParseError, int(p.Turn), images(p.Images)
		if c.Layout, err = ls.of(r.Task, p.Layout); err != nil {
			return r, fmt.Errorf("candidates[%d]: %w", i, err)
		}
	}
	return r, nil
}

// EvaluateResponse returns the response of m, which scores layouts of task.
func EvaluateResponse(task *scenes.Task, m *pb.EvaluateResponse) (reward.EvaluateResponse, error) {
	fs := findings{m.Rules, m.Names}
	r := reward.EvaluateResponse{Diagnostics: Diagnostics(m.Diagnostics), Results: make([]reward.Result, len(m.Results))}
	for i, p := range m.Results {
		c := &r.Results[i]
		c.Value, c.Invalid, c.Reason, c.Objects = p.Value, p.Invalid, p.Reason, p.Objects
		var err error
		if c.Findings, err = fs.of(task, p.Findings); err != nil {
			return r, fmt.Errorf("results[%d]: %w", i, err)
		}
		if len(p.Parts) == 0 {
			continue
		}
		c.Parts = make([]reward.Part, len(p.Parts))
		for j, v := range p.Parts {
			index := j
			if j < len(p.PartIndex) {
				index = int(p.PartIndex[j])
			}
			if index < 0 || index >= len(m.PartNames) {
				return r, fmt.Errorf("results[%d]: part %d has no name", i, j)
			}
			c.Parts[j] = reward.Part{Name: m.PartNames[index], Value: v}
		}
	}
	return r, nil
}

// SampleRequest returns the request of m.
func SampleRequest(m *pb.SampleRequest) (policy.SampleRequest, error) {
	r := policy.SampleRequest{N: int(m.N), Temperature: m.Temperature, Seed: m.Seed, Keep: m.Keep, Reference: m.Reference}
	task, err := tasks(m.Tasks)
	if err != nil {
		return r, err
	}
	fs := findings{m.Rules, m.Names}
	r.Observations = make([]policy.Observation, len(m.Observations))
	for i, p := range m.Observations {
		o := &r.Observations[i]
		o.Turn, o.Reward, o.Image = int(p.Turn), p.Reward, Image(p.Image)
		if o.Task, err = task(p.Task); err != nil {
			return r, fmt.Errorf("observations[%d]: %w", i, err)
		}
		if o.Previous, err = Layout(o.Task, p.Previous); err != nil {
			return r, fmt.Errorf("observations[%d]: %w", i, err)
		}
		if o.Findings, err = fs.of(o.Task, p.Findings); err != nil {
			return r, fmt.Errorf("observations[%d]: %w", i, err)
		}
	}
	return r, nil
}

// SampleResponse returns the response of m.
func SampleResponse(m *pb.SampleResponse) (policy.SampleResponse, error) {
	r := policy.SampleResponse{
		Reference: m.Reference, Statistics: statistics(m.Statistics), Diagnostics: Diagnostics(m.Diagnostics),
		Samples: make([][]policy.Sample, len(m.Samples)),
	}
	for i, g := range m.Samples {
		r.Samples[i] = make([]policy.Sample, len(g.Samples))
		for k, p := range g.Samples {
			if n := len(p.LogProb); len(p.Object) != n || len(p.Coordinate) != n || m.Reference && len(p.RefLogProb) != n {
				return r, fmt.Errorf("samples[%d][%d]: the arrays of its actions differ in length", i, k)
			}
			s := &r.Samples[i][k]
			s.Handle, s.Response = p.Handle, p.Response
			if len(p.LogProb) > 0 {
				s.Actions = make([]policy.Action, len(p.LogProb))
			}
			for j := range s.Actions {
				if int64(p.Coordinate[j]) >= int64(len(m.Coordinates)) {
					return r, fmt.Errorf("samples[%d][%d]: action %d decides no coordinate", i, k, j)
				}
				s.Actions[j] = policy.Action{Object: int(p.Object[j]), Coordinate: m.Coordinates[p.Coordinate[j]], LogProb: p.LogProb[j]}
				if m.Reference {
					s.Actions[j].RefLogProb = p.RefLogProb[j]
				}
			}
		}
	}
	return r, nil
}

// UpdateRequest returns the request of m.
func UpdateRequest(m *pb.UpdateRequest) policy.UpdateRequest {
	r := policy.UpdateRequest{
		LearningRate: m.LearningRate, MaxGradNorm: m.MaxGradNorm,
		Minibatch: int(m.Minibatch), Epochs: int(m.Epochs), Seed: m.Seed,
		Items: make([]policy.Item, len(m.Items)),
	}
	if l := m.Loss; l != nil {
		r.Loss = loss.Spec{
			ClipLow: l.ClipLow, ClipHigh: l.ClipHigh, Dual: l.DualClip,
			Ratio: l.Ratio, Aggregation: l.Aggregation, MaxActions: l.MaxActions,
			Entropy: l.Entropy, KL: l.Kl, KLEstimate: l.KlEstimate,
		}
	}
	for i, p := range m.Items {
		r.Items[i] = policy.Item{Handle: p.Handle, Advantages: p.Advantages}
	}
	return r
}

// UpdateResponse returns the response of m.
func UpdateResponse(m *pb.UpdateResponse) policy.UpdateResponse {
	return policy.UpdateResponse{Statistics: statistics(m.Statistics), Diagnostics: Diagnostics(m.Diagnostics)}
}

// RenderRequest returns the request of m.
func RenderRequest(m *pb.RenderRequest) (render.RenderRequest, error) {
	r := render.RenderRequest{Cameras: m.Cameras, Outputs: m.Outputs, Width: int(m.Width), Height: int(m.Height), Quality: m.Quality, Inline: m.Inline}
	task, err := tasks(m.Tasks)
	if err != nil {
		return r, err
	}
	r.Scenes = make([]render.Scene, len(m.Scenes))
	for i, p := range m.Scenes {
		s := &r.Scenes[i]
		if s.Task, err = task(p.Task); err != nil {
			return r, fmt.Errorf("scenes[%d]: %w", i, err)
		}
		if s.Layout, err = Layout(s.Task, p.Layout); err != nil {
			return r, fmt.Errorf("scenes[%d]: %w", i, err)
		}
	}
	return r, nil
}

// RenderResponse returns the response of m.
func RenderResponse(m *pb.RenderResponse) render.RenderResponse {
	r := render.RenderResponse{Diagnostics: Diagnostics(m.Diagnostics), Images: make([][]base.Image, len(m.Images))}
	for i, p := range m.Images {
		r.Images[i] = images(p.Images)
	}
	return r
}

func statistics(list []*pb.Statistic) []policy.Statistic {
	var out []policy.Statistic
	for _, s := range list {
		out = append(out, policy.Statistic{Name: s.Name, Value: s.Value})
	}
	return out
}
