package usd

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/metaspatial/metaspatial/scenes"
)

// text is a USD file as it grows.
type text struct {
	strings.Builder
	depth int
}

// line writes one line at the present depth.
func (w *text) line(format string, args ...any) {
	w.WriteString(strings.Repeat("    ", w.depth))
	fmt.Fprintf(w, format, args...)
	w.WriteByte('\n')
}

// prim writes a prim: its head, such as `def Xform "room"`, its metadata, one
// entry each, and what body writes.
func (w *text) prim(head string, metadata []string, body func()) {
	if len(metadata) == 0 {
		w.line("%s", head)
	} else {
		w.line("%s (", head)
		w.depth++
		for _, m := range metadata {
			for _, l := range strings.Split(m, "\n") {
				w.line("%s", l)
			}
		}
		w.depth--
		w.line(")")
	}
	w.line("{")
	w.depth++
	body()
	w.depth--
	w.line("}")
}

// entry is one piece of customData, written already.
type entry struct{ kind, key, value string }

// custom is a customData dictionary; empty strings are left out.
func custom(list []entry) string {
	var b strings.Builder
	b.WriteString("customData = {\n")
	for _, e := range list {
		if e.value != `""` {
			fmt.Fprintf(&b, "    %s %s = %s\n", e.kind, e.key, e.value)
		}
	}
	b.WriteString("}")
	return b.String()
}

// double writes a number of the layout.
func double(v float64) string {
	if v == 0 { // also the negative one
		return "0"
	}
	return strconv.FormatFloat(v, 'g', -1, 64)
}

func single(v float32) string {
	if v == 0 {
		return "0"
	}
	return strconv.FormatFloat(float64(v), 'g', -1, 32)
}

func double3(v scenes.Vec3) string {
	return "(" + double(v[0]) + ", " + double(v[1]) + ", " + double(v[2]) + ")"
}

func tuple(v ...float32) string {
	var b strings.Builder
	b.WriteByte('(')
	for i, x := range v {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(single(x))
	}
	b.WriteByte(')')
	return b.String()
}

// list writes an array.
func list[T any](values []T, write func(T) string) string {
	var b strings.Builder
	b.WriteByte('[')
	for i, v := range values {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(write(v))
	}
	b.WriteByte(']')
	return b.String()
}

// names makes the names of prims that lie side by side differ. A prim's name is
// an ASCII identifier.
type names map[string]bool

func (n names) name(s string) string {
	var b strings.Builder
	for i, r := range s {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r == '_':
			b.WriteRune(r)
		case r >= '0' && r <= '9':
			if i == 0 {
				b.WriteByte('_')
			}
			b.WriteRune(r)
		default:
			b.WriteByte('_')
		}
	}
	if b.Len() == 0 {
		b.WriteString("unnamed")
	}
	out := b.String()
	for k := 2; n[out]; k++ {
		out = fmt.Sprintf("%s_%d", b.String(), k)
	}
	n[out] = true
	return out
}
