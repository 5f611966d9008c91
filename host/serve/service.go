package serve

import (
	"context"
	"fmt"

	"github.com/metaspatial/metaspatial/host/session"
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/codec"
)

// service answers viewers and other clients of the session API. There is no
// policy here, so it furnishes nothing.
type service struct{ s *Server }

var _ session.Service = service{}

func noPolicy() error {
	return fmt.Errorf("this server has no policy: the one it serves is trained elsewhere")
}

// Generate refuses.
func (service) Generate(context.Context, session.GenerateRequest) (*session.Generation, error) {
	return nil, noPolicy()
}

// Refine refuses.
func (service) Refine(context.Context, session.RefineRequest) (*session.Generation, error) {
	return nil, noPolicy()
}

// Score evaluates a layout.
func (v service) Score(_ context.Context, task *scenes.Task, layout *scenes.Layout) (*session.Generated, error) {
	if task == nil || layout == nil {
		return nil, fmt.Errorf("no task or no layout was given")
	}
	if err := task.Validate(); err != nil {
		return nil, err
	}
	if n := len(task.Objects); n > maxObjects {
		return nil, fmt.Errorf("task %q has %d objects; at most %d", task.ID, n, maxObjects)
	}
	out, err := v.s.scoreAll([]*scenes.Task{task}, []string{codec.FormatResponse(task, layout, "")}, false)
	if err != nil {
		return nil, err
	}
	return &session.Generated{Layout: layout, Reward: out[0].reward, Findings: out[0].outcome.Score.Findings}, nil
}

// Reset begins an episode.
func (v service) Reset(context.Context, *scenes.Task) (string, error) {
	return "", fmt.Errorf("episodes are held over /ws here")
}

// Step answers an episode.
func (v service) Step(context.Context, string, string) (*session.StepResult, error) {
	return nil, fmt.Errorf("episodes are held over /ws here")
}
