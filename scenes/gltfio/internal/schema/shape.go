package schema

import (
	_ "embed" // the shape of glTF
	"fmt"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

//go:embed schema.txt
var source string

// shape is what schema.txt says of one object.
type shape struct {
	properties map[string]*property
	required   []string
	// oneOf names two properties of which exactly one must be there.
	oneOf []string
}

// property is what may stand under a name.
type property struct {
	required bool
	typ      string
	list     bool
	length   int
	mapped   bool
	unique   bool
	low      float64
	high     float64
	openLow  bool
	openHigh bool
	multiple int
	in       []string
	match    *regexp.Regexp
	needs    string
	without  []string
}

// objects are the shapes by name, and extensions by name and what they stand on.
var objects, extensions = mustLoad(source)

// extensionPlace is an extension on an object; on "any", every object.
type extensionPlace struct{ name, on string }

func mustLoad(text string) (map[string]*shape, map[extensionPlace]*shape) {
	objects, extensions := make(map[string]*shape), make(map[extensionPlace]*shape)
	var at *shape
	for i, line := range strings.Split(text, "\n") {
		words := strings.Fields(line)
		switch {
		case len(words) == 0 || words[0] == "#":
		case words[0] == "object":
			at = &shape{properties: make(map[string]*property)}
			objects[words[1]] = at
		case words[0] == "extension":
			at = &shape{properties: make(map[string]*property)}
			extensions[extensionPlace{words[1], words[3]}] = at
		case words[0] == "one:":
			at.oneOf = words[1:]
		default:
			p, err := readProperty(words[1], words[2:])
			if err != nil {
				panic(fmt.Sprintf("schema.txt:%d: %v", i+1, err))
			}
			name, required := strings.CutSuffix(words[0], "!")
			at.properties[name] = p
			if p.required = required; required {
				at.required = append(at.required, name)
			}
		}
	}
	return objects, extensions
}

func readProperty(typ string, rules []string) (*property, error) {
	p := &property{low: math.Inf(-1), high: math.Inf(1)}
	if strings.HasPrefix(typ, "[") {
		end := strings.LastIndexByte(typ, ']')
		p.list = true
		if n := typ[end+1:]; n != "" {
			var err error
			if p.length, err = strconv.Atoi(n); err != nil {
				return nil, err
			}
		}
		typ = typ[1:end]
	}
	if strings.HasPrefix(typ, "{") {
		p.mapped = true
		typ = strings.Trim(typ, "{}")
	}
	p.typ = typ
	for _, r := range rules {
		var err error
		number := func(s string) (f float64) {
			f, err = strconv.ParseFloat(s, 64)
			return f
		}
		head, rest, _ := strings.Cut(r, ":")
		switch {
		case head == "in":
			p.in = strings.Split(rest, ",")
		case head == "match":
			p.match, err = regexp.Compile(rest)
		case head == "without":
			p.without = strings.Split(rest, ",")
		case head == "needs":
			p.needs = rest
		case r == "unique":
			p.unique = true
		case strings.HasPrefix(r, ">="):
			p.low = number(r[2:])
		case strings.HasPrefix(r, ">"):
			p.low, p.openLow = number(r[1:]), true
		case strings.HasPrefix(r, "<="):
			p.high = number(r[2:])
		case strings.HasPrefix(r, "<"):
			p.high, p.openHigh = number(r[1:]), true
		case strings.HasPrefix(r, "%"):
			p.multiple = int(number(r[1:]))
		default:
			err = fmt.Errorf("unknown rule %q", r)
		}
		if err != nil {
			return nil, err
		}
	}
	return p, nil
}

// stands tells whether schema.txt knows an extension at all.
func stands(name string) bool {
	_, ok := places[name]
	return ok
}

// places lists what each extension stands on.
var places = func() map[string][]string {
	out := make(map[string][]string)
	for p := range extensions {
		out[p.name] = append(out[p.name], p.on)
	}
	for _, on := range out {
		slices.Sort(on)
	}
	return out
}()
