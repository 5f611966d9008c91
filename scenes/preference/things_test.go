package preference_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/metaspatial/metaspatial/scenes/preference"
)

func TestThings(t *testing.T) {
	for text, want := range map[string]string{
		"A quaint dining room with a rustic wooden table set for four":         "table(rustic wooden table)×1",
		"a cosy reading corner by the window, a desk for two":                  "desk(desk)×1",
		"Two nightstands and three small oak chairs; no rug, please.":          "nightstand(nightstands)×2! chair(small oak chairs)×3! rug(rug)×0!",
		"The sofa glows in the evening; poetry hums; bookshelves line a wall.": "sofa(sofa)×1 bookshelf(bookshelves)×2",
		"a pair of floor lamps":    "floor_lamp(floor lamps)×2!",
		"walls, doors and windows": "",
		"":                         "",
		"\x00\xff 🛋️ \n;;,,":       "",
	} {
		var got []string
		for _, th := range preference.Things(text) {
			s := fmt.Sprintf("%s(%s)×%d", th.Category, th.Words, th.Count)
			if th.Numbered {
				s += "!"
			}
			if th.Start < 0 || th.End > len(text) || th.Start >= th.End {
				t.Errorf("%q: %+v lies outside the text", text, th)
			}
			got = append(got, s)
		}
		if s := strings.Join(got, " "); s != want {
			t.Errorf("%q:\n got %s\nwant %s", text, s, want)
		}
	}
}

// TestNumberWordsAtTheEnd ends texts where a number could follow.
func TestNumberWordsAtTheEnd(t *testing.T) {
	for _, text := range []string{"A craft room, where creativity spills over.", "one sofa at most", "only, a bed", "more than?", "over"} {
		preference.Things(text)
		preference.Parse(text, nil)
	}
	if got := preference.Things("a bed, and the light spills over."); len(got) == 0 || got[0].Category != "bed" {
		t.Errorf("read %+v", got)
	}
}
