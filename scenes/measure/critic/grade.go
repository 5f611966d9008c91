package critic

import "math"

// Grades are the judge's five grades.
type Grades [5]Grade

// Grade is one grade with its reason.
type Grade struct {
	// Name is MetaSpatial's name of the grade, Key a word for it.
	Name string `json:"name"`
	Key  string `json:"key"`
	// Value is between 1 and 10.
	Value float64 `json:"value"`
	// Reason is one sentence.
	Reason string `json:"reason"`
}

// Score is the sum of the grades over 50, MetaSpatial's judge term (arXiv
// 2503.18470, section 3.2): 0.1 to 1.
func (g Grades) Score() float64 {
	sum := 0.0
	for i := range g {
		sum += g[i].Value
	}
	return sum / 50
}

// term is one measure's part in a grade.
type term struct {
	id     ID
	weight float64
}

// rubric is how one grade comes about.
type rubric struct {
	name, key string
	// blind is the utility that takes the place of the picture's where there is
	// none.
	blind float64
	terms []term
}

// value is 1 + 9·Π u_i^w_i, the weighted product of the measures' utilities:
// monotone in every measure, and a single grave fault is not made good by
// everything else.
func (r *rubric) value(m *Measures) float64 {
	log := 0.0
	if !m.Known[Discord] {
		log = math.Log(r.blind)
	}
	for _, t := range r.terms {
		if m.Known[t.id] {
			log += float64(t.weight * math.Log(t.id.Utility(m.Value[t.id])))
		}
	}
	return 1 + float64(9*math.Exp(log))
}

// Score is the score of the grades alone, without reasons.
func Score(m *Measures) float64 {
	sum := 0.0
	for i := range rubrics {
		sum += rubrics[i].value(m)
	}
	return sum / 50
}

// Grade grades the measures. The same measures give the same grades.
func (m *Measures) Grade() Grades {
	var g Grades
	for i := range rubrics {
		r := &rubrics[i]
		g[i] = Grade{Name: r.name, Key: r.key, Value: r.value(m), Reason: r.reason(m)}
	}
	return g
}
