package schema

import (
	"fmt"
	"math"
	"slices"
	"strings"
)

// Check holds a document against the glTF 2.0 specification's shape. It returns
// the first fault that makes the document unusable, in the order of the text,
// and the minor ones before it: empty arrays that could be left out, undeclared
// extensions, and extensions declared twice.
func Check(doc *Value) (minor []*Fault, err error) {
	c := &checker{root: doc}
	if doc.Kind != Object {
		return nil, &Fault{"TYPE_MISMATCH", "the document is " + kindNames[doc.Kind] + ", but must be an object"}
	}
	if used := doc.Get("extensionsUsed"); used != nil {
		for _, v := range used.Items {
			c.used = append(c.used, v.Text)
		}
	}
	c.object(doc, "root")
	if c.fault == nil {
		return c.minor, nil
	}
	return c.minor, c.fault
}

// maxMinor bounds how many faults are listed.
const maxMinor = 16

type checker struct {
	root  *Value
	used  []string
	path  []string
	minor []*Fault
	fault *Fault
}

// where is the place of the value being checked, as nodes[3].mesh.
func (c *checker) where() string {
	if len(c.path) == 0 {
		return "the document"
	}
	return strings.TrimPrefix(strings.Join(c.path, ""), ".")
}

func (c *checker) fail(code, format string, args ...any) {
	if c.fault == nil {
		c.fault = &Fault{code, c.where() + " " + fmt.Sprintf(format, args...)}
	}
}

// note records a fault that does no harm.
func (c *checker) note(code, format string, args ...any) {
	if c.fault == nil && len(c.minor) < maxMinor {
		c.minor = append(c.minor, &Fault{code, c.where() + " " + fmt.Sprintf(format, args...)})
	}
}

// under checks something one step further down.
func (c *checker) under(step string, check func()) {
	c.path = append(c.path, step)
	check()
	if c.fault == nil {
		c.path = c.path[:len(c.path)-1]
	}
}

// member is the path step to a named member.
func member(name string) string { return "." + brief(name) }

func element(i int) string { return fmt.Sprintf("[%d]", i) }

func brief(s string) string {
	if len(s) > 60 {
		return strings.ToValidUTF8(s[:60], "") + "…"
	}
	return s
}

// object checks an object that the specification calls name.
func (c *checker) object(v *Value, name string) {
	if v.Kind != Object {
		c.fail("TYPE_MISMATCH", "is %s, but must be an object", kindNames[v.Kind])
		return
	}
	if s := objects[name]; s != nil {
		c.members(v, s)
	}
	if e := v.Get("extensions"); e != nil && c.fault == nil {
		c.under(".extensions", func() { c.extensions(e, name) })
	}
}

func (c *checker) members(v *Value, s *shape) {
	for _, name := range s.required {
		if v.Get(name) == nil {
			c.fail("UNDEFINED_PROPERTY", "has no %s", name)
		}
	}
	if len(s.oneOf) > 0 && (v.Get(s.oneOf[0]) == nil) == (v.Get(s.oneOf[1]) == nil) {
		c.fail("ONE_OF_MISMATCH", "must have either %s or %s", s.oneOf[0], s.oneOf[1])
	}
	for i, key := range v.Keys {
		if c.fault != nil {
			return
		}
		p := s.properties[key]
		if p == nil {
			continue
		}
		if p.needs != "" && v.Get(p.needs) == nil {
			c.fail("UNSATISFIED_DEPENDENCY", "has %s without %s", key, p.needs)
			return
		}
		for _, other := range p.without {
			if v.Get(other) != nil {
				c.fail("NODE_MATRIX_TRS", "has both %s and %s", key, other)
				return
			}
		}
		c.under(member(key), func() { c.property(&v.Items[i], p) })
	}
}

func (c *checker) property(v *Value, p *property) {
	if !p.list {
		c.mapped(v, p)
		return
	}
	switch {
	case v.Kind != Array:
		c.fail("TYPE_MISMATCH", "is %s, but must be an array", kindNames[v.Kind])
		return
	case len(v.Items) == 0 && p.required:
		c.fail("EMPTY_ENTITY", "is an empty array, but must hold something")
		return
	case len(v.Items) == 0:
		c.note("EMPTY_ENTITY", "is an empty array")
		return
	case p.length > 0 && len(v.Items) != p.length:
		c.fail("ARRAY_LENGTH_NOT_IN_LIST", "has %d elements, but must have %d", len(v.Items), p.length)
		return
	}
	var seen map[string]bool
	if p.unique {
		seen = make(map[string]bool, len(v.Items))
	}
	for i := range v.Items {
		e := &v.Items[i]
		c.under(element(i), func() {
			c.mapped(e, p)
			if seen[e.Text] && p.typ == "str" {
				c.note("DUPLICATE_ELEMENTS", "repeats %s", quote(e))
			} else if seen[e.Text] {
				c.fail("DUPLICATE_ELEMENTS", "repeats %s", quote(e))
			}
		})
		if c.fault != nil {
			return
		}
		if p.unique {
			seen[e.Text] = true
		}
	}
}

func (c *checker) mapped(v *Value, p *property) {
	if !p.mapped {
		c.scalar(v, p)
		return
	}
	switch {
	case v.Kind != Object:
		c.fail("TYPE_MISMATCH", "is %s, but must be an object", kindNames[v.Kind])
	case len(v.Items) == 0:
		c.fail("EMPTY_ENTITY", "is empty")
	}
	for i := range v.Items {
		if c.fault != nil {
			return
		}
		c.under(member(v.Keys[i]), func() { c.scalar(&v.Items[i], p) })
	}
}

func (c *checker) scalar(v *Value, p *property) {
	want := String
	switch {
	case p.typ == "any":
		return
	case p.typ[0] == '@':
		c.reference(v, p.typ[1:])
		return
	case p.typ == "int" || p.typ == "num":
		want = Number
	case p.typ == "bool":
		want = Bool
	case p.typ == "str" || p.typ == "uri":
	default:
		c.object(v, p.typ)
		return
	}
	if v.Kind != want {
		c.fail("TYPE_MISMATCH", "is %s, but must be %s", kindNames[v.Kind], kindNames[want])
		return
	}
	switch want {
	case Number:
		c.number(v, p)
	case String:
		if p.match != nil && !p.match.MatchString(v.Text) {
			c.fail("PATTERN_MISMATCH", "is %s, which does not look like one", quote(v))
		}
	}
	if p.in != nil && c.fault == nil && !slices.Contains(p.in, value(v)) {
		c.fail("VALUE_NOT_IN_LIST", "is %s, but must be one of %s", quote(v), strings.Join(p.in, ", "))
	}
}

// value is how schema.txt writes a value.
func value(v *Value) string {
	if i, ok := v.Int(); ok {
		return fmt.Sprint(i)
	}
	return v.Text
}

func (c *checker) number(v *Value, p *property) {
	f := v.Float()
	i, whole := v.Int()
	switch {
	case math.IsInf(f, 0), f < p.low, f > p.high, p.openLow && f == p.low, p.openHigh && f == p.high:
		c.fail("VALUE_NOT_IN_RANGE", "is %s, which is out of range", quote(v))
	case p.typ == "int" && !whole:
		c.fail("TYPE_MISMATCH", "is %s, but must be an integer", quote(v))
	case p.multiple > 0 && i%p.multiple != 0:
		c.fail("VALUE_MULTIPLE_OF", "is %d, but must be a multiple of %d", i, p.multiple)
	}
}

// reference checks an index into a list of the root or of one of its extensions.
func (c *checker) reference(v *Value, list string) {
	i, whole := v.Int()
	if !whole {
		c.fail("TYPE_MISMATCH", "is %s, but must be an index", quote(v))
		return
	}
	at, kind := c.root, list
	if extension, name, ok := strings.Cut(list, "."); ok {
		kind = name
		if at = at.Get("extensions"); at != nil {
			at = at.Get(extension)
		}
		if at == nil {
			c.fail("UNSATISFIED_DEPENDENCY", "needs the document's extension %s, which is missing", extension)
			return
		}
	}
	n := 0
	if l := at.Get(kind); l != nil {
		n = len(l.Items)
	}
	if i < 0 || i >= n {
		c.fail("UNRESOLVED_REFERENCE", "is %d, but the file has %d %s", i, n, kind)
	}
}

// extensions checks the extensions of an object that is called on.
func (c *checker) extensions(v *Value, on string) {
	if v.Kind != Object {
		c.fail("TYPE_MISMATCH", "is %s, but must be an object", kindNames[v.Kind])
		return
	}
	for i, name := range v.Keys {
		if c.fault != nil {
			return
		}
		c.under(member(name), func() { c.extension(&v.Items[i], name, on) })
	}
}

func (c *checker) extension(v *Value, name, on string) {
	if v.Kind != Object {
		c.fail("TYPE_MISMATCH", "is %s, but must be an object", kindNames[v.Kind])
		return
	}
	if !slices.Contains(c.used, name) {
		c.note("UNDECLARED_EXTENSION", "is an extension that extensionsUsed does not declare")
	}
	s := extensions[extensionPlace{name, on}]
	if s == nil {
		s = extensions[extensionPlace{name, "any"}]
	}
	// Normal and occlusion textures are texture infos too.
	if s == nil && (on == "normalTexture" || on == "occlusionTexture") {
		s = extensions[extensionPlace{name, "textureInfo"}]
	}
	switch {
	case s != nil:
		c.members(v, s)
	case stands(name):
		c.fail("UNEXPECTED_EXTENSION_OBJECT", "stands where that extension may not")
	}
}
