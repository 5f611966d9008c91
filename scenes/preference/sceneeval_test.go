package preference_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"os"
	"sort"
	"strings"
	"testing"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/preference"
	"github.com/metaspatial/metaspatial/scenes/scenestest"
)

// families put the words of the annotations and our predicates into groups of
// one meaning. Annotators write next and near for the same words of the
// descriptions, so both are one family.
var families = func() map[string]string {
	m := map[string]string{}
	for family, words := range map[string]string{
		"by":       "next next_to near nearby beside adjacent side_by_side close_to close by against_object close_to next_to",
		"across":   "across opposite across_from",
		"far":      "far away away_from",
		"face":     "face facing",
		"front":    "front in_front foot at_the_foot front_in_plan",
		"behind":   "behind behind_in_plan",
		"left":     "left left_in_plan",
		"right":    "right right_in_plan",
		"on":       "on on_top on_wall",
		"in":       "inside in within inside_of",
		"outside":  "outside outside_of",
		"above":    "above over",
		"under":    "under beneath below",
		"around":   "surround around",
		"long":     "long_side",
		"short":    "short_side",
		"middle":   "middle_of center middle at_the_center center_of middle_of_room",
		"corner":   "corner corner_of_room",
		"against":  "against against_wall along",
		"hang":     "hang hang_from hang_from_ceiling mount",
		"distance": "within_distance at_least_distance",
	} {
		for _, w := range strings.Fields(words) {
			m[w] = family
		}
	}
	return m
}()

// key is a relation as it is compared: family, subject, anchor.
func key(word, subject, anchor string) string {
	f := families[word]
	// What faces what, and which is across from which, the annotators write in
	// either order.
	if (f == "by" || f == "face" || f == "across") && anchor > subject && anchor != "wall" && anchor != "door" && anchor != "window" {
		subject, anchor = anchor, subject
	}
	if f == "by" && word == "against" {
		f = "against"
	}
	return f + " " + subject + " " + anchor
}

type row struct {
	id, description string
	task            *scenes.Task
	// want counts each relation.
	want map[string]int
}

func sceneEvalRows(t testing.TB) []row {
	r := csv.NewReader(bytes.NewReader(scenestest.Read(t, "scenes/sceneeval/annotations_sceneeval500.csv")))
	r.FieldsPerRecord = -1
	all, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var out []row
	for _, f := range all[1:] {
		if len(f) < 8 || f[7] != "single_room" {
			continue
		}
		x := row{id: f[0], description: f[1], want: map[string]int{}, task: &scenes.Task{ID: f[0], Room: scenes.RectRoom(5, 5, 3)}}
		for _, e := range strings.Split(f[2], ";") {
			p := strings.Split(strings.TrimSpace(e), ",")
			if len(p) != 3 {
				continue
			}
			n := 1
			fmt.Sscan(p[1], &n)
			for i := range max(n, 1) {
				x.task.Objects = append(x.task.Objects, scenes.Object{ID: fmt.Sprintf("%s_%d", p[2], i+1), Category: p[2], Size: scenes.Vec3{1, 1, 1}, Support: scenes.OnFloor})
			}
		}
		for _, e := range strings.Split(f[4], ";") {
			p := strings.Split(strings.TrimSpace(e), ",")
			if len(p) < 6 {
				continue
			}
			n := 1
			fmt.Sscan(p[1], &n)
			if families[p[2]] == "around" {
				n = max(n, len(p)-5)
			}
			subject, _, _ := strings.Cut(strings.TrimSpace(p[5]), ":")
			x.want[key(p[2], subject, strings.TrimSpace(p[4]))] = n
		}
		for _, e := range strings.Split(f[5], ";") {
			p := strings.Split(strings.TrimSpace(e), ",")
			if len(p) < 5 {
				continue
			}
			n := 1
			fmt.Sscan(p[1], &n)
			anchor := strings.TrimSpace(p[4])
			if anchor != "wall" && anchor != "door" && anchor != "window" && anchor != "ceiling" {
				anchor = "room"
			}
			if p[2] == "in" && anchor == "room" {
				continue
			}
			x.want[key(p[2], p[3], anchor)] = n
		}
		out = append(out, x)
	}
	return out
}

// got lists what was parsed as the annotations would say it.
func got(p preference.Parsed) map[string]int {
	out := map[string]int{}
	for _, s := range p.Specs {
		if s.Predicate == "count" || len(s.Anchors) == 0 || families[s.Predicate] == "" {
			continue
		}
		subject, number, _ := strings.Cut(s.Subject, "*")
		n := s.Count
		fmt.Sscan(number, &n)
		anchor := s.Anchors[0]
		if i := strings.LastIndexByte(anchor, '_'); i > 0 && anchor[i+1] >= '0' && anchor[i+1] <= '9' {
			anchor = anchor[:i]
		}
		if strings.HasSuffix(anchor, "_wall") {
			anchor = "wall"
		}
		out[key(s.Predicate, subject, anchor)] += n
	}
	return out
}

// TestSceneEvalDescriptions compares what is read from SceneEval's 495
// descriptions of single rooms with their annotations.
func TestSceneEvalDescriptions(t *testing.T) {
	var right, rightCount, parsed, wanted, clauses, understood int
	byFamily := map[string][3]int{}
	verbose := os.Getenv("PREFERENCE_VERBOSE") != ""
	rows := sceneEvalRows(t)
	for _, x := range rows {
		p := preference.Parse(x.description, x.task)
		g := got(p)
		if verbose {
			for _, c := range p.Clauses {
				if !c.Understood {
					t.Logf("NOT %q: %s", c.Text, c.Why)
				}
			}
		}
		clauses += len(p.Clauses)
		understood += len(p.Clauses) - len(p.NotUnderstood)
		wanted += len(x.want)
		var wrong []string
		for k, n := range g {
			parsed++
			f := strings.Fields(k)[0]
			b := byFamily[f]
			b[1]++
			if w, ok := x.want[k]; ok {
				right++
				b[0]++
				if w == n {
					rightCount++
				} else if verbose {
					wrong = append(wrong, fmt.Sprintf("%s: count %d, annotated %d", k, n, w))
				}
			} else {
				wrong = append(wrong, k)
			}
			byFamily[f] = b
		}
		for k := range x.want {
			f := strings.Fields(k)[0]
			b := byFamily[f]
			b[2]++
			byFamily[f] = b
		}
		if verbose && len(wrong) > 0 {
			sort.Strings(wrong)
			t.Logf("%s %s\n\twrong %v\n\twanted %v", x.id, x.description, wrong, x.want)
		}
	}
	share := func(a, b int) float64 { return float64(a) / float64(max(b, 1)) }
	t.Logf("%d rows: relations parsed %d, annotated %d; precision %.3f (%.3f with the count), recall %.3f; clauses understood %.3f of %d",
		len(rows), parsed, wanted, share(right, parsed), share(rightCount, parsed), share(right, wanted), share(understood, clauses), clauses)
	var names []string
	for f := range byFamily {
		names = append(names, f)
	}
	sort.Strings(names)
	for _, f := range names {
		b := byFamily[f]
		t.Logf("%-9s right %3d of %3d parsed, %3d annotated", f, b[0], b[1], b[2])
	}
	if share(right, parsed) < 0.9 || parsed < 300 {
		t.Errorf("precision %.3f over %d relations; want 0.9 over 300 or more", share(right, parsed), parsed)
	}
}

// TestMetaSpatialDescriptions reads MetaSpatial's 9,744 room prompts.
func TestMetaSpatialDescriptions(t *testing.T) {
	var all []struct{ Description string }
	if err := json.Unmarshal(scenestest.Read(t, "scenes/metaspatial/generated_room_descriptions.json"), &all); err != nil {
		t.Fatal(err)
	}
	var clauses, understood, specs int
	for _, x := range all {
		p := preference.Parse(x.Description, nil)
		clauses += len(p.Clauses)
		understood += len(p.Clauses) - len(p.NotUnderstood)
		specs += len(p.Specs)
	}
	t.Logf("%d descriptions: %d clauses, %.3f understood, %d specs", len(all), clauses, float64(understood)/float64(clauses), specs)
	if len(all) != 9744 || clauses < len(all) {
		t.Errorf("%d descriptions with %d clauses", len(all), clauses)
	}
}
