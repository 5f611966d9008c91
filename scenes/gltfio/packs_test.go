package gltfio

import (
	"errors"
	"math"
	"strings"
	"testing"
)

func TestFurniturePackReadsCompletely(t *testing.T) {
	fsys := shared(t, "packs/kaykit-furniture-bits")
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
	fsys := shared(t, "packs/kenney-starter-city-builder")
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
	fsys := shared(t, "packs/hard-variants")
	want, _, err := ReadModel(fsys, "loungeSofa.undraco.gltf", Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range models(t, fsys) {
		t.Run(f, func(t *testing.T) {
			m, _, err := ReadModel(fsys, f, Options{})
			if strings.Contains(f, ".draco.") || strings.Contains(f, ".meshopt.") {
				var fault *Error
				if !errors.As(err, &fault) || !strings.Contains(fault.Remedy, "npx @gltf-transform/cli copy") {
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
