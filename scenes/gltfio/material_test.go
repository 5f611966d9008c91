package gltfio

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"hash/crc32"
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

// picturePNG is an image of the texels in one row, as a data URI.
func picturePNG(texels ...color.NRGBA) string {
	img := image.NewNRGBA(image.Rect(0, 0, len(texels), 1))
	for i, c := range texels {
		img.Set(i, 0, c)
	}
	var buf bytes.Buffer
	if err := png.Encode(&buf, img); err != nil {
		panic(err)
	}
	return "data:image/png;base64," + base64.StdEncoding.EncodeToString(buf.Bytes())
}

// painted is the square with a material, two sets of UVs and two images.
func painted(material, extensions, image0, image1 string) []byte {
	uv := []float32{0, 0, 1, 0, 0, 1, 1, 1}
	if extensions == "" {
		extensions = `"KHR_materials_unlit"`
	}
	other := []float32{0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5}
	return fmt.Appendf(nil, `{"asset":{"version":"2.0"},"extensionsUsed":[%s],"nodes":[{"mesh":0}],
"meshes":[{"primitives":[{"attributes":{"POSITION":0,"TEXCOORD_0":1,"TEXCOORD_1":2,"COLOR_0":3},"mode":5,"material":0}]}],
"materials":[%s],"textures":[{"source":0},{"source":1}],"images":[{"uri":%q},{"uri":%q}],
"buffers":[%s],"bufferViews":[{"buffer":0,"byteLength":48},{"buffer":0,"byteOffset":48,"byteLength":32},{"buffer":0,"byteOffset":80,"byteLength":32},{"buffer":0,"byteOffset":112,"byteLength":16,"byteStride":4}],
"accessors":[{"bufferView":0,"componentType":5126,"count":4,"type":"VEC3","min":[0,0,0],"max":[2,1,0]},
{"bufferView":1,"componentType":5126,"count":4,"type":"VEC2"},{"bufferView":2,"componentType":5126,"count":4,"type":"VEC2"},
{"bufferView":3,"componentType":5121,"normalized":true,"count":4,"type":"VEC3"}]}`,
		extensions, material, image0, image1, dataURI(square, uv, other, []uint8{255, 51, 0, 9, 255, 51, 0, 9, 255, 51, 0, 9, 255, 51, 0, 9}))
}

func TestMaterials(t *testing.T) {
	white, black := color.NRGBA{255, 255, 255, 255}, color.NRGBA{0, 0, 0, 255}
	plain := mesh.Material{BaseColor: [4]float32{1, 1, 1, 1}, Texture: -1, Metallic: 1, Roughness: 1, AlphaCutoff: 0.5}
	with := func(change func(*mesh.Material)) mesh.Material {
		m := plain
		change(&m)
		return m
	}
	for name, test := range map[string]struct {
		material, extensions, image0, image1 string
		want                                 mesh.Material
	}{
		"metal and roughness are means": {
			material: `{"pbrMetallicRoughness":{"roughnessFactor":0.5,"metallicRoughnessTexture":{"index":0}}}`,
			image0:   picturePNG(color.NRGBA{0, 255, 51, 255}, color.NRGBA{0, 51, 51, 255}),
			want:     with(func(m *mesh.Material) { m.Metallic, m.Roughness = 0.2, 0.3 }),
		},
		"emission is the mean times factor and strength": {
			material: `{"emissiveFactor":[1,0.5,0],"emissiveTexture":{"index":0},"extensions":{"KHR_materials_emissive_strength":{"emissiveStrength":4}}}`, extensions: `"KHR_materials_emissive_strength"`,
			image0: picturePNG(white, black, black, black),
			want:   with(func(m *mesh.Material) { m.Emissive = [3]float32{1, 0.5, 0} }),
		},
		"glass is seen through": {
			material: `{"extensions":{"KHR_materials_transmission":{"transmissionFactor":0.5}}}`, extensions: `"KHR_materials_transmission"`,
			want: with(func(m *mesh.Material) { m.Alpha, m.BaseColor[3] = mesh.Blend, 0.6 }),
		},
		"glossy gold": {
			material: `{"extensions":{"KHR_materials_pbrSpecularGlossiness":{"diffuseFactor":[0,0,0,1],"specularFactor":[1,0.75,0.25],"glossinessFactor":0.75}}}`, extensions: `"KHR_materials_pbrSpecularGlossiness"`,
			want: with(func(m *mesh.Material) { m.BaseColor = [4]float32{1, 0.75, 0.25, 1}; m.Roughness = 0.25 }),
		},
		"glossy plastic": {
			material: `{"extensions":{"KHR_materials_pbrSpecularGlossiness":{"diffuseFactor":[0.5,0.25,0,0.5],"specularFactor":[0.04,0.04,0.04],"glossinessFactor":0.5}}}`, extensions: `"KHR_materials_pbrSpecularGlossiness"`,
			want: with(func(m *mesh.Material) {
				m.BaseColor = [4]float32{0.5, 0.25, 0, 0.5}
				m.Metallic, m.Roughness = 0, 0.5
			}),
		},
		"a texture that cannot be read": {
			material: `{"pbrMetallicRoughness":{"baseColorFactor":[1,0,0,1],"baseColorTexture":{"index":1}}}`,
			image1:   "gone.png", want: with(func(m *mesh.Material) { m.BaseColor = [4]float32{1, 0, 0, 1} }),
		},
	} {
		t.Run(name, func(t *testing.T) {
			if test.image0 == "" {
				test.image0 = picturePNG(white)
			}
			if test.image1 == "" {
				test.image1 = picturePNG(black)
			}
			m, info := read(t, painted(test.material, test.extensions, test.image0, test.image1), Options{})
			near := cmp.Comparer(func(a, b float32) bool { return math.Abs(float64(a-b)) < 2e-3 })
			if diff := cmp.Diff(test.want, m.Materials[0], near); diff != "" {
				t.Errorf("material (-want +got):\n%s", diff)
			}
			if c := m.Parts[0].Colors[0]; c != [4]float32{1, 0.2, 0, 1} {
				t.Errorf("vertex colour %v", c)
			}
			if test.image1 == "gone.png" && (len(info.Warnings) != 1 || !cmp.Equal(info.Dependencies, []string{"a/gone.png"})) {
				t.Errorf("warnings %q, dependencies %q", info.Warnings, info.Dependencies)
			}
		})
	}
}

// Two textures of specular-glossiness become one of base colour: a texel of
// wood, which is no metal, beside one of gold.
func TestGlossinessTextures(t *testing.T) {
	diffuse := picturePNG(color.NRGBA{188, 137, 0, 255}, color.NRGBA{0, 0, 0, 255})
	specular := picturePNG(color.NRGBA{56, 56, 56, 128}, color.NRGBA{255, 225, 137, 128})
	m, _ := read(t, painted(`{"extensions":{"KHR_materials_pbrSpecularGlossiness":{"diffuseTexture":{"index":0,"texCoord":1},"specularGlossinessTexture":{"index":1,"texCoord":1}}}}`,
		`"KHR_materials_pbrSpecularGlossiness"`, diffuse, specular), Options{})
	if len(m.Textures) != 1 || m.Materials[0].Texture != 0 {
		t.Fatalf("%d textures", len(m.Textures))
	}
	for x, want := range []color.NRGBA{{188, 137, 0, 255}, {255, 225, 137, 255}} {
		got := m.Textures[0].NRGBAAt(x, 0)
		for _, d := range []int{int(got.R) - int(want.R), int(got.G) - int(want.G), int(got.B) - int(want.B), int(got.A) - int(want.A)} {
			if d < -2 || d > 2 {
				t.Errorf("texel %d is %v, want %v", x, got, want)
				break
			}
		}
	}
	if got := m.Materials[0].Roughness; math.Abs(float64(got)-0.498) > 1e-3 {
		t.Errorf("roughness %v", got)
	}
	if uv := m.Parts[0].UVs[1]; uv != [2]float32{0.5, 0.5} {
		t.Errorf("UVs of set 0 (%v) were taken instead of set 1", uv)
	}
}

// Whatever specular and diffuse colours are made of, taking them apart gives
// the metal and colour they were made from.
func TestToMetalInverts(t *testing.T) {
	for _, base := range []float64{0.1, 0.3, 0.6, 0.9} {
		for _, metal := range []float64{0, 0.2, 0.5, 0.8, 1} {
			specular := dielectric + (base-dielectric)*metal
			diffuse := base * (1 - dielectric) * (1 - metal) / (1 - specular)
			got, m := toMetal([3]float64{diffuse, diffuse, diffuse}, [3]float64{specular, specular, specular})
			if math.Abs(m-metal) > 1e-9 || math.Abs(got[1]-base) > 1e-5 {
				t.Errorf("base %v metal %v came back as %v and %v", base, metal, got[1], m)
			}
		}
	}
}

func TestImageBomb(t *testing.T) {
	// A PNG of one texel whose header claims 60000 × 60000.
	uri := picturePNG(color.NRGBA{1, 2, 3, 255})
	raw, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(uri, "data:image/png;base64,"))
	if err != nil {
		t.Fatal(err)
	}
	for _, at := range []int{16, 20} {
		raw[at], raw[at+1], raw[at+2], raw[at+3] = 0, 0, 0xea, 0x60
	}
	sum := crc32.ChecksumIEEE(raw[12:29])
	raw[29], raw[30], raw[31], raw[32] = byte(sum>>24), byte(sum>>16), byte(sum>>8), byte(sum)
	bomb := "data:image/png;base64," + base64.StdEncoding.EncodeToString(raw)
	_, info := read(t, painted(`{"pbrMetallicRoughness":{"baseColorTexture":{"index":0}}}`, "", bomb, uri), Options{})
	if len(info.Warnings) == 0 || !strings.Contains(strings.Join(info.Warnings, " "), "60000×60000") {
		t.Errorf("warnings %q", info.Warnings)
	}
	shared := &images{texels: maxPixels - 10}
	if shared.afford(5, 2) != true || shared.afford(1, 1) {
		t.Error("the images of a file are not counted together")
	}
}

func TestOptionalKTX2IsAWarning(t *testing.T) {
	text := strings.Replace(string(painted(`{"pbrMetallicRoughness":{"baseColorTexture":{"index":0}}}`, `"KHR_texture_basisu"`, picturePNG(color.NRGBA{}), "gone.ktx2")),
		`"textures":[{"source":0}`, `"textures":[{"extensions":{"KHR_texture_basisu":{"source":1}}}`, 1)
	_, info, err := ReadModel(fstest.MapFS{"old chair.gltf": {Data: []byte(text)}}, "old chair.gltf", Options{})
	if err != nil {
		t.Fatal(err)
	}
	if want := `npx @gltf-transform/cli ktxdecompress 'old chair.gltf' 'old chair-plain.gltf'`; len(info.Warnings) != 1 || !strings.Contains(info.Warnings[0], want) {
		t.Errorf("warnings %q, want one with %s", info.Warnings, want)
	}
}
