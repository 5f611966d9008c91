package assist

import (
	"context"
	"fmt"
	"slices"

	"github.com/metaspatial/metaspatial/host/furnish"
	"github.com/metaspatial/metaspatial/host/session"
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/codec"
	"github.com/metaspatial/metaspatial/scenes/measure"
	"github.com/metaspatial/metaspatial/scenes/preference"
)

// Alternative is one answer of the policy.
type Alternative struct {
	Layout *scenes.Layout
	// Findings are the faults by the rules of scenes/measure, Valid whether there
	// is none that counts.
	Findings []scenes.Finding
	Valid    bool
	// Reward is what the host chose by and Critic the offline critic's grade, 0.1
	// to 1.
	Reward, Critic float64
	// Episode is the number of the try; −1 is the layout that was to be refined.
	Episode int
	// LeftOut are the optional objects that found no room.
	LeftOut []string
	// Wishes are what the preference and the task's specs ask for.
	Wishes []furnish.Wish
	// Why is what the policy says of the objects; see [Alternative.Reason].
	Why []codec.Reason
}

// Reason returns what the policy says of an object, or, for "", of the room;
// empty where it says nothing.
func (v *Alternative) Reason(object string) string {
	for _, r := range v.Why {
		if r.Object == object {
			return r.Text
		}
	}
	return ""
}

// Answer is what became of one room.
type Answer struct {
	// Ask is what was asked, with the seed that it was given: asking that again
	// gives the same.
	Ask Ask
	// Alternatives are the best first; there is at least one.
	Alternatives []Alternative
	// Tried is how often the policy tried.
	Tried int
	// Better says of a Refine that something better than the layout was found;
	// otherwise that layout is the first alternative.
	Better bool
}

// Generate furnishes rooms, one after the other: whole, or only what is
// selected, around what is locked. Asked again it gives another layout than the
// room has, where there is one as good.
func (a *Assistant) Generate(rooms ...Ask) *Job[[]Answer] {
	return a.answer("Generate", rooms, func(ctx context.Context, k *Ask, t *scenes.Task) (*session.Generation, error) {
		r := k.request(t, k.Seed)
		r.Best = min(max(r.Best, others), r.K)
		g, err := a.o.Client.Generate(ctx, r)
		if err == nil {
			g.Layouts = k.anew(g.Layouts)
		}
		return g, err
	})
}

// Refine lets the policy look at layouts and their faults once more, and takes
// what it makes of them where it is better.
func (a *Assistant) Refine(rooms ...Ask) *Job[[]Answer] {
	return a.answer("Refine", rooms, func(ctx context.Context, k *Ask, t *scenes.Task) (*session.Generation, error) {
		if k.Layout == nil || len(k.Layout.Placements) == 0 {
			return nil, fmt.Errorf("%s has nothing to refine yet; generate a layout first", k.name())
		}
		return a.o.Client.Refine(ctx, session.RefineRequest{GenerateRequest: k.request(t, k.Seed), Layout: k.Layout, Turns: k.Turns})
	})
}

func (a *Assistant) answer(verb string, rooms []Ask, ask func(context.Context, *Ask, *scenes.Task) (*session.Generation, error)) *Job[[]Answer] {
	title := verb
	if len(rooms) == 1 {
		title += " " + rooms[0].name()
	} else {
		title += fmt.Sprintf(" %d rooms", len(rooms))
	}
	rooms = slices.Clone(rooms)
	for i := range rooms {
		rooms[i].Seed = a.next(rooms[i].Seed)
	}
	return start(a, title, len(rooms), func(ctx context.Context, step func(int)) ([]Answer, error) {
		if len(rooms) == 0 {
			return nil, fmt.Errorf("there is no room to furnish")
		}
		out := make([]Answer, 0, len(rooms))
		for i := range rooms {
			k := &rooms[i]
			t, err := k.scoped()
			if err != nil {
				return nil, err
			}
			g, err := ask(ctx, k, t)
			if err != nil {
				return nil, err
			}
			one := Answer{Ask: *k, Tried: g.Tried, Better: g.Better, Alternatives: alternatives(k, g.Layouts)}
			if len(one.Alternatives) == 0 {
				return nil, fmt.Errorf("the policy gave no layout of %s in %d tries; try again, or ask for more tries", k.name(), g.Tried)
			}
			out = append(out, one)
			step(i + 1)
		}
		return out, nil
	})
}

// alternatives makes the answers into what is shown: the best first, and then
// those that are most unlike what is shown already, of the least faults.
func alternatives(k *Ask, answers []session.Generated) []Alternative {
	checker := measure.NewChecker(k.Task)
	wanted := preference.Parse(k.Task.Preference, k.Task).Specs
	var all []candidate
	for i := range answers {
		g := &answers[i]
		if g.Layout == nil {
			continue
		}
		l := k.kept(g.Layout)
		all = append(all, candidate{g: g, layout: l, report: checker.Check(l)})
		if k.N <= 1 {
			break
		}
	}
	var out []Alternative
	for _, c := range varied(k.Task, all, max(1, k.N)) {
		out = append(out, Alternative{
			Layout: c.layout, Findings: c.report.Findings, Valid: c.report.FullyValid(), Reward: c.g.Reward, Critic: c.g.Critic, Episode: c.g.Episode,
			LeftOut: furnish.LeftOut(k.Task, c.layout), Wishes: furnish.Wishes(k.Task, c.layout, wanted), Why: codec.Why(k.Task, c.g.Response),
		})
	}
	return out
}
