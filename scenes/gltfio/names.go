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

// namer hands out names that are ASCII and differ.
type namer map[string]bool

func (n namer) name(s string) string {
	base := asciiName(s)
	if base == "" {
		base = "unnamed"
	}
	out := base
	for k := 2; n[out]; k++ {
		out = fmt.Sprintf("%s_%d", base, k)
	}
	n[out] = true
	return out
}
