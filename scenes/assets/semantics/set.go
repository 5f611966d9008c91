package semantics

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/goccy/go-yaml/ast"
)

// Set says one thing more and returns the text of the file, with its comments
// and order kept. An empty asset speaks of the pack; an empty value takes the
// key back. Text is written as it is meant, whatever YAML would make of it;
// numbers, flags and lists are written as in YAML: 0.7, true, [0.5, 0.5, 0.9].
// On an error, which names the key, nothing has changed.
func (o *Overrides) Set(asset, key, value string) ([]byte, error) {
	keys := packKeys[:len(packKeys)-1]
	if asset != "" {
		keys = assetKeys
	}
	if !slices.Contains(keys, key) {
		return nil, fmt.Errorf("there is no key %q to set; the keys are %s", key, strings.Join(keys, ", "))
	}
	if strings.ContainsAny(value, "\n\r") || strings.ContainsAny(asset, "\n\r") {
		return nil, fmt.Errorf("%s: names and values stand on one line", key)
	}
	if kinds[key] == textValue && value != "" {
		value = scalar(value)
	}
	e := &editor{lines: splitLines(o.text)}
	root, err := document(o.Name, []byte(o.text))
	if err != nil {
		return nil, err
	}
	if asset == "" {
		e.put(root, nil, 0, key, value)
	} else if err := e.putAsset(root, asset, key, value); err != nil {
		return nil, err
	}
	text := strings.Join(e.lines, "\n")
	if text != "" && !strings.HasSuffix(text, "\n") {
		text += "\n"
	}
	again, err := ParseOverrides(o.Name, []byte(text))
	if err != nil {
		return nil, fmt.Errorf("cannot set %s: %w", key, err)
	}
	*o = *again
	return []byte(text), nil
}

// plain matches text that needs no quotes anywhere in YAML.
var plain = regexp.MustCompile(`^(-[XYZ]|[A-Za-z+][A-Za-z0-9_./-]*( [A-Za-z0-9_./-]+)*)$`)

// reserved are words that YAML takes for something else than text.
var reserved = regexp.MustCompile(`(?i)^(true|false|null|yes|no|on|off|y|n|\.nan|\.inf)$`)

// scalar writes a text as a YAML scalar.
func scalar(s string) string {
	if plain.MatchString(s) && !reserved.MatchString(s) {
		return s
	}
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(s); err != nil {
		return `""`
	}
	return strings.TrimSpace(buf.String())
}

// editor changes a YAML text line by line.
type editor struct{ lines []string }

func splitLines(text string) []string {
	text = strings.TrimSuffix(strings.ReplaceAll(text, "\r\n", "\n"), "\n")
	if text == "" {
		return nil
	}
	return strings.Split(text, "\n")
}

// putAsset sets a key of an asset, making room for both where there is none.
func (e *editor) putAsset(root *ast.MappingNode, asset, key, value string) error {
	var list *ast.MappingValueNode
	if root != nil {
		list = find(root.Values, "assets")
	}
	if list == nil {
		if value == "" {
			return nil
		}
		if root != nil && root.IsFlowStyle {
			return errors.New("the file is written in braces; write one key per line first")
		}
		e.lines = append(e.lines, "assets:", "  "+scalar(asset)+":", "    "+key+": "+value)
		return nil
	}
	entries, _ := mapping(list.Value)
	if inBraces(list.Value) && len(entries) > 0 {
		return errors.New("assets are written in braces; write one name per line first")
	}
	entry := find(entries, asset)
	if entry == nil {
		if value == "" {
			return nil
		}
		indent := column(list) + 2
		at := line(list) // the line after that of "assets:"
		if len(entries) > 0 {
			indent = column(entries[0])
			at = e.end(line(entries[len(entries)-1]), indent)
		} else {
			e.lines[at-1] = strings.Repeat(" ", column(list)) + "assets:" + comment(e.lines[at-1])
		}
		pad := strings.Repeat(" ", indent)
		e.lines = slices.Insert(e.lines, at, pad+scalar(asset)+":", pad+"  "+key+": "+value)
		return nil
	}
	said, _ := mapping(entry.Value)
	if inBraces(entry.Value) || len(said) == 0 {
		e.unfold(entry, said)
		// The lines have moved, so that the text is read again.
		root, err := document("", []byte(strings.Join(e.lines, "\n")))
		if err != nil {
			return err
		}
		entries, _ = mapping(find(root.Values, "assets").Value)
		entry = find(entries, asset)
		said, _ = mapping(entry.Value)
	}
	if value == "" && len(said) == 1 && find(said, key) != nil {
		e.cut(line(entry)-1, e.end(line(entry), column(entry)))
		if len(entries) == 1 {
			e.cut(line(list)-1, line(list))
		}
		return nil
	}
	e.put(nil, entry, column(entry)+2, key, value)
	return nil
}

// put sets a key of the root or, where that is nil, of an entry.
func (e *editor) put(root *ast.MappingNode, entry *ast.MappingValueNode, indent int, key, value string) {
	var said []*ast.MappingValueNode
	at := 0 // where a new key goes
	switch {
	case entry != nil:
		said, _ = mapping(entry.Value)
		at = line(entry)
	case root != nil:
		said = root.Values
		at = max(line(said[0])-1, 0)
	default:
		at = len(e.lines)
	}
	if len(said) > 0 {
		indent = column(said[0])
	}
	if old := find(said, key); old != nil {
		from, to := line(old)-1, e.end(line(old), column(old))
		note := ""
		if to == from+1 {
			note = comment(e.lines[from])
		}
		e.cut(from, to)
		if value != "" {
			e.lines = slices.Insert(e.lines, from, strings.Repeat(" ", indent)+key+": "+value+note)
		}
		return
	}
	if value == "" {
		return
	}
	if entry != nil && len(said) > 0 {
		at = e.end(line(said[len(said)-1]), indent)
	}
	e.lines = slices.Insert(e.lines, at, strings.Repeat(" ", indent)+key+": "+value)
}

// unfold writes an entry in braces as one key a line.
func (e *editor) unfold(entry *ast.MappingValueNode, said []*ast.MappingValueNode) {
	from, pad := line(entry)-1, strings.Repeat(" ", column(entry))
	var out []string
	for _, s := range said {
		out = append(out, pad+"  "+s.Key.GetToken().Value+": "+strings.TrimSpace(s.Value.String()))
	}
	head := pad + scalar(entry.Key.GetToken().Value) + ":"
	if len(said) == 0 {
		head += comment(e.lines[from])
	}
	e.cut(from, e.end(line(entry), column(entry)))
	e.lines = slices.Insert(e.lines, from, append([]string{head}, out...)...)
}

// end returns the index after the last line that belongs to a key which stands
// on the given line, counted from 1, at the given column: comments and blank
// lines that follow belong to what comes next.
func (e *editor) end(from, indent int) int {
	last := from
	for i := from; i < len(e.lines); i++ {
		text := strings.TrimLeft(e.lines[i], " \t")
		if text == "" || strings.HasPrefix(text, "#") {
			continue
		}
		in := len(e.lines[i]) - len(text)
		// A list may stand below its key without being indented.
		if in < indent || in == indent && !strings.HasPrefix(text, "- ") && !strings.HasPrefix(text, "]") && !strings.HasPrefix(text, "}") {
			break
		}
		last = i + 1
	}
	return last
}

func (e *editor) cut(from, to int) { e.lines = slices.Delete(e.lines, from, to) }

// comment returns the comment at the end of a line with the space before it.
func comment(l string) string {
	quote := rune(0)
	for i, r := range l {
		switch {
		case quote != 0:
			if r == quote {
				quote = 0
			}
		case r == '"' || r == '\'':
			quote = r
		case r == '#' && i > 0 && (l[i-1] == ' ' || l[i-1] == '\t'):
			return " " + l[i:]
		}
	}
	return ""
}

func find(entries []*ast.MappingValueNode, key string) *ast.MappingValueNode {
	for _, e := range entries {
		if e.Key.GetToken().Value == key {
			return e
		}
	}
	return nil
}

func inBraces(n ast.Node) bool {
	m, ok := n.(*ast.MappingNode)
	return ok && m.IsFlowStyle
}

// line counts from 1, column from 0.
func line(e *ast.MappingValueNode) int   { return e.Key.GetToken().Position.Line }
func column(e *ast.MappingValueNode) int { return e.Key.GetToken().Position.Column - 1 }
