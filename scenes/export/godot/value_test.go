package godot

import (
	"math"
	"testing"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/export/internal/plan"
)

func TestValues(t *testing.T) {
	for _, c := range [][2]string{
		{number(0.1), "0.1"}, {number(math.Copysign(0, -1)), "0"}, {number(-1e-17), "0"}, {number(123456.789), "123456.79"}, {number(1e30), "1e+30"},
		{plan.Quote(`a"b\c`), `"a\"b\\c"`}, {plan.Quote("é\n\t\x00\x7f\xff"), "\"é\\n\\t\ufffd\ufffd\ufffd\""},
		{godot3.call("Vector3", 1, 2.5, 3), "Vector3( 1, 2.5, 3 )"}, {godot4.call("Vector3", 1, 2.5, 3), "Vector3(1, 2.5, 3)"},
		{godot4.extent(scenes.Vec3{1, 2, 4}, 0.5), "Vector3(0.5, 2, 1)"},
		{godot4.metadata([]property{{"a", `"x"`}, {"b", `""`}}), "metadata/a = \"x\"\n"},
		{godot3.metadata([]property{{"a", `"x"`}, {"b", "[ 1 ]"}}), "__meta__ = {\n\"a\": \"x\",\n\"b\": [ 1 ]\n}\n"},
		{godot3.metadata(nil), ""},
	} {
		if c[0] != c[1] {
			t.Errorf("wrote %s, want %s", c[0], c[1])
		}
	}
	// An object that faces east: its z axis is Godot's x, its x axis Godot's z.
	right, front := scenes.Axes(90)
	got := godot4.place(right.Mul(-1), front, scenes.Vec3{2, 3, 4}, scenes.Vec3{5, 6, 7})
	if want := "Transform3D(0, 0, 3, 0, 4, 0, -2, 0, 0, 5, 7, -6)"; got != want {
		t.Errorf("wrote %s, want %s", got, want)
	}
}
