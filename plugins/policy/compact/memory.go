package compact

// A kept sample is what Update needs of one response: its decisions and the
// poses before and after them. The layout in which decision i was made is
// after[:i] followed by before[i:], because items are settled in order, the
// locked ones before all.
type kept struct {
	problem     *problem
	turn        int
	temperature float64
	before      []pose
	after       []pose
	faults      []fault
	picture     []float32
	decisions   []decision
}

func (e *episode) remember(temperature float64) *kept {
	s := e.state
	if temperature <= 0 {
		temperature = 1
	}
	return &kept{problem: s.p, turn: s.turn, temperature: temperature,
		before: s.before, after: s.poses, faults: s.faults, picture: s.picture, decisions: e.decisions}
}

// decision returns the one on item i.
func (k *kept) decision(i int) *decision { return &k.decisions[i-k.problem.locked] }

// at returns the state in which the decision on item i was made.
func (k *kept) at(i int, into *state) *state {
	into.p, into.turn, into.before, into.faults, into.picture, into.claiming = k.problem, k.turn, k.before, k.faults, k.picture, 0
	into.poses = append(into.poses[:0], k.after[:i]...)
	if k.before != nil {
		into.poses = append(into.poses, k.before[i:]...)
	} else {
		for range k.after[i:] {
			into.poses = append(into.poses, pose{})
		}
	}
	return into
}

// actions is how many actions the sample had.
func (k *kept) actions() int {
	n := 2 * len(k.decisions)
	for i := range k.decisions {
		if k.decisions[i].tilted(&k.problem.items[k.problem.locked+i]) {
			n++
		}
	}
	return n
}
