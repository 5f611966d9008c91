package gltfio

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

// cabinet is a body with a door, and what surrounds them in a real file.
func cabinet() []byte {
	return fmt.Appendf(nil, `{"asset":{"version":"2.0","extras":{"Author":"A. Maker (https://example.org/a)","license":"CC-BY-4.0","title":"Cabinet"}},
"extensionsUsed":["KHR_materials_variants","KHR_node_visibility"],"extensions":{"KHR_materials_variants":{"variants":[{"name":"oak"},{"name":"birch"}]}},
"scene":0,"scenes":[{"nodes":[0]}],
"nodes":[{"name":"root","children":[1,4,5,6]},{"name":"body","mesh":0,"children":[2]},{"name":"door","translation":[2,0,1],"children":[3]},
{"mesh":1,"rotation":[0,1,0,0]},{"name":"UCX_body","mesh":0,"scale":[9,9,9]},{"name":"body-colonly","mesh":0,"scale":[9,9,9]},
{"name":"ghost","mesh":0,"scale":[9,9,9],"extensions":{"KHR_node_visibility":{"visible":false}}}],
"meshes":[{"name":"box","primitives":[{"attributes":{"POSITION":0},"mode":5,"material":1}]},{"name":"panel","primitives":[{"attributes":{"POSITION":0},"mode":5}]}],
"materials":[{"name":"unused"},{"name":"oak"}],
"animations":[{"name":"open","channels":[{"sampler":0,"target":{"node":2,"path":"rotation"}}],"samplers":[{"input":1,"output":2}]}],
"buffers":[{"uri":"cabinet.bin","byteLength":48}],"bufferViews":[{"buffer":0,"byteLength":48}],
"accessors":[{"bufferView":0,"componentType":5126,"count":4,"type":"VEC3","min":[0,0,0],"max":[2,1,0]},
{"componentType":5126,"count":1,"type":"SCALAR","min":[0],"max":[0]},{"componentType":5126,"count":1,"type":"VEC4"}]}`)
}

// squareBytes are the bytes of the square.
func squareBytes(t *testing.T) []byte {
	t.Helper()
	uri := strings.Split(dataURI(square), `"`)
	data, err := decodeDataURI("", uri[5], bufferTypes)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestInfo(t *testing.T) {
	fsys := fstest.MapFS{"kit/cabinet.gltf": {Data: cabinet()}, "kit/cabinet.bin": {Data: squareBytes(t)}}
	_, info, err := ReadModel(fsys, "kit/cabinet.gltf", Options{})
	if err != nil {
		t.Fatal(err)
	}
	want := &Info{
		Nodes:  []string{"root", "body", "door"},
		Meshes: []string{"box", "panel"}, Materials: []string{"oak"},
		Parts: []NodePart{
			{Name: "body", Max: [3]float64{2, 1, 0}, Parent: "root"},
			{Name: "panel", Min: [3]float64{0, 0, 1}, Max: [3]float64{2, 1, 1}, Pivot: [3]float64{2, 0, 1}, Parent: "door"},
		},
		Animated: []string{"door"}, Max: [3]float64{2, 1, 1},
		Author: "A. Maker (https://example.org/a)", Licence: "CC-BY-4.0", Variants: []string{"oak", "birch"},
		Extras:       map[string]any{"Author": "A. Maker (https://example.org/a)", "license": "CC-BY-4.0", "title": "Cabinet"},
		Dependencies: []string{"kit/cabinet.bin"},
	}
	if diff := cmp.Diff(want, info); diff != "" {
		t.Errorf("info (-want +got):\n%s", diff)
	}
}

func TestAuthorFromXMP(t *testing.T) {
	text := func(packet string) []byte {
		return fmt.Appendf(nil, `%s,"extensionsUsed":["KHR_xmp_json_ld"],"extensions":{"KHR_xmp_json_ld":{"packets":[%s]}}}`,
			strings.TrimSuffix(strings.Replace(string(document{}.text()), `"asset":{`, `"asset":{"extensions":{"KHR_xmp_json_ld":{"packet":0}},`, 1), "}"), packet)
	}
	for _, test := range []struct{ packet, author, licence string }{
		{`{"dc:creator":{"@list":["Ann","Bob"]},"dc:rights":{"@type":"rdf:Alt","rdf:_1":{"@language":"en","@value":"CC0"}}}`, "Ann, Bob", "CC0"},
		{`{"dc:creator":"Ann","dc:rights":"all reserved","xmpRights:UsageTerms":"CC-BY 4.0"}`, "Ann", "CC-BY 4.0"},
		{`{"xmpRights:Owner":["Ann"],"xmpRights:WebStatement":{"@id":"https://example.org/licence"}}`, "Ann", "https://example.org/licence"},
		{`{"dc:creator":42}`, "", ""},
	} {
		_, info := read(t, text(test.packet), Options{})
		if info.Author != test.author || info.Licence != test.licence {
			t.Errorf("%s: author %q, licence %q", test.packet, info.Author, info.Licence)
		}
	}
}

// Faults that leave no doubt about the model are warnings, those that do are not.
func TestMinorFaultsAreWarnings(t *testing.T) {
	for name, test := range map[string]struct {
		doc  document
		want string
	}{
		"an empty array":         {document{extra: `,"images":[]`}, "images is an empty array"},
		"no bounds":              {document{accessors: `{"bufferView":0,"componentType":5126,"count":4,"type":"VEC3"}`}, "POSITION has no min and max"},
		"wrong bounds":           {document{accessors: `{"bufferView":0,"componentType":5126,"count":4,"type":"VEC3","min":[0,0,0],"max":[7,1,0]}`}, "says that its greatest number is 7, but it is 2"},
		"a backward camera":      {document{extra: `,"cameras":[{"type":"perspective","perspective":{"yfov":1,"znear":2,"zfar":1}}]`}, "far plane"},
		"an undeclared addition": {document{node: `{"mesh":0,"extensions":{"VENDOR_thing":{}}}`}, "extensionsUsed does not declare"},
		"a sheared matrix":       {document{node: `{"mesh":0,"matrix":[1,0,0,0, 1,1,0,0, 0,0,1,0, 0,0,0,1]}`}, "shears"},
	} {
		t.Run(name, func(t *testing.T) {
			_, info := read(t, test.doc.text(), Options{})
			if len(info.Warnings) != 1 || !strings.Contains(info.Warnings[0], test.want) {
				t.Errorf("warnings %q, want one of %q", info.Warnings, test.want)
			}
		})
	}
	// Rounded bounds are nothing to mention.
	_, info := read(t, document{accessors: `{"bufferView":0,"componentType":5126,"count":4,"type":"VEC3","min":[0,0,0],"max":[1.99999,1,0]}`}.text(), Options{})
	if len(info.Warnings) != 0 {
		t.Errorf("warnings %q", info.Warnings)
	}
}
