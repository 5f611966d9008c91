package schema

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

const (
	// maxDepth is far below what would exhaust the stack; glTF itself nests ten
	// levels, the rest is for extras.
	maxDepth = 128
	// maxValues bounds the memory of a parsed document at about 200 MiB.
	maxValues = 1 << 21
)

// Parse reads a JSON text. Texts that are not UTF-8, name a member twice, nest
// deeper than 128 levels or hold more than two million values are faults.
func Parse(text string) (*Value, error) {
	p := &parser{text: text}
	v, err := p.value(0)
	if err == nil {
		if p.space(); p.at < len(p.text) {
			err = p.fault("something after its end")
		}
	}
	if err != nil {
		return nil, err
	}
	return &v, nil
}

type parser struct {
	text   string
	at     int
	values int
}

func (p *parser) fault(format string, args ...any) error {
	line := 1 + strings.Count(p.text[:p.at], "\n")
	return &Fault{"INVALID_JSON", fmt.Sprintf("not a valid glTF document: line %d of its JSON has %s", line, fmt.Sprintf(format, args...))}
}

func (p *parser) space() {
	for p.at < len(p.text) && strings.IndexByte(" \t\r\n", p.text[p.at]) >= 0 {
		p.at++
	}
}

// next skips space and returns the next byte, or 0 at the end.
func (p *parser) next() byte {
	p.space()
	if p.at == len(p.text) {
		return 0
	}
	return p.text[p.at]
}

func (p *parser) value(depth int) (Value, error) {
	if p.values++; p.values > maxValues {
		return Value{}, p.fault("more than %d values", maxValues)
	}
	if depth > maxDepth {
		return Value{}, p.fault("more than %d levels", maxDepth)
	}
	switch c := p.next(); {
	case c == '{':
		return p.object(depth)
	case c == '[':
		return p.array(depth)
	case c == '"':
		s, err := p.str()
		return Value{Kind: String, Text: s}, err
	case c == '-' || c >= '0' && c <= '9':
		return p.number()
	}
	for word, kind := range map[string]Kind{"null": Null, "true": Bool, "false": Bool} {
		if strings.HasPrefix(p.text[p.at:], word) {
			p.at += len(word)
			return Value{Kind: kind, Text: word}, nil
		}
	}
	if p.at == len(p.text) {
		return Value{}, p.fault("an unexpected end")
	}
	return Value{}, p.fault("an unexpected %q", p.text[p.at:p.at+1])
}

func (p *parser) array(depth int) (Value, error) {
	v := Value{Kind: Array}
	start := p.at
	p.at++
	for p.next() != ']' {
		if len(v.Items) > 0 && !p.take(',') {
			return v, p.fault("no comma between the elements of an array")
		}
		e, err := p.value(depth + 1)
		if err != nil {
			return v, err
		}
		v.Items = append(v.Items, e)
	}
	p.at++
	v.Text = p.text[start:p.at]
	return v, nil
}

func (p *parser) object(depth int) (Value, error) {
	v := Value{Kind: Object}
	start := p.at
	p.at++
	var seen map[string]bool
	for p.next() != '}' {
		if len(v.Items) > 0 && !p.take(',') {
			return v, p.fault("no comma between the members of an object")
		}
		if p.next() != '"' {
			return v, p.fault("a member without a name in quotes")
		}
		key, err := p.str()
		if err != nil {
			return v, err
		}
		// Small objects are searched, large ones indexed.
		if len(v.Keys) == 32 {
			seen = make(map[string]bool)
			for _, k := range v.Keys {
				seen[k] = true
			}
		}
		if seen[key] || seen == nil && v.Get(key) != nil {
			return v, p.fault("the name %.40q twice in one object", key)
		}
		if seen != nil {
			seen[key] = true
		}
		if !p.take(':') {
			return v, p.fault("no colon after the name %.40q", key)
		}
		e, err := p.value(depth + 1)
		if err != nil {
			return v, err
		}
		v.Keys, v.Items = append(v.Keys, key), append(v.Items, e)
	}
	p.at++
	v.Text = p.text[start:p.at]
	return v, nil
}

func (p *parser) take(c byte) bool {
	if p.next() != c {
		return false
	}
	p.at++
	return true
}

func (p *parser) str() (string, error) {
	start := p.at
	escaped := false
	for p.at++; p.at < len(p.text) && p.text[p.at] != '"'; p.at++ {
		switch c := p.text[p.at]; {
		case c < ' ':
			return "", p.fault("a control character in a string")
		case c == '\\':
			escaped = true
			p.at++
		}
	}
	if p.at >= len(p.text) {
		p.at = len(p.text)
		return "", p.fault("a string without its end")
	}
	p.at++
	raw := p.text[start:p.at]
	if !utf8.ValidString(raw) {
		return "", p.fault("a string that is not UTF-8")
	}
	if !escaped {
		return raw[1 : len(raw)-1], nil
	}
	var s string
	if json.Unmarshal([]byte(raw), &s) != nil {
		return "", p.fault("a wrong escape in a string")
	}
	return s, nil
}

func (p *parser) number() (Value, error) {
	start := p.at
	for p.at < len(p.text) && strings.IndexByte("+-.eE0123456789", p.text[p.at]) >= 0 {
		p.at++
	}
	text := p.text[start:p.at]
	if !json.Valid([]byte(text)) {
		return Value{}, p.fault("the number %.40q", text)
	}
	return Value{Kind: Number, Text: text}, nil
}

// quote shows a value briefly.
func quote(v *Value) string {
	s := v.Text
	if len(s) > 40 {
		s = strings.ToValidUTF8(s[:40], "") + "…"
	}
	if v.Kind == String {
		return strconv.Quote(s)
	}
	return s
}
