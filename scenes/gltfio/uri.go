package gltfio

import (
	"encoding/base64"
	"io/fs"
	"net/url"
	"path"
	"slices"
	"strings"
)

// Media types that the specification allows in data URIs.
var (
	bufferTypes = []string{"application/octet-stream", "application/gltf-buffer"}
	imageTypes  = []string{"image/png", "image/jpeg", "image/webp", "image/ktx2"}
)

// resolve returns the bytes behind a buffer's or image's URI: base64 data of
// one of the types, or a file of the pack. Other schemes, absolute paths and
// paths that leave the pack are refused.
func (r *reader) resolve(where, uri string, types []string) ([]byte, error) {
	if strings.HasPrefix(uri, "data:") {
		return decodeDataURI(where, uri, types)
	}
	name, err := localPath(where, r.dir, uri)
	if err != nil {
		return nil, err
	}
	r.info.Dependencies = append(r.info.Dependencies, name)
	data, err := readFile(r.fsys, name)
	if err != nil {
		e := broken("IO_ERROR", "%s: cannot read %s", where, name)
		e.Remedy = remedyComplete
		return nil, e
	}
	if r.images.bytes += len(data); r.images.bytes > maxReadBytes {
		return nil, bad(remedySmaller, "%s: the files beside this one have more than %d MiB together", where, maxReadBytes>>20)
	}
	return data, nil
}

func decodeDataURI(where, uri string, types []string) ([]byte, error) {
	head, body, ok := strings.Cut(uri, ",")
	kind, isBase64 := strings.CutSuffix(strings.TrimPrefix(head, "data:"), ";base64")
	if !ok || !isBase64 || strings.Contains(kind, ";;") || strings.HasSuffix(kind, ";") {
		e := broken("INVALID_URI", "%s holds a data URI that is not base64", where)
		e.Remedy = "export it with base64 data or as .glb"
		return nil, e
	}
	if kind, _, _ = strings.Cut(kind, ";"); !slices.Contains(types, kind) {
		code := "BUFFER_DATA_URI_MIME_TYPE_INVALID"
		if slices.Contains(types, "image/png") {
			code = "INVALID_URI"
		}
		return nil, broken(code, "%s holds data of type %.40q, but must hold %s", where, kind, strings.Join(types, " or "))
	}
	data, err := base64.StdEncoding.DecodeString(body)
	if err != nil {
		return nil, broken("INVALID_URI", "%s holds base64 data that cannot be decoded", where)
	}
	return data, nil
}

// localPath turns a URI relative to dir into a path of the pack.
func localPath(where, dir, uri string) (string, error) {
	if strings.HasPrefix(uri, "data:") {
		return "", bad(remedyInside, "%s is no file", where)
	}
	if strings.HasPrefix(uri, ":") {
		return "", broken("INVALID_URI", "%s has a URI with an empty scheme: %.60q", where, uri)
	}
	u, err := url.Parse(uri)
	if err != nil {
		// Exporters leave spaces and percent signs unescaped: take the text as a
		// path then.
		u = &url.URL{Path: uri}
	}
	if u.Scheme != "" || u.Host != "" {
		return "", bad(remedyInside, "%s points outside the pack: %.60q", where, uri)
	}
	p := strings.ReplaceAll(u.Path, `\`, "/")
	if p == "" || strings.HasPrefix(p, "/") || strings.Contains(p, "\x00") || (len(p) > 1 && p[1] == ':') {
		return "", bad(remedyInside, "%s has no path inside the pack: %.60q", where, uri)
	}
	name := path.Join(dir, p)
	if !fs.ValidPath(name) || name == "." {
		return "", bad(remedyInside, "%s points outside the pack: %.60q", where, uri)
	}
	return name, nil
}
