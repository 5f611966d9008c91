package gltfio

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
)

// about collects what the file says about all of its models: where it comes
// from and what its materials can change into.
func (r *reader) about() Info {
	a := r.doc.Asset
	info := *r.info
	info.Copyright, info.Generator = a.Copyright, a.Generator
	info.Extras, _ = a.Extras.(map[string]any)
	var xmp struct {
		Packet  *int
		Packets []map[string]any
	}
	if extension(a.Extensions, "KHR_xmp_json_ld", &xmp) && xmp.Packet != nil &&
		extension(r.doc.Extensions, "KHR_xmp_json_ld", &xmp) && *xmp.Packet >= 0 && *xmp.Packet < len(xmp.Packets) {
		p := xmp.Packets[*xmp.Packet]
		info.Author = firstText(p["dc:creator"], p["xmpRights:Owner"])
		info.Licence = firstText(p["xmpRights:UsageTerms"], p["dc:rights"], p["xmpRights:WebStatement"])
	}
	if info.Author == "" {
		info.Author = firstText(extra(info.Extras, "author"), extra(info.Extras, "creator"))
	}
	if info.Licence == "" {
		info.Licence = firstText(extra(info.Extras, "license"), extra(info.Extras, "licence"))
	}
	var variants struct{ Variants []struct{ Name string } }
	if extension(r.doc.Extensions, "KHR_materials_variants", &variants) {
		for _, v := range variants.Variants {
			info.Variants = append(info.Variants, v.Name)
		}
	}
	return info
}

// extra returns an entry of asset.extras, whose spelling of capitals varies.
func extra(extras map[string]any, name string) any {
	for _, k := range slices.Sorted(maps.Keys(extras)) {
		if strings.EqualFold(k, name) {
			return extras[k]
		}
	}
	return nil
}

// firstText returns the first value that says something.
func firstText(values ...any) string {
	for _, v := range values {
		if s := strings.TrimSpace(text(v)); s != "" {
			return s
		}
	}
	return ""
}

// text reads an XMP value written as JSON-LD: a string, a list of them (@list,
// @set), a value with its language (@value), or alternatives (rdf:_1 and so
// on), of which the first counts.
func text(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case []any:
		var parts []string
		for _, e := range v {
			if s := text(e); s != "" {
				parts = append(parts, s)
			}
		}
		return strings.Join(parts, ", ")
	case map[string]any:
		for _, k := range []string{"@list", "@set", "@value", "rdf:_1", "@id"} {
			if s := text(v[k]); s != "" {
				return s
			}
		}
	}
	return ""
}

// animated names the nodes among those visited that animations move.
func (r *reader) animated() []string {
	var moved []int
	for _, a := range r.doc.Animations {
		for _, c := range a.Channels {
			if c.Target.Node != nil {
				moved = append(moved, *c.Target.Node)
			}
			var pointer struct{ Pointer string }
			if extension(c.Target.Extensions, "KHR_animation_pointer", &pointer) {
				if n, ok := pointedNode(pointer.Pointer, len(r.doc.Nodes)); ok {
					moved = append(moved, n)
				}
			}
		}
	}
	slices.Sort(moved)
	var out []string
	for _, n := range slices.Compact(moved) {
		if r.visited[n] {
			out = append(out, r.nodeName(n))
		}
	}
	return out
}

// pointedNode reads the node index of a JSON pointer such as
// /nodes/3/translation.
func pointedNode(pointer string, nodes int) (int, bool) {
	rest, ok := strings.CutPrefix(pointer, "/nodes/")
	if !ok {
		return 0, false
	}
	digits, _, _ := strings.Cut(rest, "/")
	var n int
	if json.Unmarshal([]byte(digits), &n) != nil || n < 0 || n >= nodes {
		return 0, false
	}
	return n, true
}
