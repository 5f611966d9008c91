//go:build !xla || !cgo

package compact

import (
	"strings"
	"testing"
)

func TestBackendSaysHowToBuildXLA(t *testing.T) {
	for _, name := range []string{backendCPU, backendCUDA} {
		b, err := newBackend(name)
		if b != nil || err == nil || !strings.Contains(err.Error(), "-tags xla") || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
