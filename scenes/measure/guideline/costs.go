package guideline

import (
	"sync"

	"github.com/metaspatial/metaspatial/scenes/world"
)

// Cost is one guideline's cost.
type Cost struct {
	// Applicable says whether the room has anything that the guideline is
	// about; the rest is 0 otherwise.
	Applicable bool
	// Value is the paper's cost: lower is better.
	Value float64
	// Loss is between 0, as good as can be, and 1.
	Loss float64
	// Terms is the number of pairs or objects behind the cost.
	Terms int
}

// Costs are the costs of one layout.
type Costs struct {
	// Of holds one cost per [Kind].
	Of [Kinds]Cost
	// objects is the loss per kind and object, 0 where it cannot be told.
	objects []float64
	told    [Kinds]bool
	count   int
}

// Objects splits the loss of a kind over the task's objects: the parts add up
// to the loss. It is nil for the kinds that concern the room as a whole
// (balance, circulation) and for those that do not apply.
func (c *Costs) Objects(k Kind) []float64 {
	if k < 0 || k >= kinds || !c.told[k] {
		return nil
	}
	return c.objects[int(k)*c.count:][:c.count:c.count]
}

// Loss returns the mean loss of the given kinds, or of all, as far as they
// apply; false when none does.
func (c *Costs) Loss(of ...Kind) (float64, bool) {
	sum, n := 0.0, 0
	add := func(x *Cost) {
		if x.Applicable {
			sum += x.Loss
			n++
		}
	}
	for _, k := range of {
		if k >= 0 && k < kinds {
			add(&c.Of[k])
		}
	}
	if len(of) == 0 {
		for k := range c.Of {
			add(&c.Of[k])
		}
	}
	if n == 0 {
		return 0, false
	}
	return sum / float64(n), true
}

// Options choose what is measured. The zero value measures everything.
type Options struct {
	// SkipCirculation leaves out the only cost that needs a raster.
	SkipCirculation bool
	// Cell is the side of circulation's pixels in metres; 0 means 0.05.
	Cell float64
}

// Measure measures every cost.
func Measure(w *world.World) Costs { return MeasureWith(w, Options{}) }

// MeasureWith measures the costs as the options say.
func MeasureWith(w *world.World, o Options) Costs {
	s := pool.Get().(*scratch)
	defer pool.Put(s)
	s.collect(w, o)
	return s.costs(len(w.Task.Objects))
}

var pool = sync.Pool{New: func() any { return new(scratch) }}

// term is one summand of a cost: the paper's value, the loss, and who is
// concerned (indices of bodies, −1 for nobody). The loss of a kind is the
// weighted mean of its terms' losses.
type term struct {
	kind         Kind
	a, b         int32
	value        float64
	loss, weight float64
	// at and want are what the sentence tells.
	at   float64
	want span
	// rest marks a term that stands for what is well.
	rest bool
}

// span is a range of distances.
type span struct{ min, max float64 }

// costs sums the terms up.
func (s *scratch) costs(objects int) Costs {
	c := Costs{objects: make([]float64, Kinds*objects), count: objects}
	var weight [Kinds]float64
	for i := range s.terms {
		t := &s.terms[i]
		x := &c.Of[t.kind]
		x.Applicable = true
		x.Value += t.value
		x.Loss += t.loss * t.weight
		if !t.rest {
			x.Terms++
		}
		weight[t.kind] += t.weight
	}
	for k := range c.Of {
		if weight[k] > 0 {
			c.Of[k].Loss /= weight[k]
		}
	}
	for i := range s.terms {
		t := &s.terms[i]
		if t.a < 0 {
			continue
		}
		c.told[t.kind] = true
		part := t.loss
		if weight[t.kind] > 0 {
			part *= t.weight / weight[t.kind]
		}
		row := c.objects[int(t.kind)*objects:]
		if t.b >= 0 {
			part /= 2
			row[s.pieces[t.b].body.Index] += part
		}
		row[s.pieces[t.a].body.Index] += part
	}
	return c
}
