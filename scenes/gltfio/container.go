package gltfio

import (
	"encoding/binary"
	"path"
	"strings"
)

const (
	glbMagic  = 0x46546C67 // "glTF"
	chunkJSON = 0x4E4F534A // "JSON"
	chunkBIN  = 0x004E4942 // "BIN\0"
)

// container takes a .gltf as it is and splits a GLB into its chunks. Which of
// them it is, the first bytes tell rather than the file's name, but a .glb
// that is neither is called a broken GLB. Minor faults do no harm.
func container(name string, data []byte) (text, bin []byte, minor []*Error, err error) {
	if len(data) >= 4 && binary.LittleEndian.Uint32(data) == glbMagic {
		text, bin, err = splitGLB(data)
		if len(text)%4 != 0 || len(bin)%4 != 0 {
			minor = append(minor, broken("GLB_CHUNK_LENGTH_UNALIGNED", "the GLB's chunks have %d and %d bytes, which are not both multiples of 4", len(text), len(bin)))
		}
		return text, bin, minor, err
	}
	if strings.EqualFold(path.Ext(name), ".glb") && !strings.HasPrefix(strings.TrimSpace(string(data[:min(len(data), 64)])), "{") {
		if len(data) < 12 {
			return nil, nil, nil, truncated("GLB_UNEXPECTED_END_OF_HEADER", "the GLB ends within its header")
		}
		return nil, nil, nil, broken("GLB_INVALID_MAGIC", "the file does not begin as a GLB does")
	}
	return data, nil, nil, nil
}

// splitGLB returns a GLB's JSON and binary chunks (glTF 2.0 specification, 4.4).
func splitGLB(data []byte) (text, bin []byte, err error) {
	le := binary.LittleEndian
	if len(data) < 12 {
		return nil, nil, truncated("GLB_UNEXPECTED_END_OF_HEADER", "the GLB ends within its header")
	}
	if v := le.Uint32(data[4:]); v != 2 {
		e := broken("GLB_INVALID_VERSION", "GLB version %d, but only 2 is read", v)
		e.Remedy = remedyVersion
		return nil, nil, e
	}
	length := le.Uint32(data[8:])
	if length <= 12 {
		return nil, nil, truncated("GLB_LENGTH_TOO_SMALL", "the GLB says it has %d bytes, which is too few for one", length)
	}
	short, surplus := uint64(length) > uint64(len(data)), uint64(length) < uint64(len(data))
	if !short {
		data = data[:length]
	}
	for at, i := 12, 0; at < len(data); i++ {
		if len(data)-at < 8 && surplus {
			return nil, nil, broken("GLB_LENGTH_MISMATCH", "the GLB says it has %d bytes, which ends within a chunk", length)
		}
		if len(data)-at < 8 {
			return nil, nil, truncated("GLB_UNEXPECTED_END_OF_CHUNK_HEADER", "the GLB ends within the header of chunk %d", i)
		}
		n, kind := le.Uint32(data[at:]), le.Uint32(data[at+4:])
		at += 8
		switch {
		case uint64(at)+uint64(n) > uint64(length):
			return nil, nil, truncated("GLB_CHUNK_TOO_BIG", "GLB chunk %d says it has %d bytes but only %d follow", i, n, int(length)-at)
		case uint64(n) > uint64(len(data)-at):
			return nil, nil, truncated("GLB_UNEXPECTED_END_OF_CHUNK_DATA", "GLB chunk %d says it has %d bytes but only %d follow", i, n, len(data)-at)
		}
		chunk := data[at : at+int(n)]
		at += int(n)
		switch {
		case i == 0 && kind != chunkJSON:
			return nil, nil, broken("GLB_UNEXPECTED_FIRST_CHUNK", "the first GLB chunk is not JSON")
		case i == 0 && n == 0:
			return nil, nil, broken("GLB_EMPTY_CHUNK", "the GLB's JSON chunk is empty")
		case i == 0:
			text = chunk
		case kind == chunkJSON:
			return nil, nil, broken("GLB_DUPLICATE_CHUNK", "the GLB has a second JSON chunk")
		case kind == chunkBIN && bin != nil:
			return nil, nil, broken("GLB_DUPLICATE_CHUNK", "the GLB has a second binary chunk")
		case kind == chunkBIN && i != 1:
			return nil, nil, broken("GLB_UNEXPECTED_BIN_CHUNK", "the GLB's binary chunk is chunk %d, but must be the second", i)
		case kind == chunkBIN:
			bin = chunk[:n:n]
		}
	}
	if short {
		return nil, nil, truncated("GLB_LENGTH_MISMATCH", "the GLB says it has %d bytes but has %d", length, len(data))
	}
	return text, bin, nil
}

// truncated returns an Error about a file that lacks its end.
func truncated(code, format string, args ...any) *Error {
	e := broken(code, format, args...)
	e.Remedy = remedyCopy
	return e
}

// modelName is the file's name without folder and extension.
func modelName(name string) string {
	base := path.Base(name)
	return strings.TrimSuffix(base, path.Ext(base))
}
