package geom_test

import (
	"testing"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/geom"
)

func TestCompass(t *testing.T) {
	for want, dir := range map[string]scenes.Vec2{
		"north": {0, 1}, "north-east": {2, 2}, "east": {3, 0.1}, "south-east": {1, -1},
		"south": {-0.1, -1}, "south-west": {-1, -0.9}, "west": {-5, 0}, "north-west": {-1, 1}, "": {},
	} {
		if got := geom.Compass(dir); got != want {
			t.Errorf("%v is called %q, want %q", dir, got, want)
		}
	}
	for heading, want := range map[float64]string{0: "north", 350: "north", -10: "north", -90: "west", 810: "east", 22.6: "north-east"} {
		if got := geom.CompassOf(heading); got != want {
			t.Errorf("%v° is called %q, want %q", heading, got, want)
		}
	}
}
