package reference

import (
	"encoding/json"
	"strings"
	"testing"
)

type rewardCase struct {
	Name   string
	Text   string
	Room   string
	Grades Grades
	Format any
	Total  any
}

func TestEveryRewardCase(t *testing.T) {
	var rooms struct {
		Rooms map[string]json.RawMessage
		Size  struct{ X, Y, Z float64 } `json:"size_of_room"`
	}
	count := 0
	readLines(t, "reference/reward_cases.jsonl", func(line []byte) {
		if rooms.Rooms == nil {
			if err := json.Unmarshal(line, &rooms); err != nil {
				t.Fatal(err)
			}
			return
		}
		var c rewardCase
		if err := json.Unmarshal(line, &c); err != nil {
			t.Fatal(err)
		}
		count++
		t.Run(c.Name, func(t *testing.T) {
			g, err := ParseGraph(rooms.Rooms[c.Room])
			if err != nil {
				t.Fatal(err)
			}
			step, err := Format(c.Text, len(g.root.items)-6)
			checkScore(t, "format", step, err, c.Format)
			o, err := Total(c.Text, g, [3]float64{rooms.Size.X, rooms.Size.Y, rooms.Size.Z}, c.Grades)
			checkScore(t, "total", o.Total, err, c.Total)
		})
	})
	if count == 0 {
		t.Fatal("the case file is empty")
	}
}

func checkScore(t *testing.T, what string, got float64, err error, want any) {
	t.Helper()
	if s, ok := want.(string); ok {
		e, ok := err.(*Error)
		if !ok || !strings.HasPrefix(s, e.Exception()+":") || e.Stage == "" {
			t.Errorf("%s: error %v, want %s", what, err, s)
		}
		return
	}
	if err != nil || got != want.(float64) {
		t.Errorf("%s: %v, %v, want %v", what, got, err, want)
	}
}
