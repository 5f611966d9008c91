package near_test

import (
	"testing"

	"github.com/metaspatial/metaspatial/scenes/near"
)

func TestNearest(t *testing.T) {
	words := []string{"relations", "support", "size", "style"}
	for name, want := range map[string]string{
		"relation": "relations", "suport": "support", "Size": "size", "siez": "size", "colour": "", "": "", "stile": "style",
	} {
		if got := near.Nearest(name, words); got != want {
			t.Errorf("%q is taken for %q, want %q", name, got, want)
		}
	}
}
