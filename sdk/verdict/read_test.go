package verdict_test

import (
	"strings"
	"testing"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/measure/critic"
	"github.com/metaspatial/metaspatial/scenes/world"
	"github.com/metaspatial/metaspatial/sdk/verdict"
)

// answer is a good one: grades 8, 7, 6, 9, 10.
const answer = `{
  "realism_and_3d_geometric_consistency": {"grade": 8, "comment": "Straight\nwalls. "},
  "functionality_and_activity_based_alignment": {"grade": 7},
  "layout_and_furniture": {"grade": 6, "comment": null},
  "color_scheme_and_material_choices": {"comment": "Warm.", "grade": 9},
  "overall_aesthetic_and_atmosphere": {"grade": 10, "comment": "Calm."}
}`

func TestRead(t *testing.T) {
	for name, text := range map[string]string{
		"bare": answer, "space": "\n\t " + answer + "\n", "fence": "```json\n" + answer + "\n```", "plain fence": "```\n" + answer + "\n```",
		"thoughts": "<think>8? {\"grade\": 3}</think>\n" + answer, "thoughts, fence": "<think>\n</think>```json" + answer + "```",
		"more fields": strings.Replace(answer, "{", `{"total": 40,`, 1),
	} {
		t.Run(name, func(t *testing.T) {
			g, err := verdict.Read(text)
			if err != nil {
				t.Fatal(err)
			}
			want := verdict.Grading{Grades: [5]int{8, 7, 6, 9, 10}, Comments: [5]string{"Straight walls.", "", "", "Warm.", "Calm."}}
			if g != want || g.Score() != 0.8 {
				t.Errorf("got %+v, score %v", g, g.Score())
			}
		})
	}
}

func TestReadRefuses(t *testing.T) {
	with := func(old, new string) string { return strings.Replace(answer, old, new, 1) }
	for name, c := range map[string]struct{ text, want string }{
		"nothing":          {" \n", "is empty"},
		"prose":            {"I would give this room an 8.", `begins with "I would give this room a…"`},
		"prose before":     {"Here it is:\n" + answer, "begins with"},
		"prose after":      {answer + "\nI hope this helps.", "not one JSON object"},
		"brace after":      {answer + "}", "not one JSON object"},
		"two objects":      {answer + answer, "not one JSON object"},
		"cut":              {answer[:len(answer)-30], "not one JSON object"},
		"list":             {"[8,7,6,9,10]", "not a JSON object"},
		"null":             {"null", "not a JSON object"},
		"missing field":    {with("layout_and_furniture", "layout"), `"layout_and_furniture" is missing`},
		"other case":       {with("layout_and_furniture", "Layout_And_Furniture"), `"layout_and_furniture" is missing`},
		"bare grade":       {with(`{"grade": 7}`, "7"), "must be an object"},
		"null part":        {with(`{"grade": 7}`, "null"), "must be an object"},
		"no grade":         {with(`{"grade": 7}`, `{"score": 7}`), "is missing"},
		"null grade":       {with("7", "null"), "must be a whole number"},
		"unknown":          {with("7", `"unknown"`), `is "unknown"; it must be a whole number`},
		"text":             {with("7", `"7"`), "must be a whole number"},
		"fraction":         {with("7", "7.5"), "is 7.5; it must be"},
		"zero":             {with("7", "0"), "is 0; it must be"},
		"eleven":           {with("7", "11"), "is 11; it must be"},
		"negative":         {with("7", "-7"), "is -7"},
		"enormous":         {with("7", "1e999"), "is 1e999"},
		"not a number":     {with("7", "NaN"), "not one JSON object"},
		"endless thoughts": {"<think>" + answer, "begins with"},
		"long":             {strings.Repeat(" ", verdict.MaxAnswer) + answer, "longer than"},
		"deep":             {strings.Repeat(`{"a":`, 10001), "not one JSON object"},
	} {
		t.Run(name, func(t *testing.T) {
			if g, err := verdict.Read(c.text); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %+v, %v; want %q", g, err, c.want)
			}
		})
	}
}

func TestCommentsAreBounded(t *testing.T) {
	g, err := verdict.Read(strings.Replace(answer, "Warm.", strings.Repeat("ä", 1000), 1))
	if err != nil || len([]rune(g.Comments[3])) != 241 {
		t.Errorf("a comment of %d runes, %v", len([]rune(g.Comments[3])), err)
	}
}

// The critic's grades come in the order of the aspects, under the same words.
func TestAspectsAreTheCritics(t *testing.T) {
	m := critic.Gather(world.New(&scenes.Task{Room: scenes.RectRoom(3, 3, 2.5)}, &scenes.Layout{}, nil), nil)
	for i, g := range m.Grade() {
		if a := verdict.Aspects[i]; a.Key != g.Key || a.Name != g.Name {
			t.Errorf("aspect %d is %+v, the critic's %q, %q", i, a, g.Key, g.Name)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add(answer)
	f.Add("<think></think>```json{}```")
	f.Add("```")
	f.Fuzz(func(t *testing.T, text string) {
		g, err := verdict.Read(text)
		if err != nil {
			return
		}
		for _, v := range g.Grades {
			if v < 1 || v > verdict.Best {
				t.Errorf("grades %v", g.Grades)
			}
		}
	})
}
