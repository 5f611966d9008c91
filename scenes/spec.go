package scenes

// Spec asks for a number of objects, or groups of objects, for which a
// predicate holds: SceneEval's form of a relation. Its "eq,2,near,0,bed,nightstand",
// where 0 is the index of the anchor, is exactly two of the subject nightstand
// near the anchor bed.
type Spec struct {
	// Predicate names a predicate of scenes/predicate, such as "near".
	Predicate string `json:"predicate"`
	// Compare and Count say how many groups must satisfy the predicate; an
	// empty Compare means eq.
	Compare Comparison `json:"compare,omitempty"`
	Count   int        `json:"count"`
	// Subject is what the predicate is about: an object id or a category.
	Subject string `json:"subject,omitempty"`
	// Anchors are what it stands in relation to: object ids, categories,
	// openings' ids, or "room", "wall", "door", "window", "ceiling", "floor" and
	// the layout elements.
	Anchors []string `json:"anchors,omitempty"`
	// Distance is the distance in metres for predicates that take one.
	Distance float64 `json:"distance,omitempty"`
	// Text is the words that the spec was read from, if any.
	Text string `json:"text,omitempty"`
}

// Comparison relates a number that was counted to the one asked for.
type Comparison string

// The comparisons, under SceneEval's names.
const (
	Equal        Comparison = "eq"
	Less         Comparison = "lt"
	Greater      Comparison = "gt"
	LessEqual    Comparison = "le"
	GreaterEqual Comparison = "ge"
)

// Comparisons lists every comparison in a fixed order.
var Comparisons = []Comparison{Equal, Less, Greater, LessEqual, GreaterEqual}

// Holds reports whether the counted number compares with the wanted one as
// asked. An unknown comparison never holds.
func (c Comparison) Holds(counted, wanted int) bool {
	switch c {
	case "", Equal:
		return counted == wanted
	case Less:
		return counted < wanted
	case Greater:
		return counted > wanted
	case LessEqual:
		return counted <= wanted
	case GreaterEqual:
		return counted >= wanted
	}
	return false
}
