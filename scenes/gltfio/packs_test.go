package gltfio

import (
	"errors"
	"math"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/metaspatial/metaspatial/scenes/scenestest"
	"github.com/qmuntal/gltf"
)

func TestFurniturePackReadsCompletely(t *testing.T) {
	fsys := os.DirFS(scenestest.Shared(t, "packs/kaykit-furniture-bits"))
	var cache TextureCache
	files := models(t, fsys)
	if len(files) != 53 {
		t.Fatalf("found %d models, want 53", len(files))
	}
	triangles := 0
	for _, f := range files {
		m, info, err := ReadModel(fsys, f, Options{Textures: &cache})
		if err != nil {
			t.Fatal(err)
		}
		if len(info.Warnings) > 0 {
			t.Errorf("%s: warnings %q", f, info.Warnings)
		}
		if len(m.Textures) != 1 || m.Materials[0].Texture != 0 {
			t.Errorf("%s: %d textures, want the atlas", f, len(m.Textures))
		}
		triangles += m.Triangles()
	}
	if cache.Len() != 1 {
		t.Errorf("%d images kept for one shared atlas", cache.Len())
	}
	if triangles != 15344 {
		t.Errorf("%d triangles, want 15344", triangles)
	}
}

func TestExternalTexturesOfGLB(t *testing.T) {
	fsys := os.DirFS(scenestest.Shared(t, "packs/kenney-starter-city-builder"))
	var cache TextureCache
	for _, f := range models(t, fsys) {
		if _, info, err := ReadModel(fsys, f, Options{Textures: &cache}); err != nil || len(info.Warnings) > 0 {
			t.Errorf("%s: %v %v", f, err, info)
		}
	}
	if cache.Len() != 1 {
		t.Errorf("%d images kept for one shared colour map", cache.Len())
	}
}

// The variants of one sofa must read as the same sofa, or say how to convert it.
func TestHardVariants(t *testing.T) {
	fsys := os.DirFS(scenestest.Shared(t, "packs/hard-variants"))
	want, _, err := ReadModel(fsys, "loungeSofa.undraco.gltf", Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range models(t, fsys) {
		t.Run(f, func(t *testing.T) {
			m, _, err := ReadModel(fsys, f, Options{})
			if strings.Contains(f, ".draco.") {
				var fault *Error
				if !errors.As(err, &fault) || !strings.HasSuffix(fault.Remedy, "npx @gltf-transform/cli copy loungeSofa.draco.glb loungeSofa.draco-plain.glb") {
					t.Fatalf("got %v, want a refusal with the command that converts it", err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if !strings.HasPrefix(f, "loungeSofa") {
				return
			}
			if m.Triangles() != want.Triangles() {
				t.Errorf("%d triangles, want %d", m.Triangles(), want.Triangles())
			}
			for k := range 3 {
				if d := math.Abs(float64(m.Size[k] - want.Size[k])); d > 2e-3 && !strings.Contains(f, "sparse") {
					t.Errorf("size %v, want %v", m.Size, want.Size)
				}
			}
		})
	}
}

// Decompressed buffer views are byte for byte those that the reference decoder
// wrote, except that filters may round differently in the last place.
func TestMeshoptIsExact(t *testing.T) {
	fsys := os.DirFS(scenestest.Shared(t, "packs/hard-variants"))
	packed, err := Open(fsys, "loungeSofa.meshopt.glb", Options{})
	if err != nil {
		t.Fatal(err)
	}
	plain, err := Open(fsys, "loungeSofa.unmeshopt.glb", Options{})
	if err != nil {
		t.Fatal(err)
	}
	a, b := packed.reader(), plain.reader()
	if len(a.doc.Meshes[0].Primitives) != len(b.doc.Meshes[0].Primitives) {
		t.Fatal("the files differ")
	}
	for k, p := range a.doc.Meshes[0].Primitives {
		q := b.doc.Meshes[0].Primitives[k]
		for _, name := range []string{gltf.POSITION, gltf.NORMAL, gltf.TEXCOORD_0} {
			got, _, err := a.raw(p.Attributes[name])
			if err != nil {
				t.Fatal(err)
			}
			want, _, err := b.raw(q.Attributes[name])
			if err != nil {
				t.Fatal(err)
			}
			if !cmp.Equal(got, want) {
				t.Errorf("primitive %d: %s differ", k, name)
			}
		}
		got, err := a.integers(*p.Indices)
		if err != nil {
			t.Fatal(err)
		}
		if want, err := b.integers(*q.Indices); err != nil || !cmp.Equal(got, want) {
			t.Errorf("primitive %d: indices differ (%v)", k, err)
		}
	}
}
