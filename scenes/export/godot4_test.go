package export

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/metaspatial/metaspatial/scenes/export/internal/checkers"
)

// TestGodot4Scene reads what Godot 4 would: the program itself is not run.
func TestGodot4Scene(t *testing.T) {
	types := map[string]bool{"Node3D": true, "StaticBody3D": true, "CollisionShape3D": true, "NavigationRegion3D": true}
	for _, c := range cases(t) {
		t.Run(c.name, func(t *testing.T) {
			dir := c.write(t, everything(TSCN))
			text, err := os.ReadFile(filepath.Join(dir, "level.tscn"))
			if err != nil {
				t.Fatal(err)
			}
			s := checkers.ParseScene(t, text)
			if s.Format != 3 {
				t.Errorf("format %d", s.Format)
			}
			for _, file := range s.Files {
				if _, err := os.Stat(filepath.Join(dir, filepath.FromSlash(file))); err != nil {
					t.Error(err)
				}
			}
			checkers.Compare(t, s.Objects(t), checkers.Expected(c.level))
			bodies, regions := 0, 0
			for _, n := range s.Nodes {
				if n.Type != "" && !types[n.Type] {
					t.Errorf("%s is a %s", n.Name, n.Type)
				}
				if n.Type == "StaticBody3D" {
					bodies++
				}
				if n.Type == "NavigationRegion3D" && strings.HasPrefix(n.Fields["navigation_mesh"], "SubResource(\"NavigationMesh") {
					regions++
				}
			}
			solid := 0
			for _, r := range c.level.Rooms {
				for _, o := range r.Task.Objects {
					if !o.Flat && r.Layout.Find(o.ID) != nil {
						solid++
					}
				}
			}
			if bodies != solid || regions == 0 {
				t.Errorf("%d static bodies of %d, %d navigation regions", bodies, solid, regions)
			}
		})
	}
}
