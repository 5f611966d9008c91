// Package verdict is what a judge of rendered rooms says, and the record of it:
// the five aspects that MetaSpatial's judge grades (arXiv 2503.18470, section
// 3.2), the strict reading of an answer, and the file, one JSON object a line,
// that keeps what was asked and answered, so that it can be read again without
// asking again.
package verdict

// Count is the number of aspects.
const Count = 5

// Best is the highest grade; the lowest is 1.
const Best = 10

// Aspect is one thing that the judge grades.
type Aspect struct {
	// Key is a word for it, as the offline critic has it.
	Key string
	// Field is its name in the judge's JSON, as MetaSpatial's public code has it.
	Field string
	// Name is its name for people.
	Name string
}

// Aspects lists the five in the order of the grades.
var Aspects = [Count]Aspect{
	{"realism", "realism_and_3d_geometric_consistency", "realism and 3D geometric consistency"},
	{"functionality", "functionality_and_activity_based_alignment", "functionality and activity-based alignment"},
	{"layout", "layout_and_furniture", "layout and furniture"},
	{"colour", "color_scheme_and_material_choices", "colour scheme and material choices"},
	{"atmosphere", "overall_aesthetic_and_atmosphere", "overall aesthetic and atmosphere"},
}

// Grading is one answer of a judge, read.
type Grading struct {
	// Grades are whole, from 1 to [Best], in the order of [Aspects].
	Grades [Count]int
	// Comments are the judge's words on each, on one line; they may be empty.
	Comments [Count]string
}

// Score is the sum of the grades over 50: 0.1 to 1.
func (g *Grading) Score() float64 {
	sum := 0
	for _, v := range g.Grades {
		sum += v
	}
	return float64(sum) / (Count * Best)
}
