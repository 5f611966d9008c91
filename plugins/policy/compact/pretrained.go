package compact

import (
	"bytes"
	_ "embed"
	"fmt"
	"io"
)

// The values of the setting weights.
const (
	untrained  = "untrained"
	pretrained = "pretrained"
)

// pretrainedWeights are the weights that come with the program; pretrained.md says
// how they were trained.
//
//go:embed pretrained.bin
var pretrainedWeights []byte

// Strip copies a checkpoint of the default settings without what only training
// needs: the optimiser's moments and the reference policy.
func Strip(w io.Writer, checkpoint io.Reader) error {
	p := New()
	if err := p.ready(); err != nil {
		return err
	}
	if err := p.learner.load(checkpoint); err != nil {
		return err
	}
	var out bytes.Buffer
	if err := p.learner.write(&out, 0, [][][]float32{p.learner.weights}); err != nil {
		return err
	}
	if _, err := out.WriteTo(w); err != nil {
		return fmt.Errorf("write weights: %w", err)
	}
	return nil
}
