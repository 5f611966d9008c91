package compact

import (
	"slices"
	"strings"
	"testing"

	"github.com/metaspatial/metaspatial/sdk/schema"
)

func TestBackends(t *testing.T) {
	b, err := newBackend(backendGo)
	if err != nil {
		t.Fatal(err)
	}
	defer b.Finalize()
	if b.Name() != "Go Backend" {
		t.Errorf("the backend is %q", b.Name())
	}
	for _, name := range []string{"", "xla", "xla:tpu", "go:ops_parallel"} {
		if _, err := newBackend(name); err == nil || !strings.Contains(err.Error(), "use go, xla:cpu or xla:cuda") {
			t.Errorf("%q: %v", name, err)
		}
	}
}

func TestBackendSetting(t *testing.T) {
	s := schema.Schema{backendSetting}
	v, ds := s.Resolve(nil)
	if ds.HasError() || v["backend"] != backendGo {
		t.Errorf("the default is %v: %v", v["backend"], ds)
	}
	for _, name := range backendSetting.Enum {
		if _, ds := s.Resolve(map[string]any{"backend": name}); ds.HasError() {
			t.Errorf("%q: %v", name, ds)
		}
	}
	if _, ds := s.Resolve(map[string]any{"backend": "cuda"}); !ds.HasError() {
		t.Error("a backend that does not exist passes")
	}
	if !slices.Contains(backendSetting.Enum, backendGo) {
		t.Error("the default is no choice")
	}
}
