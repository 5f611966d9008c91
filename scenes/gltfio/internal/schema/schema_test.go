package schema

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
)

func TestParse(t *testing.T) {
	v, err := Parse(` {"a":[1,-2.5e3,true,null,"x\u00e9\n"],"b":{}} `)
	if err != nil {
		t.Fatal(err)
	}
	a := v.Get("a")
	if a == nil || len(a.Items) != 5 || a.Items[1].Float() != -2500 || a.Items[4].Text != "xé\n" || v.Get("b").Kind != Object || v.Get("c") != nil {
		t.Errorf("parsed %+v", v)
	}
	for text, want := range map[string]string{
		"":                        "an unexpected end",
		"{":                       "a member without a name",
		`{"a"1}`:                  "no colon",
		`{"a":1 "b":2}`:           "no comma",
		`[1,]`:                    `an unexpected "]"`,
		`[01]`:                    `the number "01"`,
		`"a`:                      "a string without its end",
		"\"a\x01\"":               "a control character",
		`"\q"`:                    "a wrong escape",
		"\"\xff\"":                "not UTF-8",
		`{} x`:                    "something after its end",
		"{\n\n\"a\":1,\"a\":2}":   `line 3 of its JSON has the name "a" twice`,
		strings.Repeat("[", 1000): "levels",
	} {
		_, err := Parse(text)
		var f *Fault
		if !errors.As(err, &f) || f.Code != "INVALID_JSON" || !strings.Contains(f.Text, want) {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
}

func TestCheck(t *testing.T) {
	head := `{"asset":{"version":"2.0"},`
	for text, want := range map[string]string{
		`[]`:                                   "TYPE_MISMATCH: the document is an array, but must be an object",
		`{}`:                                   "UNDEFINED_PROPERTY: the document has no asset",
		`{"asset":{"version":"two"}}`:          `PATTERN_MISMATCH: asset.version is "two", which does not look like one`,
		head + `"nodes":[{"mesh":0}]}`:         "UNRESOLVED_REFERENCE: nodes[0].mesh is 0, but the file has 0 meshes",
		head + `"nodes":[{"mesh":0.5}]}`:       "TYPE_MISMATCH: nodes[0].mesh is 0.5, but must be an index",
		head + `"meshes":[{"primitives":[]}]}`: "EMPTY_ENTITY: meshes[0].primitives is an empty array, but must hold something",
		head + `"nodes":[{},null]}`:            "TYPE_MISMATCH: nodes[1] is null, but must be an object",
		head + `"nodes":[{"scale":[1,1]}]}`:    "ARRAY_LENGTH_NOT_IN_LIST: nodes[0].scale has 2 elements, but must have 3",
		head + `"nodes":[{"matrix":[1,0,0,0,0,1,0,0,0,0,1,0,0,0,0,1],"scale":[1,1,1]}]}`:                                "NODE_MATRIX_TRS: nodes[0] has both matrix and scale",
		head + `"nodes":[{"weights":[1]}]}`:                                                                             "UNSATISFIED_DEPENDENCY: nodes[0] has weights without mesh",
		head + `"nodes":[{},{"children":[0,0]}]}`:                                                                       "DUPLICATE_ELEMENTS: nodes[1].children[1] repeats 0",
		head + `"materials":[{"emissiveFactor":[0,2,0]}]}`:                                                              "VALUE_NOT_IN_RANGE: materials[0].emissiveFactor[1] is 2, which is out of range",
		head + `"materials":[{"alphaMode":"GLASS"}]}`:                                                                   `VALUE_NOT_IN_LIST: materials[0].alphaMode is "GLASS", but must be one of OPAQUE, MASK, BLEND`,
		head + `"buffers":[{"byteLength":9}],"bufferViews":[{"buffer":0,"byteLength":9,"byteStride":6}]}`:               "VALUE_MULTIPLE_OF: bufferViews[0].byteStride is 6, but must be a multiple of 4",
		head + `"images":[{}]}`:                                                                                         "ONE_OF_MISMATCH: images[0] must have either bufferView or uri",
		head + `"extensionsUsed":["KHR_materials_unlit"],"nodes":[{"extensions":{"KHR_materials_unlit":{}}}]}`:          "UNEXPECTED_EXTENSION_OBJECT: nodes[0].extensions.KHR_materials_unlit stands where that extension may not",
		head + `"extensionsUsed":["KHR_lights_punctual"],"nodes":[{"extensions":{"KHR_lights_punctual":{"light":0}}}]}`: "UNSATISFIED_DEPENDENCY: nodes[0].extensions.KHR_lights_punctual.light needs the document's extension KHR_lights_punctual, which is missing",
	} {
		v, err := Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		_, err = Check(v)
		var f *Fault
		if !errors.As(err, &f) {
			t.Errorf("%s: %v", text, err)
		} else if got := f.Code + ": " + f.Text; got != want {
			t.Errorf("%s\n got %s\nwant %s", text, got, want)
		}
	}
	v, err := Parse(head + `"nodes":[],"scenes":[{"nodes":[]}],"extensions":{"VENDOR_thing":{}}}`)
	if err != nil {
		t.Fatal(err)
	}
	if minor, err := Check(v); err != nil || len(minor) != 3 {
		t.Errorf("minor faults %v, error %v", minor, err)
	}
}

func TestDecode(t *testing.T) {
	type inner struct {
		Count int        `json:"count"`
		Scale [3]float64 `json:"scale"`
	}
	var got struct {
		Name   string         `json:"name"`
		On     bool           `json:"on"`
		List   []*inner       `json:"list"`
		Places map[string]int `json:"places"`
		Any    any            `json:"any"`
		Raw    map[string]any `json:"raw"`
		Unset  string         `json:"-"`
	}
	v, err := Parse(`{"name":"x","on":true,"list":[{"count":3.0},{"count":1e2,"scale":[1,2,3]}],"places":{"a":7},"any":{"k":[1]},"raw":{"e":{"f":1}},"other":1}`)
	if err != nil {
		t.Fatal(err)
	}
	err = Decode(v, &got, func(v any) {
		if i, ok := v.(*inner); ok {
			i.Scale = [3]float64{9, 9, 9}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	if got.Name != "x" || !got.On || got.List[0].Count != 3 || got.List[1].Count != 100 || got.List[0].Scale[0] != 9 || got.List[1].Scale[2] != 3 || got.Places["a"] != 7 {
		t.Errorf("decoded %+v", got)
	}
	if raw, ok := got.Raw["e"].(json.RawMessage); !ok || string(raw) != `{"f":1}` {
		t.Errorf("raw is %v", got.Raw["e"])
	}
	if m, ok := got.Any.(map[string]any); !ok || len(m) != 1 {
		t.Errorf("any is %v", got.Any)
	}
}

// FuzzParse: what is taken is JSON, and checking it never fails to end.
func FuzzParse(f *testing.F) {
	f.Add(`{"asset":{"version":"2.0"},"nodes":[{"children":[1]},{"extensions":{"a":{}}}]}`)
	f.Add(`[1e5,"\ud83d\ude00",{"":null}]`)
	f.Fuzz(func(t *testing.T, text string) {
		v, err := Parse(text)
		if err != nil {
			return
		}
		if !json.Valid([]byte(text)) {
			t.Fatal("taken, but not JSON")
		}
		if _, err := Check(v); err != nil && err.Error() == "" {
			t.Fatal("a fault without a text")
		}
	})
}
