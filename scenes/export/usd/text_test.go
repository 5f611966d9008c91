package usd

import (
	"math"
	"testing"

	"github.com/metaspatial/metaspatial/scenes/export/internal/plan"
)

func TestText(t *testing.T) {
	n := names{}
	for _, c := range [][2]string{
		{n.name("a"), "a"}, {n.name("a"), "a_2"}, {n.name("1a"), "_1a"}, {n.name(""), "unnamed"}, {n.name("é-ü"), "___"}, {n.name("a_2"), "a_2_2"},
		{single(0.1), "0.1"}, {single(float32(math.Copysign(0, -1))), "0"}, {double(0.1), "0.1"}, {double(math.Copysign(0, -1)), "0"},
		{tuple(1, 2.5), "(1, 2.5)"}, {list([]int{1, 2}, func(i int) string { return double(float64(i)) }), "[1, 2]"},
		{plan.Quote(`a"b\c`), `"a\"b\\c"`}, {plan.Quote("é\n\t\x00\xff"), "\"é\\n\\t\ufffd\ufffd\""},
		{custom([]entry{{"string", "a", `"x"`}, {"string", "b", `""`}}), "customData = {\n    string a = \"x\"\n}"},
	} {
		if c[0] != c[1] {
			t.Errorf("wrote %s, want %s", c[0], c[1])
		}
	}
}
