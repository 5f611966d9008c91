package reference

import (
	"encoding/json"
	"errors"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// The original's limits: how deep values may nest before its reader gives up,
// and how many digits an integer may have.
const (
	maxNesting   = 990
	maxIntDigits = 4300
)

// parser reads JSON as the original's reader does: NaN and the infinities are
// numbers, control characters in text and a byte order mark are errors, and
// the last of several equal keys wins.
type parser struct {
	s     string
	i     int
	depth int
}

// parseJSON reads one value and nothing after it.
func parseJSON(s string) (value, *Error) {
	p := parser{s: s}
	p.space()
	v, err := p.value()
	if err != nil {
		return value{}, err
	}
	if p.space(); p.i < len(s) {
		return value{}, p.bad("text follows the JSON value")
	}
	return v, nil
}

func (p *parser) bad(what string) *Error { return fail(BadJSON, "%s at byte %d", what, p.i) }

func (p *parser) space() {
	for p.i < len(p.s) {
		switch p.s[p.i] {
		case ' ', '\t', '\n', '\r':
			p.i++
		default:
			return
		}
	}
}

func (p *parser) peek() byte {
	if p.i < len(p.s) {
		return p.s[p.i]
	}
	return 0
}

// words are the values spelt out.
var words = []struct {
	text string
	v    value
}{
	{"null", value{}},
	{"true", value{kind: kindBool, num: 1}},
	{"false", value{kind: kindBool}},
	{"NaN", value{kind: kindFloat, num: mustFloat("NaN")}},
	{"Infinity", value{kind: kindFloat, num: mustFloat("Inf")}},
	{"-Infinity", value{kind: kindFloat, num: mustFloat("-Inf")}},
}

func mustFloat(s string) float64 {
	f, err := strconv.ParseFloat(s, 64)
	if err != nil && !errors.Is(err, strconv.ErrRange) {
		panic(err)
	}
	return f
}

func (p *parser) value() (value, *Error) {
	switch c := p.peek(); {
	case c == '"':
		s, err := p.text()
		return value{kind: kindString, str: s}, err
	case c == '[':
		return p.nested(p.list)
	case c == '{':
		return p.nested(p.dict)
	case c >= '0' && c <= '9', c == '-' && p.i+1 < len(p.s) && p.s[p.i+1] >= '0' && p.s[p.i+1] <= '9':
		return p.number()
	}
	for i := range words {
		if strings.HasPrefix(p.s[p.i:], words[i].text) {
			p.i += len(words[i].text)
			return words[i].v, nil
		}
	}
	return value{}, p.bad("no JSON value")
}

func (p *parser) nested(read func() (value, *Error)) (value, *Error) {
	if p.depth++; p.depth > maxNesting {
		return value{}, fail(TooNested, "the JSON nests deeper than %d levels", maxNesting)
	}
	p.i++
	v, err := read()
	p.depth--
	return v, err
}

func (p *parser) list() (value, *Error) {
	v := value{kind: kindList}
	if p.space(); p.peek() == ']' {
		p.i++
		return v, nil
	}
	for {
		item, err := p.value()
		if err != nil {
			return v, err
		}
		v.items = append(v.items, item)
		p.space()
		switch p.peek() {
		case ',':
			p.i++
			p.space()
		case ']':
			p.i++
			return v, nil
		default:
			return v, p.bad("a list needs a comma or a closing bracket")
		}
	}
}

func (p *parser) dict() (value, *Error) {
	v := value{kind: kindDict}
	if p.space(); p.peek() == '}' {
		p.i++
		return v, nil
	}
	for {
		if p.peek() != '"' {
			return v, p.bad("an object needs a key in double quotes")
		}
		key, err := p.text()
		if err != nil {
			return v, err
		}
		if p.space(); p.peek() != ':' {
			return v, p.bad("a key needs a colon")
		}
		p.i++
		p.space()
		item, err := p.value()
		if err != nil {
			return v, err
		}
		v.set(key, item)
		p.space()
		switch p.peek() {
		case ',':
			p.i++
			p.space()
		case '}':
			p.i++
			return v, nil
		default:
			return v, p.bad("an object needs a comma or a closing brace")
		}
	}
}

func (p *parser) number() (value, *Error) {
	start := p.i
	digits := func() int {
		from := p.i
		for c := p.peek(); c >= '0' && c <= '9'; c = p.peek() {
			p.i++
		}
		return p.i - from
	}
	if p.peek() == '-' {
		p.i++
	}
	whole := 1
	if p.peek() == '0' {
		p.i++
	} else {
		whole = digits()
	}
	v := value{kind: kindInt}
	if mark := p.i; p.peek() == '.' {
		p.i++
		if digits() == 0 {
			p.i = mark
		} else {
			v.kind = kindFloat
		}
	}
	if mark := p.i; p.peek() == 'e' || p.peek() == 'E' {
		p.i++
		if c := p.peek(); c == '+' || c == '-' {
			p.i++
		}
		if digits() == 0 {
			p.i = mark
		} else {
			v.kind = kindFloat
		}
	}
	if v.kind == kindInt && whole > maxIntDigits {
		return v, fail(TooManyDigits, "an integer has more than %d digits", maxIntDigits)
	}
	// Out of range gives ±Inf, as in the original.
	v.num, _ = strconv.ParseFloat(p.s[start:p.i], 64)
	return v, nil
}

func (p *parser) text() (string, *Error) {
	p.i++
	start := p.i
	for p.i < len(p.s) && p.s[p.i] != '"' && p.s[p.i] != '\\' && p.s[p.i] >= 0x20 {
		p.i++
	}
	if p.peek() == '"' {
		p.i++
		return p.s[start : p.i-1], nil
	}
	b := []byte(p.s[start:p.i])
	for p.i < len(p.s) {
		c := p.s[p.i]
		switch {
		case c == '"':
			p.i++
			return string(b), nil
		case c < 0x20:
			return "", p.bad("a control character stands in text")
		case c != '\\':
			b = append(b, c)
			p.i++
		default:
			var err *Error
			if b, err = p.escape(b); err != nil {
				return "", err
			}
		}
	}
	return "", p.bad("text is not closed")
}

func (p *parser) escape(b []byte) ([]byte, *Error) {
	p.i++
	c := p.peek()
	if i := strings.IndexByte(`"\/bfnrt`, c); i >= 0 && p.i < len(p.s) {
		p.i++
		return append(b, "\"\\/\b\f\n\r\t"[i]), nil
	}
	if c != 'u' {
		return b, p.bad("unknown escape in text")
	}
	r, ok := p.hex4(p.i + 1)
	if !ok {
		return b, p.bad("a \\u escape needs four hexadecimal digits")
	}
	p.i += 5
	if utf16.IsSurrogate(r) && strings.HasPrefix(p.s[p.i:], `\u`) {
		if low, ok := p.hex4(p.i + 2); ok {
			if full := utf16.DecodeRune(r, low); full != utf8.RuneError {
				p.i += 6
				return utf8.AppendRune(b, full), nil
			}
		}
	}
	if utf16.IsSurrogate(r) {
		// A lone half stays itself, so that different ids stay different.
		return append(b, 0xE0|byte(r>>12), 0x80|byte(r>>6)&0xBF, 0x80|byte(r)&0xBF), nil
	}
	return utf8.AppendRune(b, r), nil
}

func (p *parser) hex4(at int) (rune, bool) {
	if at+4 > len(p.s) {
		return 0, false
	}
	n, err := strconv.ParseUint(p.s[at:at+4], 16, 16)
	return rune(n), err == nil
}

// appendText writes s as a JSON string.
func appendText(b []byte, s string) []byte {
	q, err := json.Marshal(s)
	if err != nil {
		return append(b, `""`...)
	}
	return append(b, q...)
}

func containsText(s, part string) bool { return strings.Contains(s, part) }
