package main

import (
	"slices"
	"testing"
)

// TestDoubleClick opens the window only for somebody who gave no command.
func TestDoubleClick(t *testing.T) {
	for _, c := range []struct {
		args       []string
		byExplorer bool
		want       []string
		clicked    bool
	}{
		{nil, true, []string{"view"}, true},
		{nil, false, nil, false},
		{[]string{"layout.json"}, true, []string{"layout.json"}, false}, // a file dropped on it
	} {
		if got, clicked := begun(c.args, c.byExplorer); !slices.Equal(got, c.want) || clicked != c.clicked {
			t.Errorf("%q, %v: %q, %v", c.args, c.byExplorer, got, clicked)
		}
	}
}
