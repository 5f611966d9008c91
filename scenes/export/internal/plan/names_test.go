package plan

import (
	"strings"
	"testing"
)

func TestNames(t *testing.T) {
	n := make(Names)
	for _, c := range [][2]string{
		{"Stuhl", "Stuhl"}, {"stuhl", "stuhl_2"}, {"größe 1", "gr__e_1"}, {"../../etc/passwd", "______etc_passwd"}, {"", "unnamed"}, {"..", "unnamed__"},
		{"CON", "CON_"}, {"a\x00b\xff", "a_b_"}, {strings.Repeat("x", 300), strings.Repeat("x", 100)}, {strings.Repeat("x", 400), strings.Repeat("x", 100) + "_2"},
	} {
		if got := n.Name("f/", c[0]); got != c[1] {
			t.Errorf("%q becomes %q, want %q", c[0], got, c[1])
		}
	}
	if got := n.Name("g/", "Stuhl"); got != "Stuhl" {
		t.Errorf("in another folder it becomes %q", got)
	}
}
