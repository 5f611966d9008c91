package gltfio

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"math"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/metaspatial/metaspatial/scenes/mesh"
)

// square is a 2 × 1 quad in the XY plane facing +Z, as a strip of 4 vertices.
var square = []float32{0, 0, 0, 2, 0, 0, 0, 1, 0, 2, 1, 0}

func dataURI(values ...any) string {
	var buf bytes.Buffer
	for _, v := range values {
		if err := binary.Write(&buf, binary.LittleEndian, v); err != nil {
			panic(err)
		}
	}
	return fmt.Sprintf(`{"byteLength":%d,"uri":"data:application/octet-stream;base64,%s"}`,
		buf.Len(), base64.StdEncoding.EncodeToString(buf.Bytes()))
}

// document is a file around the square; its pieces may be replaced.
type document struct {
	node, mode, buffer, accessors, extra string
}

func (d document) text() []byte {
	pick := func(s, fallback string) string {
		if s == "" {
			return fallback
		}
		return s
	}
	return fmt.Appendf(nil, `{"asset":{"version":"2.0","copyright":"somebody"},"scene":0,"scenes":[{"nodes":[0]}],
"nodes":[%s],"meshes":[{"name":"quad","primitives":[{"attributes":{"POSITION":0},"mode":%s}]}],
"buffers":[%s],"bufferViews":[{"buffer":0,"byteLength":48}],"accessors":[%s]%s}`,
		pick(d.node, `{"mesh":0,"name":"panel"}`), pick(d.mode, "5"), pick(d.buffer, dataURI(square)),
		pick(d.accessors, `{"bufferView":0,"componentType":5126,"count":4,"type":"VEC3","min":[0,0,0],"max":[2,1,0]}`), d.extra)
}

func read(t *testing.T, text []byte, opts Options) (*mesh.Model, *Info) {
	t.Helper()
	m, info, err := ReadModel(fstest.MapFS{"a/x.gltf": {Data: text}}, "a/x.gltf", opts)
	if err != nil {
		t.Fatal(err)
	}
	return m, info
}

// facing is the area-weighted direction in which the model's triangles look.
func facing(m *mesh.Model) (sum [3]float64) {
	for _, p := range m.Parts {
		for i := 0; i < len(p.Indices); i += 3 {
			a, b, c := p.Positions[p.Indices[i]], p.Positions[p.Indices[i+1]], p.Positions[p.Indices[i+2]]
			var u, v [3]float64
			for k := range 3 {
				u[k], v[k] = float64(b[k]-a[k]), float64(c[k]-a[k])
			}
			sum[0] += (u[1]*v[2] - u[2]*v[1]) / 2
			sum[1] += (u[2]*v[0] - u[0]*v[2]) / 2
			sum[2] += (u[0]*v[1] - u[1]*v[0]) / 2
		}
	}
	return sum
}

func TestGeometry(t *testing.T) {
	fan := []float32{0, 0, 0, 2, 0, 0, 2, 1, 0, 0, 1, 0}
	for name, test := range map[string]struct {
		doc   document
		opts  Options
		size  [3]float32
		looks [3]float64
	}{
		"strip, front +Z": {size: [3]float32{2, 0, 1}, looks: [3]float64{0, 2, 0}},
		"fan":             {doc: document{mode: "6", buffer: dataURI(fan)}, size: [3]float32{2, 0, 1}, looks: [3]float64{0, 2, 0}},
		"scaled":          {opts: Options{Scale: 0.5}, size: [3]float32{1, 0, 0.5}, looks: [3]float64{0, 0.5, 0}},
		"front +X":        {opts: Options{Front: PlusX}, size: [3]float32{0, 2, 1}, looks: [3]float64{2, 0, 0}},
		"front -Z":        {opts: Options{Front: MinusZ}, size: [3]float32{2, 0, 1}, looks: [3]float64{0, -2, 0}},
		"up +Z":           {opts: Options{Up: PlusZ}, size: [3]float32{2, 1, 0}, looks: [3]float64{0, 0, 2}},
		"front -X":        {opts: Options{Front: MinusX}, size: [3]float32{0, 2, 1}, looks: [3]float64{-2, 0, 0}},
		"mirrored keeps its outside": {doc: document{node: `{"mesh":0,"scale":[-1,1,1]}`},
			size: [3]float32{2, 0, 1}, looks: [3]float64{0, 2, 0}},
		"turned by its parent": {doc: document{node: `{"children":[1],"rotation":[0,0.70710678,0,0.70710678]},{"mesh":0,"translation":[5,6,7]}`},
			size: [3]float32{0, 2, 1}, looks: [3]float64{-2, 0, 0}},
		"a matrix": {doc: document{node: `{"mesh":0,"matrix":[2,0,0,0, 0,2,0,0, 0,0,2,0, 9,9,9,1]}`},
			size: [3]float32{4, 0, 2}, looks: [3]float64{0, 8, 0}},
	} {
		t.Run(name, func(t *testing.T) {
			m, info := read(t, test.doc.text(), test.opts)
			looks := facing(m)
			for k := range 3 {
				if math.Abs(float64(m.Size[k]-test.size[k])) > 1e-6 || math.Abs(looks[k]-test.looks[k]) > 1e-6 {
					t.Fatalf("size %v looking %v, want %v and %v", m.Size, looks, test.size, test.looks)
				}
			}
			for i, p := range m.Parts[0].Positions {
				for k := range 3 {
					if math.Abs(float64(p[k])) > float64(m.Size[k])/2+1e-6 {
						t.Errorf("vertex %d at %v lies outside the centred box %v", i, p, m.Size)
					}
				}
			}
			if info.Copyright != "somebody" || !cmp.Equal(info.Meshes, []string{"quad"}) {
				t.Errorf("metadata %+v", info)
			}
		})
	}
}

func TestAccessors(t *testing.T) {
	shorts := []int16{0, 0, 0, 0, 32767, 0, 0, 0, 0, 32767, 0, 0, 32767, 32767, 0, 0}
	for name, test := range map[string]struct{ buffer, view, accessor, want string }{
		"normalised shorts, strided": {
			buffer: dataURI(shorts), view: `{"buffer":0,"byteLength":32,"byteStride":8}`,
			accessor: `{"bufferView":0,"componentType":5122,"normalized":true,"count":4,"type":"VEC3"}`, want: "[1 0 1]",
		},
		"plain shorts": {
			buffer: dataURI(shorts), view: `{"buffer":0,"byteLength":32,"byteStride":8}`,
			accessor: `{"bufferView":0,"componentType":5122,"count":4,"type":"VEC3"}`, want: "[32767 0 32767]",
		},
		"sparse over nothing": {
			buffer:   dataURI([]uint16{1, 2}, []float32{3, 0, 0, 0, 4, 0}),
			view:     `{"buffer":0,"byteLength":4},{"buffer":0,"byteOffset":4,"byteLength":24}`,
			accessor: `{"componentType":5126,"count":4,"type":"VEC3","sparse":{"count":2,"indices":{"bufferView":0,"componentType":5123},"values":{"bufferView":1}}}`,
			want:     "[3 0 4]",
		},
	} {
		t.Run(name, func(t *testing.T) {
			text := fmt.Appendf(nil, `{"asset":{"version":"2.0"},"extensionsUsed":["KHR_mesh_quantization"],"extensionsRequired":["KHR_mesh_quantization"],
"nodes":[{"mesh":0}],"meshes":[{"primitives":[{"attributes":{"POSITION":0},"mode":5}]}],"buffers":[%s],"bufferViews":[%s],"accessors":[%s]}`, test.buffer, test.view, test.accessor)
			m, _ := read(t, text, Options{})
			if got := fmt.Sprint(m.Size); got != test.want {
				t.Errorf("size %s, want %s", got, test.want)
			}
		})
	}
}

func TestRefusals(t *testing.T) {
	nan := append([]float32(nil), square...)
	nan[4] = float32(math.NaN())
	buffer := func(uri string) document { return document{buffer: fmt.Sprintf(`{"byteLength":48,"uri":%q}`, uri)} }
	for name, test := range map[string]struct {
		doc  document
		want string
	}{
		"a node inside itself":    {document{node: `{"children":[1]},{"children":[0],"mesh":0}`}, "ancestor"},
		"two parents":             {document{node: `{"children":[1,2]},{"children":[2]},{"mesh":0}`}, "may have one parent"},
		"a child out of range":    {document{node: `{"children":[7]}`}, "children[0] is 7, but the file has 1 nodes"},
		"a null node":             {document{node: `{"mesh":0},null`}, "nodes[1] is null"},
		"NaN":                     {document{buffer: dataURI(nan)}, "element 1 is not a finite number"},
		"too many vertices":       {document{accessors: `{"bufferView":0,"componentType":5126,"count":1000000000,"type":"VEC3"}`}, "count is 1000000000"},
		"past the buffer's end":   {document{accessors: `{"bufferView":0,"componentType":5126,"count":5,"type":"VEC3"}`}, "needs 60 bytes of bufferViews[0], which has 48"},
		"an absolute URI":         {buffer("/etc/passwd"), "no path inside the pack"},
		"a URI that climbs":       {buffer("../../secret.bin"), "points outside the pack"},
		"an escaped climb":        {buffer("%2e%2e/%2e%2e/secret.bin"), "points outside the pack"},
		"a Windows path":          {buffer(`C:\secret.bin`), "outside the pack"},
		"a remote URI":            {buffer("https://example.com/a.bin"), "points outside the pack"},
		"data that is not base64": {buffer("data:text/plain,hello"), "not base64"},
		"a missing buffer":        {buffer("gone.bin"), "cannot read a/gone.bin"},
		"a required extension":    {document{extra: `,"extensionsUsed":["VENDOR_thing"],"extensionsRequired":["VENDOR_thing"]`}, "VENDOR_thing, which is not read"},
		"Draco without saying so": {document{extra: `,"extensionsUsed":["KHR_draco_mesh_compression"]`, mode: `4,"extensions":{"KHR_draco_mesh_compression":{"bufferView":0,"attributes":{"POSITION":0}}}`,
			accessors: `{"componentType":5126,"count":4,"type":"VEC3","min":[0,0,0],"max":[2,1,0]}`}, "is compressed with KHR_draco_mesh_compression"},
		"an infinite transform": {document{node: `{"children":[1],"scale":[1e200,1,1]},{"mesh":0,"scale":[1e200,1,1]}`}, "finite"},
		"KTX2 required":         {document{extra: `,"extensionsUsed":["KHR_texture_basisu"],"extensionsRequired":["KHR_texture_basisu"]`}, "KHR_texture_basisu, which is not read"},
		"points only":           {document{mode: "0"}, "no triangles"},
	} {
		t.Run(name, func(t *testing.T) {
			_, _, err := ReadModel(fstest.MapFS{"a/x.gltf": {Data: test.doc.text()}}, "a/x.gltf", Options{})
			var fault *Error
			if !errors.As(err, &fault) || !strings.Contains(fault.Reason, test.want) {
				t.Fatalf("got %v, want %q", err, test.want)
			}
			if fault.File != "a/x.gltf" || fault.Remedy == "" {
				t.Errorf("%+v does not name the file and a remedy", fault)
			}
		})
	}
}

func TestTextureTransformIsBaked(t *testing.T) {
	img := image.NewNRGBA(image.Rect(0, 0, 2, 2))
	img.Set(1, 0, color.NRGBA{R: 200, A: 255})
	var buf bytes.Buffer
	if err := png.Encode(&buf, img); err != nil {
		t.Fatal(err)
	}
	uv := []float32{0, 0, 1, 0, 0, 1, 1, 1}
	text := fmt.Appendf(nil, `{"asset":{"version":"2.0"},"nodes":[{"mesh":0}],
"meshes":[{"primitives":[{"attributes":{"POSITION":0,"TEXCOORD_0":1},"mode":5,"material":0}]}],
"materials":[{"alphaMode":"MASK","alphaCutoff":0.25,"doubleSided":true,"emissiveFactor":[0,1,0],"extensions":{"KHR_materials_unlit":{}},
 "pbrMetallicRoughness":{"baseColorFactor":[1,0.5,0.25,1],"baseColorTexture":{"index":0,"extensions":{"KHR_texture_transform":{"offset":[0.5,0],"scale":[0.5,0.5]}}}}}],
"textures":[{"source":0}],"images":[{"uri":"data:image/png;base64,%s"}],
"buffers":[%s],"bufferViews":[{"buffer":0,"byteLength":48},{"buffer":0,"byteOffset":48,"byteLength":32}],
"accessors":[{"bufferView":0,"componentType":5126,"count":4,"type":"VEC3"},{"bufferView":1,"componentType":5126,"count":4,"type":"VEC2"}]}`,
		base64.StdEncoding.EncodeToString(buf.Bytes()), dataURI(square, uv))
	m, _ := read(t, text, Options{})
	p := m.Parts[0]
	for i, v := range p.UVs {
		// The quad's right is −X, so its x tells which column of UVs it had.
		want := [2]float32{0.75 - 0.25*p.Positions[i][0], 0.25 + 0.5*p.Positions[i][2]}
		if math.Abs(float64(v[0]-want[0])) > 1e-6 || math.Abs(float64(v[1]-want[1])) > 1e-6 {
			t.Errorf("uv %d is %v, want %v", i, v, want)
		}
	}
	want := mesh.Material{
		BaseColor: [4]float32{1, 0.5, 0.25, 1}, Emissive: [3]float32{0, 1, 0}, Metallic: 1, Roughness: 1,
		Alpha: mesh.Mask, AlphaCutoff: 0.25, DoubleSided: true, Unlit: true,
	}
	if diff := cmp.Diff(want, m.Materials[0]); diff != "" {
		t.Errorf("material (-want +got):\n%s", diff)
	}
	if got := m.Textures[0].NRGBAAt(1, 0); got.R != 200 {
		t.Errorf("texel is %v", got)
	}
}
