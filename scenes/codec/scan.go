package codec

import (
	"encoding/json"
	"fmt"
	"math"
	"strconv"
	"strings"
)

// maxDepth bounds the nesting of values, so that no text exhausts the stack.
const maxDepth = 64

// shape is the JSON type of a value.
type shape string

const (
	shapeNone   shape = "nothing"
	shapeNull   shape = "null"
	shapeBool   shape = "a boolean"
	shapeNumber shape = "a number"
	shapeText   shape = "text"
	shapeList   shape = "a list"
	shapeObject shape = "an object"
)

// scanner reads JSON in place: text without escapes and numbers are slices of
// the input. Trailing commas pass. The first error stops it.
type scanner struct {
	s     string
	i     int
	depth int
	err   error
}

func (c *scanner) fail(format string, args ...any) {
	if c.err == nil {
		c.err = fmt.Errorf("%s at byte %d of the answer", fmt.Sprintf(format, args...), c.i)
	}
}

func (c *scanner) space() {
	for c.i < len(c.s) {
		switch c.s[c.i] {
		case ' ', '\t', '\n', '\r':
			c.i++
		default:
			return
		}
	}
}

// next returns the type of the value ahead.
func (c *scanner) next() shape {
	c.space()
	if c.err != nil || c.i >= len(c.s) {
		return shapeNone
	}
	switch b := c.s[c.i]; b {
	case '{':
		return shapeObject
	case '[':
		return shapeList
	case '"':
		return shapeText
	case 't', 'f':
		return shapeBool
	case 'n':
		return shapeNull
	case '-', 'N', 'I':
		return shapeNumber
	default:
		if b >= '0' && b <= '9' {
			return shapeNumber
		}
	}
	return shapeNone
}

// each walks the members of a list or an object: member is called with the
// scanner at each one and must consume it.
func (c *scanner) each(open, shut byte, member func()) {
	if c.space(); c.err != nil {
		return
	}
	if c.i >= len(c.s) || c.s[c.i] != open {
		c.fail("a %q is missing", open)
		return
	}
	if c.depth++; c.depth > maxDepth {
		c.fail("the JSON nests deeper than %d levels", maxDepth)
		return
	}
	c.i++
	for {
		if c.space(); c.i < len(c.s) && c.s[c.i] == shut {
			c.i++
			c.depth--
			return
		}
		if member(); c.err != nil {
			return
		}
		c.space()
		switch {
		case c.i < len(c.s) && c.s[c.i] == ',':
			c.i++
		case c.i < len(c.s) && c.s[c.i] == shut:
		default:
			c.fail("a comma or %q is missing", shut)
			return
		}
	}
}

// key reads a member's key and its colon.
func (c *scanner) key() string {
	k := c.text()
	if c.space(); c.err == nil && (c.i >= len(c.s) || c.s[c.i] != ':') {
		c.fail("a key needs a colon")
		return ""
	}
	c.i++
	return k
}

func (c *scanner) text() string {
	c.space()
	if c.err != nil || c.i >= len(c.s) || c.s[c.i] != '"' {
		c.fail("text in double quotes is missing")
		return ""
	}
	start, plain := c.i, true
	for c.i++; c.i < len(c.s); c.i++ {
		switch b := c.s[c.i]; {
		case b == '"':
			c.i++
			if plain {
				return c.s[start+1 : c.i-1]
			}
			var out string
			if err := json.Unmarshal([]byte(c.s[start:c.i]), &out); err != nil {
				c.fail("text has a bad escape")
			}
			return out
		case b == '\\':
			plain = false
			c.i++
		case b < 0x20:
			c.fail("text holds a control character")
			return ""
		}
	}
	c.fail("text is not closed")
	return ""
}

// number reads a number; NaN and the infinities are numbers that later checks
// refuse with a better sentence.
func (c *scanner) number() float64 {
	c.space()
	start := c.i
	for c.i < len(c.s) && strings.IndexByte("+-.eE0123456789NaInfity", c.s[c.i]) >= 0 {
		c.i++
	}
	switch lit := c.s[start:c.i]; lit {
	case "NaN":
		return math.NaN()
	case "Infinity":
		return math.Inf(1)
	case "-Infinity":
		return math.Inf(-1)
	default:
		f, err := strconv.ParseFloat(lit, 64)
		if !plainNumber(lit) || err != nil && !math.IsInf(f, 0) {
			c.fail("%q is not a number", lit)
		}
		return f
	}
}

// plainNumber refuses what Go reads as a number and JSON does not.
func plainNumber(lit string) bool {
	lit = strings.TrimPrefix(lit, "-")
	if lit == "" || lit[0] < '0' || lit[0] > '9' || lit[len(lit)-1] == '.' {
		return false
	}
	if lit[0] == '0' && len(lit) > 1 && lit[1] >= '0' && lit[1] <= '9' {
		return false
	}
	dot := strings.IndexByte(lit, '.')
	return dot < 0 || lit[dot+1] >= '0' && lit[dot+1] <= '9'
}

// skip reads any value and returns its type.
func (c *scanner) skip() shape {
	kind := c.next()
	switch kind {
	case shapeObject:
		c.each('{', '}', func() { c.key(); c.skip() })
	case shapeList:
		c.each('[', ']', func() { c.skip() })
	case shapeText:
		c.text()
	case shapeNumber:
		c.number()
	case shapeBool, shapeNull:
		for _, w := range [3]string{"true", "false", "null"} {
			if strings.HasPrefix(c.s[c.i:], w) {
				c.i += len(w)
				return kind
			}
		}
		c.fail("no JSON value")
	default:
		c.fail("no JSON value")
	}
	return kind
}

// end reports text after the value.
func (c *scanner) end() {
	if c.space(); c.err == nil && c.i < len(c.s) {
		c.fail("text follows the JSON")
	}
}
