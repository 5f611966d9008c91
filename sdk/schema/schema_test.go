package schema

import (
	"fmt"
	"strings"
	"testing"
)

// TestMistakesOfAuthors is what a plugin's author is told who reads settings that
// the schema does not have.
func TestMistakesOfAuthors(t *testing.T) {
	v, ds := Schema{{Name: "reach", Type: Number, Default: 1.0}, {Name: "count", Type: Integer, Default: 2}}.Resolve(nil)
	if ds.HasError() || v.Number("reach") != 1 || v.Int("count") != 2 {
		t.Fatal(v, ds)
	}
	for want, read := range map[string]func(){
		`no setting "radius" of the type number; it has count, reach`: func() { v.Number("radius") },
		`no setting "reach" of the type integer`:                      func() { v.Int("reach") },
		`no setting "count" of the type bool`:                         func() { v.Bool("count") },
		`no setting "count" of the type string`:                       func() { _ = v.String("count") },
	} {
		func() {
			defer func() {
				if got := fmt.Sprint(recover()); !strings.Contains(got, want) {
					t.Errorf("panics with %q, want %q", got, want)
				}
			}()
			read()
		}()
	}
	_, ds = Schema{{Name: "reach", Type: "float", Default: 1.0}}.Resolve(nil)
	if err := ds.Err(); err == nil || !strings.Contains(err.Error(), `has the type "float"; use number`) {
		t.Errorf("a type that is none: %v", err)
	}
}
