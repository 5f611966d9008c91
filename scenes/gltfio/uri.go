package gltfio

import (
	"encoding/base64"
	"io/fs"
	"net/url"
	"path"
	"strings"
)

// resolve returns the bytes behind a buffer's or image's URI: base64 data, or
// a file of the pack. Other schemes, absolute paths and paths that leave the
// pack are refused.
func (r *reader) resolve(where, uri string) ([]byte, error) {
	if strings.HasPrefix(uri, "data:") {
		return decodeDataURI(where, uri)
	}
	name, err := localPath(where, r.dir, uri)
	if err != nil {
		return nil, err
	}
	r.info.Dependencies = append(r.info.Dependencies, name)
	data, err := readFile(r.fsys, name)
	if err != nil {
		return nil, bad(remedyComplete, "%s: cannot read %s", where, name)
	}
	return data, nil
}

func decodeDataURI(where, uri string) ([]byte, error) {
	head, body, ok := strings.Cut(uri, ",")
	if !ok || !strings.HasSuffix(head, ";base64") {
		return nil, bad("export it with base64 data or as .glb", "%s holds a data URI that is not base64", where)
	}
	data, err := base64.StdEncoding.DecodeString(body)
	if err != nil {
		return nil, bad(remedyCheck, "%s holds base64 data that cannot be decoded", where)
	}
	return data, nil
}

// localPath turns a URI relative to dir into a path of the pack.
func localPath(where, dir, uri string) (string, error) {
	shown := uri
	if len(shown) > 60 {
		shown = shown[:60] + "…"
	}
	u, err := url.Parse(uri)
	if err != nil {
		// Exporters leave spaces and percent signs unescaped: take the text as a
		// path then.
		u = &url.URL{Path: uri}
	}
	if u.Scheme != "" || u.Host != "" {
		return "", bad(remedyInside, "%s points outside the pack: %q", where, shown)
	}
	p := strings.ReplaceAll(u.Path, `\`, "/")
	if p == "" || strings.HasPrefix(p, "/") || strings.Contains(p, "\x00") || (len(p) > 1 && p[1] == ':') {
		return "", bad(remedyInside, "%s has no path inside the pack: %q", where, shown)
	}
	name := path.Join(dir, p)
	if !fs.ValidPath(name) || name == "." {
		return "", bad(remedyInside, "%s points outside the pack: %q", where, shown)
	}
	return name, nil
}
