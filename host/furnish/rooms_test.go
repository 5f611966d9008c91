package furnish_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/metaspatial/metaspatial/host/furnish"
)

func TestRoomsOfASentence(t *testing.T) {
	for text, want := range map[string]string{
		"living, kitchen 12 m2, 2 bedrooms, bathroom":                                 "living kitchen/12 bedroom bedroom bathroom",
		"a small house with a living room, two sunny bedrooms and a kitchen of 12 m²": "living bedroom bedroom kitchen/12",
		"An office with three large and bright classrooms, plus a hall.":              "office classroom classroom classroom hall",
		"I would like a flat: one bedroom, a bathroom next to it and a study":         "bedroom bathroom study",
		"the kitchen": "kitchen",
		"a home for two people with a bedroom and a home office": "bedroom study",
	} {
		list, err := furnish.Rooms(text)
		var got []string
		for _, a := range list {
			word := a.Program
			if a.Area > 0 {
				word += fmt.Sprintf("/%g", a.Area)
			}
			got = append(got, word)
		}
		if err != nil || strings.Join(got, " ") != want {
			t.Errorf("%q: %q, %v; want %q", text, got, err, want)
		}
	}
	for text, want := range map[string]string{
		"":                                     "no rooms asked for",
		"a spaceship":                          "unknown room",
		strings.Repeat("a bedroom or a ", 400): "letters",
		"-3 bedrooms":                          "no number of rooms",
	} {
		if list, err := furnish.Rooms(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%.40q: %v, %v; want %q", text, list, err, want)
		}
	}
	if list, err := furnish.Rooms("we want " + strings.Repeat("a bedroom or ", 100)); err != nil || len(list) != 40 {
		t.Errorf("a hundred rooms: %d, %v", len(list), err)
	}
}
