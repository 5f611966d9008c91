package semantics

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
	"github.com/metaspatial/metaspatial/scenes/near"
)

// Bounds on a file of overrides, so that none exhausts the YAML parser.
const (
	mostBytes   = 4 << 20
	mostNesting = 12
	mostList    = 64
)

// value is a scalar or a list of them, by its key's kind.
type value struct {
	number  float64
	text    string
	flag    bool
	numbers []float64
	texts   []string
}

// ParseOverrides reads overrides in YAML. Errors are one sentence with the
// file's name and the line; unknown keys are errors that name the nearest
// known one. Aliases are refused, since they can grow a small file beyond all
// bounds.
func ParseOverrides(name string, data []byte) (*Overrides, error) {
	o := &Overrides{Name: name, text: string(data), where: make(origins)}
	root, err := document(name, data)
	if err != nil || root == nil {
		return o, err
	}
	for _, e := range root.Values {
		key := e.Key.GetToken().Value
		at := func(err error) error {
			return fmt.Errorf("%s:%d: %s %w", name, e.Key.GetToken().Position.Line, key, err)
		}
		if !slices.Contains(packKeys, key) {
			return nil, unknownKey(name, e, "", packKeys)
		}
		if key == "assets" {
			if err := o.assets(e); err != nil {
				return nil, err
			}
			continue
		}
		v, err := read(e.Value, kinds[key])
		if err == nil {
			err = o.say(key, v)
		}
		if err != nil {
			return nil, at(err)
		}
		o.where[key] = name
	}
	return o, nil
}

// assets reads what is said of each asset.
func (o *Overrides) assets(list *ast.MappingValueNode) error {
	entries, ok := mapping(list.Value)
	if !ok {
		return fmt.Errorf("%s:%d: assets must hold a name per asset, and below each what is said of it", o.Name, list.Key.GetToken().Position.Line)
	}
	o.Assets = make(map[string]Override, len(entries))
	for _, e := range entries {
		asset := e.Key.GetToken().Value
		said, ok := mapping(e.Value)
		if !ok {
			return fmt.Errorf("%s:%d: %q must hold keys with values, such as front: +X", o.Name, e.Key.GetToken().Position.Line, asset)
		}
		a := Override{where: make(origins)}
		for _, s := range said {
			key := s.Key.GetToken().Value
			if !slices.Contains(assetKeys, key) {
				return unknownKey(o.Name, s, asset, assetKeys)
			}
			v, err := read(s.Value, kinds[key])
			if err == nil {
				err = a.say(key, v)
			}
			if err != nil {
				return fmt.Errorf("%s:%d: %s of %q %w", o.Name, s.Key.GetToken().Position.Line, key, asset, err)
			}
			a.where[key] = o.Name
		}
		o.Assets[asset] = a
	}
	return nil
}

// document parses the text into its one mapping, or nil where it says nothing.
func document(name string, data []byte) (*ast.MappingNode, error) {
	if len(data) > mostBytes {
		return nil, fmt.Errorf("%s: is larger than %d MiB, which no file of overrides is", name, mostBytes>>20)
	}
	if !utf8.Valid(data) {
		return nil, fmt.Errorf("%s: is not UTF-8 text; save it as UTF-8", name)
	}
	if at := tooDeep(data); at > 0 {
		return nil, fmt.Errorf("%s:%d: is nested deeper than any overrides are", name, at)
	}
	file, err := parser.ParseBytes(data, 0)
	if err != nil {
		var ye yaml.Error
		if errors.As(err, &ye) && ye.GetToken() != nil {
			return nil, fmt.Errorf("%s:%d: is not YAML: %s", name, ye.GetToken().Position.Line, strings.ReplaceAll(ye.GetMessage(), "\n", " "))
		}
		return nil, fmt.Errorf("%s: is not YAML: %s", name, strings.SplitN(err.Error(), "\n", 2)[0])
	}
	var root *ast.MappingNode
	for _, d := range file.Docs {
		switch body := d.Body.(type) {
		case nil, *ast.NullNode, *ast.CommentGroupNode:
			continue
		case *ast.MappingNode:
			if root != nil {
				return nil, fmt.Errorf("%s:%d: a second document begins; put all in one", name, body.GetToken().Position.Line)
			}
			root = body
		default:
			return nil, fmt.Errorf("%s:%d: holds no overrides; write keys with their values, such as scale: 0.7", name, body.GetToken().Position.Line)
		}
	}
	return root, nil
}

// tooDeep returns the line at which the text nests too deeply, or 0.
func tooDeep(data []byte) int {
	flow := 0
	for i, l := range strings.Split(string(data), "\n") {
		text := strings.TrimLeft(l, " \t")
		marks := 0
		for _, r := range text {
			if r != '-' && r != '?' && r != ':' && r != ' ' && r != '\t' {
				break
			}
			if r != ' ' && r != '\t' {
				marks++
			}
		}
		flow += strings.Count(l, "[") + strings.Count(l, "{")
		if flow > mostNesting+strings.Count(l, "]")+strings.Count(l, "}") || marks > mostNesting && !strings.HasPrefix(text, "---") || len(l)-len(text) > 200 {
			return i + 1
		}
		flow = max(flow-strings.Count(l, "]")-strings.Count(l, "}"), 0)
	}
	return 0
}

// mapping returns the entries of a mapping; nothing at all is an empty one.
func mapping(n ast.Node) ([]*ast.MappingValueNode, bool) {
	switch n := n.(type) {
	case nil, *ast.NullNode:
		return nil, true
	case *ast.MappingNode:
		return n.Values, true
	case *ast.MappingValueNode:
		return []*ast.MappingValueNode{n}, true
	}
	return nil, false
}

func unknownKey(name string, e *ast.MappingValueNode, asset string, keys []string) error {
	key, where := e.Key.GetToken().Value, ""
	if asset != "" {
		where = fmt.Sprintf(" of %q", asset)
	}
	say := fmt.Sprintf("%s:%d: unknown key %q%s", name, e.Key.GetToken().Position.Line, key, where)
	if meant := near.Nearest(key, keys); meant != "" {
		return fmt.Errorf("%s; did you mean %q?", say, meant)
	}
	return fmt.Errorf("%s; the keys are %s", say, strings.Join(keys, ", "))
}

// read takes a value of the given kind.
func read(n ast.Node, kind kindOfValue) (v value, err error) {
	switch kind {
	case numberValue:
		v.number, err = number(n)
	case boolValue:
		b, ok := n.(*ast.BoolNode)
		if !ok {
			return v, errors.New("must be true or false")
		}
		v.flag = b.Value
	case numbersValue, textsValue:
		list, ok := n.(*ast.SequenceNode)
		if !ok {
			return v, errors.New("must be a list, such as [a, b]")
		}
		if len(list.Values) > mostList {
			return v, fmt.Errorf("has %d entries; no more than %d make sense", len(list.Values), mostList)
		}
		for _, e := range list.Values {
			if kind == textsValue {
				s, err := text(e)
				if err != nil {
					return v, err
				}
				v.texts = append(v.texts, s)
				continue
			}
			x, err := number(e)
			if err == nil && x < 0 {
				err = fmt.Errorf("holds %v; lengths are not negative", x)
			}
			if err != nil {
				return v, err
			}
			v.numbers = append(v.numbers, x)
		}
	default:
		v.text, err = text(n)
	}
	return v, err
}

func number(n ast.Node) (float64, error) {
	var x float64
	switch n.(type) {
	case *ast.IntegerNode, *ast.FloatNode:
		if err := yaml.NodeToValue(n, &x); err != nil || math.IsNaN(x) || math.IsInf(x, 0) {
			return 0, errors.New("must be a finite number")
		}
		return x, nil
	}
	return 0, errors.New("must be a number")
}

// text takes a scalar as it is written, so that 001 and no are names too.
func text(n ast.Node) (string, error) {
	switch n := n.(type) {
	case *ast.LiteralNode:
		return strings.TrimSpace(n.Value.Value), nil
	case *ast.StringNode:
		return strings.TrimSpace(n.Value), nil
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode:
		return n.GetToken().Value, nil
	}
	return "", errors.New("must be text")
}
