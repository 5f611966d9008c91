package compact

import (
	"errors"
	"fmt"

	"github.com/gomlx/compute"
	// The pure Go backend registers itself.
	_ "github.com/gomlx/compute/gobackend"

	"github.com/metaspatial/metaspatial/sdk/schema"
)

// The backends: what the networks run on.
const (
	backendGo   = "go"
	backendCPU  = "xla:cpu"
	backendCUDA = "xla:cuda"
)

// goBackend is GoMLX's pure Go backend with operations run one after the other:
// its parallel executor can deadlock and costs ten times as much per operation.
// This package runs several executables side by side instead.
const goBackend = "go:ops_sequential"

// backendSetting is the setting that newBackend takes.
var backendSetting = schema.Attribute{
	Name: "backend", Type: schema.String, Default: backendGo,
	Enum: []string{backendGo, backendCPU, backendCUDA},
	Doc:  "what the networks run on: pure Go, or XLA on the processor or a CUDA device, which needs a build of its own and a PJRT plugin (docs/backends.md)",
}

// errNoXLA is what a program without XLA says to a backend that needs it.
var errNoXLA = errors.New("this program was built without XLA; build it with CGO_ENABLED=1 go build -tags xla ./cmd/metaspatial, or leave the setting at \"go\"")

// newBackend starts a backend by its name in the setting. It reads no
// environment variable that chooses one, and downloads nothing.
func newBackend(name string) (compute.Backend, error) {
	var b compute.Backend
	var err error
	switch name {
	case backendGo:
		b, err = compute.NewWithConfig(goBackend)
	case backendCPU:
		b, err = newXLA("cpu")
	case backendCUDA:
		b, err = newXLA("cuda")
	default:
		return nil, fmt.Errorf("there is no compute backend %q; use %s, %s or %s", name, backendGo, backendCPU, backendCUDA)
	}
	if err != nil {
		return nil, fmt.Errorf("start the compute backend %s: %w", name, err)
	}
	return b, nil
}
