package toproto

import (
	"github.com/metaspatial/metaspatial/scenes"
	pb "github.com/metaspatial/metaspatial/sdk/internal/pluginpb"
	"github.com/metaspatial/metaspatial/sdk/policy"
	"github.com/metaspatial/metaspatial/sdk/render"
	"github.com/metaspatial/metaspatial/sdk/reward"
)

// EvaluateRequest returns the message for r.
func EvaluateRequest(r reward.EvaluateRequest) *pb.EvaluateRequest {
	m := &pb.EvaluateRequest{Task: Task(r.Task), Candidates: make([]*pb.Candidate, len(r.Candidates))}
	store := make([]pb.Candidate, len(r.Candidates))
	var ls layouts
	for i := range r.Candidates {
		ls.expect(r.Candidates[i].Layout)
	}
	for _, mesh := range r.Meshes {
		m.Meshes = append(m.Meshes, &pb.Mesh{Asset: mesh.Asset, Hash: mesh.Hash, File: mesh.File})
	}
	for i := range r.Candidates {
		c, p := &r.Candidates[i], &store[i]
		p.Response, p.ParseError, p.Turn = c.Response, c.ParseError, int32(c.Turn)
		p.Layout, p.Images = ls.add(r.Task, c.Layout), images(c.Images)
		m.Candidates[i] = p
	}
	return m
}

// EvaluateResponse returns the message for r, which scores layouts of task.
func EvaluateResponse(task *scenes.Task, r reward.EvaluateResponse) *pb.EvaluateResponse {
	m := &pb.EvaluateResponse{Diagnostics: Diagnostics(r.Diagnostics), Results: make([]*pb.Result, len(r.Results))}
	store := make([]pb.Result, len(r.Results))
	var ns names
	var fs findings
	for i := range r.Results {
		fs.expect(r.Results[i].Findings)
	}
	for i := range r.Results {
		c, p := &r.Results[i], &store[i]
		p.Value, p.Invalid, p.Reason, p.Objects = c.Value, c.Invalid, c.Reason, c.Objects
		p.Findings = fs.add(task, c.Findings)
		if len(c.Parts) > 0 {
			p.Parts, p.PartIndex = make([]float64, len(c.Parts)), make([]uint32, len(c.Parts))
			ordered := true
			for j, part := range c.Parts {
				p.Parts[j], p.PartIndex[j] = part.Value, ns.add(part.Name)
				ordered = ordered && p.PartIndex[j] == uint32(j)
			}
			if ordered {
				p.PartIndex = nil
			}
		}
		m.Results[i] = p
	}
	m.PartNames, m.Rules, m.Names = ns.list, fs.rules.list, fs.names.list
	return m
}

// SampleRequest returns the message for r.
func SampleRequest(r policy.SampleRequest) *pb.SampleRequest {
	m := &pb.SampleRequest{N: int32(r.N), Temperature: r.Temperature, Seed: r.Seed, Keep: r.Keep, Reference: r.Reference}
	var ts tasks
	var fs findings
	for i := range r.Observations {
		fs.expect(r.Observations[i].Findings)
	}
	for _, o := range r.Observations {
		m.Observations = append(m.Observations, &pb.Observation{
			Task: ts.add(o.Task), Turn: int32(o.Turn), Previous: Layout(o.Task, o.Previous),
			Findings: fs.add(o.Task, o.Findings), Reward: o.Reward, Image: Image(o.Image),
		})
	}
	m.Tasks, m.Rules, m.Names = ts.list, fs.rules.list, fs.names.list
	return m
}

// SampleResponse returns the message for r.
func SampleResponse(r policy.SampleResponse) *pb.SampleResponse {
	m := &pb.SampleResponse{Reference: r.Reference, Diagnostics: Diagnostics(r.Diagnostics)}
	var ns names
	for _, group := range r.Samples {
		g := &pb.Samples{Samples: make([]*pb.Sample, len(group))}
		for i, s := range group {
			p := &pb.Sample{Handle: s.Handle, Response: s.Response}
			if n := len(s.Actions); n > 0 {
				p.Object, p.Coordinate, p.LogProb = make([]int32, n), make([]uint32, n), make([]float64, n)
			}
			for j, a := range s.Actions {
				p.Object[j], p.Coordinate[j], p.LogProb[j] = int32(a.Object), ns.add(a.Coordinate), a.LogProb
				if r.Reference {
					p.RefLogProb = append(p.RefLogProb, a.RefLogProb)
				}
			}
			g.Samples[i] = p
		}
		m.Samples = append(m.Samples, g)
	}
	m.Coordinates = ns.list
	m.Statistics = statistics(r.Statistics)
	return m
}

// UpdateRequest returns the message for r.
func UpdateRequest(r policy.UpdateRequest) *pb.UpdateRequest {
	m := &pb.UpdateRequest{
		Items: make([]*pb.UpdateItem, len(r.Items)),
		Loss: &pb.Loss{
			ClipLow: r.Loss.ClipLow, ClipHigh: r.Loss.ClipHigh, DualClip: r.Loss.Dual,
			Ratio: r.Loss.Ratio, Aggregation: r.Loss.Aggregation, MaxActions: r.Loss.MaxActions,
			Entropy: r.Loss.Entropy, Kl: r.Loss.KL, KlEstimate: r.Loss.KLEstimate,
		},
		LearningRate: r.LearningRate, MaxGradNorm: r.MaxGradNorm,
		Minibatch: int32(r.Minibatch), Epochs: int32(r.Epochs), Seed: r.Seed,
	}
	for i, item := range r.Items {
		m.Items[i] = &pb.UpdateItem{Handle: item.Handle, Advantages: item.Advantages}
	}
	return m
}

// UpdateResponse returns the message for r.
func UpdateResponse(r policy.UpdateResponse) *pb.UpdateResponse {
	return &pb.UpdateResponse{Statistics: statistics(r.Statistics), Diagnostics: Diagnostics(r.Diagnostics)}
}

// RenderRequest returns the message for r.
func RenderRequest(r render.RenderRequest) *pb.RenderRequest {
	m := &pb.RenderRequest{Cameras: r.Cameras, Outputs: r.Outputs, Width: int32(r.Width), Height: int32(r.Height), Quality: r.Quality, Inline: r.Inline}
	var ts tasks
	for _, s := range r.Scenes {
		m.Scenes = append(m.Scenes, &pb.Scene{Task: ts.add(s.Task), Layout: Layout(s.Task, s.Layout)})
	}
	m.Tasks = ts.list
	return m
}

// RenderResponse returns the message for r.
func RenderResponse(r render.RenderResponse) *pb.RenderResponse {
	m := &pb.RenderResponse{Diagnostics: Diagnostics(r.Diagnostics)}
	for _, is := range r.Images {
		m.Images = append(m.Images, &pb.Images{Images: images(is)})
	}
	return m
}

func statistics(list []policy.Statistic) []*pb.Statistic {
	var out []*pb.Statistic
	for _, s := range list {
		out = append(out, &pb.Statistic{Name: s.Name, Value: s.Value})
	}
	return out
}
