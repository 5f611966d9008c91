package gltfio

import (
	"errors"
	"strings"

	"github.com/metaspatial/metaspatial/scenes/gltfio/internal/schema"
	"github.com/qmuntal/gltf"
)

// parse reads a document and proves that it has the specification's shape.
// Reading it here rather than with gltf.Decoder lets required extensions be
// judged before any buffer is touched, takes what that decoder refuses without
// need, and refuses what it takes.
//
// A document may have minor faults, which do no harm.
func parse(text string) (doc *gltf.Document, minor []*Error, err error) {
	if len(strings.TrimSpace(text)) == 0 {
		return nil, nil, truncated("INVALID_JSON", "the file is empty")
	}
	if after, ok := strings.CutPrefix(text, "\ufeff"); ok {
		text = after
		minor = append(minor, broken("INVALID_JSON", "the document begins with a byte order mark"))
	}
	tree, err := schema.Parse(text)
	if err != nil {
		return nil, nil, named(err)
	}
	if err := checkVersion(tree); err != nil {
		return nil, nil, err
	}
	faults, err := schema.Check(tree)
	if err != nil {
		return nil, nil, named(err)
	}
	for _, f := range faults {
		minor = append(minor, broken(f.Code, "%s", f.Text))
	}
	doc = new(gltf.Document)
	if err := schema.Decode(tree, doc, defaults); err != nil {
		return nil, nil, bad(remedyCheck, "not a valid glTF document: %v", err)
	}
	return doc, minor, nil
}

// named turns a schema's fault into an Error.
func named(err error) error {
	var f *schema.Fault
	if errors.As(err, &f) {
		return broken(f.Code, "%s", f.Text)
	}
	return err
}

// checkVersion is asked first, since documents of other versions have other
// shapes.
func checkVersion(tree *schema.Value) error {
	asset := tree.Get("asset")
	if asset == nil {
		return nil
	}
	major := func(name string) (v, head string) {
		if s := asset.Get(name); s != nil && s.Kind == schema.String {
			head, _, _ = strings.Cut(s.Text, ".")
			return s.Text, head
		}
		return "", ""
	}
	v, head := major("version")
	least, _ := major("minVersion")
	var e *Error
	switch {
	case strings.Count(v, ".") == 1 && head != "2" && strings.Trim(v, "0123456789.") == "":
		e = broken("UNKNOWN_ASSET_MAJOR_VERSION", "made for glTF %.20q, but only 2.0 is read", v)
	case least > v:
		e = broken("ASSET_MIN_VERSION_GREATER_THAN_VERSION", "asset.minVersion is %.20q, beyond asset.version %.20q", least, v)
	case least > "2.0":
		e = bad("", "needs a reader of glTF %.20q, but only 2.0 is read", least)
	default:
		return nil
	}
	e.Remedy = remedyVersion
	return e
}

// defaults are what the specification says of properties that are left out.
func defaults(v any) {
	switch v := v.(type) {
	case *gltf.Node:
		v.Matrix, v.Rotation, v.Scale = gltf.DefaultMatrix, gltf.DefaultRotation, gltf.DefaultScale
	}
}
