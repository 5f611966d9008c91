package gltfio

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"path"
	"strings"

	"github.com/qmuntal/gltf"
)

const (
	glbMagic  = 0x46546C67 // "glTF"
	chunkJSON = 0x4E4F534A // "JSON"
	chunkBIN  = 0x004E4942 // "BIN\0"
)

// parse splits a GLB into its chunks, or takes a .gltf as it is, and decodes
// the document. Reading the container here rather than with gltf.Decoder lets
// required extensions be judged before any buffer is touched.
func parse(data []byte) (*gltf.Document, []byte, error) {
	text, bin, err := splitGLB(data)
	if err != nil {
		return nil, nil, err
	}
	text = bytes.TrimPrefix(text, []byte("\xef\xbb\xbf"))
	if len(bytes.TrimSpace(text)) == 0 {
		return nil, nil, bad("copy or export it again", "the file is empty")
	}
	doc := new(gltf.Document)
	if err := json.Unmarshal(text, doc); err != nil {
		reason := strings.TrimPrefix(strings.TrimPrefix(err.Error(), "json: "), "gltf: ")
		return nil, nil, bad(remedyCheck, "not a valid glTF document: %s", reason)
	}
	if v := doc.Asset.Version; !strings.HasPrefix(v, "2.") || doc.Asset.MinVersion > "2.0" {
		return nil, nil, bad("convert it to glTF 2.0, for instance with Blender", "made for glTF %s, but only 2.0 is read", v)
	}
	return doc, bin, nil
}

// splitGLB returns the JSON and binary chunks; data without the GLB magic is
// all JSON.
func splitGLB(data []byte) (text, bin []byte, err error) {
	le := binary.LittleEndian
	if len(data) < 4 || le.Uint32(data) != glbMagic {
		return data, nil, nil
	}
	if len(data) < 20 {
		return nil, nil, bad("copy or export it again", "the GLB ends within its header")
	}
	if v := le.Uint32(data[4:]); v != 2 {
		return nil, nil, bad("convert it to glTF 2.0, for instance with Blender", "GLB version %d, but only 2 is read", v)
	}
	n := le.Uint32(data[8:])
	if n < 20 || uint64(n) > uint64(len(data)) {
		return nil, nil, bad("copy or export it again", "the GLB says it has %d bytes but has %d", n, len(data))
	}
	data = data[:n]
	for at, i := 12, 0; at < len(data); i++ {
		if len(data)-at < 8 {
			return nil, nil, bad("copy or export it again", "the GLB ends within the header of chunk %d", i)
		}
		n, kind := le.Uint32(data[at:]), le.Uint32(data[at+4:])
		at += 8
		if uint64(n) > uint64(len(data)-at) {
			return nil, nil, bad("copy or export it again", "GLB chunk %d says it has %d bytes but only %d follow", i, n, len(data)-at)
		}
		chunk := data[at : at+int(n)]
		at += int(n)
		switch {
		case i == 0 && kind != chunkJSON:
			return nil, nil, bad(remedyCheck, "the first GLB chunk is not JSON")
		case i == 0:
			text = chunk
		case kind == chunkJSON:
			return nil, nil, bad(remedyCheck, "the GLB has a second JSON chunk")
		case kind == chunkBIN && i != 1:
			return nil, nil, bad(remedyCheck, "the GLB's binary chunk is chunk %d, but must be the second", i)
		case kind == chunkBIN:
			// A present but empty chunk differs from none.
			bin = append([]byte{}, chunk...)
		}
	}
	return text, bin, nil
}

// modelName is the file's name without folder and extension.
func modelName(name string) string {
	base := path.Base(name)
	return strings.TrimSuffix(base, path.Ext(base))
}
