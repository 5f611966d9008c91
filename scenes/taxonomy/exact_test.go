package taxonomy

import (
	"strings"
	"testing"
)

func TestExact(t *testing.T) {
	for said, want := range map[string]string{
		"office_chair": "office_chair", "Office Chair": "office_chair", "office-chair": "office_chair", " couch ": "sofa", "seat": "chair",
		"ofice_chair": "", "red office chair": "", "chairs": "", "banana": "", "": "", strings.Repeat("chair", 1<<20): "",
	} {
		if c, ok := Exact(said); c.Name != want || ok != (want != "") {
			t.Errorf("Exact(%.30q) = %q, want %q", said, c.Name, want)
		}
	}
	for _, c := range All() {
		for _, s := range append([]string{c.Name}, c.Synonyms...) {
			if got, ok := Exact(s); !ok || got.Name != c.Name {
				t.Errorf("Exact(%q) = %q, want %q", s, got.Name, c.Name)
			}
		}
	}
	for said, want := range map[string]string{
		"ofice_chair": "office_chair", "chiar": "chair", "chairs": "chair", "red office chair": "office_chair", "cuoch": "sofa",
		"zqxjkvw": "", "": "", strings.Repeat("chair", 1<<20): "",
	} {
		if got := Meant(said); got != want {
			t.Errorf("Meant(%.30q) = %q, want %q", said, got, want)
		}
	}
}
