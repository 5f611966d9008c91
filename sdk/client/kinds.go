package client

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/metaspatial/metaspatial/sdk/internal/fromproto"
	pb "github.com/metaspatial/metaspatial/sdk/internal/pluginpb"
	"github.com/metaspatial/metaspatial/sdk/internal/rpc"
	"github.com/metaspatial/metaspatial/sdk/internal/toproto"
	"github.com/metaspatial/metaspatial/sdk/policy"
	"github.com/metaspatial/metaspatial/sdk/render"
	"github.com/metaspatial/metaspatial/sdk/reward"
)

type term struct {
	*plugin
	groups *rpc.Groups
}

var _ reward.Term = (*term)(nil)

func (c *term) Evaluate(ctx context.Context, req reward.EvaluateRequest) (reward.EvaluateResponse, error) {
	m, err := c.groups.Evaluate(ctx, toproto.EvaluateRequest(req))
	if err != nil {
		return reward.EvaluateResponse{}, c.wrap(ctx, "Evaluate", err)
	}
	r, err := fromproto.EvaluateResponse(req.Task, m)
	if err != nil {
		return r, c.malformed("Evaluate", err)
	}
	if !r.Diagnostics.HasError() && len(r.Results) != len(req.Candidates) {
		return r, c.malformed("Evaluate", count(len(r.Results), "results", len(req.Candidates), "candidates"))
	}
	return r, nil
}

type policyClient struct {
	*plugin
	policy pb.PolicyClient
}

var _ policy.Policy = (*policyClient)(nil)

func (c *policyClient) Sample(ctx context.Context, req policy.SampleRequest) (policy.SampleResponse, error) {
	m, err := c.policy.Sample(ctx, toproto.SampleRequest(req))
	if err != nil {
		return policy.SampleResponse{}, c.wrap(ctx, "Sample", err)
	}
	r, err := fromproto.SampleResponse(m)
	if err != nil {
		return r, c.malformed("Sample", err)
	}
	if !r.Diagnostics.HasError() && len(r.Samples) != len(req.Observations) {
		return r, c.malformed("Sample", count(len(r.Samples), "groups of samples", len(req.Observations), "observations"))
	}
	return r, nil
}

type trainer struct{ policyClient }

var _ policy.Trainer = (*trainer)(nil)

func (c *trainer) Update(ctx context.Context, req policy.UpdateRequest) (policy.UpdateResponse, error) {
	m, err := c.policy.Update(ctx, toproto.UpdateRequest(req))
	if err != nil {
		return policy.UpdateResponse{}, c.wrap(ctx, "Update", err)
	}
	return fromproto.UpdateResponse(m), nil
}

func (c *trainer) Save(ctx context.Context, w io.Writer) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	stream, err := c.policy.Save(ctx, &pb.SaveRequest{})
	if err != nil {
		return c.wrap(ctx, "Save", err)
	}
	from := &source{Reader: rpc.NewChunkReader(stream)}
	if _, err := io.Copy(w, from); err != nil {
		if from.err != nil {
			return c.wrap(ctx, "Save", from.err)
		}
		return fmt.Errorf("save the weights of plugin %s: %w", c.id, err)
	}
	return nil
}

func (c *trainer) Load(ctx context.Context, r io.Reader) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel() // an unfinished stream is no shorter file
	stream, err := c.policy.Load(ctx)
	if err != nil {
		return c.wrap(ctx, "Load", err)
	}
	from := &source{Reader: r}
	to := rpc.NewChunkWriter(stream)
	_, err = io.Copy(to, from)
	if err == nil {
		err = to.Flush()
	}
	if from.err != nil {
		return fmt.Errorf("load the weights of plugin %s: %w", c.id, from.err)
	}
	if err != nil && !errors.Is(err, io.EOF) {
		return c.wrap(ctx, "Load", err)
	}
	// After io.EOF from a send, this receives the plugin's reason.
	m, err := stream.CloseAndRecv()
	if err != nil {
		return c.wrap(ctx, "Load", err)
	}
	return fromproto.Diagnostics(m.Diagnostics).Err()
}

// source remembers the error of the side that is read.
type source struct {
	io.Reader
	err error
}

func (s *source) Read(p []byte) (int, error) {
	n, err := s.Reader.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		s.err = err
	}
	return n, err
}

type renderer struct {
	*plugin
	renderer pb.RendererClient
}

var _ render.Renderer = (*renderer)(nil)

func (c *renderer) Render(ctx context.Context, req render.RenderRequest) (render.RenderResponse, error) {
	m, err := c.renderer.Render(ctx, toproto.RenderRequest(req))
	if err != nil {
		return render.RenderResponse{}, c.wrap(ctx, "Render", err)
	}
	r := fromproto.RenderResponse(m)
	if !r.Diagnostics.HasError() && len(r.Images) != len(req.Scenes) {
		return r, c.malformed("Render", count(len(r.Images), "groups of images", len(req.Scenes), "scenes"))
	}
	return r, nil
}

func count(got int, what string, want int, of string) error {
	return fmt.Errorf("returned %d %s for %d %s", got, what, want, of)
}
