package main

import (
	"strings"
	"testing"
)

func TestReport(t *testing.T) {
	blocks := map[string]block{}
	for _, profile := range []string{
		"mode: set\nm/a/x.go:1.1,2.2 3 1\nm/a/x.go:3.1,4.2 1 0\nm/b/y.go:1.1,2.2 4 0\nm/b/z.pb.go:1.1,2.2 100 0\n",
		"mode: count\nm/a/x.go:1.1,2.2 3 0\nm/b/y.go:1.1,2.2 4 0\nm/b/y.go:5.1,6.2 4 7\n", // another package's tests
	} {
		if err := read(strings.NewReader(profile), blocks); err != nil {
			t.Fatal(err)
		}
	}
	var b strings.Builder
	all := report(&b, blocks)
	if want := " 50.0 %       8  m/b\n 75.0 %       4  m/a\n 58.3 %      12  in all\n"; b.String() != want {
		t.Errorf("it says\n%s, want\n%s", b.String(), want)
	}
	if all != (share{12, 7}) {
		t.Errorf("in all %+v", all)
	}
	for _, wrong := range []string{"nonsense\n", "m/a/x.go:1.1,2.2 three 1\n"} {
		if err := read(strings.NewReader(wrong), blocks); err == nil || !strings.Contains(err.Error(), "line 1") {
			t.Errorf("of %q it says %v", wrong, err)
		}
	}
	if (share{}).percent() != 0 {
		t.Error("nothing is covered by something")
	}
}
