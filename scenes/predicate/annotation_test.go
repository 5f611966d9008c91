package predicate_test

import (
	"bytes"
	"encoding/csv"
	"strings"
	"testing"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/predicate"
	"github.com/metaspatial/metaspatial/scenes/scenestest"
)

// TestEveryAnnotation reads the annotations of all of SceneEval-500. Ten have an
// anchor index beyond their objects.
func TestEveryAnnotation(t *testing.T) {
	r := csv.NewReader(bytes.NewReader(scenestest.Read(t, "scenes/sceneeval/annotations_sceneeval500.csv")))
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	readers := map[int]func(string) (scenes.Spec, error){2: predicate.ParseCount, 4: predicate.ParseObjectRelation, 5: predicate.ParseArchitectureRelation}
	read, bad := 0, 0
	for _, row := range rows[1:] {
		task := &scenes.Task{ID: row[0], Room: scenes.RectRoom(5, 5, 3)}
		var specs []scenes.Spec
		for _, column := range []int{2, 4, 5} {
			for _, entry := range strings.Split(row[column], ";") {
				if strings.TrimSpace(entry) == "" {
					continue
				}
				spec, err := readers[column](entry)
				if err != nil {
					if bad++; !strings.Contains(err.Error(), "anchor index") {
						t.Errorf("row %s: %v", row[0], err)
					}
					continue
				}
				read++
				specs = append(specs, spec)
			}
		}
		for i, problem := range predicate.Compile(task, specs).Problems() {
			if problem != "" && !strings.HasPrefix(problem, "the task has no") && !strings.HasPrefix(problem, "the room has no") {
				t.Errorf("row %s: %s: %s", row[0], specs[i].Text, problem)
			}
		}
	}
	if read != 7210 || bad != 10 {
		t.Errorf("%d entries read, %d not; want 7210 and 10", read, bad)
	}
}
