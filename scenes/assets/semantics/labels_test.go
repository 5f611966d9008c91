package semantics

import (
	"io/fs"
	"math"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/metaspatial/metaspatial/scenes/assets"
	"github.com/metaspatial/metaspatial/scenes/gltfio"
	"github.com/metaspatial/metaspatial/scenes/scenestest"
	"github.com/metaspatial/metaspatial/scenes/taxonomy"
)

// label is one line of testdata/labels.tsv.
type label struct {
	pack, name string
	category   []string
	front      string
	mount      []string
	support    float64
	flat       bool
}

func labels(t *testing.T) []label {
	t.Helper()
	text, err := os.ReadFile("testdata/labels.tsv")
	if err != nil {
		t.Fatal(err)
	}
	var out []label
	for _, l := range strings.Split(string(text), "\n") {
		c := strings.Split(l, "\t")
		if strings.HasPrefix(l, "#") || len(c) != 7 {
			continue
		}
		at := label{pack: c[0], name: c[1], category: strings.Split(c[2], "|"), front: c[3], mount: strings.Split(c[4], "|"), flat: c[6] == "flat"}
		if c[5] != "-" {
			if at.support, err = strconv.ParseFloat(c[5], 64); err != nil {
				t.Fatal(err)
			}
		}
		out = append(out, at)
	}
	if len(out) != 68 {
		t.Fatalf("%d labels", len(out))
	}
	return out
}

// measurePack measures every model of a pack.
func measurePack(t testing.TB, pack string) (*Pack, []*Facts) {
	t.Helper()
	fsys := os.DirFS(scenestest.Shared(t, "packs/"+pack))
	p := &Pack{Name: pack}
	p.Licence, p.LicenceWhy = Licence(fsys)
	p.Author, p.AuthorWhy = Author(fsys)
	var out []*Facts
	var textures gltfio.TextureCache
	err := fs.WalkDir(fsys, ".", func(file string, d fs.DirEntry, err error) error {
		ext := path.Ext(file)
		if err != nil || ext != ".gltf" && ext != ".glb" {
			return err
		}
		m, info, err := gltfio.ReadModel(fsys, file, gltfio.Options{Textures: &textures})
		if err != nil {
			return err
		}
		name := base(file)
		out = append(out, Measure(Facts{ID: pack + "/" + name, Name: name, File: file}, m, info))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return p, out
}

// score counts what of the labels is right.
type score struct{ right, all int }

func (s *score) mark(t *testing.T, ok bool, format string, args ...any) {
	t.Helper()
	s.all++
	if ok {
		s.right++
		return
	}
	t.Logf(format, args...)
}

func (s score) share() float64 { return float64(s.right) / float64(s.all) }

// What is inferred of real packs is what a person sees in their pictures.
func TestLabels(t *testing.T) {
	for _, pack := range []string{"kaykit-furniture-bits", "kenney-starter-city-builder"} {
		t.Run(pack, func(t *testing.T) {
			p, facts := measurePack(t, pack)
			by := make(map[string]assets.Asset)
			for _, a := range Conclude(p, facts, nil) {
				by[a.Name] = a
			}
			t.Logf("scale %.3g, %s (%.2f)", p.Scale, p.ScaleWhy, p.ScaleConfidence)
			var category, front, mount, support, flat score
			for _, l := range labels(t) {
				if l.pack != pack {
					continue
				}
				a, ok := by[l.name]
				if !ok {
					t.Fatalf("no %s", l.name)
				}
				t.Logf("%-26s %-14s %.2f | %.2f×%.2f×%.2f | %s %.2f | %s %.2f | %v | %v", a.Name, a.Category, a.Evidence.Category.Confidence,
					a.Size[0], a.Size[1], a.Size[2], a.Front, a.Evidence.Front.Confidence, a.Mount, a.Evidence.Mount.Confidence, a.SupportHeights, a.Warnings)
				got := a.Category
				if !a.Known {
					got = "?"
				}
				category.mark(t, slices.Contains(l.category, got), "WRONG %s: %s (%s), want %v", l.name, a.Category, a.Evidence.Category.Why, l.category)
				if l.front != "-" {
					front.mark(t, a.Front == l.front, "WRONG %s: front %s (%s)", l.name, a.Front, a.Evidence.Front.Why)
				}
				mount.mark(t, slices.Contains(l.mount, string(a.Mount)), "WRONG %s: mount %s (%s)", l.name, a.Mount, a.Evidence.Mount.Why)
				flat.mark(t, a.Flat == l.flat, "WRONG %s: flat %v", l.name, a.Flat)
				if l.support == 0 {
					continue
				}
				best := math.Inf(1)
				for _, h := range a.SupportHeights {
					best = min(best, math.Abs(h-l.support*a.Scale))
				}
				support.mark(t, best < 0.01, "WRONG %s: support heights %v, want %.3f", l.name, a.SupportHeights, l.support*a.Scale)
				c, _ := taxonomy.ByName(a.Category)
				if c.Plays(taxonomy.Table) && best >= 0.01 {
					t.Errorf("%s: support heights %v, want %.3f", l.name, a.SupportHeights, l.support*a.Scale)
				}
				if (c.Plays(taxonomy.Seat) || c.Plays(taxonomy.Bed)) && l.front != "-" && a.Front != l.front {
					t.Errorf("%s: front %s, want %s", l.name, a.Front, l.front)
				}
			}
			t.Logf("category %d of %d, front %d of %d, mount %d of %d, flat %d of %d, support %d of %d", category.right, category.all,
				front.right, front.all, mount.right, mount.all, flat.right, flat.all, support.right, support.all)
			for what, s := range map[string]score{"category": category, "front": front, "mount": mount, "flat": flat} {
				if s.share() < 0.95 {
					t.Errorf("%s: %d of %d are right, want 95 %%", what, s.right, s.all)
				}
			}
		})
	}
}
