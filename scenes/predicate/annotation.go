package predicate

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/metaspatial/metaspatial/scenes"
)

// ParseObjectRelation reads one entry of SceneEval's OORel column,
// "eq,1,near,0,armchair,floor_lamp": comparison, count, word, the index of the
// anchor among the objects that follow, objects. Objects numbered
// "dining_chair:0,dining_chair:1" make one group of several subjects.
func ParseObjectRelation(entry string) (scenes.Spec, error) {
	f := fields(entry)
	if len(f) < 6 {
		return scenes.Spec{}, fmt.Errorf("relation %q: has %d fields; want comparison,count,word,anchor index,object,object…", entry, len(f))
	}
	spec, err := counted(entry, f)
	if err != nil {
		return spec, err
	}
	at, err := strconv.Atoi(f[3])
	if err != nil || at < 0 || at >= len(f)-4 {
		return spec, fmt.Errorf("relation %q: the anchor index is %q; use 0 to %d", entry, f[3], len(f)-5)
	}
	var subjects []string
	for i, o := range f[4:] {
		name, _, _ := strings.Cut(o, ":")
		if i == at {
			spec.Anchors = []string{name}
			continue
		}
		subjects = append(subjects, name)
	}
	spec.Subject = tally(subjects)
	p, ok := ByWord(f[2], Object)
	if !ok {
		return spec, fmt.Errorf("relation %q: no predicate goes by the word %q", entry, f[2])
	}
	spec.Predicate = p.Name
	if p.Subjects == 1 {
		// SceneEval looks only at the first of several.
		spec.Subject = subjects[0]
	}
	return spec, nil
}

// ParseArchitectureRelation reads one entry of SceneEval's OARel column,
// "eq,1,corner,bed,room": comparison, count, word, object, architecture. A name
// that is no architecture, such as "bedroom", means the room.
func ParseArchitectureRelation(entry string) (scenes.Spec, error) {
	f := fields(entry)
	if len(f) < 5 {
		return scenes.Spec{}, fmt.Errorf("relation %q: has %d fields; want comparison,count,word,object,architecture", entry, len(f))
	}
	spec, err := counted(entry, f)
	if err != nil {
		return spec, err
	}
	spec.Subject, _, _ = strings.Cut(f[3], ":")
	kind, anchor := Room, RoomName
	switch f[4] {
	case WallName:
		kind, anchor = Wall, WallName
	case DoorName:
		kind, anchor = Door, DoorName
	case WindowName:
		kind, anchor = Window, WindowName
	case CeilingName:
		kind, anchor = Ceiling, CeilingName
	case FloorName:
		kind, anchor = Floor, FloorName
	}
	spec.Anchors = []string{anchor}
	p, ok := ByWord(f[2], kind)
	if !ok {
		return spec, fmt.Errorf("relation %q: no predicate goes by the word %q with a %s", entry, f[2], anchor)
	}
	spec.Predicate = p.Name
	return spec, nil
}

// ParseCount reads one entry of SceneEval's ObjCount column, "eq,2,nightstand".
func ParseCount(entry string) (scenes.Spec, error) {
	f := fields(entry)
	if len(f) != 3 {
		return scenes.Spec{}, fmt.Errorf("count %q: has %d fields; want comparison,count,object", entry, len(f))
	}
	spec, err := counted(entry, f)
	spec.Predicate, spec.Subject = "count", f[2]
	return spec, err
}

func fields(entry string) []string {
	f := strings.Split(entry, ",")
	for i := range f {
		f[i] = strings.TrimSpace(f[i])
	}
	return f
}

func counted(entry string, f []string) (scenes.Spec, error) {
	spec := scenes.Spec{Compare: scenes.Comparison(f[0]), Text: strings.TrimSpace(entry)}
	n, err := strconv.Atoi(f[1])
	if err != nil || n < 0 {
		return spec, fmt.Errorf("entry %q: the count is %q; counts are whole numbers, 0 or more", entry, f[1])
	}
	spec.Count = n
	if !slices.Contains(scenes.Comparisons, spec.Compare) {
		return spec, fmt.Errorf("entry %q: the comparison is %q; use one of %v", entry, f[0], scenes.Comparisons)
	}
	return spec, nil
}

// tally writes a group of subjects: "dining_chair*3".
func tally(names []string) string {
	var out []string
	for i, n := range names {
		if slices.Contains(names[:i], n) {
			continue
		}
		k := 0
		for _, m := range names {
			if m == n {
				k++
			}
		}
		if k > 1 {
			n = fmt.Sprintf("%s*%d", n, k)
		}
		out = append(out, n)
	}
	return strings.Join(out, "+")
}

// ByWord returns the predicate of SceneEval that a word of its annotations
// means with an anchor of the given kind. SceneEval leaves this choice to a
// language model; here it is the first row of the table that has the word and
// takes the kind.
func ByWord(word string, kind Kind) (*Predicate, bool) {
	word = strings.ReplaceAll(strings.ToLower(strings.TrimSpace(word)), " ", "_")
	// "under a window" is beside it: SceneEval has only distances to openings.
	if kind&Openings != 0 && slices.Contains([]string{"under", "beneath", "below", "front", "in_front"}, word) {
		return ByName("next_to")
	}
	if kind&Wall != 0 && word == "hang" {
		return ByName("on_wall")
	}
	if kind&Wall != 0 && word == "against" {
		return ByName("against_wall")
	}
	for i := range table {
		if p := &table[i]; p.SceneEval && p.Kinds&kind != 0 && slices.Contains(p.Words, word) {
			return p, true
		}
	}
	return nil, false
}
