package semantics

import (
	"strings"
	"testing"

	"github.com/metaspatial/metaspatial/scenes"
)

// The origin says what carries a model, where its class leaves it open.
func TestMount(t *testing.T) {
	m := cuboid(.6, .2, .8)
	for name, test := range map[string]struct {
		file   string
		origin scenes.Vec3
		want   scenes.Support
		why    string
		sure   bool
	}{
		"usual on walls":      {"mirror", scenes.Vec3{0, -.1, .4}, "wall", "as such have it", true},
		"usual on the floor":  {"cabinet", scenes.Vec3{}, "floor", "as such have it", true},
		"usual on tables":     {"vase", scenes.Vec3{}, "object", "as such have it", true},
		"a cabinet for walls": {"radiator", scenes.Vec3{0, -.1, .4}, "wall", "back plane", false},
		"at its corner":       {"cabinet", scenes.Vec3{-.3, -.1, 0}, "floor", "usual for a cabinet", true},
		"at its middle":       {"vase", scenes.Vec3{0, 0, .4}, "object", "usual for a vase", true},
		"unknown, hung":       {"flurgle", scenes.Vec3{0, -.1, .4}, "wall", "back plane", false},
		"unknown, turned":     {"flurgle", scenes.Vec3{.3, 0, .4}, "wall", "back plane", false},
		"unknown, hanging":    {"flurgle", scenes.Vec3{0, 0, .8}, "ceiling", "hangs down", false},
		"unknown, standing":   {"flurgle", scenes.Vec3{}, "floor", "base lies at the origin", false},
		"unknown, anywhere":   {"flurgle", scenes.Vec3{3, 3, .5}, "floor", "nothing speaks", false},
	} {
		t.Run(name, func(t *testing.T) {
			a := one(t, factsOf(test.file, m, test.origin), "")
			e := a.Evidence.Mount
			if a.Mount != test.want || !strings.Contains(e.Why, test.why) || test.sure != (e.Confidence > 0.7) {
				t.Errorf("%s because %s (%.2f), want %s because %q", a.Mount, e.Why, e.Confidence, test.want, test.why)
			}
		})
	}
	// What hangs looks away from the plane of its origin.
	for front, origin := range map[string]scenes.Vec3{"+Z": {0, -.1, .4}, "-Z": {0, .1, .4}, "+X": {.3, 0, .4}, "-X": {-.3, 0, .4}} {
		if a := one(t, factsOf("mirror", m, origin), ""); a.Front != front || a.Evidence.Front.Confidence < .7 {
			t.Errorf("a mirror at %v looks %s (%+v), want %s", origin, a.Front, a.Evidence.Front, front)
		}
	}
}
