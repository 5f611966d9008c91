// Package random is the policy that knows nothing: it puts every object
// somewhere in the room. It is the floor that other policies are measured
// against.
package random

import (
	"context"
	"math/rand/v2"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/codec"
	"github.com/metaspatial/metaspatial/scenes/geom"
	"github.com/metaspatial/metaspatial/sdk/base"
	"github.com/metaspatial/metaspatial/sdk/policy"
)

const docs = `Every object gets a position drawn uniformly from those that keep its box on the
floor and out of its holes, one of the four headings, and the height that its
support asks for. One that fits nowhere, as far as 256 draws can tell, is centred
somewhere on the floor. Relations, facings and other objects are ignored, and so are
the temperature and earlier turns.

It has no settings and learns nothing. Use it to see what a measure says of
chance.
`

// think is what the response says of how it came about.
const think = "Every object stands at a random place with a random heading; nothing was weighed."

// Policy places objects at random. Use [New].
type Policy struct{}

var _ policy.Policy = (*Policy)(nil)

// New returns the policy.
func New() *Policy { return &Policy{} }

// Describe implements [base.Plugin].
func (*Policy) Describe() base.Description {
	return base.Description{
		ID:      "policy/random",
		Kind:    base.Policy,
		Version: "0.1.0",
		Summary: "Puts every object at a random place: the floor for comparisons.",
		Docs:    docs,
	}
}

// Configure implements [base.Plugin]; there is nothing to set.
func (*Policy) Configure(context.Context, base.ConfigureRequest) (base.ConfigureResponse, error) {
	return base.ConfigureResponse{}, nil
}

// Sample implements [policy.Policy]. A response depends on the seed, the place
// of its observation in the request and its number only.
func (*Policy) Sample(ctx context.Context, req policy.SampleRequest) (policy.SampleResponse, error) {
	return policy.Independent(ctx, req, func(o policy.Observation, i, n int) string {
		rng := rand.New(rand.NewPCG(req.Seed, uint64(i)<<32|uint64(n)))
		return codec.FormatResponse(o.Task, layout(o.Task, rng), think)
	})
}

// tries bounds the draws for a place on a floor that is no rectangle.
const tries = 256

func layout(t *scenes.Task, rng *rand.Rand) *scenes.Layout {
	// On a rectangle the range of centres is all there is to know, and one draw
	// is enough.
	var space *geom.Space
	if !rectangle(&t.Room) {
		space = geom.NewSpace(&t.Room)
	}
	l := &scenes.Layout{Placements: make([]scenes.Placement, len(t.Objects))}
	for i := range t.Objects {
		o := &t.Objects[i]
		if lock := t.Lock(o.ID); lock != nil {
			l.Placements[i] = *lock
			continue
		}
		yaw := geom.Headings[rng.IntN(len(geom.Headings))]
		r := geom.RoomRange(&t.Room, o, yaw)
		p := scenes.Placement{ID: o.ID, Yaw: yaw}
		at := draw(r, rng)
		if space != nil {
			at = onFloor(space, o, yaw, r, at, rng)
		}
		p.Position[0], p.Position[1] = at[0], at[1]
		l.Placements[i] = p
	}
	setHeights(t, l)
	return l
}

// draw draws a centre evenly from a range.
func draw(r geom.Range, rng *rand.Rand) scenes.Vec2 {
	var at scenes.Vec2
	for k := range 2 {
		at[k] = r.Min[k] + rng.Float64()*(r.Max[k]-r.Min[k])
	}
	return at
}

// onFloor draws again until the object's box is on the floor. When it never is,
// the first centre that was on the floor serves, and else the first of all.
func onFloor(s *geom.Space, o *scenes.Object, yaw float64, r geom.Range, at scenes.Vec2, rng *rand.Rand) scenes.Vec2 {
	second, found := at, false
	for range tries {
		b := geom.BoxOf(o, scenes.Placement{Position: at.Vec3(o.Size[2] / 2), Yaw: yaw})
		if out, _ := s.Outside(b); out == 0 {
			return at
		}
		if !found && s.Inside(at, 0) {
			second, found = at, true
		}
		at = draw(r, rng)
	}
	return second
}

// rectangle reports whether the floor is a whole axis-aligned rectangle.
func rectangle(r *scenes.Room) bool {
	if len(r.Floor) != 4 || len(r.Holes) > 0 {
		return false
	}
	e := r.Extent()
	for i, p := range r.Floor {
		q := r.Floor[(i+1)%4]
		if (p[0] != q[0]) == (p[1] != q[1]) || p[0] != 0 && p[0] != e[0] || p[1] != 0 && p[1] != e[1] {
			return false
		}
	}
	return true
}

// setHeights goes up the stacks: an object's height is right once that of its
// carrier is, so as many rounds as objects are enough for any stack.
func setHeights(t *scenes.Task, l *scenes.Layout) {
	for range t.Objects {
		changed := false
		for i := range t.Objects {
			z, _ := geom.SupportZ(t, &t.Objects[i], l)
			if lock := t.Lock(t.Objects[i].ID); lock != nil {
				z = lock.Position[2]
			}
			if l.Placements[i].Position[2] != z {
				l.Placements[i].Position[2], changed = z, true
			}
		}
		if !changed {
			return
		}
	}
}
