package gltfio

import (
	"fmt"
	"strings"
)

// asciiName keeps letters, digits and underscores. Engines drop other letters
// from node names, and read a suffix after a hyphen ("-col") as an order.
func asciiName(s string) string {
	var b strings.Builder
	for _, r := range s {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9':
			b.WriteRune(r)
		default:
			b.WriteByte('_')
		}
	}
	return b.String()
}

// orders are the endings that Godot's importer obeys, after a hyphen as after
// an underscore, whatever digits follow: a "steering_wheel" would become part
// of a vehicle.
var orders = []string{"_col", "_colonly", "_convcol", "_convcolonly", "_rigid", "_navmesh", "_noimp", "_occ", "_occonly", "_vehicle", "_wheel", "_loop", "_cycle"}

// maxName leaves room for a number and an ending: Blender cuts names off after
// 63 bytes.
const maxName = 48

// safeName is asciiName for nodes: never empty, never long, never an order.
func safeName(s string) string {
	s = asciiName(s)
	if s == "" {
		return "unnamed"
	}
	s = s[:min(len(s), maxName)]
	end := strings.ToLower(strings.TrimRight(s, "0123456789"))
	for _, o := range orders {
		if strings.HasSuffix(end, o) {
			return s + "_"
		}
	}
	return s
}

// namer hands out names that are ASCII and differ.
type namer map[string]bool

func (n namer) name(s string) string {
	base := safeName(s)
	out := base
	for k := 2; n[out]; k++ {
		out = fmt.Sprintf("%s_%d", base, k)
	}
	n[out] = true
	return out
}
