package conformance

import (
	"context"
	"fmt"

	"github.com/metaspatial/metaspatial/sdk/base"
	"github.com/metaspatial/metaspatial/sdk/policy"
	"github.com/metaspatial/metaspatial/sdk/render"
	"github.com/metaspatial/metaspatial/sdk/reward"
)

// kind is what the plugin's kind is asked.
type kind struct {
	// ordinary are requests as a run makes them, extreme such as it makes once in
	// a million.
	ordinary, extreme []request
	// heavy takes long enough to be given up, large is above a message's size.
	heavy, large request
	// alone says that the parts of a request are answered as if each came by
	// itself.
	alone bool
}

// request is one call of the plugin's kind.
type request struct {
	name string
	ask  func(context.Context) (answer, error)
	// single asks for part i alone.
	single func(ctx context.Context, i int) (answer, error)
}

// answer is what came back, with one element per part of the request.
type answer struct {
	parts []any
	// sound says what is wrong with it, or nothing.
	sound error
}

// kind makes the requests of the plugin's kind.
func (x *examination) kind() (kind, error) {
	switch x.description.Kind {
	case base.Reward:
		if t, ok := x.subject.(reward.Term); ok {
			return x.reward(t)
		}
	case base.Policy:
		if p, ok := x.subject.(policy.Policy); ok {
			return x.policy(p)
		}
	case base.Render:
		if r, ok := x.subject.(render.Renderer); ok {
			return x.render(r)
		}
	}
	return kind{}, fmt.Errorf("it says that it is a %s, but lacks that kind's calls", x.description.Kind)
}
