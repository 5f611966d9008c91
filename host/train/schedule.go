package train

import (
	"math"

	"github.com/metaspatial/metaspatial/host/config"
)

// progress is the fraction of the planned iterations that have passed, at most
// 1; 0 while the plan is not known.
func progress(iteration, planned int) float64 {
	if planned <= 1 {
		return 0
	}
	return min(1, float64(iteration)/float64(planned-1))
}

// learningRate is the step size at a fraction of the run.
func learningRate(o config.Optimiser, done float64) float64 {
	left := 1.0
	switch o.Schedule {
	case config.Linear:
		left = 1 - done
	case config.Cosine:
		left = (1 + math.Cos(math.Pi*done)) / 2
	}
	return o.LearningRate * (o.FinalFraction + (1-o.FinalFraction)*left)
}

// objectCredit is the weight of object-level advantages at a fraction of the
// run: it falls linearly to 0 over the first Anneal of it.
func objectCredit(c config.Credit, done float64) float64 {
	if c.Anneal == 0 {
		return c.Object
	}
	return c.Object * max(0, 1-done/c.Anneal)
}

// A run that is bounded by the clock must still follow schedules by iteration,
// or it could not be repeated. So the number of iterations is estimated from
// the pace so far at a few fixed iterations, and every estimate is recorded as
// an event that a resumed run replays.
const (
	// firstEstimate leaves out what only the first iterations pay, such as
	// compilation.
	firstEstimate = 6
	// planMargin lets schedules end a little before the clock does, because a
	// run that stops half-way through its decay ends on a noisy policy.
	planMargin = 0.97
)

// estimateDue reports whether the plan is to be estimated after the given
// number of finished iterations: early, and again at a quarter, half, three
// quarters and seven eighths of the plan.
func estimateDue(finished, planned int) bool {
	if planned == 0 {
		return finished >= firstEstimate
	}
	if finished <= firstEstimate {
		return false
	}
	switch finished {
	case planned / 4, planned / 2, planned * 3 / 4, planned * 7 / 8:
		return true
	}
	return false
}

// estimate returns the planned number of iterations from the pace of the
// finished ones: seconds they took, without the warm-up iteration where there
// are others, and the seconds left.
func estimate(finished int, pace, left float64) int {
	if pace <= 0 {
		return finished
	}
	return finished + int(max(0, left)*planMargin/pace)
}
