package measure

// Summary is the mean of the shares over rooms; every room weighs the same.
type Summary struct {
	Rooms          int     `json:"rooms"`
	FullyValid     float64 `json:"fully_valid"`
	CollisionFree  float64 `json:"collision_free"`
	CollidingPairs float64 `json:"colliding_pairs"`
	Violating2cm   float64 `json:"violating_2cm"`
	Violating10cm  float64 `json:"violating_10cm"`
	OutOfBounds    float64 `json:"out_of_bounds"`
	Unsupported    float64 `json:"unsupported"`
}

// Column is one named share of a [Summary].
type Column struct {
	Name  string
	Value float64
}

// Columns returns the shares in a fixed order, under their JSON names.
func (s Summary) Columns() []Column {
	return []Column{
		{"fully_valid", s.FullyValid},
		{"collision_free", s.CollisionFree},
		{"colliding_pairs", s.CollidingPairs},
		{"violating_2cm", s.Violating2cm},
		{"violating_10cm", s.Violating10cm},
		{"out_of_bounds", s.OutOfBounds},
		{"unsupported", s.Unsupported},
	}
}

// Tally gathers reports one by one. The zero value is empty and ready.
type Tally struct {
	sum Summary
}

// Add counts one room.
func (t *Tally) Add(r Report) {
	t.sum.Rooms++
	t.sum.FullyValid += one(r.FullyValid())
	t.sum.CollisionFree += one(r.CollisionFree())
	t.sum.CollidingPairs += r.CollidingPairs()
	t.sum.Violating2cm += r.Violating(Fine)
	t.sum.Violating10cm += r.Violating(Coarse)
	t.sum.OutOfBounds += r.OutOfBounds()
	t.sum.Unsupported += r.Unsupported()
}

// Summary returns the means so far; all are 0 when no room was added.
func (t *Tally) Summary() Summary {
	s := t.sum
	n := float64(max(1, s.Rooms))
	for _, v := range []*float64{&s.FullyValid, &s.CollisionFree, &s.CollidingPairs,
		&s.Violating2cm, &s.Violating10cm, &s.OutOfBounds, &s.Unsupported} {
		*v /= n
	}
	return s
}

// Summarise is a [Tally] of all the reports.
func Summarise(reports []Report) Summary {
	var t Tally
	for _, r := range reports {
		t.Add(r)
	}
	return t.Summary()
}

func one(b bool) float64 {
	if b {
		return 1
	}
	return 0
}
