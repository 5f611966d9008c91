package scenestate

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/predicate"
)

// Annotation is what SceneEval asks of one described scene.
type Annotation struct {
	ID          string `json:"id"`
	Description string `json:"description"`
	// Difficulty is easy, medium or hard; Scope single_room or multi_room.
	Difficulty string `json:"difficulty,omitempty"`
	Scope      string `json:"scope,omitempty"`
	// Specs are, in this order, the counts, the relations between objects and
	// those between objects and architecture. The text of each is its entry.
	//
	// In "eq,1,near,0,bed,fridge" the number after the word is the index of the
	// anchor among the objects that follow: the bed. The others are the subject:
	// one fridge is to be near the bed. "chair:0,chair:1" are two subjects of one
	// group, "chair*2".
	Specs []scenes.Spec `json:"specs"`
	// Attributes are what objects are to look like. No geometry decides them.
	Attributes []Attribute `json:"attributes,omitempty"`
	// Unknown are the entries that have no predicate or cannot be read, with the
	// reason.
	Unknown []string `json:"unknown,omitempty"`
}

// Attribute asks for a number of objects of a kind with a property: "eq,2,
// armchair,blue".
type Attribute struct {
	Compare scenes.Comparison `json:"compare"`
	Count   int               `json:"count"`
	Subject string            `json:"subject"`
	Value   string            `json:"value"`
	Text    string            `json:"text"`
}

// The columns of the annotations' table.
const (
	colID, colDescription, colCount, colAttr = "ID", "Description", "ObjCount", "ObjAttr"
	colObject, colArch                       = "OORel", "OARel"
	colDifficulty, colScope                  = "Difficulty", "SceneScope"
)

// ReadAnnotations reads SceneEval's annotations, a table of comma-separated
// values whose first line names the columns ID, Description, ObjCount, ObjAttr,
// OORel and OARel and may name Difficulty and SceneScope. Entries of a column
// are separated by semicolons. Entries that are not understood are named in the
// row's Unknown.
func ReadAnnotations(r io.Reader) ([]Annotation, error) {
	table := csv.NewReader(r)
	head, err := table.Read()
	if err != nil {
		return nil, fmt.Errorf("annotations: no line that names the columns: %w", err)
	}
	at := map[string]int{}
	for i, name := range head {
		at[strings.TrimSpace(strings.TrimPrefix(name, "\ufeff"))] = i
	}
	for _, name := range []string{colID, colDescription, colCount, colAttr, colObject, colArch} {
		if _, ok := at[name]; !ok {
			return nil, fmt.Errorf("annotations: no column %q; are these SceneEval's?", name)
		}
	}
	var out []Annotation
	for {
		row, err := table.Read()
		if errors.Is(err, io.EOF) {
			return out, nil
		}
		if err != nil {
			return nil, fmt.Errorf("annotations: %w", err)
		}
		cell := func(name string) string {
			if i, ok := at[name]; ok {
				return strings.TrimSpace(row[i])
			}
			return ""
		}
		a := Annotation{ID: cell(colID), Description: cell(colDescription), Difficulty: cell(colDifficulty), Scope: cell(colScope)}
		a.specs(cell(colCount), predicate.ParseCount)
		a.specs(cell(colObject), predicate.ParseObjectRelation)
		a.specs(cell(colArch), predicate.ParseArchitectureRelation)
		a.attributes(cell(colAttr))
		out = append(out, a)
	}
}

// entries are the parts of a cell.
func entries(cell string) []string {
	var out []string
	for _, e := range strings.Split(cell, ";") {
		if e = strings.TrimSpace(e); e != "" {
			out = append(out, e)
		}
	}
	return out
}

func (a *Annotation) specs(cell string, parse func(string) (scenes.Spec, error)) {
	for _, e := range entries(cell) {
		s, err := parse(e)
		if err != nil {
			a.Unknown = append(a.Unknown, err.Error())
			continue
		}
		a.Specs = append(a.Specs, s)
	}
}

func (a *Annotation) attributes(cell string) {
	for _, e := range entries(cell) {
		f := strings.Split(e, ",")
		for i := range f {
			f[i] = strings.TrimSpace(f[i])
		}
		if len(f) != 4 {
			a.Unknown = append(a.Unknown, fmt.Sprintf("attribute %q: has %d fields; want comparison,count,object,attribute", e, len(f)))
			continue
		}
		n, err := strconv.Atoi(f[1])
		c := scenes.Comparison(f[0])
		if err != nil || n < 0 || !known(c) {
			a.Unknown = append(a.Unknown, fmt.Sprintf("attribute %q: begins with %q and %q; want one of %v and a whole number", e, f[0], f[1], scenes.Comparisons))
			continue
		}
		a.Attributes = append(a.Attributes, Attribute{c, n, f[2], f[3], e})
	}
}

func known(c scenes.Comparison) bool {
	for _, k := range scenes.Comparisons {
		if k == c {
			return true
		}
	}
	return false
}
