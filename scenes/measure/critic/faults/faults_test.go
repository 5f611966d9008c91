package faults

import (
	"testing"
)

func TestCounts(t *testing.T) {
	n := map[string]int{}
	rooms := 0
	for seed := range uint64(66) {
		r, err := NewRoom(seed)
		if err != nil {
			t.Log(err)
			continue
		}
		rooms++
		for _, k := range Kinds() {
			if f, ok := r.Make(k); ok {
				n[k.Name]++
				_ = f
			}
		}
	}
	t.Log(rooms, n)
}
