package conformance

import (
	"fmt"
	"reflect"
	"strings"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// Difference says in one line where b first differs from a, or nothing where they
// are alike. NaN is like NaN: that a value is not finite is another matter.
func Difference(a, b any) string {
	var d difference
	cmp.Equal(a, b, cmpopts.EquateNaNs(), cmp.Reporter(&d))
	return d.text
}

// difference reports the first difference that cmp finds.
type difference struct {
	path cmp.Path
	text string
}

func (d *difference) PushStep(s cmp.PathStep) { d.path = append(d.path, s) }

func (d *difference) PopStep() { d.path = d.path[:len(d.path)-1] }

func (d *difference) Report(r cmp.Result) {
	if r.Equal() || d.text != "" {
		return
	}
	was, is := d.path.Last().Values()
	d.text = fmt.Sprintf("%s is %s, then %s", d.place(), shown(was), shown(is))
}

// place names the value: "Objects[2] of part 0".
func (d *difference) place() string {
	name, part := "", ""
	for i, s := range d.path[1:] {
		switch s := s.(type) {
		case cmp.StructField:
			name += "." + s.Name()
		case cmp.SliceIndex:
			n, other := s.SplitKeys()
			n = max(n, other) // one of them is -1 where an element is missing
			if i == 0 {
				part = fmt.Sprintf("part %d", n)
			} else {
				name += fmt.Sprintf("[%d]", n)
			}
		}
	}
	name = strings.TrimPrefix(name, ".")
	switch {
	case name == "" && part == "":
		return "it"
	case name == "":
		return part
	case part == "":
		return name
	}
	return name + " of " + part
}

func shown(v reflect.Value) string {
	const most = 100
	if !v.IsValid() {
		return "missing"
	}
	text := fmt.Sprintf("%+v", v)
	if v.Kind() == reflect.String {
		text = fmt.Sprintf("%q", text)
	}
	if r := []rune(text); len(r) > most {
		return string(r[:most]) + "…"
	}
	return text
}
