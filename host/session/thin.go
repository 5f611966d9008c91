package session

// The most records that a [Snapshot] has: of the newest recentRecords every one,
// of those before as many as fit, evenly.
const (
	maxRecords    = 4096
	recentRecords = 1024
)

// Thin returns a history of any length as one of at most 4,096 records: the
// newest 1,024 and, of the older ones, those whose iteration is a multiple of
// the least power of two that leaves few enough. A run of a weekend then takes
// no more memory than one of an hour, and its curve still begins at its
// beginning. The result shares nothing with a longer history; a shorter one is
// returned as it is.
func Thin(history []Record) []Record {
	if len(history) <= maxRecords {
		return history
	}
	old := history[:len(history)-recentRecords]
	step := 1
	// Half of what there is room for: the next time comes only after as many.
	for count(old, step) > (maxRecords-recentRecords)/2 {
		step *= 2
	}
	out := make([]Record, 0, maxRecords+1)
	for _, r := range old {
		if r.Iteration%step == 0 {
			out = append(out, r)
		}
	}
	return append(out, history[len(old):]...)
}

func count(history []Record, step int) int {
	n := 0
	for _, r := range history {
		if r.Iteration%step == 0 {
			n++
		}
	}
	return n
}
