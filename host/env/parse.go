package env

import (
	"errors"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/codec"
)

// Parse reads the layout out of a response as scenes/codec does.
func Parse(task *scenes.Task, response string) (*scenes.Layout, error) {
	p := codec.ParseResponse(task, response)
	if p.Layout == nil {
		return nil, errors.New(p.Reason)
	}
	return p.Layout, nil
}
