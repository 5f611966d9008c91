package store

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestOpenErrors(t *testing.T) {
	for name, test := range map[string]struct{ text, want string }{
		"none":    {"", "holds no library"},
		"damaged": {"{", "is damaged"},
		"newer":   {`{"version":99}`, "version 99"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			if test.text != "" {
				if err := os.WriteFile(filepath.Join(dir, libraryFile), []byte(test.text), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			if _, err := Open(dir); err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v, want %q", err, test.want)
			}
		})
	}
}
