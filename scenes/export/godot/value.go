package godot

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/metaspatial/metaspatial/scenes"
)

// number writes the shortest text of the 32-bit float that Godot keeps, and no
// rounding noise round zero.
func number(v float64) string {
	if math.Abs(v) < 1e-9 {
		return "0"
	}
	return strconv.FormatFloat(v, 'g', -1, 32)
}

// call writes a value such as Vector3(1, 2, 3).
func (d *dialect) call(name string, args ...float64) string {
	text := make([]string, len(args))
	for i, v := range args {
		text[i] = number(v)
	}
	return name + d.open + strings.Join(text, ", ") + d.close
}

// extent writes a size along right, front and up in Godot's axes.
func (d *dialect) extent(size scenes.Vec3, scale float64) string {
	return d.call("Vector3", size[0]*scale, size[2]*scale, size[1]*scale)
}

// place writes a transform from the directions, in layout space, of a node's x
// axis and of its z axis, from its scale along right, front and up, and from its
// origin.
func (d *dialect) place(x, z scenes.Vec2, scale, at scenes.Vec3) string {
	return d.call(d.transform,
		x[0]*scale[0], 0, z[0]*scale[1],
		0, scale[2], 0,
		-x[1]*scale[0], 0, -z[1]*scale[1],
		at[0], at[2], -at[1])
}

// list writes numbers as an array.
func (d *dialect) list(values ...float64) string {
	text := make([]string, len(values))
	for i, v := range values {
		text[i] = number(v)
	}
	if d.four {
		return "[" + strings.Join(text, ", ") + "]"
	}
	return "[ " + strings.Join(text, ", ") + " ]"
}

// property is one entry of a node's metadata, its value written already.
type property struct{ key, value string }

// metadata writes a node's metadata; empty texts are left out. Keys are names.
func (d *dialect) metadata(list []property) string {
	var b strings.Builder
	var kept []string
	for _, p := range list {
		switch {
		case p.value == `""`:
		case d.four:
			fmt.Fprintf(&b, "metadata/%s = %s\n", p.key, p.value)
		default:
			kept = append(kept, fmt.Sprintf("%q: %s", p.key, p.value))
		}
	}
	if len(kept) > 0 {
		fmt.Fprintf(&b, "__meta__ = {\n%s\n}\n", strings.Join(kept, ",\n"))
	}
	return b.String()
}
