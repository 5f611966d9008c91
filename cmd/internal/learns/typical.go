package main

import (
	"cmp"
	"slices"
)

// typical returns the room to show: of those without a fault in either
// evaluation, or where there are none of all, the one whose gain is greater than
// that of three quarters of them.
func typical(before, after []row) int {
	var rooms []int
	for i := range before {
		if before[i].FullyValid && after[i].FullyValid {
			rooms = append(rooms, i)
		}
	}
	if len(rooms) == 0 {
		for i := range before {
			rooms = append(rooms, i)
		}
	}
	gain := func(i int) float64 { return after[i].Terms[0] - before[i].Terms[0] }
	slices.SortStableFunc(rooms, func(i, j int) int { return cmp.Compare(gain(i), gain(j)) })
	return rooms[len(rooms)*3/4]
}
