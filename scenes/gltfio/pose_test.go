package gltfio

import (
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/go-gl/mathgl/mgl64"
)

// figure is the square with two joints: the second, one above the first, is
// lifted by 1 and turned half around y; the bind pose has it at 1. Vertices 2
// and 3, the upper ones, hang on the weights given.
func figure(t testing.TB, joints []uint8, weights []uint8, node string) []byte {
	t.Helper()
	bind := [2]mgl64.Mat4{mgl64.Ident4(), mgl64.Translate3D(0, -1, 0)}
	var matrices []float32
	for _, m := range bind {
		for _, v := range m {
			matrices = append(matrices, float32(v))
		}
	}
	return fmt.Appendf(nil, `{"asset":{"version":"2.0"},"scene":0,"scenes":[{"nodes":[0,1]}],
"nodes":[{"mesh":0,"skin":0%s},{"name":"hip","children":[2],"translation":[0,5,0]},{"name":"neck","translation":[0,2,0],"rotation":[0,1,0,0]}],
"skins":[{"joints":[1,2],"inverseBindMatrices":3}],
"meshes":[{"primitives":[{"attributes":{"POSITION":0,"JOINTS_0":1,"WEIGHTS_0":2},"mode":5}]}],
"buffers":[%s],"bufferViews":[{"buffer":0,"byteLength":48},{"buffer":0,"byteOffset":48,"byteLength":16},
{"buffer":0,"byteOffset":64,"byteLength":16},{"buffer":0,"byteOffset":80,"byteLength":128}],
"accessors":[{"bufferView":0,"componentType":5126,"count":4,"type":"VEC3","min":[0,0,0],"max":[2,1,0]},
{"bufferView":1,"componentType":5121,"count":4,"type":"VEC4"},{"bufferView":2,"componentType":5121,"normalized":true,"count":4,"type":"VEC4"},
{"bufferView":3,"componentType":5126,"count":2,"type":"MAT4"}]}`, node, dataURI(square, joints, weights, matrices))
}

func TestSkinInRestPose(t *testing.T) {
	first, second := []uint8{0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0}, []uint8{255, 0, 0, 0, 255, 0, 0, 0, 255, 0, 0, 0, 255, 0, 0, 0}
	half := []uint8{255, 0, 0, 0, 255, 0, 0, 0, 128, 128, 0, 0, 64, 64, 0, 0}
	mixed := []uint8{0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0}
	for name, test := range map[string]struct {
		joints, weights []uint8
		node            string
		lo, hi          [3]float64
	}{
		// The lower edge spans x 0 to 2 at y 5; the upper edge (y 1, 0 above the
		// second joint's bind) comes to y 7, turned to x −2 to 0.
		"whole weights":                 {first, second, "", [3]float64{-2, 5, 0}, [3]float64{2, 7, 0}},
		"the node's own place is moot":  {first, second, `,"translation":[100,0,0]`, [3]float64{-2, 5, 0}, [3]float64{2, 7, 0}},
		"half weights, some not summed": {mixed, half, "", [3]float64{0, 5, 0}, [3]float64{2, 6.5, 0}},
	} {
		t.Run(name, func(t *testing.T) {
			_, info := read(t, figure(t, test.joints, test.weights, test.node), Options{})
			for k := range 3 {
				if math.Abs(info.Min[k]-test.lo[k]) > 1e-5 || math.Abs(info.Max[k]-test.hi[k]) > 1e-5 {
					t.Fatalf("spans %v to %v, want %v to %v", info.Min, info.Max, test.lo, test.hi)
				}
			}
		})
	}
}

func TestJointOutOfRange(t *testing.T) {
	joints := make([]uint8, 16)
	joints[4] = 2
	weights := []uint8{255, 0, 0, 0, 255, 0, 0, 0, 255, 0, 0, 0, 255, 0, 0, 0}
	_, _, err := ReadModel(fstest.MapFS{"x.gltf": {Data: figure(t, joints, weights, "")}}, "x.gltf", Options{})
	var fault *Error
	if !errors.As(err, &fault) || fault.Code != "ACCESSOR_JOINTS_INDEX_OOB" {
		t.Fatalf("got %v, want a refusal for joint 2 of 2", err)
	}
	// A joint without weight does nothing.
	weights[4], weights[5] = 0, 255
	if _, _, err := ReadModel(fstest.MapFS{"x.gltf": {Data: figure(t, joints, weights, "")}}, "x.gltf", Options{}); err != nil {
		t.Error(err)
	}
}

func TestMorphTargets(t *testing.T) {
	lift := []float32{0, 0, 0, 0, 0, 0, 0, 4, 0, 0, 4, 0}
	normals := []float32{0, 0, 1, 0, 0, 1, 0, 0, 1, 0, 0, 1}
	tilt := []float32{0, 1, -1, 0, 1, -1, 0, 1, -1, 0, 1, -1}
	file := func(mesh, node string) []byte {
		return fmt.Appendf(nil, `{"asset":{"version":"2.0"},"nodes":[{"mesh":0%s}],
"meshes":[{"primitives":[{"attributes":{"POSITION":0,"NORMAL":2},"targets":[{"POSITION":1,"NORMAL":3}],"mode":5}]%s}],
"buffers":[%s],"bufferViews":[{"buffer":0,"byteLength":48},{"buffer":0,"byteOffset":48,"byteLength":48},{"buffer":0,"byteOffset":96,"byteLength":48},{"buffer":0,"byteOffset":144,"byteLength":48}],
"accessors":[{"bufferView":0,"componentType":5126,"count":4,"type":"VEC3","min":[0,0,0],"max":[2,1,0]},
{"bufferView":1,"componentType":5126,"count":4,"type":"VEC3","min":[0,0,0],"max":[0,4,0]},
{"bufferView":2,"componentType":5126,"count":4,"type":"VEC3"},{"bufferView":3,"componentType":5126,"count":4,"type":"VEC3"}]}`,
			node, mesh, dataURI(square, lift, normals, tilt))
	}
	for name, test := range map[string]struct {
		mesh, node string
		height     float32
		normal     [3]float32
	}{
		"without weights":         {"", "", 1, [3]float32{0, 1, 0}},
		"the mesh's weights":      {`,"weights":[0.5]`, "", 3, [3]float32{0, math.Sqrt2 / 2, math.Sqrt2 / 2}},
		"the node's weights rule": {`,"weights":[0.5]`, `,"weights":[1]`, 5, [3]float32{0, 0, 1}},
	} {
		t.Run(name, func(t *testing.T) {
			m, _ := read(t, file(test.mesh, test.node), Options{})
			if m.Size[2] != test.height {
				t.Errorf("height %v, want %v", m.Size[2], test.height)
			}
			for k, v := range m.Parts[0].Normals[0] {
				if math.Abs(float64(v-test.normal[k])) > 1e-6 {
					t.Fatalf("normal %v, want %v", m.Parts[0].Normals[0], test.normal)
				}
			}
		})
	}
	_, _, err := ReadModel(fstest.MapFS{"x.gltf": {Data: file(`,"weights":[1,1]`, "")}}, "x.gltf", Options{})
	if err == nil || !strings.Contains(err.Error(), "2 weights for 1 morph targets") {
		t.Errorf("two weights for one target: %v", err)
	}
}
