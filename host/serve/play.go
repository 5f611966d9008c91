package serve

import (
	"context"

	"github.com/metaspatial/metaspatial/host/env"
	"github.com/metaspatial/metaspatial/scenes"
)

// move is a response to an episode.
type move struct {
	episode  *env.Episode
	response string
}

// moved is what came of a move.
type moved struct {
	outcome env.Outcome
	reward  float64
	picture []byte
	// lost is set where the episode has moved and its picture cannot be read.
	lost error
}

// valid reports whether the response could be read and every term could score
// it.
func (m *moved) valid() bool { return m.outcome.Layout != nil && scored(&m.outcome.Score) }

// player makes the moves of a batch in one environment.
func (s *Server) player(e *env.Env) func(context.Context, []move) ([]moved, error) {
	return func(ctx context.Context, moves []move) ([]moved, error) {
		if s.shelf != nil {
			defer s.shelf.hold()()
		}
		episodes, responses := make([]*env.Episode, len(moves)), make([]string, len(moves))
		for i, m := range moves {
			episodes[i], responses[i] = m.episode, m.response
		}
		outcomes, err := e.Step(ctx, episodes, responses)
		if err != nil {
			return nil, err
		}
		out := make([]moved, len(moves))
		for i, o := range outcomes {
			out[i] = moved{outcome: o, reward: s.scale.reward(&o.Score)}
			if o.Image != nil {
				out[i].picture, out[i].lost = s.shelf.read(o.Image)
			}
		}
		return out, nil
	}
}

// score plays single turns outside any session.
func (s *Server) score(asked *batcher[move, moved], seen *env.Env, tasks []*scenes.Task, responses []string) ([]moved, []error) {
	moves := make([]move, len(tasks))
	for i, t := range tasks {
		own := *t // nobody's group, as in [episode.reset]
		moves[i] = move{seen.Reset(&own), responses[i]}
	}
	return asked.askAll(moves)
}
